"""What is no object of its own is dropped: doubles, parts, ghosts; what never moved is marked.

People here are 20 pixels tall and walk 16 pixels a second; ten frames come a second.
"""

import numpy as np
import pytest

from heatdash.tables.columns import CLASS_NAME, CONF, FRAME, STATIC, TRACK_ID
from tests.builders.refined import refined
from tests.builders.tracks import Row, stand, walk


def test_the_same_box_twice_is_one_object() -> None:
    result = refined(
        walk(track=1, start=(20, 50), end=(68, 50), seconds=3),
        walk(track=2, start=(37, 50), end=(53, 50), seconds=1, begin_s=1),
        seconds=5,
    )
    assert result.tracks[TRACK_ID].nunique() == 1
    assert (result.report.ghosts, len(result.tracks)) == (1, 31)


CAR_PX, CAB_PX = (40.0, 20.0), (26.0, 20.0)


@pytest.mark.parametrize("gaps", [(), range(12, 30)], ids=["all the time", "where the other is missed"])
def test_a_pickup_followed_as_a_car_and_as_a_truck_is_one_vehicle(gaps: range | tuple[int, ...]) -> None:
    whole = walk(track=1, start=(20, 50), end=(120, 50), seconds=5, size=CAR_PX, class_name="car", missing=gaps)
    cab = walk(track=2, start=(35, 50), end=(122, 50), seconds=4, begin_s=1, size=CAB_PX, class_name="truck", conf=0.8)
    table = refined(whole, cab, seconds=6).tracks
    assert table[TRACK_ID].nunique() == 1
    assert set(table[CLASS_NAME]) == {"truck" if gaps else "car"}
    assert len(table) == 51


def test_a_van_named_a_bus_from_then_on_is_one_vehicle() -> None:
    first = walk(track=1, start=(20, 50), end=(70, 50), seconds=2.5, size=CAR_PX, class_name="car")
    then = walk(track=2, start=(54, 50), end=(134, 50), seconds=4, begin_s=2, size=CAB_PX, class_name="bus")
    table = refined(first, then, seconds=7).tracks
    assert (table[TRACK_ID].nunique(), set(table[CLASS_NAME])) == (1, {"bus"})


@pytest.mark.parametrize(
    "second",
    [
        walk(track=2, start=(120, 52), end=(20, 52), seconds=5, size=CAR_PX, class_name="car"),
        walk(track=2, start=(50, 50), end=(150, 50), seconds=5, size=CAR_PX, class_name="car"),
        walk(track=2, start=(30, 52), end=(150, 52), seconds=5, size=CAR_PX, class_name="bus"),
        walk(track=2, start=(20, 50), end=(120, 50), seconds=5, size=CAR_PX, class_name="motorcycle"),
    ],
    ids=["that meets it", "behind it", "that overtakes it", "with two wheels"],
)
def test_a_second_vehicle_stays_a_second_one(second: list[Row]) -> None:
    first = walk(track=1, start=(20, 50), end=(120, 50), seconds=5, size=CAR_PX, class_name="car")
    assert refined(first, second, seconds=6).tracks[TRACK_ID].nunique() == 2


@pytest.mark.parametrize("class_name", ["car", "person"])
@pytest.mark.parametrize("seen", [range(0), range(10, 31)], ids=["at once", "in turns"])
def test_a_car_that_is_now_and_then_a_dog_is_one_car(seen: range, class_name: str) -> None:
    car = walk(track=1, start=(20, 50), end=(120, 50), seconds=5, class_name=class_name, size=CAR_PX, missing=seen)
    wrong = walk(track=2, start=(40, 50), end=(80, 50), seconds=2, begin_s=1, class_name="dog", size=CAR_PX, conf=1)
    table = refined(car, wrong, seconds=6).tracks
    assert (table[TRACK_ID].nunique(), set(table[CLASS_NAME])) == (1, {class_name})
    assert table[FRAME].tolist() == list(range(51))


def test_what_somebody_carries_or_passes_is_no_double() -> None:
    person = walk(track=1, start=(20, 50), end=(120, 50), seconds=5)
    bag = walk(track=2, start=(22, 46), end=(122, 46), seconds=5, class_name="dog", size=(6, 8))
    dog = stand(track=3, at=(70, 50), seconds=5, class_name="dog")
    assert refined(person, bag, dog, seconds=6).tracks[TRACK_ID].nunique() == 3


@pytest.mark.parametrize("seconds", [2.0, 2.1, 2.2], ids=["at once", "in turns", "in turns for longer"])
def test_who_is_handed_from_one_track_to_another_is_one_object(seconds: float) -> None:
    old = walk(
        track=1, start=(20, 50), end=(20 + 16 * seconds, 50), seconds=seconds, missing=[20] if seconds > 2 else []
    )
    new = walk(track=2, start=(52, 50), end=(100, 50), seconds=3, begin_s=2, missing=[21, 22] if seconds > 2 else [])
    table = refined(old, new, seconds=6).tracks
    assert table[TRACK_ID].nunique() == 1
    assert table[FRAME].tolist() == list(range(51))


@pytest.mark.parametrize(
    ("aside_px", "until_s", "people"),
    [(2, 3, 1), (2, 3.2, 2), (6, 3, 2)],
    ids=["one body boxed twice", "for too long", "beside it"],
)
def test_who_is_boxed_twice_until_the_old_track_ends_is_one_object(aside_px: int, until_s: float, people: int) -> None:
    old = walk(track=1, start=(20, 50), end=(20 + 16 * until_s, 50), seconds=until_s)
    new = walk(track=2, start=(52 + aside_px, 52), end=(116 + aside_px, 52), seconds=4, begin_s=2)
    table = refined(old, new, seconds=8).tracks
    assert table[TRACK_ID].nunique() == people
    assert people == 2 or table[FRAME].tolist() == list(range(61))


def test_who_is_met_at_the_end_of_a_track_is_somebody_else() -> None:
    old = walk(track=1, start=(20, 50), end=(52, 50), seconds=2)
    new = walk(track=2, start=(70, 50), end=(110, 50), seconds=3, begin_s=1.9)
    assert refined(old, new, seconds=6).tracks[TRACK_ID].nunique() == 2


def test_two_abreast_are_two_people_however_much_they_hide_of_each_other() -> None:
    one = walk(track=1, start=(20, 60), end=(120, 60), seconds=5)
    two = walk(track=2, start=(23, 60), end=(123, 60), seconds=5)
    assert refined(one, two, seconds=6).tracks[TRACK_ID].nunique() == 2


def test_the_cab_of_a_truck_seen_for_a_moment_is_no_second_truck() -> None:
    truck = walk(track=1, start=(40, 60), end=(120, 60), seconds=5, size=(60, 30), class_name="truck")
    cab = walk(track=2, start=(55, 58), end=(63, 58), seconds=0.5, size=(20, 20), class_name="truck", conf=0.6)
    assert refined(truck, cab, seconds=6).tracks[TRACK_ID].nunique() == 1
    more = walk(track=2, start=(30, 62), end=(46, 62), seconds=0.5, size=(90, 60), class_name="truck", conf=0.95)
    assert refined(truck, more, seconds=6).tracks[TRACK_ID].nunique() == 1
    car = walk(track=2, start=(55, 58), end=(75, 58), seconds=1.5, size=(20, 20), class_name="car", conf=0.6)
    assert refined(truck, car, seconds=6).tracks[TRACK_ID].nunique() == 2


@pytest.mark.parametrize(
    ("whole", "part", "people"),
    [
        (walk(track=1, start=(20, 60), end=(120, 60), seconds=5), (20, 50), 1),
        (walk(track=1, start=(20, 60), end=(120, 60), seconds=5, size=(40, 20), class_name="car"), (30, 58), 0),
        (walk(track=1, start=(20, 60), end=(120, 60), seconds=5), (40, 50), 2),
    ],
    ids=["the upper half of a body", "a driver", "somebody else"],
)
def test_a_weak_box_within_another_is_a_part_of_it(whole: list[Row], part: tuple[float, float], people: int) -> None:
    x, y = part
    inner = walk(track=2, start=(x, y), end=(x + 100, y), seconds=5, size=(8, 10), conf=0.4)
    table = refined(whole, inner, seconds=6).tracks
    assert table.loc[table[CLASS_NAME] == "person", TRACK_ID].nunique() == people


def test_a_child_before_a_grown_up_is_one_of_two() -> None:
    table = refined(
        walk(track=1, start=(20, 60), end=(120, 60), seconds=5),
        walk(track=2, start=(20, 59), end=(120, 59), seconds=5, size=(8, 12)),
        seconds=6,
    ).tracks
    assert table[TRACK_ID].nunique() == 2


@pytest.mark.parametrize(
    ("ghost", "people"),
    [
        (stand(track=2, at=(120, 50), seconds=0.1), 0),
        (stand(track=2, at=(120, 50), seconds=0.3), 1),
        (walk(track=2, start=(120, 50), end=(120, 50), seconds=3, conf=0.4), 0),
        (walk(track=2, start=(120, 50), end=(120, 50), seconds=3, conf=0.6), 1),
        (walk(track=2, start=(120, 50), end=(90, 50), seconds=2, conf=0.4), 1),
        (walk(track=2, start=(120, 50), end=(90, 50), seconds=2, conf=0.4, missing=[f for f in range(21) if f % 3]), 0),
    ],
    ids=["a flash", "short", "weak and still", "sure and still", "weak and walking", "weak and flickering"],
)
def test_what_is_no_object_is_dropped(ghost: list[Row], people: int) -> None:
    result = refined(walk(track=1, start=(20, 50), end=(68, 50), seconds=3), ghost, seconds=5)
    assert result.tracks[TRACK_ID].nunique() == 1 + people
    assert result.report.ghosts == 1 - people


def test_what_was_sure_for_a_while_stays_however_weakly_it_is_seen_before() -> None:
    # A coach comes from far away, where it is a glimpse now and then.
    far = walk(track=1, start=(10, 30), end=(40, 40), seconds=6, conf=0.15, missing=[f for f in range(61) if f % 8])
    near = walk(track=1, start=(40, 40), end=(80, 60), seconds=3.6, begin_s=6.1, conf=0.51, missing=(70, 81))
    for seen in (near, [*far, *near]):
        assert refined(seen, seconds=12).tracks[TRACK_ID].nunique() == 1


@pytest.mark.parametrize("seed", range(8))
def test_more_boxes_never_make_an_object_less_sure(seed: int) -> None:
    random = np.random.default_rng(seed)
    sure = walk(track=1, start=(60, 50), end=(60, 50), seconds=float(random.uniform(1, 3)), begin_s=5, conf=0.6)
    frames = random.permutation(50)[: int(random.integers(1, 50))]
    glimpses = [
        {**row, CONF: float(random.uniform(0.05, 0.5))}
        for row in walk(track=1, start=(60, 50), end=(60, 50), seconds=4.9, missing=frames.tolist())
    ]
    assert refined(sure, seconds=10).tracks[TRACK_ID].nunique() == 1
    seen = refined([*glimpses, *sure], seconds=10).tracks
    assert seen.loc[seen[FRAME] >= 50, TRACK_ID].nunique() == 1


@pytest.mark.parametrize(
    ("glimpse", "kept"),
    [
        (walk(track=1, start=(70, 60), end=(86, 60), seconds=1, begin_s=3, conf=0.4), False),
        (walk(track=1, start=(70, 60), end=(94, 60), seconds=1.6, begin_s=3, conf=0.4), True),
        (walk(track=1, start=(70, 60), end=(86, 60), seconds=1, begin_s=3, conf=0.6), True),
        (walk(track=1, start=(4, 60), end=(20, 60), seconds=1, begin_s=3, conf=0.4), True),
        (walk(track=1, start=(140, 60), end=(156, 60), seconds=1, begin_s=3, conf=0.4), True),
        (walk(track=1, start=(70, 60), end=(86, 60), seconds=1, conf=0.4), False),
        (walk(track=1, start=(70, 60), end=(86, 60), seconds=1, begin_s=6.9, conf=0.4), False),
        (walk(track=1, start=(70, 60), end=(86, 60), seconds=1, begin_s=3, conf=0.4, class_name="car"), True),
    ],
    ids=[
        "in the middle",
        "for longer",
        "surely",
        "coming in",
        "leaving",
        "when the clip begins",
        "when it ends",
        "a car",
    ],
)
def test_a_weak_glimpse_of_who_neither_came_nor_went_is_nobody(glimpse: list[Row], kept: bool) -> None:
    assert refined(glimpse, seconds=8).tracks[TRACK_ID].nunique() == kept


def test_who_is_there_for_all_of_a_short_clip_is_somebody() -> None:
    seen = walk(track=1, start=(70, 60), end=(86, 60), seconds=1, conf=0.4)
    assert refined(seen, seconds=1.1).tracks[TRACK_ID].nunique() == 1


def test_a_weak_thing_that_does_not_move_by_itself_stays() -> None:
    thing = [{**row, CLASS_NAME: "chair"} for row in walk(track=1, start=(80, 50), end=(80, 50), seconds=3, conf=0.4)]
    assert refined(thing, seconds=5).report.tracks == 1


def test_what_never_moved_is_marked_and_what_waits_is_not() -> None:
    result = refined(
        stand(track=1, at=(30, 50), seconds=25, class_name="car"),
        stand(track=2, at=(90, 50), seconds=15),
        walk(track=3, start=(150, 80), end=(120, 80), seconds=2),
        stand(track=3, at=(120, 80), seconds=24, begin_s=2.1),
        seconds=30,
    )
    static = result.tracks.groupby(TRACK_ID)[STATIC].agg(["min", "max"])
    assert static.to_numpy().tolist() == [[True, True], [False, False], [False, False]]
    assert result.report.static_tracks == 1


def test_a_poster_behind_people_who_pass_has_not_moved() -> None:
    poster = stand(track=1, at=(80, 60), seconds=30)
    for row in poster[50:200]:
        row["y2"] = 50.0
    assert refined(poster, seconds=31).report.static_tracks == 1
