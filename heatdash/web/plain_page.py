"""A page of one sentence, for what is refused or not here."""

from collections.abc import Mapping
from html import escape
from types import MappingProxyType

from starlette.responses import HTMLResponse


def plain_page(sentence: str, /, *, status: int, headers: Mapping[str, str] = MappingProxyType({})) -> HTMLResponse:
    """The page with that sentence, which no browser keeps."""
    page = f"<!doctype html><meta charset=utf-8><title>HeatDash</title><p>{escape(sentence)}"
    return HTMLResponse(page, status_code=status, headers={"Cache-Control": "no-store", **headers})
