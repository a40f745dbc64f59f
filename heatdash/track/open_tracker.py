"""Opening trackers, adapted to how far apart the frames are, and the protocol that they follow."""

from collections.abc import Collection
from typing import Any, Protocol

import numpy as np

from heatdash.errors import BadSettingError
from heatdash.messages import message
from heatdash.settings import import_ultralytics
from heatdash.track.tracker_file import REID
from heatdash.values.arrays import Numbers, Pixels
from heatdash.values.link_settings import LinkSettings

MADE_FOR_S = 0.04
"""Trackers are made for 25 to 30 frames a second."""
SLOW_PACE = 3.75
"""Frames 0.15 s apart: from here on a walker's boxes in two of them overlap by less than half."""
_FUSE = "fuse_score"


def pace_of(step_s: float, /) -> float:
    """How many times as far apart the frames are as those that trackers are made for; never less than 1."""
    return max(1.0, round(step_s / MADE_FOR_S, 2))


def options_for_pace(*, defaults: dict[str, Any], pace: float) -> dict[str, Any]:
    """The options that a tracker with these defaults needs for frames `pace` times as far apart as it was made for.

    The little overlap that is left in slow frames is not also weighed down by the detector's doubt.
    """
    return {_FUSE: False} if _FUSE in defaults and pace >= SLOW_PACE else {}


def pace_tracker(*, tracker: Any, pace: float) -> None:
    """Make `tracker` expect speeds, and changes of speed, of frames `pace` times as far apart.

    Its motion filter counts in frames: at five frames a second it would trust a walker's speed only after a second,
    and hand the walker's id to someone who passes. Trackers without such a filter stay as they are.
    """
    if pace == 1.0 or not hasattr(tracker, "multi_predict"):
        return
    tracker.kalman_filter._std_weight_velocity *= pace
    tracker.multi_predict = _predict_each


def _predict_each(tracks: list[Any]) -> None:
    """Predict each track by its own filter; the one that predicts many at once is shared by all trackers of a kind."""
    for track in tracks:
        track.predict()


MOTION_COMPENSATION = "gmc_method"
NO_COMPENSATION, USUAL_COMPENSATION = "none", "sparseOptFlow"
_COMPENSATIONS = (NO_COMPENSATION, USUAL_COMPENSATION, "orb", "sift", "ecc")
_FIXED_OPTIONS = {"tracker_type", *REID}


class FrameDetections:
    """One frame's boxes, in pixels, in the form that ultralytics' trackers read."""

    __slots__ = ("cls", "conf", "xywh", "xyxy")

    def __init__(self, *, xyxy: Numbers, conf: Numbers, cls: Numbers):
        self.xyxy, self.conf, self.cls = xyxy, conf, cls
        self.xywh = np.hstack([(xyxy[:, :2] + xyxy[:, 2:]) / 2, xyxy[:, 2:] - xyxy[:, :2]])

    def __len__(self) -> int:
        return len(self.conf)

    def __getitem__(self, chosen: Any) -> "FrameDetections":
        return FrameDetections(xyxy=self.xyxy[chosen], conf=self.conf[chosen], cls=self.cls[chosen])


class Tracker(Protocol):
    """Follows objects from frame to frame; one call per frame, frames without boxes included."""

    def update(self, results: FrameDetections, img: Pixels | None = None) -> Numbers:
        """Rows of x1, y1, x2, y2, id, conf, class, place among `results`, for the objects followed in this frame."""


def load_trackers() -> None:
    """Import ultralytics' trackers, which takes some seconds the first time in a process."""
    import_ultralytics()
    import ultralytics.trackers.track  # noqa: F401


def open_tracker(*, settings: LinkSettings, pace: float = 1.0) -> Tracker:
    """The tracker that `settings` name, as ultralytics makes it, with its own defaults except for the options given.

    An option that the tracker does not have, or a value of another type than its default, is refused. How to make up
    for a moving camera counts only where the settings say that it moves. `pace` is how many times as far apart the
    frames are as those of the clips it was made for.
    """
    load_trackers()
    from ultralytics.trackers.track import TRACKER_MAP
    from ultralytics.utils import IterableSimpleNamespace

    defaults = default_options(settings.tracker)
    chosen = options_for_pace(defaults=defaults, pace=pace) | _checked_options(settings, defaults)
    if MOTION_COMPENSATION in defaults:
        method = chosen.get(MOTION_COMPENSATION, NO_COMPENSATION)
        while_moving = USUAL_COMPENSATION if method == NO_COMPENSATION else method
        chosen[MOTION_COMPENSATION] = while_moving if settings.moving_camera else NO_COMPENSATION
    elif settings.moving_camera:
        raise BadSettingError("track.no_moving_camera", tracker=settings.tracker)
    tracker: Tracker = TRACKER_MAP[settings.tracker](
        args=IterableSimpleNamespace(**{**defaults, **chosen}, device="cpu")
    )
    pace_tracker(tracker=tracker, pace=pace)
    return tracker


def default_options(tracker: str, /) -> dict[str, Any]:
    """What ultralytics' own file says about the tracker, whatever lies in the folder that HeatDash runs in."""
    from ultralytics.utils import ROOT, YAML

    options: dict[str, Any] = YAML.load(ROOT / "cfg" / "trackers" / f"{tracker}.yaml")
    return options


def refuse_unknown_options(*, settings: LinkSettings, known: Collection[str]) -> None:
    """Refuse each option that is not `known`."""
    for name, _ in settings.options:
        if name not in known:
            raise BadSettingError(
                "track.no_option", tracker=settings.tracker, option=name, known=", ".join(sorted(known))
            )


def _checked_options(settings: LinkSettings, defaults: dict[str, Any]) -> dict[str, Any]:
    refuse_unknown_options(settings=settings, known=set(defaults) - _FIXED_OPTIONS)
    chosen: dict[str, Any] = {}
    for name, value in settings.options:
        if name == MOTION_COMPENSATION:
            chosen[name] = _checked_method(value)
            continue
        default = defaults[name]
        is_switch = isinstance(default, bool)
        if (
            isinstance(value, bool) != is_switch
            or isinstance(value, str)
            or (isinstance(default, int) and not float(value).is_integer())
        ):
            kind = "true_or_false" if is_switch else "whole_number" if isinstance(default, int) else "number"
            raise BadSettingError(
                "track.odd_kind",
                option=name,
                value=str(value).lower(),
                kind=message(f"track.{kind}"),
                default=str(default).lower(),
            )
        if not is_switch and not 0 <= value <= 1_000_000:
            raise BadSettingError("track.odd_option", option=name, value=value, default=default)
        chosen[name] = type(default)(value)
    return chosen


def _checked_method(value: str | float) -> str:
    method = NO_COMPENSATION if value == "None" else value
    if method not in _COMPENSATIONS:
        known = ", ".join(_COMPENSATIONS)
        raise BadSettingError("track.odd_method", option=MOTION_COMPENSATION, value=value, known=known)
    return str(method)
