"""What a few pictures spread over a clip tell of its camera."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from heatdash.errors import BadSettingError

Corners = tuple[float, float, float, float]


@dataclass(frozen=True)
class CameraReport:
    """One entry a picture, in the order of time; of `change` and `noise` one for each two neighbours.

    `brightness_pct`: three quarters of the picture are darker than that share of white.
    `detail_pct`: the share of the picture in which anything can be made out.
    `edge_px`: how wide the sharpest outlines are, in a picture no longer than 640 pixels; None where there are none.
    `view`: 0 is what the middle picture shows, 1 what a stretch of others shows that cannot be laid over it; None
    where a picture fits neither, or too little can be made out.
    `corners_px`: how far the top left and the bottom right corner have moved against the middle picture of the same
    view (x, y, x, y, in pixels of the clip).
    `change`: the most that any place has changed, in grey levels of 255. `noise`: how much places tremble that should
    not, in grey levels.
    """

    times_s: tuple[float, ...]
    brightness_pct: tuple[float, ...]
    detail_pct: tuple[float, ...]
    edge_px: tuple[float | None, ...]
    view: tuple[int | None, ...]
    corners_px: tuple[Corners | None, ...]
    change: tuple[float, ...]
    noise: tuple[float, ...]

    def __post_init__(self) -> None:
        pictures = len(self.times_s)
        for field in fields(self):
            due = max(0, pictures - 1) if field.name in ("change", "noise") else pictures
            found = len(getattr(self, field.name))
            if found != due:
                raise BadSettingError("values.odd_report", found=found, field=field.name, pictures=pictures)

    def to_json(self) -> dict[str, Any]:
        """What `camera_report_from_json` reads."""
        return asdict(self)


def camera_report_from_json(content: Mapping[str, Any]) -> CameraReport:
    """What `to_json` has given, also after a way through a file."""
    entries = {name: tuple(values) for name, values in content.items()}
    corners = tuple(None if one is None else tuple(one) for one in entries["corners_px"])
    return CameraReport(**{**entries, "corners_px": corners})
