"""Why a worker is ended: it is silent, or its task takes more time or memory than a task may."""

import math
import time
from pathlib import Path

from heatdash.limits import Limits
from heatdash.messages import Message, message
from heatdash.work import heartbeat

_LONGEST_LOOK_S = 1.0
"""Where the supervisor itself stood still, as in a laptop that slept, that time says nothing of a worker."""


class WatchedWorker:
    """What is known of one worker's process from look to look."""

    def __init__(self) -> None:
        self._looked_at = time.monotonic()
        self._beat: int | None = None
        self._silent_s = 0.0
        self._task_id: int | None = None
        self._task_s = 0.0

    def look(self, *, name: str, task_id: int | None) -> None:
        """Note whether its heart beat since the last look, and how long the task that it now does has taken."""
        now = time.monotonic()
        passed_s, self._looked_at = min(now - self._looked_at, _LONGEST_LOOK_S), now
        beat = heartbeat.last_beat(name)
        self._silent_s = self._silent_s + passed_s if beat == self._beat else 0.0
        self._beat = beat
        self._task_s = self._task_s + passed_s if task_id == self._task_id else 0.0
        self._task_id = task_id

    @property
    def is_silent(self) -> bool:
        """True where its heart has not beaten for so long that it hangs or was stopped."""
        return self._silent_s >= heartbeat.SILENT_AFTER_S

    def over_limit(self, *, pid: int, most: Limits) -> Message | None:
        """The limit that its task has reached, in words; None where it has reached none, or there is no task."""
        if self._task_id is None:
            return None
        if self._task_s >= most.task_s:
            return message("limits.task_hours", hours=f"{most.task_s / 3600:.3g}")
        used_bytes = memory_bytes(pid) if math.isfinite(most.task_bytes) else None
        if used_bytes is not None and used_bytes > most.task_bytes:
            return message(
                "limits.task_memory", used=f"{used_bytes / 1e9:.1f}", gigabytes=f"{most.task_bytes / 1e9:.3g}"
            )
        return None


def memory_bytes(pid: int) -> int | None:
    """The memory that the process has in use now; None where the system does not tell, or the process is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return None
    sizes = (line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))
    return next((int(kilobytes) * 1024 for kilobytes in sizes), None)
