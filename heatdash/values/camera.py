"""What a person keeps of a camera: its name, its clock, its places, when it matters, and how its files are named."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from heatdash.errors import BadSettingError
from heatdash.messages import message
from heatdash.values.name_pattern import NamePattern
from heatdash.values.opening_hours import OpeningHours
from heatdash.values.recording_start import zone_called
from heatdash.values.scene import LONGEST_NAME, Scene, scene_from_json, scene_to_json

CAMERA_VERSION = 1
_ENTRIES = {"version", "name", "zone", "scene", "opening_hours", "name_pattern"}
_MOST_SHOWN = 60


@dataclass(frozen=True)
class Camera:
    """A fixed camera. Its name is kept without blanks around it, which nobody sees.

    `zone` is the time zone by which its clock goes; without one, its clock is taken to go on evenly. Without
    `opening_hours` it is always open. `name_pattern` says how its files are named, where HeatDash does not know it.
    """

    name: str
    zone: str | None = None
    scene: Scene = field(default_factory=Scene)
    opening_hours: OpeningHours | None = None
    name_pattern: NamePattern | None = None

    def __post_init__(self) -> None:
        what = message("values.camera")
        if not isinstance(self.name, str) or not self.name.strip():
            raise BadSettingError("values.no_name", what=what)
        if len(self.name) > LONGEST_NAME or not self.name.isprintable():
            shown, length = repr(self.name[:20]), len(self.name)
            raise BadSettingError("values.long_name", what=what, name=shown, length=length, most=LONGEST_NAME)
        object.__setattr__(self, "name", self.name.strip())
        if self.zone is not None:
            zone_called(self.zone)

    def to_json(self) -> dict[str, Any]:
        """The camera as `camera_from_json` reads it."""
        return {
            "version": CAMERA_VERSION,
            "name": self.name,
            "zone": self.zone,
            "scene": scene_to_json(self.scene),
            "opening_hours": None if self.opening_hours is None else str(self.opening_hours),
            "name_pattern": None if self.name_pattern is None else str(self.name_pattern),
        }


def camera_from_json(content: Any, /) -> Camera:
    """The camera that `content` holds. A missing entry takes its default; an unknown one is refused by its name."""
    if not isinstance(content, Mapping) or content.get("version") != CAMERA_VERSION:
        raise BadSettingError("values.no_camera", version=CAMERA_VERSION)
    unknown = sorted(str(name) for name in set(content) - _ENTRIES)
    if unknown:
        raise BadSettingError("values.camera_unknown", name=unknown[0][:_MOST_SHOWN])
    name, zone, hours, pattern = (_text_in(content, name) for name in ("name", "zone", "opening_hours", "name_pattern"))
    return Camera(
        name=name or "",
        zone=zone,
        scene=scene_from_json(content["scene"]) if content.get("scene") is not None else Scene(),
        opening_hours=None if hours is None else OpeningHours.read(hours),
        name_pattern=None if pattern is None else NamePattern(pattern),
    )


def _text_in(content: Mapping[str, Any], name: str) -> str | None:
    entry = content.get(name)
    if entry is not None and not isinstance(entry, str):
        raise BadSettingError("values.camera_kind", entry=name, found=repr(entry)[:_MOST_SHOWN])
    return entry
