"""Whether a camera's pictures can be trusted."""

from itertools import pairwise

import numpy as np

from heatdash.values.camera_report import CameraReport, Corners
from heatdash.values.clip import Clip
from heatdash.values.sureness import SceneCheck

FEWEST_PICTURES = 4
"""Fewer are not compared with one another."""
MOVED_PCT = 1.0
"""Of the picture's longer side. A line that is off by more counts other people; wind shakes a pole by less."""
SHAKING_SHARE = 0.25
"""Of the steps between pictures in which the camera has moved. A camera that is pushed moves once or twice."""
PART_OF_CLIP = 0.25
"""What lasts for a smaller part of the clip spoils little, and may be a lorry or a switched-off lamp."""
DARK_PCT = 16.0
"""Of white. Where three quarters of the picture are darker, people in dark clothes do not stand out."""
COVERED_DETAIL_PCT = 2.0
"""Of the picture. Even a bare floor shows more than that: joints, shadows, stains."""
LOST_DETAIL = 1 / 3
"""Of what can be made out at other times: what is left when more than half of the lens is covered."""
BLURRED_EDGE_PX = 4.5
"""Of a picture 640 pixels long. A sharp outline is 2 wide; at 4.5 the legs of a small person run into one another."""
NOISY_LEVELS = 8.0
"""Of 255. People's outlines often stand out by 30, which is less than four times that."""
FROZEN_LEVELS = 1.0
"""A live picture changes by more, if only through its sensor's noise or its compression."""
FROZEN_S = 5.0
"""For a shorter time it is normal that nothing moves."""


def check_picture(*, report: CameraReport, clip: Clip) -> list[SceneCheck]:
    """What is wrong with the pictures: a camera that moves, and pictures in which little can be seen.

    Of a still picture only darkness and blur are judged. Blur is not judged in dark pictures, which have no outlines.
    """
    dark = np.array(report.brightness_pct) < DARK_PCT
    checks = [*_camera(report, clip), *_frozen(report)]
    if not len(dark):
        return checks
    if dark.mean() >= PART_OF_CLIP:
        share, level = round(float(dark.mean()) * 100), round(float(np.median(np.array(report.brightness_pct)[dark])))
        checks.append(SceneCheck("dark", values=(("of_clip_pct", share), ("brightness_pct", level))))
    checks += _covered(report, ~dark)
    edges = [px for px, is_dark in zip(report.edge_px, dark, strict=True) if px is not None and not is_dark]
    if edges and np.median(edges) > BLURRED_EDGE_PX:
        checks.append(SceneCheck("blurred", values=(("edge_px", round(float(np.median(edges)), 1)),)))
    # Where the camera moves, so does everything that should stand still.
    moves = any(check.kind in ("camera_shakes", "camera_moved", "view_changed") for check in checks)
    if report.noise and not moves and np.median(report.noise) > NOISY_LEVELS:
        checks.append(SceneCheck("noisy", values=(("noise_levels", round(float(np.median(report.noise)), 1)),)))
    return checks


def _camera(report: CameraReport, clip: Clip) -> list[SceneCheck]:
    """A finding if the camera moves all the time, moved once, or shows something else from some moment on."""
    limit_px = MOVED_PCT / 100 * max(clip.size_px)
    known = [
        (t_s, corners)
        for t_s, corners, view in zip(report.times_s, report.corners_px, report.view, strict=True)
        if corners is not None and view == 0
    ]
    if len(known) >= FEWEST_PICTURES:
        steps_px = [_apart_px(before, after) for (_, before), (_, after) in pairwise(known)]
        shifts_px = [_apart_px(known[0][1], corners) for _, corners in known]
        farthest = ("shift_px", round(max(shifts_px)))
        moved = [t_s for (t_s, _), px in zip(known, shifts_px, strict=True) if px > limit_px]
        if sum(px > limit_px for px in steps_px) > max(2, SHAKING_SHARE * len(steps_px)):
            return [SceneCheck("camera_shakes", values=(farthest,))]
        # A single picture may be mistaken, unless it is the last.
        if len(moved) >= 2 or known[-1][0] in moved:
            return [SceneCheck("camera_moved", values=(farthest, ("at_s", round(moved[0], 1))))]
    return _view_changed(report)


def _view_changed(report: CameraReport) -> list[SceneCheck]:
    changes = [
        t_s
        for t_s, (before, after) in zip(report.times_s[1:], pairwise(report.view), strict=True)
        if 1 in (before, after) and before != after
    ]
    return [SceneCheck("view_changed", values=(("at_s", round(changes[0], 1)),))] if changes else []


def _frozen(report: CameraReport) -> list[SceneCheck]:
    """A finding if nothing changes at all for long: the longest such stretch."""
    best, begin_s = (0.0, 0.0), None
    for (from_s, to_s), change in zip(pairwise(report.times_s), report.change, strict=True):
        begin_s = (from_s if begin_s is None else begin_s) if change <= FROZEN_LEVELS else None
        if begin_s is not None:
            best = max(best, (to_s - begin_s, -begin_s))
    lasted_s, at_s = best[0], -best[1]
    if len(report.times_s) < FEWEST_PICTURES or lasted_s < max(FROZEN_S, PART_OF_CLIP * report.times_s[-1]):
        return []
    return [SceneCheck("frozen", values=(("at_s", round(at_s, 1)), ("lasted_s", round(lasted_s, 1))))]


def _covered(report: CameraReport, lit: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> list[SceneCheck]:
    """A finding if many lit pictures show hardly anything, or much less than pictures at other times of the clip."""
    detail = np.array(report.detail_pct)
    if len(detail) < FEWEST_PICTURES or not lit.any():
        return []
    usual = float(np.percentile(detail[lit], 75))
    covered = lit & ((detail < COVERED_DETAIL_PCT) | (detail < LOST_DETAIL * usual))
    if covered.mean() < PART_OF_CLIP:
        return []
    at_s = report.times_s[int(np.argmax(covered))]
    values = (("of_clip_pct", round(float(covered.mean()) * 100)), ("at_s", round(at_s, 1)))
    return [SceneCheck("covered", values=values)]


def _apart_px(one: Corners, other: Corners) -> float:
    """How far apart the corner is that has moved further."""
    x0, y0, x1, y1 = (a - b for a, b in zip(one, other, strict=True))
    return float(max(np.hypot(x0, y0), np.hypot(x1, y1)))
