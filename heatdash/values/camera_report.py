"""What a few pictures spread over a clip show about its camera."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from heatdash.errors import BadSettingError

Corners = tuple[float, float, float, float]


@dataclass(frozen=True)
class CameraReport:
    """One entry per picture, in order of time; `change` and `noise` have one for each two neighbouring pictures.

    `brightness_pct`: three quarters of the picture are darker than this share of white.
    `detail_pct`: the share of the picture in which anything can be made out.
    `edge_px`: how wide the sharpest outlines are, in a picture no longer than 640 pixels; None where there are none.
    `view`: 0 is what the middle picture shows, 1 what a stretch of other pictures shows that cannot be aligned with
    it; None where a picture fits neither, or too little can be made out.
    `corners_px`: how far the top left and the bottom right corner have moved, compared to the middle picture of the
    same view (x, y, x, y, in pixels of the clip).
    `change`: the largest change at any place, in grey levels of 255. `noise`: how much places tremble that should be
    still, in grey levels.
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
            expected = max(0, pictures - 1) if field.name in ("change", "noise") else pictures
            found = len(getattr(self, field.name))
            if found != expected:
                raise BadSettingError("values.odd_report", found=found, field=field.name, pictures=pictures)

    def to_json(self) -> dict[str, Any]:
        """The report as `camera_report_from_json` reads it."""
        return asdict(self)


def camera_report_from_json(content: Mapping[str, Any]) -> CameraReport:
    """The report that `to_json` returned, also after it has been through a JSON file."""
    entries = {name: tuple(values) for name, values in content.items()}
    corners = tuple(None if one is None else tuple(one) for one in entries["corners_px"])
    return CameraReport(**{**entries, "corners_px": corners})
