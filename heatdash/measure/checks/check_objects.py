"""Whether objects are large, slow and whole enough to be followed well."""

from collections import Counter

import numpy as np

from heatdash.measure.checks.check_sketch import SMALLEST_BODY
from heatdash.measure.paths import Paths
from heatdash.measure.points import cut_boxes
from heatdash.values.classes import FURNITURE, most_frequent_first
from heatdash.values.sureness import SceneCheck

FEWEST_TRACKS = 5
"""With fewer objects nothing is said about all of them."""
MODEL_PX = 640
"""Models scale pictures to about this length."""
LEAST_MODEL_PX = 24.0
"""Models see the world in squares of 8 pixels; an object of fewer than three of them is often missed."""
LONGEST_STEP = 0.5
"""Of an object's width. Beyond it, boxes of one object hardly overlap from picture to picture, and when two meet
nobody can say which is which."""
FEWEST_ODD, A_QUARTER = 2, 1 / 4
FEWEST_STEPS, FEWEST_MOVERS = 30, 3
SLOWEST_STEP = 0.05
"""Of an object's width. What moves less from picture to picture is standing."""
MOST_CUT = 1 / 3
"""Of the objects. Where more are cut off, the camera looks past the place where people are."""


def check_objects(*, paths: Paths, anchor: str, input_px: int | None = None) -> list[SceneCheck]:
    """Objects that are too small, called what they cannot be, too fast for the rate, or cut off by the edge.

    `input_px` is the longer side of what the model looked at, where it was not the model's own.
    """
    if paths.track_count == 0:
        return []
    checks = [_small(paths, input_px or MODEL_PX), _misnamed(paths), _fast(paths), _cut(paths, anchor)]
    return [check for check in checks if check is not None]


def _small(paths: Paths, input_px: int) -> SceneCheck | None:
    """A finding if objects are too small, by the longer side of their boxes."""
    if paths.track_count < FEWEST_TRACKS:
        return None
    size_px = float(np.median(paths.size_px))
    least_px = max(SMALLEST_BODY * paths.height_px, LEAST_MODEL_PX * max(paths.width_px, paths.height_px) / input_px)
    if size_px >= least_px:
        return None
    return SceneCheck("objects_small", values=(("size_px", round(size_px)), ("least_px", round(least_px))))


def _misnamed(paths: Paths) -> SceneCheck | None:
    """A finding if much of what moves by more than its own size is furniture by its name, and no smaller than the rest.

    What somebody carries is smaller than they are.
    """
    size_px = paths.size_px
    moved = (paths.reach_px > size_px) & ~paths.static
    odd = moved & np.array([name in FURNITURE for name in paths.class_names], dtype=bool)[paths.class_code]
    if odd.sum() < max(FEWEST_ODD, A_QUARTER * moved.sum()):
        return None
    if np.median(size_px[odd]) < np.median(size_px[moved]):
        return None
    names = Counter(paths.class_names[code] for code in paths.class_code[odd].tolist())
    ranked = tuple(name for name, _ in most_frequent_first(names))
    return SceneCheck("objects_misnamed", values=(("objects", int(odd.sum())),), classes=ranked)


def _fast(paths: Paths) -> SceneCheck | None:
    """A finding if steps between consecutive pictures are too long, for tracks that move further than their height."""
    x, y = (paths.x1 + paths.x2) / 2, (paths.y1 + paths.y2) / 2
    moves = paths.reach_px > np.add.reduceat(paths.y2 - paths.y1, paths.first[:-1]) / paths.lengths
    if moves.sum() < FEWEST_MOVERS:
        return None
    follows = np.diff(paths.moment) == 1
    follows[paths.first[1:-1] - 1] = False
    follows &= np.repeat(moves, paths.lengths)[1:]
    steps = np.hypot(np.diff(x), np.diff(y))[follows] / np.maximum((paths.x2 - paths.x1)[1:][follows], 1)
    steps = steps[steps > SLOWEST_STEP]
    if len(steps) < FEWEST_STEPS or np.median(steps) <= LONGEST_STEP:
        return None
    step = float(np.median(steps))
    rate_fps = float(1 / np.median(np.diff(paths.watched.t_s)))
    values = (
        ("step_pct", round(step * 100)),
        ("watched_fps", float(f"{rate_fps:.3g}")),
        ("wanted_fps", float(np.ceil(round(rate_fps * step / LONGEST_STEP, 3)))),
    )
    return SceneCheck("rate_low", values=values)


def _cut(paths: Paths, anchor: str) -> SceneCheck | None:
    """A finding if for many objects the picture's edge moves the anchor for most of the time they are seen."""
    cut = cut_boxes(paths=paths, anchor=anchor).astype(np.float64)
    mostly = np.add.reduceat(cut, paths.first[:-1]) / paths.lengths > 0.5
    if paths.track_count < FEWEST_TRACKS or mostly.mean() <= MOST_CUT:
        return None
    values = (("cut_pct", round(float(mostly.mean()) * 100)), ("objects", paths.track_count))
    return SceneCheck("objects_cut", values=values)
