"""Settings for linking detections into tracks."""

import math
from dataclasses import dataclass, replace

from heatdash.errors import BadSettingError

TRACKER_NAMES = ("botsort", "bytetrack", "ocsort", "deepocsort", "fasttrack", "tracktrack")

TrackerOption = tuple[str, str | int | float | bool]


@dataclass(frozen=True)
class LinkSettings:
    """The tracker, the confidence below which a box is ignored, and the tracker's own options.

    `moving_camera` compensates for the camera's motion, in those trackers that can; it needs the pictures again.
    `refine` turns tracks into objects, knowing the whole clip; without it they stay as the tracker leaves them.
    """

    tracker: str = "botsort"
    conf: float = 0.25
    options: tuple[TrackerOption, ...] = ()
    moving_camera: bool = False
    refine: bool = True

    def __post_init__(self) -> None:
        if self.tracker not in TRACKER_NAMES:
            raise BadSettingError("values.tracker_unknown", tracker=self.tracker, known=", ".join(TRACKER_NAMES))
        if not (math.isfinite(self.conf) and 0 <= self.conf <= 1):
            raise BadSettingError("values.odd_conf", conf=self.conf)
        for name, value in self.options:
            if not isinstance(value, str | int | float) or (isinstance(value, float) and not math.isfinite(value)):
                raise BadSettingError("values.odd_tracker_option", option=name, value=value)
        object.__setattr__(self, "options", tuple(sorted(dict(self.options).items())))

    def with_tracker(self, tracker: str) -> "LinkSettings":
        """The settings with that tracker; another than before drops the options, which were the other's."""
        return replace(self, tracker=tracker, options=self.options if tracker == self.tracker else ())


def parse_tracker_option(text: str) -> TrackerOption:
    """The name and value that `track_buffer=60` states; the value is a number or true/false where it reads as one."""
    name, equals, value = (part.strip() for part in text.partition("="))
    if not (name and equals and value):
        raise BadSettingError("values.tracker_option_form", text=text)
    if value.lower() in {"true", "false"}:
        return name, value.lower() == "true"
    for number in (int, float):
        try:
            return name, number(value)
        except ValueError:
            continue
    return name, value
