"""One selection decides which objects are counted, listed, drawn and summed."""

import numpy as np
import pytest

from heatdash.measure.paths import Paths, paths_of
from heatdash.measure.selection import count_static, rows_of, select_objects
from heatdash.values.classes import parse_classes
from heatdash.values.measure_settings import MeasureSettings
from tests.builders.answers import answer
from tests.builders.tracks import paths, stand, tracks, walk

CLIP = (
    walk(track=7, start=(0, 50), end=(100, 50), seconds=2, conf=0.5),
    walk(track=3, start=(90, 50), end=(10, 50), seconds=1, begin_s=3, class_name="car", colour="blue", conf=0.9),
    stand(track=70_000, at=(20, 20), seconds=0, begin_s=4, class_name="car"),
)


def chosen(clip: Paths, classes: str = "", **settings: object) -> list[int]:
    """The ids of the objects that are selected."""
    keep = select_objects(paths=clip, choices=parse_classes(classes), settings=MeasureSettings(**settings))
    return clip.of_tracks(keep).track_id.tolist()


def of_kinds(*objects: tuple[str, str], static: tuple[bool, ...] = ()) -> Paths:
    """One object each, given as class and colour, that stand where they are."""
    table = tracks(
        *(
            walk(track=i, start=(20, 20), end=(20, 20), seconds=1, class_name=n, colour=c)
            for i, (n, c) in enumerate(objects, 1)
        )
    )
    table = table.assign(filled=False, static=[bool(static) and static[i - 1] for i in table["track_id"]])
    return paths_of(tracks=table, watched=paths(*CLIP).watched, width_px=160, height_px=90)


def test_what_never_moved_is_left_out_where_it_should_move():
    table = tracks(*CLIP).assign(filled=False, static=False)
    table.loc[table["track_id"] != 3, "static"] = True
    clip = paths_of(tracks=table, watched=paths(*CLIP).watched, width_px=160, height_px=90)
    assert chosen(clip) == [3]
    assert chosen(clip, keep_static=True) == [3, 7, 70_000]
    assert clip.of_tracks(clip.track_id == 7).static.tolist() == [True]
    chairs = paths_of(tracks=table.assign(class_name="chair"), watched=paths(*CLIP).watched, width_px=160, height_px=90)
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
    clip = of_kinds(
        ("person", "red"), ("person", "blue"), ("car", "white"), ("dog", "black"), static=(True, False, True, True)
    )
    assert chosen(clip) == [2, 4], "a dog may lie where it is"
    assert chosen(clip, keep_static=True) == [1, 2, 3, 4]
    assert chosen(clip, "person") == [2]
    assert count_static(paths=clip, choices=()) == 2
    assert count_static(paths=clip, choices=parse_classes("person")) == 1


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
