"""Telling other programs whether the app works, its workers included."""

from starlette.requests import Request
from starlette.responses import JSONResponse

from heatdash.settings import worker_count
from heatdash.work.heartbeat import answering_workers


def tell_health(_request: Request) -> JSONResponse:
    """How many workers there should be and how many answer; 503 where one does not, as while the app starts."""
    wanted, answering = worker_count(), answering_workers()
    is_well = answering >= wanted
    content = {"status": "ok" if is_well else "workers do not answer", "workers": wanted, "answering": answering}
    return JSONResponse(content, status_code=200 if is_well else 503, headers={"Cache-Control": "no-store"})
