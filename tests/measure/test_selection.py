"""One selection decides which objects are counted, listed, drawn and summed."""

from collections.abc import Collection

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatdash.measure.paths import Paths
from heatdash.measure.selection import others_that_moved, rows_of, select_objects
from heatdash.values.classes import parse_classes
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project
from tests.builders.answers import answer
from tests.builders.tracks import Row, objects, paths, stand, table_paths, tracks, walk

CLIP = (
    walk(track=7, start=(0, 50), end=(100, 50), seconds=2, conf=0.5),
    walk(track=3, start=(90, 50), end=(10, 50), seconds=1, begin_s=3, class_name="car", colour="blue", conf=0.9),
    stand(track=70_000, at=(20, 20), seconds=0, begin_s=4, class_name="car"),
)


def asked(classes: str = "", **settings: object) -> Project:
    """A question about these classes."""
    return Project(classes=parse_classes(classes), measure=MeasureSettings(**settings))


def chosen(clip: Paths, classes: str = "", **settings: object) -> list[int]:
    """The ids of the objects that are selected."""
    chosen = select_objects(paths=clip, project=asked(classes, **settings))
    return chosen.paths.of_tracks(chosen.keep).track_id.tolist()


def of_kinds(*objects_: tuple[str, str], static: Collection[int] = ()) -> Paths:
    """One object each, given as class and colour, that stand where they are; numbered from 1."""
    walks = (
        walk(track=i, start=(20, 20), end=(20, 20), seconds=1, class_name=n, colour=c)
        for i, (n, c) in enumerate(objects_, 1)
    )
    return table_paths(objects(*walks, static=static))


def test_what_never_moved_is_left_out_where_it_should_move():
    table = objects(*CLIP, static=(7, 70_000))
    clip = table_paths(table)
    assert chosen(clip) == [3]
    assert chosen(clip, keep_static=True) == [3, 7, 70_000]
    assert clip.of_tracks(clip.track_id == 7).static.tolist() == [True]
    chairs = table_paths(table.assign(class_name="chair"))
    assert chosen(chairs) == [3, 7, 70_000], "nobody expects a chair to move"


@pytest.mark.parametrize(
    ("classes", "kept"),
    [
        ("", [3, 7, 70_000]),
        ("person", [7]),
        ("car", [3, 70_000]),
        ("car.blue", [3]),
        ("car.red,person", [7, 70_000]),
        ("car.green", []),
        ("bus", []),
    ],
)
def test_tracks_are_chosen_by_class_and_colour(classes, kept):
    assert chosen(paths(*CLIP), classes) == kept


def test_short_and_unsure_tracks_are_left_out():
    clip = paths(*CLIP)
    assert chosen(clip, min_track_s=1) == [3, 7]
    assert chosen(clip, min_track_s=1.01) == [7]
    assert chosen(clip, min_track_conf=0.6) == [3, 70_000]
    assert chosen(clip, min_track_conf=0.95) == []


@pytest.mark.parametrize(
    ("classes", "kept"),
    [("", [1, 2, 3]), ("person", [1, 2]), ("person.red", [1]), ("car,person.blue", [2, 3]), ("car.red", [])],
)
def test_classes_and_colours_choose_objects(classes: str, kept: list[int]) -> None:
    assert chosen(of_kinds(("person", "red"), ("person", "blue"), ("car", "white")), classes) == kept


def test_people_and_vehicles_that_never_moved_are_left_out_and_counted() -> None:
    clip = of_kinds(("person", "red"), ("person", "blue"), ("car", "white"), ("dog", "black"), static=(1, 3, 4))
    assert chosen(clip) == [2, 4], "a dog may lie where it is"
    assert chosen(clip, keep_static=True) == [1, 2, 3, 4]
    assert chosen(clip, "person") == [2]
    assert select_objects(paths=clip, project=asked()).static == 2
    assert select_objects(paths=clip, project=asked("person")).static == 1


def test_the_rows_of_the_objects_are_those_of_the_table() -> None:
    table, clip = tracks(*CLIP), paths(*CLIP)
    assert rows_of(tracks=table, paths=clip) is table
    some = rows_of(tracks=table, paths=clip.of_tracks(np.array([True, False, True])))
    assert sorted(some["track_id"].unique()) == [3, 70_000]
    assert some.index.tolist() == list(range(len(some)))


@pytest.mark.parametrize("settings", [{}, {"min_track_s": 5.0}, {"min_track_conf": 0.99}, {"keep_static": True}])
def test_what_is_listed_is_what_is_counted(settings: dict[str, float]) -> None:
    given = answer(measure=MeasureSettings(grid=16, **settings))
    assert given.tracks["track_id"].nunique() == given.measured.counts.summary["picture"]["unique"]


def test_of_nothing_nothing_is_selected() -> None:
    assert chosen(paths(), "person", min_track_s=1, min_track_conf=0.5) == []


ROAD = (
    walk(track=1, start=(10, 80), end=(150, 80), seconds=5, class_name="train", colour="red"),
    walk(track=2, start=(10, 60), end=(150, 60), seconds=5, class_name="bus"),
    walk(track=3, start=(10, 40), end=(150, 40), seconds=5, class_name="car"),
)
VOTES = {1: {"train": 450, "truck": 350, "car": 200}, 2: {"bus": 800, "car": 200}}
"""A lorry that most boxes called a train, a bus that some called a car, and a car."""


def known_as(classes: str, votes: dict[int, dict[str, int]] = VOTES) -> dict[int, str]:
    """The classes that the selected objects are known by."""
    chosen = select_objects(paths=table_paths(objects(*ROAD, votes=votes)), project=asked(classes))
    kept = chosen.paths.of_tracks(chosen.keep)
    names = [kept.class_names[code] for code in kept.class_code]
    return dict(zip(kept.track_id.tolist(), names, strict=True))


@pytest.mark.parametrize(
    ("classes", "kept"),
    [
        ("", {1: "train", 2: "bus", 3: "car"}),
        ("car,truck,bus", {1: "truck", 2: "bus", 3: "car"}),
        ("car,truck", {1: "truck", 3: "car"}),
        ("car", {3: "car"}),
        ("truck", {}),
        ("train,car", {1: "train", 3: "car"}),
        ("truck.red,car.red", {1: "truck", 3: "car"}),
        ("truck.blue,car.red", {3: "car"}),
    ],
)
def test_a_vote_goes_among_what_was_asked_for(classes: str, kept: dict[int, str]) -> None:
    assert known_as(classes) == kept


def test_half_of_the_votes_is_enough_and_less_is_not() -> None:
    assert known_as("truck", {1: {"train": 500, "truck": 500}}) == {1: "truck"}
    assert known_as("truck", {1: {"train": 501, "truck": 499}}) == {}
    assert known_as("car,truck", {1: {"train": 400, "car": 300, "truck": 300}}) == {1: "car", 3: "car"}


def test_a_class_that_was_asked_for_in_another_colour_is_no_other_class() -> None:
    assert known_as("train.blue,car,truck") == {3: "car"}


SHARES = st.dictionaries(st.sampled_from(["car", "bus", "truck", "train"]), st.integers(1, 1000), min_size=1)


@given(votes=st.dictionaries(st.sampled_from([1, 2, 3]), SHARES))
def test_who_asks_for_every_class_asks_for_none(votes: dict[int, dict[str, int]]) -> None:
    assert known_as("car,bus,truck,train,person", votes) == known_as("", votes)


@given(votes=st.dictionaries(st.sampled_from([1, 2, 3]), SHARES), more=st.sampled_from(["bus", "truck", "train"]))
def test_who_asks_for_more_classes_loses_no_object(votes: dict[int, dict[str, int]], more: str) -> None:
    assert set(known_as("car", votes)) <= set(known_as(f"car,{more}", votes))


def test_the_rows_bear_the_class_that_was_asked_for_and_its_number() -> None:
    table = objects(*ROAD, votes=VOTES)
    chosen = select_objects(paths=table_paths(table), project=asked("car,truck,bus"))
    rows = rows_of(tracks=table, paths=chosen.paths)
    named = rows[["track_id", "class_id", "class_name"]].drop_duplicates()
    assert named.to_numpy().tolist() == [[1, 7, "truck"], [2, 5, "bus"], [3, 2, "car"]]
    assert rows["class_id"].dtype == table["class_id"].dtype
    assert table["class_name"].tolist() == objects(*ROAD)["class_name"].tolist(), "the table itself stays"


def others(*walks: list[Row], classes: str, static: Collection[int] = (), **settings: float) -> list[int]:
    """The ids of the other objects that moved."""
    project = asked(classes, **settings)
    selection = select_objects(paths=table_paths(objects(*walks, static=static)), project=project)
    marks = others_that_moved(selection=selection, project=project)
    return selection.paths.track_id[marks].tolist()


def test_other_vehicles_that_moved_are_told_where_vehicles_were_asked_for() -> None:
    parked = stand(track=8, at=(80, 20), seconds=9, class_name="bus")
    person = walk(track=9, start=(10, 20), end=(150, 20), seconds=5)
    assert others(*ROAD, parked, person, classes="car", static=(8,)) == [1, 2]
    assert others(*ROAD, parked, person, classes="car") == [1, 2], "what stays where it is has not moved"
    assert others(*ROAD, parked, person, classes="bus,car,train") == []
    assert others(*ROAD, parked, person, classes="person") == []
    assert others(*ROAD, parked, person, classes="") == []
    assert others(*ROAD, parked, person, classes="car", min_track_s=6) == []
    assert others(*ROAD, parked, person, classes="car.blue") == [1, 2], "a red car is no other class"


def test_things_are_told_that_are_as_large_as_what_is_counted() -> None:
    bag = walk(track=8, start=(10, 20), end=(150, 20), seconds=5, class_name="dog", size=(4, 4))
    boat = walk(track=9, start=(10, 30), end=(150, 30), seconds=5, class_name="dog", size=(30, 20))
    assert others(*ROAD, bag, boat, classes="car") == [1, 2, 9]
    assert others(bag, boat, classes="car") == [], "nothing is counted that they are as large as"
    assert others(*ROAD, bag, boat, classes="person") == []
