"""One thing about a camera, a clip or a sketch that makes numbers less sure than they look."""

import math
from dataclasses import dataclass
from typing import Any

from heatdash.errors import BadSettingError

WARNING, NOTE = "warning", "note"
"""Numbers are likely wrong; or they are right, but may not mean what one takes them to mean."""

KINDS = {
    "camera_shakes": WARNING,
    "camera_moved": WARNING,
    "view_changed": WARNING,
    "covered": WARNING,
    "frozen": WARNING,
    "dark": WARNING,
    "blurred": WARNING,
    "noisy": WARNING,
    "rate_low": WARNING,
    "objects_small": WARNING,
    "line_near_edge": WARNING,
    "line_where_tracks_end": WARNING,
    "line_along_the_way": WARNING,
    "zone_above_feet": WARNING,
    "zone_small": WARNING,
    "zone_feet_cut": NOTE,
    "zone_empty": NOTE,
    "objects_cut": NOTE,
}
"""Every kind with its severity, the gravest first: what spoils all numbers, then what spoils those of one place."""


@dataclass(frozen=True)
class SceneCheck:
    """What was found: its kind, the zone or line concerned (None: the whole clip), and the figures that show it.

    The names of figures end with their unit: `_px`, `_s`, `_pct`, `_fps`; others are counts. `at_s` is a moment.
    """

    kind: str
    place: str | None = None
    values: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise BadSettingError(f"'{self.kind}' is no kind of scene check; give one of {', '.join(KINDS)}.")
        wrong = next((name for name, value in self.values if not math.isfinite(value)), None)
        if wrong is not None:
            raise BadSettingError(f"The figure '{wrong}' of '{self.kind}' is not a number; leave it out.")

    @property
    def severity(self) -> str:
        """WARNING or NOTE."""
        return KINDS[self.kind]

    @property
    def gravity(self) -> int:
        """The place of its kind among all kinds; the gravest is 0."""
        return list(KINDS).index(self.kind)

    def to_json(self) -> dict[str, Any]:
        """The check as summary.json holds it."""
        return {"kind": self.kind, "place": self.place, "severity": self.severity, "values": dict(self.values)}
