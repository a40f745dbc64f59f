from collections.abc import Iterable, Sequence
from itertools import takewhile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.measure.paths import Paths
from heatdash.measure.places.line_crossings import (
    BAND_OF_HEIGHT,
    FAR_OF_HEIGHT,
    PASSING_S,
    Crossings,
    crossings_by_rule,
    crossings_of_line,
)
from heatdash.measure.points import anchor_points
from heatdash.values.scene import Line, Zone
from tests.builders.tracks import PICTURE_PX, Point, Row, along, paths, stand, walk

GATE = Line("Gate", (0, 0.5), (1, 0.5))
"""From left to right at a height of 45 pixels: downwards is in."""
DOOR = Line("Door", (0.25, 0.5), (0.5, 0.5))
"""The part of the gate from 40 to 80 pixels."""
Story = list[tuple[str, float]]


def crossings(
    seen: Paths, line: Line = GATE, *, anchor: str = "bottom-center", excluded: Sequence[Zone] = ()
) -> Crossings:
    points = anchor_points(paths=seen, anchor=anchor)
    return crossings_of_line(paths=seen, points=points, line=line, excluded=excluded)


def story(found: Crossings) -> Story:
    """What happened, in words: [("in", 1.5)]."""
    return [("in" if goes_in else "out", round(t, 6)) for goes_in, t in zip(found.goes_in, found.t_s, strict=True)]


def ways(*heights: float, x: float = 80, line: Line = GATE) -> list[str]:
    """The directions in which feet that take these heights one after another cross the line."""
    return [way for way, _ in story(crossings(paths(along(track=1, points=[(x, y) for y in heights])), line))]


def test_walking_down_through_a_level_line_is_in_when_and_where_the_path_meets_it() -> None:
    found = crossings(paths(walk(track=7, start=(80, 30), end=(83, 60), seconds=3)))
    assert story(found) == [("in", 1.5)]
    assert (found.x[0], found.y[0]) == (pytest.approx(81.5), pytest.approx(45))


def test_walking_up_is_out() -> None:
    assert story(crossings(paths(walk(track=1, start=(80, 60), end=(80, 30), seconds=3)))) == [("out", 1.5)]


@pytest.mark.parametrize(("way", "counted"), [("both", ["in", "out"]), ("in", ["in"]), ("out", ["out"])])
def test_a_line_may_count_one_way_only(way: str, counted: list[str]) -> None:
    assert ways(30, 60, 30, line=Line("Gate", GATE.start, GATE.end, way=way)) == counted


LEFT, RIGHT, UP, DOWN = (20.0, 45.0), (140.0, 45.0), (80.0, 10.0), (80.0, 80.0)
LEVEL, BACKWARDS = ((0.0, 0.5), (1.0, 0.5)), ((1.0, 0.5), (0.0, 0.5))
DOWNWARDS, UPWARDS = ((0.5, 0.0), (0.5, 1.0)), ((0.5, 1.0), (0.5, 0.0))
SLOPE = ((0.0, 0.0), (1.0, 1.0))


@pytest.mark.parametrize(
    ("ends", "start", "end", "way"),
    [
        (LEVEL, UP, DOWN, "in"),
        (BACKWARDS, UP, DOWN, "out"),
        (DOWNWARDS, LEFT, RIGHT, "out"),
        (DOWNWARDS, RIGHT, LEFT, "in"),
        (UPWARDS, LEFT, RIGHT, "in"),
        (SLOPE, UP, DOWN, "in"),
        (SLOPE, RIGHT, LEFT, "in"),
    ],
)
def test_in_is_from_the_left_of_the_line_to_its_right(
    ends: tuple[Point, Point], start: Point, end: Point, way: str
) -> None:
    found = crossings(paths(walk(track=1, start=start, end=end, seconds=3)), Line("Gate", *ends))
    assert [way for way, _ in story(found)] == [way]


@pytest.mark.parametrize(
    ("what", "heights", "expected"),
    [
        ("touches the line", (30, 40, 45, 40, 30), []),
        ("stands on the line to the end", (30, 45, 45, 45), []),
        ("is over by less than the band and goes back", (30, 46.5, 30), []),
        ("is over by more than the band and goes back", (30, 46.7, 30), ["in", "out"]),
        ("waits at the line and trembles", (30, 44, 46, 44, 46, 44, 46, 44, 30), []),
        ("trembles, then goes over", (30, 44, 46, 44, 46, 60), ["in"]),
        ("begins on the line", (45, 60), []),
        ("begins on the line, goes down and then up", (45, 60, 30), ["out"]),
        ("begins within the band on the other side", (44, 60), ["in"]),
        ("ends within the band on the other side", (30, 46), ["in"]),
        ("begins and ends within it, to and fro", (46, 30, 46), ["out", "in"]),
        ("begins within the band and goes back", (44, 30), []),
        ("begins within the band, waits there, and goes over", (44, *[44.2] * 5, 60), []),
        ("comes to the line and waits there", (30, *[45.4] * 6), []),
        ("begins within the band and is not far from it on the other side", (44, 47, 49, 47), []),
        ("begins within the band, trembles, and goes over", (44, 46, 44, 60), ["in"]),
        ("jumps over the line between two frames", (2, 88), ["in"]),
        ("goes to and fro", (30, 60, 30, 60), ["in", "out", "in"]),
        ("is seen once", (45,), []),
    ],
)
def test_only_a_change_of_the_clear_side_is_a_crossing(
    what: str, heights: Iterable[float], expected: list[str]
) -> None:
    assert ways(*heights) == expected, what


def test_the_crossing_is_at_the_first_step_over_the_line_though_it_is_clear_only_later() -> None:
    seen = paths(along(track=1, points=[(80, 30), (80, 44), (80, 46), (80, 44), (80, 60)]))
    assert story(crossings(seen)) == [("in", 0.15)]


def test_who_stands_on_the_line_crosses_when_leaving_it() -> None:
    seen = paths(along(track=1, points=[(80, 30), (80, 45), (80, 45), (80, 45), (80, 60)]))
    assert story(crossings(seen)) == [("in", 0.3)]


def test_the_band_grows_with_the_box() -> None:
    near = walk(track=1, start=(80, 40), end=(80, 50), seconds=1, size=(30, 80))
    far = walk(track=2, start=(80, 40), end=(80, 50), seconds=1, size=(10, 20))
    assert crossings(paths(near, far)).track.tolist() == [1]


@pytest.mark.parametrize(("x", "expected"), [(79, ["in"]), (80, ["in"]), (80.5, []), (40, ["in"]), (39.5, [])])
def test_through_the_very_end_is_through_the_line(x: float, expected: list[str]) -> None:
    assert ways(30, 60, x=x, line=DOOR) == expected


def test_the_end_of_a_line_lies_where_its_fraction_says_though_fractions_are_not_exact() -> None:
    assert ways(30, 60, x=112, line=Line("Gate", (0.1, 0.5), (0.7, 0.5))) == ["in"]
    assert ways(30, 60, x=112, line=Line("Gate", (0.7, 0.5), (0.9, 0.5))) == ["in"]


def test_who_goes_round_the_end_is_not_counted_but_is_on_the_other_side() -> None:
    round_the_end = [(60, 30), (100, 30), (100, 60), (60, 60)]
    assert story(crossings(paths(along(track=1, points=round_the_end)), DOOR)) == []
    back_through = [*round_the_end, (60, 30)]
    assert story(crossings(paths(along(track=1, points=back_through)), DOOR)) == [("out", 0.35)]


def test_a_path_is_straight_over_lost_frames() -> None:
    seen = paths(walk(track=1, start=(80, 30), end=(80, 60), seconds=3, missing=range(5, 28)))
    assert story(crossings(seen)) == [("in", 1.5)]


def test_two_objects_one_after_another_in_the_table_are_not_one_path() -> None:
    assert story(crossings(paths(stand(track=1, at=(80, 20), seconds=1), stand(track=2, at=(80, 80), seconds=1)))) == []


@pytest.mark.parametrize(("anchor", "t_s"), [("bottom-center", 1.0), ("centroid", 2.0), ("top-center", 3.0)])
def test_the_anchor_is_what_crosses(anchor: str, t_s: float) -> None:
    seen = paths(walk(track=1, start=(80, 35), end=(80, 75), seconds=4))
    assert story(crossings(seen, anchor=anchor)) == [("in", t_s)]


def test_the_left_edge_crosses_after_the_right_one() -> None:
    seen = paths(walk(track=1, start=(60, 60), end=(100, 60), seconds=4))
    line = Line("Post", (0.5, 1), (0.5, 0))
    assert story(crossings(seen, line, anchor="right-center")) == [("in", 1.5)]
    assert story(crossings(seen, line, anchor="left-center")) == [("in", 2.5)]


def test_a_crossing_in_an_excluded_zone_is_none_but_the_side_is_known() -> None:
    corner = Zone("Mirror", ((0.75, 0.25), (1, 0.25), (1, 0.75), (0.75, 0.75)), "exclude")
    hidden = along(track=1, points=[(140, 30), (140, 60)])
    hidden_then_back = along(track=2, points=[(140, 30), (140, 60), (60, 60), (60, 30)])
    found = crossings(paths(hidden, hidden_then_back), excluded=[corner])
    assert (story(found), found.track.tolist()) == ([("out", 0.25)], [1])


def test_no_tracks_cross_nothing() -> None:
    assert len(crossings(paths())) == 0


@pytest.mark.parametrize(
    ("heights", "rule", "expected"),
    [
        ((30, 60, 30, 60), "every", ["in", "out", "in"]),
        ((30, 60, 30, 60), "once", ["in", "out"]),
        ((30, 60, 30, 60), "net", ["in"]),
        ((30, 60, 30), "net", []),
        ((60, 30, 60, 30), "net", ["out"]),
        ((30, 60), "net", ["in"]),
    ],
)
def test_line_rules(heights: Sequence[float], rule: str, expected: list[str]) -> None:
    found = crossings(paths(along(track=1, points=[(80, y) for y in heights])))
    assert [way for way, _ in story(crossings_by_rule(crossings=found, rule=rule))] == expected


def test_net_leaves_the_crossing_that_has_no_return_its_own_time() -> None:
    there_back_there = along(track=1, points=[(80, 30), (80, 60), (80, 30), (80, 60)])
    found = crossings(paths(there_back_there))
    assert story(crossings_by_rule(crossings=found, rule="net")) == [("in", 0.25)]


def test_the_rules_judge_each_track_alone() -> None:
    down, up = [(80.0, 30.0), (80.0, 60.0)], [(80.0, 60.0), (80.0, 30.0)]
    found = crossings(paths(along(track=1, points=down), along(track=2, points=up), along(track=3, points=down)))
    for rule in ("once", "net"):
        assert [way for way, _ in story(crossings_by_rule(crossings=found, rule=rule))] == ["in", "out", "in"]


def test_who_goes_round_twice_is_counted_twice_by_net() -> None:
    loop = [(60, 30), (60, 60), (100, 60), (100, 30)]
    found = crossings(paths(along(track=1, points=[*loop, *loop])), DOOR)
    assert story(crossings_by_rule(crossings=found, rule="net")) == [("in", 0.05), ("in", 0.45)]


def slow_end(sides: Sequence[int], away: Sequence[float], high: Sequence[float]) -> int:
    """The side of the first of these rows, which are those from one end of a track to its other."""
    clear = next((place for place, side in enumerate(sides) if side), 0)
    if clear == 0 or clear > round(PASSING_S * 10) or away[0] * sides[clear] >= 0:
        return sides[0]
    stretch = takewhile(lambda place: sides[place] == sides[clear], range(clear, len(sides)))
    return -sides[clear] if max(abs(away[p]) for p in stretch) >= FAR_OF_HEIGHT * high[0] else 0


def slow_crossings(rows: Sequence[Row], line: Line) -> list[tuple[bool, float, float]]:
    """Whether in, and the x and y, of each crossing of one track's rows: one row after the other."""
    (ax, ay), (bx, by) = ((x * PICTURE_PX[0], y * PICTURE_PX[1]) for x, y in (line.start, line.end))
    length = np.hypot(bx - ax, by - ay)
    feet = [((row["x1"] + row["x2"]) / 2, row["y2"]) for row in rows]
    away = [((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length for x, y in feet]
    high = [row["y2"] - row["y1"] for row in rows]
    sides = [0 if abs(d) <= BAND_OF_HEIGHT * h else int(np.sign(d)) for d, h in zip(away, high, strict=True)]
    ends = [slow_end(sides[::step], away[::step], high[::step]) for step in (1, -1)]
    sides[0], sides[-1] = ends if len(sides) > 1 else (sides[0], sides[0])
    found, waiting, side = [], [], 0
    for (x, y), distance, now in zip(feet, away, sides, strict=True):
        waiting.append((x, y, distance))
        if now == 0:
            continue
        if side == -now:
            over = next(i for i, (_, _, d) in enumerate(waiting) if d * now > 0)
            (x0, y0, d0), (x1, y1, d1) = waiting[over - 1], waiting[over]
            share = d0 / (d0 - d1)
            meet_x, meet_y = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
            if 0 <= ((meet_x - ax) * (bx - ax) + (meet_y - ay) * (by - ay)) / length**2 <= 1:
                found.append((now > 0, meet_x, meet_y))
        side, waiting = now, [(x, y, distance)]
    return found


steps = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=60)
fractions = st.integers(0, 17).map(lambda n: n / 17)
lines = st.tuples(fractions, fractions, fractions, fractions).filter(lambda p: p[:2] != p[2:])


@settings(max_examples=60)
@given(walks=st.lists(steps, min_size=1, max_size=3), ends=lines)
def test_crossings_are_those_of_a_slow_walk_along_each_track(
    walks: list[list[tuple[int, int]]], ends: tuple[float, float, float, float]
) -> None:
    # Odd steps keep the walks off the exact edges of band and line, where two ways to calculate may differ.
    strolls = [
        along(track=1 + number, points=np.clip(np.cumsum(way, axis=0) * 0.7313 + (79.917, 44.961), 1, 88).tolist())
        for number, way in enumerate(walks)
    ]
    line = Line("Gate", ends[:2], ends[2:])
    found = crossings(paths(*strolls), line)
    expected = [(number, *one) for number, rows in enumerate(strolls) for one in slow_crossings(rows, line)]
    assert list(zip(found.track.tolist(), found.goes_in.tolist(), strict=True)) == [one[:2] for one in expected]
    assert np.allclose(
        np.stack([found.x, found.y], axis=1), np.array([one[2:] for one in expected]).reshape(-1, 2), atol=1e-3
    )
