"""Who was lost on the way to a line may have crossed it, and so may what moved unseen.

The picture has 160 x 90 pixels, bodies 10 x 20."""

import math
from collections.abc import Iterable

import pytest

from heatdash.measure.checks.missed_crossings import (
    as_large_as_counted,
    missed_crossings,
    unseen_crossings,
    without_lost,
)
from heatdash.measure.points import anchor_points
from heatdash.values.scene import Line, Scene
from tests.builders.tracks import Row, paths, stand, walk

GATE = Line("Gate", (0.5, 0.2), (0.5, 0.8))
"""Down the middle, from 18 to 72 pixels. The clip lasts 10 s."""
WHOLE = stand(track=9, at=(15, 85), seconds=9.8)


def missed(*walks: Iterable[Row], line: Line = GATE, from_s: float = -math.inf, to_s: float = math.inf) -> int:
    seen = paths(WHOLE, *walks)
    points = anchor_points(paths=seen, anchor="bottom-center")
    return len(missed_crossings(paths=seen, points=points, line=line, from_s=from_s, to_s=to_s))


@pytest.mark.parametrize(
    ("walks", "expected"),
    [
        ([walk(track=1, start=(20, 50), end=(50, 50), seconds=2, begin_s=2)], 1),
        ([walk(track=1, start=(110, 50), end=(140, 50), seconds=2, begin_s=2)], 1),
        ([walk(track=1, start=(50, 50), end=(20, 50), seconds=2, begin_s=2)], 1),
        (
            [
                walk(track=1, start=(20, 50), end=(50, 50), seconds=2, begin_s=2),
                walk(track=2, start=(110, 50), end=(140, 50), seconds=2, begin_s=6),
            ],
            2,
        ),
        ([walk(track=1, start=(20, 50), end=(50, 50), seconds=7, begin_s=2)], 0),
        ([walk(track=1, start=(20, 50), end=(20, 80), seconds=2, begin_s=2)], 0),
        ([walk(track=1, start=(50, 50), end=(50, 70), seconds=2, begin_s=2)], 0),
        ([walk(track=1, start=(40, 60), end=(60, 78), seconds=2, begin_s=2)], 0),
        ([walk(track=1, start=(0, 50), end=(160, 50), seconds=4, begin_s=2)], 0),
        ([walk(track=1, start=(110, 50), end=(140, 50), seconds=2)], 0),
        ([walk(track=1, start=(20, 50), end=(50, 50), seconds=2, begin_s=7.7)], 0),
        ([walk(track=1, start=(50, 50), end=(50, 50), seconds=0, begin_s=2)], 0),
        ([], 0),
    ],
    ids=[
        "lost before it", "found behind it", "found before it, going away", "lost before and found behind",
        "more than 4 s away", "going elsewhere", "along it", "past its end", "seen from edge to edge",
        "there when the clip begins", "there when the clip ends", "seen once", "nobody",
    ],
)  # fmt: skip
def test_ends_that_lead_over_the_line_are_counted(walks: list[list[Row]], expected: int) -> None:
    assert missed(*walks) == expected


def test_only_ends_in_the_time_asked_for_count() -> None:
    lost = walk(track=1, start=(20, 50), end=(50, 50), seconds=2, begin_s=2)
    assert [missed(lost, from_s=at_s, to_s=at_s + 1) for at_s in (2.5, 3.5, 4.5)] == [0, 1, 0]


def test_a_clip_without_anybody_misses_nobody() -> None:
    seen = paths()
    points = anchor_points(paths=seen, anchor="bottom-center")
    assert len(missed_crossings(paths=seen, points=points, line=GATE, from_s=-math.inf, to_s=math.inf)) == 0


BEFORE = walk(track=1, start=(20, 50), end=(70, 50), seconds=2, begin_s=2)


def moved(*unseen: Iterable[Row], counted: Iterable[Row] = WHOLE, line: Line = GATE, **asked: float) -> list[float]:
    """When something moved over the line that was followed as nothing and is none of those who were lost."""
    seen, times = paths(counted), {"from_s": -math.inf, "to_s": math.inf, **asked}
    moving = as_large_as_counted(unseen=paths(*unseen), counted=seen)
    points = anchor_points(paths=seen, anchor="bottom-center")
    crossings = unseen_crossings(unseen=moving, line=line, scene=Scene(lines=(line,)), anchor="bottom-center", **times)
    lost = missed_crossings(paths=seen, points=points, line=line, **times)
    return [round(float(t_s), 2) for t_s in without_lost(unseen=crossings, lost=lost).t_s]


def across(*, begin_s: float = 3.0, size: tuple[float, float] = (10.0, 20.0), track: int = 1) -> list[Row]:
    """From 30 to 130 pixels in four seconds: over the line half-way."""
    return walk(track=track, start=(30, 50), end=(130, 50), seconds=4, begin_s=begin_s, size=size)


def test_what_moves_over_the_line_unseen_is_counted_once_each() -> None:
    assert moved(across(), across(begin_s=5.0, track=2)) == [5.0, 7.0]
    assert moved(walk(track=1, start=(30, 50), end=(75, 50), seconds=4)) == [], "not over it"
    assert moved(walk(track=1, start=(30, 85), end=(130, 85), seconds=4)) == [], "past its end"
    there_and_back = [*across(begin_s=1.0), *walk(track=1, start=(128, 50), end=(30, 50), seconds=3, begin_s=5.1)]
    assert moved(there_and_back) == [], "back again"


def test_only_what_moves_in_the_time_asked_for_counts() -> None:
    assert moved(across(), from_s=4.0, to_s=6.0) == [5.0]
    assert moved(across(), from_s=6.0, to_s=9.0) == []


@pytest.mark.parametrize(("height", "counts"), [(5, False), (8, True), (20, True), (45, True), (60, False)])
def test_only_what_is_about_as_large_as_those_counted_there_counts(height: float, counts: bool) -> None:
    far = stand(track=8, at=(15, 4), seconds=9.8)
    beside = walk(track=9, start=(15, 50), end=(16, 50), seconds=9.8)
    small = [{**row, "y1": row["y2"] - 4, "x1": row["x2"] - 2} for row in far]
    assert bool(moved(across(size=(4, height)), counted=[*small, *beside])) == counts


def test_where_nothing_was_counted_all_but_specks_count() -> None:
    assert moved(across(), counted=[]) == [5.0]
    assert moved(across(size=(2, 3)), counted=[]) == []


def test_who_was_lost_on_the_way_is_not_counted_twice() -> None:
    behind = walk(track=1, start=(72, 50), end=(130, 50), seconds=2, begin_s=4)
    assert moved(behind) == [4.28]
    assert moved(behind, counted=BEFORE) == []
    much_later = walk(track=1, start=(72, 50), end=(130, 50), seconds=1.5, begin_s=8.2)
    assert moved(much_later, counted=BEFORE) == [8.41]
    elsewhere = Line("Gate", (0.5, 0.0), (0.5, 1.0))
    above = walk(track=1, start=(72, 9), end=(130, 9), seconds=2, begin_s=4, size=(10, 9))
    assert moved(above, counted=[*BEFORE, *stand(track=2, at=(15, 9), seconds=9)], line=elsewhere) == [4.28]


def test_nothing_that_moves_is_nothing_missed() -> None:
    assert moved() == []
