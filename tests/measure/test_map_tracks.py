"""Names are changed before anything is selected; a vote goes among the new names."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.measure.map_tracks import map_tracks
from heatdash.measure.selection import select_objects
from heatdash.values.class_map import ClassMap
from heatdash.values.project import Project
from tests.builders.tracks import Row, objects, stand, table_paths, tracks, walk

HEAVY = ClassMap((("bus", "heavy vehicle"), ("truck", "heavy vehicle"), ("person", "pedestrian")))
NAMES = ["person", "bicycle", "car", "bus", "truck", "train"]


def by_map(table: pd.DataFrame, class_map: ClassMap = HEAVY) -> pd.DataFrame:
    return map_tracks(tracks=table, paths=table_paths(table), class_map=class_map)


def lorry(track: int, class_name: str = "car") -> list[Row]:
    return walk(track=track, start=(10, 80), end=(150, 80), seconds=5, class_name=class_name)


def test_what_the_map_names_bears_the_name_and_the_models_number() -> None:
    rows = by_map(objects(lorry(1, "truck"), lorry(2, "dog"), walk(track=3, start=(0, 9), end=(9, 9), seconds=1)))
    kinds = rows[["track_id", "class_id", "class_name"]].drop_duplicates().to_numpy().tolist()
    assert sorted(kinds) == [[1, 7, "heavy vehicle"], [2, 16, "dog"], [3, 0, "pedestrian"]]


def test_classes_of_one_name_hold_their_votes_together() -> None:
    rows = by_map(objects(lorry(1), votes={1: {"car": 400, "bus": 350, "truck": 250}}))
    assert rows[["class_id", "class_name"]].drop_duplicates().to_numpy().tolist() == [[5, "heavy vehicle"]]
    asked = Project().with_options({"class_map": HEAVY.to_json(), "classes": "car"})
    assert not select_objects(paths=table_paths(rows), project=asked).keep.any(), "a car only for four boxes in ten"


def test_a_vote_that_is_even_stays_with_the_objects_own_class() -> None:
    rows = by_map(objects(lorry(1), votes={1: {"bus": 500, "car": 500}}))
    assert set(rows["class_name"]) == {"car"}


def test_what_never_moved_is_left_out_by_whatever_name() -> None:
    rows = by_map(objects(stand(track=1, at=(50, 50), seconds=9, class_name="bus"), lorry(2, "bus"), static=(1,)))
    project = Project().with_options({"class_map": HEAVY.to_json()})
    selection = select_objects(paths=table_paths(rows), project=project)
    assert (selection.keep.tolist(), selection.static) == ([False, True], 1)


def test_tracks_that_were_not_refined_have_names_too() -> None:
    assert set(by_map(tracks(lorry(1, "bus")))["class_name"]) == {"heavy vehicle"}


SHARES = st.dictionaries(st.sampled_from(NAMES[2:]), st.integers(1, 1000), min_size=2)


@settings(deadline=None, max_examples=30)
@given(
    kinds=st.lists(st.sampled_from(NAMES), min_size=1, max_size=4),
    shares=st.lists(SHARES, min_size=4, max_size=4),
)
def test_a_map_that_names_each_class_as_it_is_changes_nothing(kinds: list[str], shares: list[dict[str, int]]) -> None:
    walks = [lorry(track, max(of, key=lambda name: of[name])) for track, of in enumerate(shares, 1)]
    walks += [lorry(track, name) for track, name in enumerate(kinds, 5)]
    table = objects(*walks, votes=dict(enumerate(shares, 1)))
    same = by_map(table, ClassMap(tuple((name, name) for name in NAMES)))
    pd.testing.assert_frame_equal(same, table, check_categorical=False)


def test_without_a_map_the_table_is_the_same() -> None:
    table = objects(lorry(1))
    assert by_map(table, ClassMap()) is table


@pytest.mark.parametrize("classes", ["", "heavy vehicle", "car"])
def test_what_is_asked_for_is_found_by_its_new_name(classes: str) -> None:
    rows = by_map(objects(lorry(1, "bus"), lorry(2, "car")))
    project = Project().with_options({"class_map": HEAVY.to_json(), "classes": classes})
    kept = select_objects(paths=table_paths(rows), project=project).keep.tolist()
    assert kept == {"": [True, True], "heavy vehicle": [True, False], "car": [False, True]}[classes]
