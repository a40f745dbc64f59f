"""An answer from an artefact that must stay until the last byte is sent."""

from contextlib import ExitStack
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


@dataclass(frozen=True)
class HeldResponse:
    """The response; what `hold` holds is let go once it is sent, or has broken off."""

    response: Response
    hold: ExitStack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the response."""
        try:
            await self.response(scope, receive, send)
        finally:
            await run_in_threadpool(self.hold.close)
