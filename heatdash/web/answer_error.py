"""A file that cannot be served, told as a plain page."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse

from heatdash.errors import HeatDashError


class NotHereError(HeatDashError):
    """What was asked for is not here, or not any more."""


def answer_error(_request: Request, error: HeatDashError, /) -> HTMLResponse:
    """A page with the error's sentence: 404 for what is not here, 500 for a store that cannot be used."""
    page = f"<!doctype html><meta charset=utf-8><title>HeatDash</title><p>{escape(str(error))}"
    status = 404 if isinstance(error, NotHereError) else 500
    return HTMLResponse(page, status_code=status, headers={"Cache-Control": "no-store"})
