from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point as Spot
from shapely import Polygon

from heatdash.measure.paths import Paths
from heatdash.measure.places.zone_visits import Visits, stays_in_picture, visits_of_zone
from heatdash.measure.points import anchor_points
from heatdash.values.scene import Zone
from tests.builders.tracks import PICTURE_PX, Row, along, paths, stand, walk

SHOP = Zone("Shop", ((0.25, 0.0), (0.5, 0.0), (0.5, 1.0), (0.25, 1.0)))
"""From 40 to 80 pixels, over the whole height."""
IN, OUT = (60.0, 50.0), (100.0, 50.0)


def visits(seen: Paths, zone: Zone = SHOP, *, anchor: str = "bottom-center", excluded: Sequence[Zone] = ()) -> Visits:
    points = anchor_points(paths=seen, anchor=anchor)
    return visits_of_zone(paths=seen, points=points, zone=zone, excluded=excluded)


def spans(found: Visits) -> list[tuple[float, float]]:
    """From when to when each visit lasts."""
    return [(round(a, 6), round(b, 6)) for a, b in zip(found.enter_s, found.exit_s, strict=True)]


def cuts(found: Visits) -> list[tuple[bool, bool]]:
    return list(zip(found.cut_begin.tolist(), found.cut_end.tolist(), strict=True))


def test_a_visit_lasts_from_half_way_in_to_half_way_out() -> None:
    # Two pixels a frame; the rows at 40, 42 ... 80 are inside, the one at 40 at 2.0 s and the one at 80 at 4.0 s.
    found = visits(paths(walk(track=1, start=(0, 50), end=(120, 50), seconds=6)))
    assert spans(found) == [(1.95, 4.05)]
    assert (found.enter_x[0], found.exit_x[0]) == (39, 81)
    assert found.dwell_s[0] == pytest.approx(2.1)
    assert cuts(found) == [(False, False)]


def test_a_track_that_begins_and_ends_inside_has_its_visit_from_begin_to_end() -> None:
    found = visits(paths(stand(track=1, at=IN, seconds=2, begin_s=3)))
    assert spans(found) == [(2.95, 5.05)]
    assert cuts(found) == [(False, False)]
    assert (found.enter_x[0], found.enter_y[0]) == IN


@pytest.mark.parametrize(("begin_s", "cut"), [(0.0, True), (0.4, True), (0.6, False)])
def test_who_is_inside_as_the_clip_begins_was_there_before(begin_s: float, cut: bool) -> None:
    assert cuts(visits(paths(stand(track=1, at=IN, seconds=2, begin_s=begin_s)))) == [(cut, False)]


@pytest.mark.parametrize(("begin_s", "cut"), [(7.9, True), (7.5, True), (7.3, False)])
def test_who_is_inside_as_the_clip_ends_stays_on(begin_s: float, cut: bool) -> None:
    assert cuts(visits(paths(stand(track=1, at=IN, seconds=2, begin_s=begin_s)))) == [(False, cut)]


def test_who_is_seen_to_come_in_at_once_is_not_cut() -> None:
    found = visits(paths(along(track=1, points=[OUT, IN, IN, OUT])))
    assert (spans(found), cuts(found)) == ([(0.05, 0.25)], [(False, False)])


def test_a_single_frame_is_a_visit_cut_at_both_ends() -> None:
    picture = paths(along(track=1, points=[IN]), seconds=0.1)
    found = visits(picture)
    assert (spans(found), cuts(found)) == ([(0.0, 0.1)], [(True, True)])


@pytest.mark.parametrize(("frames_out", "expected"), [(1, 1), (9, 1), (10, 2), (15, 2)])
def test_only_an_absence_of_a_second_ends_a_visit(frames_out: int, expected: int) -> None:
    found = visits(paths(along(track=1, points=[IN] * 10 + [OUT] * frames_out + [IN] * 10, begin_s=1)))
    assert len(found) == expected
    assert spans(found)[0][0] == 0.95
    assert spans(found)[-1][1] == round(2.95 + frames_out / 10, 6)


def test_feet_that_tremble_over_the_edge_make_one_visit() -> None:
    trembling = [(79.0 if frame % 2 else 81.0, 50.0) for frame in range(40)]
    assert spans(visits(paths(along(track=1, points=[OUT, *trembling, OUT], begin_s=1)))) == [(1.15, 5.05)]


def test_the_absences_of_two_tracks_are_not_mixed_up() -> None:
    found = visits(paths(along(track=1, points=[IN] * 5, begin_s=1), along(track=2, points=[IN] * 5, begin_s=1.6)))
    assert spans(found) == [(0.95, 1.45), (1.55, 2.05)]


def test_lost_frames_inside_do_not_end_a_visit_and_the_way_out_is_half_way_through_them() -> None:
    inside = walk(track=1, start=IN, end=IN, seconds=4, begin_s=1, missing=range(15, 45))
    assert spans(visits(paths(inside))) == [(0.95, 5.05)]
    leaving = along(track=1, points=[IN] * 10, begin_s=1) + along(track=1, points=[OUT] * 10, begin_s=4.1)
    assert spans(visits(paths(leaving))) == [(0.95, 3.0)]


@pytest.mark.parametrize(("x", "inside"), [(40, True), (80, True), (39.5, False), (80.5, False)])
def test_on_the_edge_is_inside(x: float, inside: bool) -> None:
    assert len(visits(paths(stand(track=1, at=(x, 50), seconds=1)))) == inside


@pytest.mark.parametrize(("at", "inside"), [((20, 50), True), ((80, 30), False), ((80, 80), True), ((140, 50), True)])
def test_the_notch_of_a_concave_zone_is_outside(at: tuple[float, float], inside: bool) -> None:
    horseshoe = Zone("U", ((0, 0), (0.3, 0), (0.3, 0.7), (0.7, 0.7), (0.7, 0), (1, 0), (1, 1), (0, 1)))
    assert len(visits(paths(stand(track=1, at=at, seconds=1)), horseshoe)) == inside


def test_a_row_in_an_excluded_zone_is_in_no_other() -> None:
    till = Zone("Till", ((0.375, 0), (0.5, 0), (0.5, 1), (0.375, 1)), "exclude")
    # Inside from 40 up to the till's edge at 60, which belongs to the till.
    found = visits(paths(walk(track=1, start=(0, 50), end=(120, 50), seconds=6)), excluded=[till])
    assert spans(found) == [(1.95, 2.95)]


@pytest.mark.parametrize(("anchor", "expected"), [("bottom-center", 0), ("centroid", 1)])
def test_the_anchor_is_what_visits(anchor: str, expected: int) -> None:
    upper_half = Zone("Up", ((0, 0), (1, 0), (1, 0.5), (0, 0.5)))
    assert len(visits(paths(stand(track=1, at=(80, 50), seconds=1)), upper_half, anchor=anchor)) == expected


def test_feet_below_the_picture_stand_on_its_edge() -> None:
    assert len(visits(paths(stand(track=1, at=(60, 95), seconds=1)))) == 1


def test_short_visits_can_be_left_out_and_the_exact_length_stays() -> None:
    brief, long = stand(track=1, at=IN, seconds=0.4, begin_s=2), stand(track=2, at=IN, seconds=1.9, begin_s=2)
    found = visits(paths(brief, long))
    assert found.at_least(2.0).track.tolist() == [1]
    assert found.at_least(0.5).track.tolist() == [0, 1]
    assert len(found.at_least(2.1)) == 0


def test_a_range_cuts_visits_and_marks_what_it_cut() -> None:
    found = visits(paths(stand(track=1, at=IN, seconds=4, begin_s=2), stand(track=2, at=IN, seconds=1, begin_s=8)))
    part = found.within(from_s=3, to_s=5)
    assert (spans(part), cuts(part), part.track.tolist()) == ([(3, 5)], [(True, True)], [0])
    assert cuts(found.within(from_s=1, to_s=7)) == [(False, False)]
    assert len(found.within(from_s=6.05, to_s=7.95)) == 0


def test_a_stay_in_the_picture_is_from_the_first_row_to_the_last() -> None:
    seen = paths(walk(track=1, start=IN, end=OUT, seconds=4, begin_s=1, missing=range(15, 45)))
    stays = stays_in_picture(paths=seen, points=anchor_points(paths=seen, anchor="centroid"))
    assert spans(stays) == [(0.95, 5.05)]


def test_no_tracks_visit_nothing() -> None:
    assert len(visits(paths())) == 0


def slow_visits(rows: Sequence[Row], zone: Zone) -> list[tuple[float, float]]:
    """The visits of one track's rows, ten a second and none missing: one row after the other."""
    area = Polygon([(x * PICTURE_PX[0], y * PICTURE_PX[1]) for x, y in zone.points])
    found: list[tuple[float, float]] = []
    enter_s = None
    for row in rows:
        inside = area.covers(Spot((row["x1"] + row["x2"]) / 2, row["y2"]))
        if inside and enter_s is None:
            enter_s = max(0.0, row["t_s"] - 0.05)
        if not inside and enter_s is not None:
            found, enter_s = [*found, (enter_s, row["t_s"] - 0.05)], None
    if enter_s is not None:
        found.append((enter_s, rows[-1]["t_s"] + 0.05))
    joined: list[tuple[float, float]] = []
    for visit in found:
        if joined and visit[0] - joined[-1][1] < 0.999:
            joined[-1] = (joined[-1][0], visit[1])
        else:
            joined.append(visit)
    return joined


steps = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=90)
corners = st.lists(st.integers(2, 17), min_size=5, max_size=5)


@settings(max_examples=60)
@given(walks=st.lists(steps, min_size=1, max_size=3), reach=corners)
def test_visits_are_those_of_a_slow_walk_along_each_track(walks: list[list[tuple[int, int]]], reach: list[int]) -> None:
    strolls = [
        along(track=1 + number, points=np.clip(np.cumsum(way, axis=0) * 1.3713 + (79.917, 44.961), 1, 89).tolist())
        for number, way in enumerate(walks)
    ]
    # Five corners round the middle make a star, mostly a concave one.
    turn = np.arange(5) * 2 * np.pi / 5
    star = np.stack([0.5 + np.cos(turn) * np.array(reach) / 35, 0.5 + np.sin(turn) * np.array(reach) / 35], axis=1)
    zone = Zone("Star", tuple(map(tuple, star.tolist())))
    found = visits(paths(*strolls), zone)
    expected = [(number, *visit) for number, rows in enumerate(strolls) for visit in slow_visits(rows, zone)]
    got = [(int(track), *span) for track, span in zip(found.track, spans(found), strict=True)]
    assert got == [(number, round(a, 6), round(b, 6)) for number, a, b in expected]
