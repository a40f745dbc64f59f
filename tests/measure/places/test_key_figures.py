"""Each place has its own few numbers, and nothing is summed over unlike places."""

import pytest

from heatdash.measure.places.key_figures import Busiest, KeyFigures, key_figures
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import Line, Scene, Zone
from tests.builders.answers import DOOR, GATE, SCENE, answer
from tests.builders.tracks import stand, walk

FAR = Zone(name="Far", points=((0.75, 0.0), (1.0, 0.0), (1.0, 1.0), (0.75, 1.0)))


def figures(*walks, scene=SCENE, **changes) -> KeyFigures:
    return key_figures(answer(*walks, scene=scene, **changes).measured.counts)


def test_whoever_was_followed_is_told_by_class_the_most_frequent_first():
    seen = figures(
        stand(track=7, at=(20, 50), seconds=1, class_name="car"),
        stand(track=8, at=(60, 50), seconds=1),
        stand(track=9, at=(90, 50), seconds=1),
    )
    assert seen.picture.followed == 3
    assert seen.picture.followed_by_class == (("person", 2), ("car", 1))


def test_each_line_tells_its_own_passages():
    second = Line(name="Second", start=(0.75, 1.0), end=(0.75, 0.0))
    seen = figures(
        walk(track=1, start=(20, 50), end=(150, 50), seconds=5),
        walk(track=2, start=(100, 50), end=(20, 50), seconds=5),
        scene=Scene(lines=(GATE, second)),
    )
    assert [(line.name, line.came_in, line.went_out) for line in seen.lines] == [("Gate", 1, 1), ("Second", 1, 0)]
    assert seen.zones == ()


def test_the_busiest_bin_of_a_line_is_the_first_with_the_most_crossings_of_at_least_two():
    walks = [walk(track=n, start=(20, 50), end=(150, 50), seconds=10, begin_s=begin_s)
             for n, begin_s in enumerate((0, 60, 64, 180, 183))]  # fmt: skip
    by_the_minute = MeasureSettings(bin_min=1)
    (gate,) = figures(*walks, measure=by_the_minute, seconds=300).lines
    assert gate.over_time == (1, 2, 0, 2, 0)
    assert gate.busiest == Busiest(2, 60, 120)
    (alone,) = figures(walks[0], measure=by_the_minute, seconds=300).lines
    assert alone.busiest is None, "a single crossing makes no time busy"


def test_each_zone_tells_its_own_visitors_and_stays():
    seen = figures(
        stand(track=1, at=(20, 50), seconds=1, begin_s=1),
        stand(track=2, at=(20, 60), seconds=2, begin_s=1),
        stand(track=3, at=(20, 70), seconds=3, begin_s=1),
        stand(track=4, at=(140, 70), seconds=7, begin_s=1),
        scene=Scene(zones=(DOOR, FAR)),
    )
    door, far = seen.zones
    # A stand of n seconds has a frame at its start and one at its end, and each stands for a tenth of a second.
    assert (door.visitors, door.visits, door.cut_visits) == (3, 3, 0)
    assert (door.typical_s, door.longest_s) == pytest.approx((2.1, 3.1))
    assert (far.visitors, far.typical_s, far.longest_s) == (1, pytest.approx(7.1), pytest.approx(7.1))
    assert door.of_came_in is None, "there is no line that anybody came in by"


def test_who_came_in_and_then_to_the_zone_is_a_share_of_those_who_came_in():
    seen = figures(
        walk(track=1, start=(20, 50), end=(150, 50), seconds=5),
        walk(track=2, start=(20, 50), end=(100, 50), seconds=5),
        stand(track=3, at=(140, 60), seconds=4),
        # In the zone first, and in over the line only afterwards.
        [*walk(track=4, start=(150, 50), end=(20, 50), seconds=4),
         *walk(track=4, start=(22, 50), end=(100, 50), seconds=3, begin_s=4.1)],
        scene=Scene(zones=(FAR,), lines=(GATE,)),
    )  # fmt: skip
    (gate,), (far,) = seen.lines, seen.zones
    assert (gate.came_in, far.visitors) == (3, 3)
    assert far.of_came_in == (1, 3)


def test_of_those_who_came_in_is_not_told_where_several_lines_may_be_meant_or_nobody_came():
    second = Line(name="Second", start=(0.75, 1.0), end=(0.75, 0.0))
    passing = walk(track=1, start=(20, 50), end=(150, 50), seconds=5)
    assert figures(passing, scene=Scene(zones=(FAR,), lines=(GATE, second))).zones[0].of_came_in is None
    assert figures([], scene=Scene(zones=(FAR,), lines=(GATE,))).zones[0].of_came_in is None


def test_the_busiest_time_of_the_picture_is_the_first_with_the_most_at_once():
    walks = (stand(track=1, at=(20, 50), seconds=6), stand(track=2, at=(90, 50), seconds=2, begin_s=3))
    busiest = figures(*walks).picture.busiest
    assert busiest is not None
    assert (busiest.count, busiest.from_s, busiest.to_s) == (2, pytest.approx(2.95), pytest.approx(5.05))


def test_only_the_time_looked_at_counts():
    walks = (stand(track=1, at=(20, 50), seconds=2), stand(track=2, at=(90, 50), seconds=2, begin_s=5))
    seen = figures(*walks, measure=MeasureSettings(from_s=4))
    assert seen.picture.followed == 1
    assert (seen.zones[0].visitors, seen.zones[0].typical_s) == (0, None)


def test_where_nobody_came_nothing_was_busy():
    seen = figures([])
    assert (seen.picture.followed, seen.picture.followed_by_class, seen.picture.busiest) == (0, (), None)
    assert (seen.lines[0].came_in, seen.lines[0].busiest) == (0, None)
    assert (seen.zones[0].longest_s, seen.zones[0].busiest) == (None, None)
