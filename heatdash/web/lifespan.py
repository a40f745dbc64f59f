"""What runs beside the pages for as long as the app does."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress

from starlette.concurrency import run_in_threadpool

from heatdash.errors import HeatDashError
from heatdash.jobs.open_register import open_register
from heatdash.jobs.supervise_workers import supervise_workers
from heatdash.jobs.sweep_uploads import sweep_uploads

_EVERY_S = 3600

_log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """The workers are there within the block, and old uploads are swept every hour."""
    stack = ExitStack()
    await run_in_threadpool(stack.enter_context, supervise_workers())
    sweeping = asyncio.create_task(_sweep_every_hour())
    try:
        yield
    finally:
        sweeping.cancel()
        with suppress(asyncio.CancelledError):
            await sweeping
        await run_in_threadpool(stack.close)


async def _sweep_every_hour() -> None:
    while True:
        try:
            await run_in_threadpool(_sweep)
        except (HeatDashError, OSError):
            _log.exception("Old uploads could not be cleared away.")
        await asyncio.sleep(_EVERY_S)


def _sweep() -> None:
    sweep_uploads(open_register().sources())
