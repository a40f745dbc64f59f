"""One thing about a camera, a clip or a sketch that makes numbers less sure than they look."""

import math
from dataclasses import dataclass
from typing import Any

from heatdash.errors import BadSettingError

WARNING, NOTE = "warning", "note"
"""Numbers are likely wrong; or they are right, but may not mean what one takes them to mean."""


@dataclass(frozen=True)
class CheckKind:
    """How severe a kind of check is, and the figures that it is told with.

    Their names end with the unit: `_px`, `_s`, `_pct`, `_fps`; others are counts. `at_s` is a moment of the clip.
    """

    severity: str
    figures: tuple[str, ...]


KINDS = {
    "camera_shakes": CheckKind(WARNING, ("shift_px",)),
    "camera_moved": CheckKind(WARNING, ("shift_px", "at_s")),
    "view_changed": CheckKind(WARNING, ("at_s",)),
    "covered": CheckKind(WARNING, ("of_clip_pct", "at_s")),
    "frozen": CheckKind(WARNING, ("at_s", "lasted_s")),
    "dark": CheckKind(WARNING, ("of_clip_pct", "brightness_pct")),
    "blurred": CheckKind(WARNING, ("edge_px",)),
    "noisy": CheckKind(WARNING, ("noise_levels",)),
    "rate_low": CheckKind(WARNING, ("step_pct", "watched_fps", "wanted_fps")),
    "objects_small": CheckKind(WARNING, ("size_px", "least_px")),
    "line_near_edge": CheckKind(WARNING, ("room_px",)),
    "line_where_tracks_end": CheckKind(WARNING, ("ends", "crossed")),
    "line_along_the_way": CheckKind(WARNING, ("crossings", "along_pct")),
    "zone_above_feet": CheckKind(WARNING, ("objects",)),
    "zone_small": CheckKind(WARNING, ("size_px",)),
    "zone_feet_cut": CheckKind(NOTE, ("cut_pct",)),
    "zone_empty": CheckKind(NOTE, ("objects",)),
    "objects_cut": CheckKind(NOTE, ("cut_pct", "objects")),
}
"""Every kind, the gravest first: what spoils all numbers, then what spoils those of one place, then notes."""


@dataclass(frozen=True)
class SceneCheck:
    """What was found: its kind, the zone or line concerned (None: the whole clip), and the figures that show it."""

    kind: str
    place: str | None = None
    values: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise BadSettingError(f"'{self.kind}' is no kind of scene check; give one of {', '.join(KINDS)}.")
        if (self.place is None) == self.kind.startswith(("line_", "zone_")):
            raise BadSettingError(
                f"'{self.kind}' concerns the place '{self.place}'; name the zone or line it is about."
            )
        due, names = KINDS[self.kind].figures, tuple(name for name, _ in self.values)
        if names != due or not all(math.isfinite(value) for _, value in self.values):
            raise BadSettingError(f"'{self.kind}' is told with {self.values}; give a number for each of {due}.")

    @property
    def severity(self) -> str:
        """WARNING or NOTE."""
        return KINDS[self.kind].severity

    @property
    def gravity(self) -> int:
        """The place of its kind among all kinds; the gravest is 0."""
        return list(KINDS).index(self.kind)

    def to_json(self) -> dict[str, Any]:
        """The check as summary.json holds it."""
        return {"kind": self.kind, "place": self.place, "severity": self.severity, "values": dict(self.values)}
