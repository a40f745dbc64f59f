"""Riders are found by their paths. People are 10 pixels wide and 20 high, bicycles 20 wide and 12 high."""

from collections.abc import Collection

import pytest

from heatdash.measure.map_tracks import map_tracks
from heatdash.values.class_map import ClassMap
from tests.builders.tracks import Point, Row, objects, stand, table_paths, walk

CYCLISTS = ClassMap((("person", "pedestrian"), ("person + bicycle", "cyclist")))
BICYCLE_PX = (20, 12)


def bicycle(
    track: int,
    *,
    start: Point = (15, 60),
    end: Point = (145, 60),
    seconds: float = 4,
    begin_s: float = 0,
) -> list[Row]:
    """A bicycle that goes 32 pixels a second."""
    return walk(
        track=track, start=start, end=end, seconds=seconds, begin_s=begin_s, class_name="bicycle", size=BICYCLE_PX
    )


def rider(
    track: int,
    *,
    start: Point = (15, 58),
    end: Point = (145, 58),
    seconds: float = 4,
    begin_s: float = 0,
) -> list[Row]:
    """Somebody on it, whose feet are two pixels, a sixth of its height, above where its wheels stand."""
    return walk(track=track, start=start, end=end, seconds=seconds, begin_s=begin_s, colour="blue")


def counted(*walks: list[Row], class_map: ClassMap = CYCLISTS, static: Collection[int] = ()) -> dict[int, str]:
    """What is counted, by its number."""
    table = objects(*walks, static=static)
    rows = map_tracks(tracks=table, paths=table_paths(table), class_map=class_map)
    assert not rows.duplicated(["frame", "track_id"]).any()
    assert rows["frame"].is_monotonic_increasing
    kinds = rows[["track_id", "class_name"]].drop_duplicates()
    return dict(zip(kinds["track_id"].tolist(), kinds["class_name"].tolist(), strict=True))


def test_a_rider_and_the_bicycle_are_one() -> None:
    assert counted(rider(1), bicycle(2)) == {1: "cyclist"}
    assert counted(bicycle(1), rider(2)) == {1: "cyclist"}


def test_without_a_name_for_riders_nothing_is_made_one() -> None:
    only_names = ClassMap((("person", "pedestrian"), ("bicycle", "cyclist")))
    assert counted(rider(1), bicycle(2), class_map=only_names) == {1: "pedestrian", 2: "cyclist"}


def test_who_stands_beside_a_parked_bicycle_is_no_cyclist() -> None:
    parked = walk(track=2, start=(60, 60), end=(60, 60), seconds=9, class_name="bicycle", size=BICYCLE_PX)
    assert counted(stand(track=1, at=(60, 58), seconds=9), parked) == {1: "pedestrian", 2: "bicycle"}
    assert counted(rider(1), parked) == {1: "pedestrian", 2: "bicycle"}


def test_who_walks_beside_a_bicycle_is_no_cyclist_and_the_bicycle_none() -> None:
    slow = {"seconds": 8, "end": (135, 60)}
    assert counted(rider(1, start=(15, 60), **slow), bicycle(2, **slow)) == {1: "pedestrian", 2: "bicycle"}


def test_who_rides_as_slowly_has_the_feet_above_the_ground() -> None:
    slow = {"seconds": 8}
    assert counted(rider(1, **slow), bicycle(2, **slow)) == {1: "cyclist"}


def test_a_bicycle_that_moves_by_itself_has_a_rider_whom_nobody_saw() -> None:
    assert counted(bicycle(1)) == {1: "cyclist"}


def test_who_passes_by_stays_a_pedestrian() -> None:
    crossing = walk(track=2, start=(80, 30), end=(80, 85), seconds=4)
    behind = walk(track=3, start=(15, 40), end=(145, 40), seconds=4)
    assert counted(bicycle(1), crossing, behind) == {1: "cyclist", 2: "pedestrian", 3: "pedestrian"}


def test_of_two_side_by_side_each_has_their_own() -> None:
    far = {"start": (18, 45), "end": (148, 45)}
    assert counted(rider(1), bicycle(2), bicycle(3, **far), rider(4, start=(18, 43), end=(148, 43))) == {
        1: "cyclist",
        3: "cyclist",
    }


def test_a_passenger_belongs_to_it() -> None:
    assert counted(rider(1), bicycle(2), rider(3, start=(9, 58), end=(139, 58))) == {1: "cyclist"}


def test_a_bicycle_that_is_lost_and_found_is_one_with_its_rider() -> None:
    first = bicycle(2, end=(70, 60), seconds=1.7)
    again = bicycle(3, start=(86, 60), seconds=1.8, begin_s=2.2)
    assert counted(rider(1), first, again) == {1: "cyclist"}


def test_the_path_is_the_longer_of_both_and_the_box_the_smallest_around_both() -> None:
    table = objects(rider(1, seconds=4), bicycle(2, start=(47.5, 60), end=(112.5, 60), seconds=2, begin_s=1))
    rows = map_tracks(tracks=table, paths=table_paths(table), class_map=CYCLISTS).set_index("frame")
    assert rows.index.tolist() == list(range(41))
    assert rows.loc[5, ["x1", "y1", "x2", "y2"]].tolist() == pytest.approx([26.25, 38, 36.25, 58])
    assert rows.loc[20, ["x1", "y1", "x2", "y2"]].tolist() == pytest.approx([70, 38, 90, 60])
    assert set(rows["colour"]) == {"blue"}
    assert set(rows["class_id"]) == {1}


def test_who_gets_off_goes_on_alone_and_is_counted_once() -> None:
    parked = bicycle(2, start=(145, 60), seconds=4, begin_s=4.1)
    away = walk(track=1, start=(145, 58), end=(100, 80), seconds=4, begin_s=4.1)
    table = objects(rider(1) + away, bicycle(2) + parked)
    rows = map_tracks(tracks=table, paths=table_paths(table), class_map=CYCLISTS).set_index("frame")
    assert set(rows["track_id"]) == {1}
    assert rows.loc[81, ["x1", "y1", "x2", "y2"]].tolist() == pytest.approx([95, 60, 105, 80])


def test_of_nothing_nothing_is_made() -> None:
    assert counted() == {}
