"""Where people are, or must be taken to be: across gaps too, in which no model saw them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from heatdash.stages.people_boxes import HeldBoxes, hold_boxes, no_boxes, people_boxes
from heatdash.stages.watch import DETECTIONS_FILE
from heatdash.store.parquet_tables import write_table
from heatdash.tables.columns import BOX, FRAME, X1
from heatdash.values.clip import Clip
from tests.builders import detections as seen
from tests.builders.answers import clip as clip_of
from tests.builders.tracks import stand, tracks

LONG = clip_of(seconds=100)
EVERY = np.arange(1000)


@pytest.fixture(scope="module")
def clip() -> Clip:
    """Twenty frames, ten a second."""
    return clip_of(seconds=2)


def held(table: pd.DataFrame, *, clip: Clip = LONG, watched: np.ndarray = EVERY) -> HeldBoxes:
    return hold_boxes(boxes=table, clip=clip, watched=watched)


def frames(boxes: HeldBoxes) -> list[int]:
    """The frames in which anything is hidden."""
    return sorted(set(boxes.each_frame()[FRAME].tolist()))


def test_a_box_is_held_between_the_watched_frames_around_it(clip: Clip) -> None:
    table = seen.detections(seen.walk(start=(0, 0), end=(20, 0), frames=20))
    third = table[table[FRAME] % 3 == 0].reset_index(drop=True)
    boxes = held(third, clip=clip, watched=np.arange(0, 20, 3))
    # Frame 6 was watched: its own box is held from frame 4 to frame 8.
    assert (boxes.first[2], boxes.stop[2]) == (4, 9)
    both = boxes.each_frame()
    assert both[both[FRAME] == 4][X1].tolist() == third[third[FRAME].isin([3, 6])][X1].tolist()


def test_a_box_that_comes_from_nowhere_and_vanishes_is_held_for_a_second_on_both_sides() -> None:
    assert frames(held(seen.detections([seen.box(frame=500, at=(10, 10))]))) == list(range(490, 511))


def test_whoever_is_followed_is_held_only_at_the_ends() -> None:
    boxes = held(seen.detections(seen.walk(start=(0, 0), end=(90, 0), frames=100, first=200)))
    lengths = boxes.stop - boxes.first
    assert lengths[1:-1].tolist() == [1] * 98
    assert (boxes.first[0], boxes.stop[0], boxes.first[-1], boxes.stop[-1]) == (190, 201, 299, 310)


@pytest.mark.parametrize(("gap", "is_held"), [(9, True), (290, True), (320, False)])
def test_whoever_is_seen_there_again_within_half_a_minute_is_taken_to_have_stayed(gap: int, is_held: bool) -> None:
    again = 110 + gap
    table = seen.detections(
        seen.stand(at=(50, 50), frames=10, first=100), seen.stand(at=(52, 51), frames=10, first=again)
    )
    missing = set(range(110, again)) - set(frames(held(table)))
    assert (not missing) == is_held
    assert missing == (set() if is_held else set(range(120, again - 10)))


def test_who_comes_to_another_place_was_not_in_the_first_meanwhile() -> None:
    table = seen.detections(
        seen.stand(at=(50, 50), frames=10, first=100), seen.stand(at=(90, 50), frames=10, first=160)
    )
    assert set(range(110, 160)) - set(frames(held(table))) == set(range(120, 150))


def test_a_single_watched_frame_stands_for_the_whole_clip(clip: Clip) -> None:
    assert frames(held(seen.detections([seen.box(frame=5, at=(0, 0))]), clip=clip, watched=np.array([5]))) == [
        *range(20)
    ]


def test_nothing_seen_holds_nothing(clip: Clip) -> None:
    for table in (seen.detections(), no_boxes()):
        assert held(table, clip=clip, watched=np.arange(20)).each_frame().empty
        assert held(table, clip=clip, watched=np.arange(20)).within(first=0, stop=20).box.shape == (0, 4)


def test_in_the_first_frame_those_are_hidden_too_whom_the_model_saw_a_moment_later(clip: Clip) -> None:
    table = seen.detections([seen.box(frame=4, at=(7, 0))], seen.stand(at=(80, 0), frames=5, first=15))
    at_first = held(table, clip=clip, watched=np.arange(20)).within(first=0, stop=1)
    assert at_first.each_frame()[[FRAME, X1]].to_numpy().tolist() == [[0, 7]]


def test_people_are_all_detections_and_all_rows_of_tracks_that_may_show_one(tmp_path: Path) -> None:
    """A track is one person's, filled rows and all; a detection counts however unsure it is."""
    boxes = seen.detections(
        [seen.box(frame=3, at=(0, 0), conf=0.05), seen.box(frame=3, at=(50, 0), class_name="car", conf=0.9)]
    )
    write_table(path=tmp_path / DETECTIONS_FILE, table=boxes)
    followed = tracks(
        stand(track=1, at=(20, 50), seconds=0.1), stand(track=2, at=(90, 50), seconds=1, class_name="car")
    )
    people = people_boxes(detections=tmp_path, tracks=followed)
    assert people[FRAME].tolist() == [0, 1, 3]
    assert list(people) == [FRAME, *BOX]
