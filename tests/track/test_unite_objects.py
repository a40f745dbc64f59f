"""Clips that follow on one another: nobody is two, and nobody is lost. People are 20 pixels tall in 160 x 90."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.tables.columns import BOX, CLASS_NAME, COLOUR, FILLED, FRAME, REFINED, STATIC, T_S, TRACK_ID
from tests.builders.cut_clips import cut
from tests.builders.refined import refined
from tests.builders.tracks import stand, walk

ACROSS = walk(track=7, start=(5, 60), end=(155, 60), seconds=11.9)


@pytest.mark.parametrize("at_s", [(6.0,), (3.0, 6.0, 9.0), tuple(np.arange(1.0, 12.0))])
def test_who_walks_through_all_clips_is_one_object_as_in_one_clip(at_s: tuple[float, ...]) -> None:
    whole = refined(ACROSS, seconds=12).tracks
    found = cut(ACROSS, seconds=12, at_s=at_s)
    assert found.objects[TRACK_ID].nunique() == 1
    assert found.united.tracks[FRAME].tolist() == whole[FRAME].tolist()
    assert found.united.tracks[T_S].tolist() == pytest.approx(whole[T_S].tolist())
    assert np.abs(found.united.tracks[list(BOX)].to_numpy() - whole[list(BOX)].to_numpy()).max() < 1.0
    assert all(len(taken) == 1 for taken in found.united.taken)


def test_the_table_is_one_of_refined_tracks() -> None:
    REFINED.check(cut(ACROSS, seconds=12, at_s=(6.0,)).united.tracks)
    nobody = cut(walk(track=1, start=(5, 60), end=(60, 60), seconds=3), seconds=12, at_s=(6.0,)).united
    REFINED.check(nobody.tracks)
    assert len(nobody.tracks) == 0
    assert [len(taken) for taken in nobody.taken] == [0, 0]


def test_who_has_left_and_who_comes_later_are_two() -> None:
    gone = walk(track=1, start=(60, 60), end=(5, 60), seconds=5)
    comes = walk(track=2, start=(155, 50), end=(60, 50), seconds=5, begin_s=6.5)
    found = cut(gone, comes, seconds=12, at_s=(6.0,))
    assert len(found.united.tracks) == 0
    assert found.objects[TRACK_ID].nunique() == 2


def test_two_who_pass_each_other_at_the_seam_stay_two() -> None:
    other = walk(track=2, start=(155, 66), end=(5, 66), seconds=11.9)
    found = cut(ACROSS, other, seconds=12, at_s=(6.0,)).united.tracks
    assert found[TRACK_ID].nunique() == 2
    for _, rows in found.groupby(TRACK_ID):
        steps = np.diff((rows["x1"] + rows["x2"]).to_numpy())
        assert (steps > 0).all() or (steps < 0).all()


def test_who_is_hidden_just_when_the_file_ends_is_followed_on() -> None:
    hidden = walk(track=1, start=(5, 60), end=(155, 60), seconds=11.9, missing=range(56, 65))
    found = cut(hidden, seconds=12, at_s=(6.0,)).united.tracks
    assert found[TRACK_ID].nunique() == 1
    assert found[FRAME].tolist() == list(range(120))
    assert found.loc[found[FILLED], FRAME].tolist() == list(range(56, 65))


def test_what_a_clip_alone_took_for_a_false_alarm_is_taken_from_the_seam() -> None:
    """Two boxes at the end of a file are nobody; with what follows they are the first ones of somebody."""
    late = walk(track=1, start=(80, 89), end=(80, 40), seconds=6.1, begin_s=5.8)
    found = cut(late, seconds=12, at_s=(6.0,))
    assert len(found.refined[0].tracks) == 0
    assert found.united.tracks[FRAME].tolist() == list(range(58, 120))
    assert [taken.tolist() for taken in found.united.taken] == [[], [1]]


def test_what_never_moved_is_static_though_each_clip_is_too_short_to_tell() -> None:
    found = cut(stand(track=1, at=(80, 60), seconds=23.9, class_name="car"), seconds=24, at_s=(12.0,))
    assert not any(clip.tracks[STATIC].any() for clip in found.refined)
    assert found.united.tracks[STATIC].all()
    moves = walk(track=1, start=(40, 60), end=(120, 60), seconds=23.9, class_name="car")
    assert not cut(moves, seconds=24, at_s=(12.0,)).united.tracks[STATIC].any()


def test_all_boxes_vote_for_the_class_and_the_colour() -> None:
    car = walk(track=1, start=(5, 60), end=(42, 60), seconds=2.9, class_name="car", colour="red")
    truck = walk(track=1, start=(43.25, 60), end=(155, 60), seconds=8.9, begin_s=3.0, class_name="truck", colour="blue")
    found = cut(car, truck, seconds=12, at_s=(3.0,)).united.tracks
    whole = refined(car, truck, seconds=12).tracks
    for name in (CLASS_NAME, COLOUR):
        assert found[name].unique().tolist() == whole[name].unique().tolist()
    assert found["votes"].iloc[0] == whole["votes"].iloc[0]


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), cuts=st.sets(st.integers(1, 23), max_size=4))
def test_however_people_walk_and_files_end_there_are_as_many_as_in_one_clip(seed: int, cuts: set[int]) -> None:
    random = np.random.default_rng(seed)
    people = [
        walk(
            track=number,
            start=tuple(random.uniform((5, 25), (155, 88))),
            end=tuple(random.uniform((5, 25), (155, 88))),
            seconds=float(random.integers(30, 60)) / 10,
            begin_s=float(random.integers(0, 60)) / 10,
        )
        for number in range(1, 4)
    ]
    whole = refined(*people, seconds=12).tracks
    found = cut(*people, seconds=12, at_s=[number / 2 for number in sorted(cuts)]).objects
    assert _seen(found) == _seen(whole)


def _seen(objects: pd.DataFrame) -> list[tuple[int, int, int]]:
    """From which frame to which each object is there, and at how many."""
    spans = objects.groupby(TRACK_ID)[FRAME].agg(["min", "max", "size"])
    return sorted(spans.itertuples(index=False, name=None))
