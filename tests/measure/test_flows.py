from heatdash.measure.find_places import find_places
from heatdash.measure.flows import flows
from heatdash.tables.columns import FLOWS
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import Line, Scene, Zone
from tests.builders.tracks import Row, along, paths, walk


def _box(name: str, left: float) -> Zone:
    return Zone(name, ((left, 0.0), (left + 0.2, 0.0), (left + 0.2, 1.0), (left, 1.0)))


DOOR, TILL = _box("Door", 0.0), _box("Till", 0.75)
GATE = Line("Gate", (0.5, 1), (0.5, 0))
SCENE = Scene(zones=(DOOR, TILL), lines=(GATE,))


def ways(*walks: list[Row], scene: Scene = SCENE, **wishes: object) -> list[list[object]]:
    table = flows(found=find_places(paths=paths(*walks), settings=MeasureSettings(**wishes), scene=scene))
    assert list(table.columns) == list(FLOWS)
    return table.values.tolist()


def test_a_walk_goes_from_place_to_place_in_the_order_of_time() -> None:
    assert ways(walk(track=1, start=(10, 50), end=(150, 50), seconds=7)) == [
        ["Door", "Gate", "person", 1],
        ["Gate", "Till", "person", 1],
    ]


def test_most_tracks_come_first_and_each_counts_once() -> None:
    there = [place for place in ((10.0, 50.0), (70.0, 50.0), (90.0, 50.0), (150.0, 50.0)) for _ in range(8)]
    here_and_there = along(track=1, points=[*there, *there[::-1], *there])
    assert ways(here_and_there, along(track=2, points=there), along(track=3, points=there, class_name="car")) == [
        ["Door", "Gate", "person", 2],
        ["Gate", "Till", "person", 2],
        ["Door", "Gate", "car", 1],
        ["Gate", "Door", "person", 1],
        ["Gate", "Till", "car", 1],
        ["Till", "Gate", "person", 1],
    ]


def test_coming_back_to_the_same_place_is_no_way() -> None:
    away_for_long = along(track=1, points=[(10, 50)] * 5 + [(60, 50)] * 15 + [(10, 50)] * 5)
    assert ways(away_for_long) == []


def test_a_visit_that_was_on_when_the_range_begins_is_a_stop() -> None:
    slow = walk(track=1, start=(10, 50), end=(150, 50), seconds=7)
    assert ways(slow, from_s=0.8, to_s=4) == [["Door", "Gate", "person", 1]]


def test_where_nobody_goes_there_are_columns_and_no_rows() -> None:
    assert ways() == ways(scene=Scene()) == []
