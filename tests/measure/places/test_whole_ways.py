"""Where whole ways begin and end, beside a twin that follows one track after another."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.measure.places.find_places import FoundPlaces, find_places
from heatdash.measure.places.place_tables import journeys
from heatdash.measure.places.whole_ways import WholeWays, ways_over_arms, ways_over_places
from heatdash.tables.columns import JOURNEYS
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import Line, Scene, Zone
from tests.builders.tracks import Row, along, paths, walk

WEST, MIDDLE, EAST = (Line(name, (x, 0), (x, 1)) for name, x in (("West", 0.25), ("Middle", 0.5), ("East", 0.75)))
LINES = Scene(lines=(WEST, MIDDLE, EAST))
DOOR = Zone("Door", ((0, 0), (0.125, 0), (0.125, 1), (0, 1)))
PLACES = Scene(zones=(DOOR,), lines=(WEST, EAST))


def found(*walks: list[Row], scene: Scene = LINES, **wishes: object) -> FoundPlaces:
    return find_places(paths=paths(*walks), settings=MeasureSettings(**wishes), scene=scene)


def told(ways: WholeWays, names: tuple[str, ...] = ("West", "Middle", "East")) -> list[str]:
    return [" ".join((*names, "only")[end] for end in one) for one in zip(ways.origin, ways.destination, strict=True)]


def steps(*stops: float, track: int = 1, each: int = 4) -> list[Row]:
    """Feet that are some frames at each of the distances from the left, in pixels."""
    return along(track=track, points=[(x, 50.0) for x in stops for _ in range(each)])


def test_only_the_first_and_the_last_line_count() -> None:
    ways = ways_over_arms(found(walk(track=1, start=(10, 50), end=(150, 50), seconds=7)))
    assert told(ways) == ["West East"]
    assert ways.begin_s.tolist() == [1.5]


def test_in_and_out_over_one_line_is_a_return_also_after_another_one() -> None:
    assert told(ways_over_arms(found(steps(20, 60, 20)))) == ["West West"]
    assert told(ways_over_arms(found(steps(20, 60, 100, 60, 20)))) == ["West West"]


def test_a_single_line_crossed_in_one_direction_is_one_place_only() -> None:
    assert told(ways_over_arms(found(steps(20, 60)))) == ["West only"]
    assert told(ways_over_arms(found(steps(20, 60, 20, 60)))) == ["West only"], "it has ended up on the other side"


def test_the_line_rule_changes_no_way() -> None:
    assert [told(ways_over_arms(found(steps(20, 60, 20), line_rule=rule))) for rule in ("every", "once", "net")] == [
        ["West West"]
    ] * 3


def test_lines_of_one_arm_are_one_place_whichever_way_their_arrows_point() -> None:
    upper = Line("Upper", (0.25, 0), (0.25, 0.5), arm="West")
    for ends in (((0.25, 0.5), (0.25, 1)), ((0.25, 1), (0.25, 0.5))):
        scene = Scene(lines=(upper, Line("Lower", *ends, arm="West"), EAST))
        there_and_back = along(track=1, points=[(20, 20)] * 3 + [(90, 20)] * 3 + [(90, 70)] * 3 + [(20, 70)] * 3)
        across = walk(track=2, start=(10, 70), end=(150, 70), seconds=7)
        assert told(ways_over_arms(found(there_and_back, across, scene=scene)), ("West", "East")) == [
            "West West",
            "West East",
        ]


def test_a_way_is_whole_in_the_range_in_which_it_begins_and_is_in_no_other() -> None:
    seen = walk(track=1, start=(10, 50), end=(150, 50), seconds=7)
    assert told(ways_over_arms(found(seen, to_s=2))) == ["West East"]
    assert told(ways_over_arms(found(seen, from_s=2))) == []


def test_zones_are_places_too_and_visits_to_one_zone_are_one_place() -> None:
    names = ("Door", "West", "East")
    across = found(walk(track=1, start=(10, 50), end=(150, 50), seconds=7), scene=PLACES)
    assert told(ways_over_places(across), names) == ["Door East"]
    away = found(along(track=1, points=[(10, 50)] * 5 + [(30, 50)] * 15 + [(10, 50)] * 5), scene=PLACES)
    assert len(away.zones[0].always) == 2
    assert told(ways_over_places(away), names) == ["Door only"]


def test_journeys_are_counted_by_places_and_class_and_nobody_is_lost() -> None:
    seen = [walk(track=number, start=(10, 50), end=(150, 50), seconds=7) for number in (1, 2)]
    table = journeys(found=found(*seen, steps(60, 30, track=3), scene=PLACES))
    assert list(table) == list(JOURNEYS)
    assert table.values.tolist() == [["Door", "East", "person", 2], ["West", "", "person", 1]]
    assert journeys(found=found(scene=Scene())).empty


WALKS = st.lists(st.lists(st.sampled_from((10.0, 30.0, 60.0, 100.0, 150.0)), min_size=1, max_size=7), max_size=6)


@settings(max_examples=60)
@given(WALKS, st.sampled_from((None, 0.5, 1.0)), st.sampled_from((None, 1.5, 2.0)))
def test_ways_agree_with_following_one_track_after_another(
    walks: list[list[float]], from_s: float | None, to_s: float | None
) -> None:
    seen = [steps(*stops, track=number) for number, stops in enumerate(walks, start=1)]
    cut = found(*seen, from_s=from_s, to_s=to_s)
    ways = ways_over_arms(cut)
    assert list(zip(ways.track.tolist(), told(ways), strict=True)) == _followed(cut)


def _followed(cut: FoundPlaces) -> list[tuple[int, str]]:
    ways = []
    for track in range(len(cut.track_id)):
        crossings = sorted(
            (float(t_s), line.line.name, bool(inwards))
            for line in cut.lines
            for one, t_s, inwards in zip(line.always.track, line.always.t_s, line.always.goes_in, strict=True)
            if one == track
        )
        if crossings and cut.from_s <= crossings[0][0] < cut.until_s:
            first, last = crossings[0], crossings[-1]
            is_way = len({name for _, name, _ in crossings}) > 1 or first[2] != last[2]
            ways.append((track, f"{first[1]} {last[1] if is_way else 'only'}"))
    return ways


def test_every_crossing_is_the_first_or_last_of_a_way_between_them_or_of_one_line_only() -> None:
    walks = ((20, 60, 100), (20, 60, 20), (150, 100, 60, 20), (20, 60), (100, 60, 100, 60, 20, 60))
    seen = found(*(steps(*stops, track=number) for number, stops in enumerate(walks, start=1)))
    ways = ways_over_arms(seen)
    crossed = np.concatenate([np.unique(line.always.track) for line in seen.lines])
    assert sorted(ways.track) == sorted(set(crossed)), "each track that crossed a line has one way"
