"""Names are changed before anything is selected; a vote goes among the new names."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.measure.map_tracks import map_tracks
from heatdash.measure.selection import select_objects
from heatdash.values.class_map import TRAFFIC, ClassMap
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


def by_length(table: pd.DataFrame, lengths_m: list[float]) -> dict[int, tuple[str, int]]:
    """Each track's name and the number of the model's class, where tracks are as long as that."""
    paths = replace(table_paths(table), length_m=np.array(lengths_m))
    rows = map_tracks(tracks=table, paths=paths, class_map=TRAFFIC)
    kinds = rows[["track_id", "class_name", "class_id"]].drop_duplicates()
    return {track: (name, number) for track, name, number in kinds.itertuples(index=False)}


def test_trucks_have_the_names_of_their_lengths_and_keep_theirs_where_it_is_unknown() -> None:
    table = objects(*(lorry(track, "truck") for track in (1, 2, 3, 4)), lorry(5, "bus"))
    named = by_length(table, [7.49, 7.5, 16.0, np.nan, 12.0])
    assert named == {
        1: ("light truck", 7), 2: ("heavy truck", 7), 3: ("heavy truck", 7), 4: ("truck", 7), 5: ("bus", 5),
    }  # fmt: skip


def test_a_vote_for_trucks_is_one_for_trucks_of_that_length() -> None:
    table = objects(
        lorry(1, "bus"), lorry(2, "bus"), votes={1: {"bus": 400, "truck": 600}, 2: {"bus": 400, "truck": 600}}
    )
    assert by_length(table, [9.0, np.nan]) == {1: ("heavy truck", 7), 2: ("truck", 7)}


def test_tracks_that_were_not_refined_have_names_too() -> None:
    assert set(by_map(tracks(lorry(1, "bus")))["class_name"]) == {"heavy vehicle"}


SHARES = st.dictionaries(st.sampled_from(NAMES[2:]), st.integers(1, 1000), min_size=2)


@settings(max_examples=30)
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
