"""What the server has had to answer since it began: each request and refusal is counted and, for programs, logged."""

import logging
import threading
import time
from collections import Counter, defaultdict

from heatdash.event_log import event

_log = logging.getLogger(__name__)


class Traffic:
    """The counts, by route, which never names what was asked for there; any thread may add to them."""

    def __init__(self) -> None:
        self.began_at_s = time.time()
        self.requests: Counter[tuple[str, str, int]] = Counter()
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.received_bytes: Counter[str] = Counter()
        self.sent_bytes: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.open_pages = 0
        self._counting = threading.Lock()

    def answered(
        self, *, method: str, route: str, status: int, seconds: float, received_bytes: int, sent_bytes: int, told: bool
    ) -> None:
        """Count the request, and log it where it is to be `told`."""
        with self._counting:
            self.requests[method, route, status] += 1
            self.seconds[route] += seconds
            self.received_bytes[route] += received_bytes
            self.sent_bytes[route] += sent_bytes
        if told:
            facts = event(
                "request",
                method=method,
                route=route,
                status=status,
                ms=round(seconds * 1000),
                received_bytes=received_bytes,
                sent_bytes=sent_bytes,
            )
            _log.info("%s %s: %s", method, route, status, extra=facts)

    def refused(self, reason: str, /) -> None:
        """Count and log that something was refused, for that reason: the key of the sentence that the visitor reads."""
        with self._counting:
            self.refusals[reason] += 1
        _log.info("Refused: %s", reason, extra=event("refused", reason=reason))

    def page_opened(self, *, by: int) -> None:
        """Note that a page was opened, `by` 1, or closed, by -1."""
        with self._counting:
            self.open_pages += by


TRAFFIC = Traffic()
"""The traffic of this process."""
