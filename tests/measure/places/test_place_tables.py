import pytest

from heatdash.measure.places.find_places import find_places
from heatdash.measure.places.place_tables import flows, track_table, zone_table
from heatdash.tables.columns import FLOWS, TRACK_LIST, ZONES
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import Line, Scene, Zone
from tests.builders.tracks import Row, along, paths, stand, walk


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


def test_each_track_has_a_row_by_when_it_was_first_seen() -> None:
    seen = paths(
        walk(track=7, start=(10, 50), end=(90, 50), seconds=4, begin_s=2, colour="blue"),
        stand(track=3, at=(40, 40), begin_s=1, seconds=6, class_name="car"),
    )
    table = track_table(paths=seen, anchor="bottom-center")
    assert tuple(table.columns) == TRACK_LIST.names
    assert table["track_id"].tolist() == [3, 7]
    assert table["class_name"].tolist() == ["car", "person"]
    assert table["colour"].tolist() == ["red", "blue"]
    assert table["first_s"].tolist() == [1.0, 2.0]
    assert table["last_s"].tolist() == [7.0, 6.0]
    assert table["way_share"].tolist() == pytest.approx([0.0, 80 / 160]), "of a picture 160 pixels wide"
    assert table["conf"].tolist() == pytest.approx([0.9, 0.9])


def test_nothing_followed_is_an_empty_table() -> None:
    assert track_table(paths=paths(), anchor="centroid").empty


SHOP = Zone("Shop", ((0.25, 0.0), (0.5, 0.0), (0.5, 1.0), (0.25, 1.0)))
EMPTY = Zone("Empty", ((0.75, 0.0), (1, 0.0), (1, 1.0), (0.75, 1.0)))
IN = (60.0, 50.0)


def test_one_row_a_zone_and_class_also_where_nobody_came() -> None:
    seen = paths(
        stand(track=1, at=IN, seconds=0.9, begin_s=1),
        stand(track=1, at=IN, seconds=2.9, begin_s=1.9),
        stand(track=2, at=IN, seconds=1.9, begin_s=4),
        stand(track=3, at=IN, seconds=4.9, begin_s=4),
    )
    scene = Scene(zones=(SHOP, EMPTY), lines=(Line("Gate", (0, 0.1), (1, 0.1)),))
    found = find_places(paths=seen, settings=MeasureSettings(), scene=scene, class_names=("car",))
    table = zone_table(found=found)
    assert list(table.columns) == list(ZONES)
    assert table["place"].tolist() == ["Shop", "Shop", "Empty", "Empty"]
    assert table["class_name"].tolist() == ["car", "person"] * 2
    assert table[["visits", "unique", "occupancy_max"]].values.tolist() == [[0, 0, 0], [3, 3, 3], [0, 0, 0], [0, 0, 0]]
    shop = table.iloc[1]
    assert (shop["dwell_mean_s"], shop["dwell_median_s"], shop["dwell_max_s"]) == pytest.approx((10.9 / 3, 3.9, 5.0))
    assert shop["occupancy_mean"] == pytest.approx(1.09)
    assert table["dwell_mean_s"].isna().tolist() == [True, False, True, True]


def test_a_visit_that_the_range_cuts_counts_as_long_as_it_is_seen() -> None:
    seen = paths(stand(track=1, at=IN, seconds=9))
    found = find_places(paths=seen, settings=MeasureSettings(from_s=4, to_s=6), scene=Scene(zones=(SHOP,)))
    assert zone_table(found=found).iloc[0].tolist()[2:] == [1, 1, 2, 2, 2, 1, 1]


def test_without_zones_there_are_columns_and_no_rows() -> None:
    found = find_places(paths=paths(), settings=MeasureSettings(), scene=Scene())
    assert zone_table(found=found).shape == (0, len(ZONES))
