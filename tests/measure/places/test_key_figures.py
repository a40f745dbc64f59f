"""A few numbers stand for the whole answer."""

import pytest

from heatdash.measure.places.key_figures import KeyFigures, Stays, key_figures
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import Line, Scene, Zone
from heatdash.values.tally import Passages
from tests.builders.answers import DOOR, GATE, SCENE, answer
from tests.builders.tracks import stand, walk

FAR = Zone(name="Far", points=((0.75, 0.0), (1.0, 0.0), (1.0, 1.0), (0.75, 1.0)))


def figures(*walks, scene=SCENE, **changes) -> KeyFigures:
    given = answer(*walks, scene=scene, **changes)
    return key_figures(counts=given.measured.counts, start=given.analysis.project.start)


def test_whoever_was_followed_is_told_by_class_the_most_frequent_first():
    seen = figures(
        stand(track=7, at=(20, 50), seconds=1, class_name="car"),
        stand(track=8, at=(60, 50), seconds=1),
        stand(track=9, at=(90, 50), seconds=1),
    )
    assert seen.followed == 3
    assert seen.followed_by_class == (("person", 2), ("car", 1))


def test_who_passes_is_added_up_over_the_lines():
    second = Line(name="Second", start=(0.75, 1.0), end=(0.75, 0.0))
    seen = figures(
        walk(track=1, start=(20, 50), end=(150, 50), seconds=5),
        walk(track=2, start=(100, 50), end=(20, 50), seconds=5),
        scene=Scene(lines=(GATE, second)),
    )
    assert seen.lines == (("Gate", Passages(1, 1)), ("Second", Passages(1, 0)))
    assert seen.passages == Passages(2, 1)
    assert seen.stays is None


def test_the_median_stay_is_that_of_all_visits_not_of_the_zones_medians():
    seen = figures(
        stand(track=1, at=(20, 50), seconds=1, begin_s=1),
        stand(track=2, at=(20, 60), seconds=2, begin_s=1),
        stand(track=3, at=(20, 70), seconds=3, begin_s=1),
        stand(track=4, at=(140, 70), seconds=7, begin_s=1),
        scene=Scene(zones=(DOOR, FAR)),
    )
    # A walk of n seconds has a frame at its start and one at its end, and each stands for a tenth of a second.
    assert seen.zones == (("Door", Stays(3, pytest.approx(2.1))), ("Far", Stays(1, pytest.approx(7.1))))
    assert seen.stays == Stays(4, pytest.approx((2.1 + 3.1) / 2))
    assert seen.passages is None


def test_the_busiest_time_is_told_by_the_clock_where_that_is_known():
    walks = (stand(track=1, at=(20, 50), seconds=6), stand(track=2, at=(90, 50), seconds=2, begin_s=3))
    busiest = figures(*walks, start="12:03:20").busiest
    assert (busiest.at_once, busiest.from_s, busiest.to_s) == (2, pytest.approx(2.95), pytest.approx(5.05))
    assert (busiest.from_clock, busiest.to_clock) == ("12:03:23", "12:03:25")
    unknown = figures(*walks).busiest
    assert (unknown.from_clock, unknown.to_clock) == (None, None)


def test_only_the_time_looked_at_counts():
    walks = (stand(track=1, at=(20, 50), seconds=2), stand(track=2, at=(90, 50), seconds=2, begin_s=5))
    seen = figures(*walks, measure=MeasureSettings(from_s=4))
    assert seen.followed == 1
    assert seen.stays == Stays(0, None)


def test_where_nobody_came_nothing_was_busy():
    seen = figures([])
    assert seen.busiest is None
    assert (seen.followed, seen.followed_by_class) == (0, ())
    assert (seen.passages, seen.stays) == (Passages(0, 0), Stays(0, None))
