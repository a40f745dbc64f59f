from heatdash.measure.places.event_table import event_table, visit_table
from heatdash.measure.places.find_places import find_places
from heatdash.tables.columns import EVENTS, VISITS
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import Line, Scene, Zone
from tests.builders.tracks import paths, stand, walk

SHOP = Zone("Shop", ((0.25, 0.0), (0.5, 0.0), (0.5, 1.0), (0.25, 1.0)))
POST = Line("Post", (0.375, 1), (0.375, 0))
SCENE = Scene(zones=(SHOP,), lines=(POST,))
PASSING = walk(track=9, start=(1, 50), end=(121, 50), seconds=6, class_name="car")
STAYING = stand(track=3, at=(50, 50), seconds=9.9)


def test_events_stand_in_the_order_of_time() -> None:
    found = find_places(paths=paths(PASSING, STAYING), settings=MeasureSettings(), scene=SCENE)
    table = event_table(found=found)
    assert list(table.columns) == list(EVENTS)
    assert table.round(6).values.tolist() == [
        [1.95, "enter", "Shop", "in", 9, "car", 40.0, 50.0],
        [2.95, "cross", "Post", "in", 9, "car", 60.0, 50.0],
        [3.95, "exit", "Shop", "out", 9, "car", 80.0, 50.0],
    ]


def test_at_one_moment_the_place_drawn_first_comes_first_and_then_the_lower_track() -> None:
    twin = Zone("Twin", SHOP.points)
    seen = paths(*(walk(track=track, start=(1, 50), end=(121, 50), seconds=6) for track in (2, 1)))
    found = find_places(paths=seen, settings=MeasureSettings(to_s=3), scene=Scene(zones=(twin, SHOP)))
    table = event_table(found=found)
    assert table[["place", "track_id"]].values.tolist() == [["Twin", 1], ["Twin", 2], ["Shop", 1], ["Shop", 2]]


def test_visits_stand_in_the_order_of_entry_and_tell_what_was_not_seen() -> None:
    found = find_places(paths=paths(PASSING, STAYING), settings=MeasureSettings(), scene=SCENE)
    table = visit_table(found=found)
    assert list(table.columns) == list(VISITS)
    assert table.round(6).values.tolist() == [
        ["Shop", 3, "person", 0.0, 10.0, True, True],
        ["Shop", 9, "car", 1.95, 3.95, False, False],
    ]


def test_without_places_there_are_columns_and_no_rows() -> None:
    found = find_places(paths=paths(PASSING), settings=MeasureSettings(), scene=Scene())
    assert (event_table(found=found).shape, visit_table(found=found).shape) == ((0, 8), (0, 7))
    assert event_table(found=found)["t_s"].dtype == "float64"
