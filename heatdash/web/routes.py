"""Which function serves which address, and what runs alongside the pages."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress

from starlette.concurrency import run_in_threadpool
from starlette.routing import Mount, Route

from heatdash.errors import HeatDashError
from heatdash.event_log import begin_log, event
from heatdash.settings import worker_count
from heatdash.variables import mode
from heatdash.version import VERSION
from heatdash.web.receive_upload import cancel_upload, create_upload, receive_piece, tell_upload
from heatdash.web.serve_files import serve_clip, serve_file, serve_snippet, serve_video
from heatdash.web.serve_zip import serve_zip
from heatdash.web.tell_health import tell_health, tell_ready
from heatdash.web.tell_metrics import tell_metrics
from heatdash.work.read_apart import READERS
from heatdash.work.supervisor import supervise_workers

_SWEEP_EVERY_S = 600

_log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Within the block, run the workers, and every ten minutes clear away what is over its time."""
    begin_log()
    _log.info("The app starts.", extra=event("start", version=VERSION, mode=mode(), workers=worker_count()))
    stack = ExitStack()
    stack.callback(READERS.end)
    await run_in_threadpool(READERS.begin)
    await run_in_threadpool(stack.enter_context, supervise_workers())
    sweeping = asyncio.create_task(_sweep_again_and_again())
    try:
        yield
    finally:
        sweeping.cancel()
        with suppress(asyncio.CancelledError):
            await sweeping
        await run_in_threadpool(stack.close)
        _log.info("The app has stopped.", extra=event("stop"))


async def _sweep_again_and_again() -> None:
    while True:
        try:
            await run_in_threadpool(_sweep)
        except (HeatDashError, OSError):
            _log.exception("What is over its time could not be cleared away.")
        await asyncio.sleep(_SWEEP_EVERY_S)


def _sweep() -> None:
    # Imported here because it loads what draws, which the first page must not wait for.
    from heatdash.work.sweep import sweep

    sweep()


PREFIX = "heatdash"


def routes(base_path: str) -> list[Mount]:
    """The addresses below `/heatdash`, under the path at which the app is hosted.

    `named` is a run's id, which opens it for its owner, or the token of a link to it.
    """
    served = [
        Route("/health", tell_health, methods=["GET"]),
        Route("/ready", tell_ready, methods=["GET"]),
        Route("/metrics", tell_metrics, methods=["GET"]),
        Route("/upload", create_upload, methods=["POST"]),
        # What only reads comes first: HEAD alone, since a route that takes GET takes it as well.
        Route("/upload/{upload_id}", tell_upload, methods=["HEAD"]),
        Route("/upload/{upload_id}", receive_piece, methods=["PATCH"]),
        Route("/upload/{upload_id}", cancel_upload, methods=["DELETE"]),
        Route("/clip/{named}", serve_clip),
        Route("/video/{named}/{key}.mp4", serve_video),
        Route("/snippet/{named}/{key}.mp4", serve_snippet),
        Route("/files/{named}/{key}/{name}", serve_file),
        Route("/zip/{named}/{key}", serve_zip, methods=["GET"]),
    ]
    return [Mount("/".join(("", *filter(None, [base_path.strip("/")]), PREFIX)), routes=served)]
