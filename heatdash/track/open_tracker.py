"""Trackers, and the protocol that they follow."""

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from heatdash.errors import BadSettingError
from heatdash.settings import import_ultralytics
from heatdash.track.pace_tracker import options_for_pace, pace_tracker
from heatdash.values.link_settings import LinkSettings

MOTION_COMPENSATION = "gmc_method"
_FIXED_OPTIONS = {"tracker_type", "with_reid", "model", MOTION_COMPENSATION}


class FrameDetections:
    """One frame's boxes, in pixels, in the form that ultralytics' trackers read."""

    __slots__ = ("cls", "conf", "xywh", "xyxy")

    def __init__(self, *, xyxy: npt.NDArray[Any], conf: npt.NDArray[Any], cls: npt.NDArray[Any]):
        self.xyxy, self.conf, self.cls = xyxy, conf, cls
        self.xywh = np.hstack([(xyxy[:, :2] + xyxy[:, 2:]) / 2, xyxy[:, 2:] - xyxy[:, :2]])

    def __len__(self) -> int:
        return len(self.conf)

    def __getitem__(self, chosen: Any) -> "FrameDetections":
        return FrameDetections(xyxy=self.xyxy[chosen], conf=self.conf[chosen], cls=self.cls[chosen])


class Tracker(Protocol):
    """Follows objects from frame to frame; one call a frame, frames without boxes included."""

    def update(self, results: FrameDetections, img: npt.NDArray[np.uint8] | None = None) -> npt.NDArray[Any]:
        """Rows of x1, y1, x2, y2, id, conf, class, place among `results`, for the objects followed in this frame."""


def load_trackers() -> None:
    """Nothing; ultralytics is imported, which takes some seconds the first time in a process."""
    import_ultralytics()
    import ultralytics.trackers.track  # noqa: F401


def open_tracker(*, settings: LinkSettings, pace: float = 1.0) -> Tracker:
    """The tracker that `settings` name, as ultralytics makes it, with its own defaults but for the options given.

    An option that the tracker does not have, or a value of another kind than its default, is refused. `pace` is how
    many times as far apart the frames are as those of the clips it was made for.
    """
    load_trackers()
    from ultralytics.trackers.track import TRACKER_MAP
    from ultralytics.utils import YAML, IterableSimpleNamespace
    from ultralytics.utils.checks import check_yaml

    defaults = YAML.load(check_yaml(f"{settings.tracker}.yaml"))
    chosen = options_for_pace(defaults=defaults, pace=pace) | _checked_options(settings, defaults)
    if settings.moving_camera:
        if MOTION_COMPENSATION not in defaults:
            raise BadSettingError(
                f"The tracker '{settings.tracker}' cannot make up for a moving camera; "
                "choose botsort, deepocsort or tracktrack."
            )
        chosen[MOTION_COMPENSATION] = "sparseOptFlow"
    elif MOTION_COMPENSATION in defaults:
        chosen[MOTION_COMPENSATION] = "none"
    tracker: Tracker = TRACKER_MAP[settings.tracker](
        args=IterableSimpleNamespace(**{**defaults, **chosen}, device="cpu")
    )
    pace_tracker(tracker=tracker, pace=pace)
    return tracker


def _checked_options(settings: LinkSettings, defaults: dict[str, Any]) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    for name, value in settings.options:
        if name not in defaults or name in _FIXED_OPTIONS:
            known = ", ".join(sorted(set(defaults) - _FIXED_OPTIONS))
            raise BadSettingError(f"The tracker '{settings.tracker}' has no option '{name}'; it has {known}.")
        default = defaults[name]
        switch = isinstance(default, bool)
        if (
            isinstance(value, bool) != switch
            or isinstance(value, str)
            or (isinstance(default, int) and not float(value).is_integer())
        ):
            kind = "true or false" if switch else "a whole number" if isinstance(default, int) else "a number"
            raise BadSettingError(f"The tracker option '{name}' is '{value}'; give {kind}, such as {default}.".lower())
        if not switch and not 0 <= value <= 1_000_000:
            raise BadSettingError(f"The tracker option '{name}' is {value}; give a number from 0, such as {default}.")
        chosen[name] = type(default)(value)
    return chosen
