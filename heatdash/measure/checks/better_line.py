"""Where a line would see more than where it is."""

from collections.abc import Callable
from dataclasses import replace

from heatdash.values.scene import Line
from heatdash.values.sureness import SceneCheck

STEPS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
"""Shares of the picture's width or height; further away it is another place."""
_SIDEWAYS = {"line_better_left": (-1, 0), "line_better_right": (1, 0)}
_UP_AND_DOWN = {"line_better_higher": (0, -1), "line_better_lower": (0, 1)}
FEWEST_LOST = 2
FEWER = 0.5
"""It is worth moving a line only where at most half as many are lost."""


def better_line(
    *, line: Line, lost: int, crossed_at: Callable[[Line], int], lost_at: Callable[[Line], int], unseen: int = 0
) -> SceneCheck | None:
    """Which way to move the line, and how far, so that no fewer cross it and at most half as many are lost at it.

    `crossed_at` tells how many cross a line, `lost_at` how many are lost at it. `unseen` of those lost now moved over
    it unseen: where not even half of these are counted, they do not pass, or are as hard to see. An upright line is
    moved sideways, one that lies up or down; not out of the picture. The place where most cross and fewest are lost is
    named; of equally good ones the nearest.
    """
    if lost < FEWEST_LOST:
        return None
    (x1, y1), (x2, y2) = line.start, line.end
    ways = _SIDEWAYS if abs(x2 - x1) <= abs(y2 - y1) else _UP_AND_DOWN
    crossed, found = crossed_at(line) + (unseen + 1) // 2, list[tuple[int, float, int, int, str]]()
    for by in STEPS:
        for kind, (right, down) in ways.items():
            start, end = ((x + by * right, y + by * down) for x, y in (line.start, line.end))
            if not all(0 <= share <= 1 for share in (*start, *end)):
                continue
            moved = replace(line, start=start, end=end)
            if (then_lost := lost_at(moved)) <= FEWER * lost and (then_crossed := crossed_at(moved)) >= crossed:
                found.append((then_lost - then_crossed, by, then_crossed, then_lost, kind))
    if not found:
        return None
    _, by, then_crossed, then_lost, kind = min(found)
    return SceneCheck(kind, line.name, (("by_pct", round(100 * by)), ("crossed", then_crossed), ("ends", then_lost)))
