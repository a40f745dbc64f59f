"""No vehicle turns back on the spot at full speed, and nobody who left the picture is back at once.

The picture is 160 pixels wide; ten frames come a second.
"""

import pytest

from heatdash.tables.columns import TRACK_ID
from tests.builders.refined import refined
from tests.builders.tracks import PICTURE_PX, Row, stand, walk

CAR_PX = (40.0, 20.0)


def in_picture(*walks: list[Row]) -> list[Row]:
    """The boxes, cut off by the picture's edges; those outside are left out."""
    width, height = PICTURE_PX
    cut = [
        {
            **row,
            "x1": max(row["x1"], 0.0),
            "y1": max(row["y1"], 0.0),
            "x2": min(row["x2"], width),
            "y2": min(row["y2"], height),
        }
        for rows in walks
        for row in rows
    ]
    return [row for row in cut if row["x1"] < row["x2"] and row["y1"] < row["y2"]]


def drive(
    *, start: float, end: float, seconds: float, begin_s: float = 0.0, y: float = 50.0, **more: object
) -> list[Row]:
    return walk(
        track=1, start=(start, y), end=(end, y), seconds=seconds, begin_s=begin_s, class_name="car", size=CAR_PX, **more
    )


def objects(*walks: list[Row], seconds: float = 8) -> int:
    return refined(*walks, seconds=seconds).tracks[TRACK_ID].nunique()


def test_a_track_that_goes_on_with_the_vehicle_that_comes_the_other_way_is_two() -> None:
    there = drive(start=20, end=100, seconds=2)
    back = drive(start=96, end=16, seconds=2, begin_s=2.1)
    assert objects([*there, *back]) == 2


def test_a_vehicle_that_stops_and_reverses_is_one() -> None:
    there = drive(start=20, end=80, seconds=2)
    slower = drive(start=82, end=88, seconds=0.6, begin_s=2.1)
    rest = drive(start=88, end=88, seconds=1, begin_s=2.8)
    back = drive(start=87, end=47, seconds=2, begin_s=3.9)
    assert objects([*there, *slower, *rest, *back]) == 1


def test_a_person_may_turn_on_the_spot() -> None:
    there = walk(track=1, start=(20, 50), end=(80, 50), seconds=3)
    back = walk(track=1, start=(78, 50), end=(20, 50), seconds=3, begin_s=3.1)
    assert objects([*there, *back]) == 1


def test_a_vehicle_that_another_one_hides_for_a_moment_has_not_turned_back() -> None:
    seen = drive(start=40, end=100, seconds=4)
    hidden = [min(max(0, number - 14), max(0, 26 - number)) for number in range(41)]
    assert objects([{**row, "x2": row["x2"] - 5.0 * gone} for row, gone in zip(seen, hidden, strict=True)]) == 1


def test_who_leaves_and_who_comes_in_there_are_two_vehicles_whether_or_not_one_track_follows_both() -> None:
    leaves = in_picture(drive(start=60, end=180, seconds=3))
    comes = in_picture(drive(start=178, end=58, seconds=3, begin_s=3.1))
    assert objects([*leaves, *comes]) == 2
    for row in comes:
        row[TRACK_ID] = 2
    assert objects(leaves, comes) == 2


@pytest.mark.parametrize("class_name", ["car", "person"])
@pytest.mark.parametrize("side", ["left", "right", "top", "bottom"])
def test_who_has_left_the_picture_is_not_who_comes_in_a_second_later(side: str, class_name: str) -> None:
    width, height = PICTURE_PX
    outside = {"left": (-20, 45), "right": (width + 20, 45), "top": (80, -1), "bottom": (80, height + 21)}[side]
    inside = {"left": (50, 45), "right": (110, 45), "top": (80, 45), "bottom": (80, 45)}[side]
    size = (20.0, 20.0)
    leaves = in_picture(walk(track=1, start=inside, end=outside, seconds=2, class_name=class_name, size=size))
    comes = in_picture(
        walk(track=2, start=outside, end=inside, seconds=2, begin_s=2.2, class_name=class_name, size=size)
    )
    assert objects(leaves, comes) == 2


def test_who_stands_at_the_edge_and_is_lost_for_a_second_is_one() -> None:
    before = in_picture(stand(track=1, at=(157, 50), seconds=2))
    after = in_picture(stand(track=2, at=(157, 50), seconds=2, begin_s=3))
    assert objects(before, after) == 1


def test_who_is_hidden_on_the_way_to_the_edge_is_one() -> None:
    before = walk(track=1, start=(80, 50), end=(112, 50), seconds=2)
    after = in_picture(walk(track=2, start=(124, 50), end=(170, 50), seconds=2.5, begin_s=2.8))
    assert objects(before, after) == 1


def test_boxes_that_the_tracker_left_at_the_edge_lead_from_no_vehicle_to_the_next() -> None:
    # One leaves on the right while the next comes in there, and the tracker left the last and the first boxes of both.
    leaves = in_picture(drive(start=60, end=180, seconds=3))
    comes = in_picture(drive(start=178, end=58, seconds=3, begin_s=3.1))
    for row in comes:
        row[TRACK_ID] = 2
    result = refined(leaves[:-4], comes[5:], loose=[*leaves[-4:], *comes[:5]], seconds=8)
    assert result.tracks[TRACK_ID].nunique() == 2
