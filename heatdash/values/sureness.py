"""What makes numbers less sure than they look: checks, what refining did, and the grade of each figure."""

import math
from dataclasses import asdict, dataclass
from typing import Any

from heatdash.errors import BadSettingError

WARNING, NOTE = "warning", "note"
"""Numbers are likely wrong; or they are right, but may not mean what they seem to mean."""


@dataclass(frozen=True)
class CheckKind:
    """How severe a kind of check is, and the names of the figures that show it.

    The names end with the unit: `_px`, `_s`, `_pct`, `_fps`; others are counts. `at_s` is a moment of the clip.
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
    "objects_misnamed": CheckKind(WARNING, ("objects",)),
    "line_near_edge": CheckKind(WARNING, ("room_px",)),
    "line_where_tracks_end": CheckKind(WARNING, ("ends", "crossed")),
    "line_along_the_way": CheckKind(WARNING, ("crossings", "along_pct")),
    "zone_above_feet": CheckKind(WARNING, ("objects",)),
    "zone_small": CheckKind(WARNING, ("size_px",)),
    "line_moved_unseen": CheckKind(NOTE, ("times", "at_s")),
    "line_missed": CheckKind(NOTE, ("ends",)),
    **dict.fromkeys(
        ("line_better_left", "line_better_right", "line_better_higher", "line_better_lower"),
        CheckKind(NOTE, ("by_pct", "crossed", "ends")),
    ),
    "line_other_classes": CheckKind(NOTE, ("objects",)),
    "zone_other_classes": CheckKind(NOTE, ("objects",)),
    "lengths_unscaled": CheckKind(NOTE, ("objects",)),
    "lengths_unknown": CheckKind(NOTE, ("unknown", "objects")),
    "zone_feet_cut": CheckKind(NOTE, ("cut_pct",)),
    "zone_empty": CheckKind(NOTE, ("objects",)),
    "objects_cut": CheckKind(NOTE, ("cut_pct", "objects")),
    "never_empty": CheckKind(NOTE, ("of_picture_pct",)),
}
"""Every kind, the gravest first: those that spoil all numbers, those that spoil one place's numbers, then notes."""


@dataclass(frozen=True)
class SceneCheck:
    """What was found: its kind, the zone or line concerned (None: the whole clip), and the figures that show it.

    `classes` are those that it is about, where it is about some.
    """

    kind: str
    place: str | None = None
    values: tuple[tuple[str, float], ...] = ()
    classes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise BadSettingError("values.check_unknown", kind=self.kind, known=", ".join(KINDS))
        if (self.place is None) == self.kind.startswith(("line_", "zone_")):
            raise BadSettingError("values.check_place", kind=self.kind, place=str(self.place))
        expected, names = KINDS[self.kind].figures, tuple(name for name, _ in self.values)
        if names != expected or not all(math.isfinite(value) for _, value in self.values):
            raise BadSettingError("values.check_figures", kind=self.kind, found=str(self.values), due=str(expected))

    @property
    def severity(self) -> str:
        """WARNING or NOTE."""
        return KINDS[self.kind].severity

    @property
    def gravity(self) -> int:
        """The rank of its kind among all kinds; the gravest is 0."""
        return list(KINDS).index(self.kind)

    def to_json(self) -> dict[str, Any]:
        """The check as summary.json holds it."""
        classes = {"classes": list(self.classes)} if self.classes else {}
        return {
            "kind": self.kind,
            "place": self.place,
            "severity": self.severity,
            "values": dict(self.values),
            **classes,
        }


@dataclass(frozen=True)
class RefineReport:
    """What refining dropped, joined, split and filled.

    `ghosts` are raw tracks of which nothing is left. `joins` and `splits` count the places where two raw tracks became
    one object, or one raw track two. `filled_share` is the share of all rows that were filled in. `lost_share` is the
    share of track starts and ends within the clip's time that lie inside the picture, away from its edges: some of
    them are at doors; the others are objects that were lost or found on their way. `mean_conf` is that of the boxes
    that were seen.
    """

    raw_tracks: int
    tracks: int
    ghosts: int
    joins: int
    splits: int
    static_tracks: int
    filled_share: float
    lost_share: float
    mean_conf: float

    def to_json(self) -> dict[str, int | float]:
        """The report as summary.json shows it."""
        return {name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(self).items()}


SURE, ROUGH, UNSURE = "sure", "rough", "unsure"
GRADES = (SURE, ROUGH, UNSURE)
"""Right except for single objects; right by and large; better checked by eye."""
DIFFERENT, PASSAGES, STAYS, MAP = "different", "passages", "stays", "map"
FIGURES = (DIFFERENT, PASSAGES, STAYS, MAP)
"""How many there were, who crossed a line, who stayed in a zone, and the map."""


@dataclass(frozen=True)
class Sureness:
    """The grade of one of FIGURES; `reasons` name what keeps it from a better one, each with its share in percent.

    `place` is the line or zone that it is about; None for the whole picture. The reason `warned` has the number of
    warnings instead. `least` and `most` bound a count: how many different objects, or how many crossings.
    """

    figure: str
    grade: str
    place: str | None = None
    reasons: tuple[tuple[str, float], ...] = ()
    least: int | None = None
    most: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The sureness as summary.json shows it."""
        reasons = {name: round(value, 1) for name, value in self.reasons}
        entry: dict[str, Any] = {"grade": self.grade, "because": reasons}
        return entry if self.least is None else {**entry, "least": self.least, "most": self.most}
