"""Trackers for frames that are far apart."""

from typing import Any

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

    What little overlap is left in slow frames is not weighed down by the detector's doubt too.
    """
    return {_FUSE: False} if _FUSE in defaults and pace >= SLOW_PACE else {}


def pace_tracker(*, tracker: Any, pace: float) -> None:
    """Nothing; `tracker` expects speeds, and changes of speed, of frames `pace` times as far apart.

    Its motion filter reckons by the frame: at five frames a second it would believe in a walker's speed only after a
    second, and hand his number to whoever passes. Trackers without such a filter stay as they are.
    """
    if pace == 1.0 or not hasattr(tracker, "multi_predict"):
        return
    tracker.kalman_filter._std_weight_velocity *= pace
    tracker.multi_predict = _predict_each


def _predict_each(tracks: list[Any]) -> None:
    """By each track's own filter; all trackers of a kind share the one that predicts many at once."""
    for track in tracks:
        track.predict()
