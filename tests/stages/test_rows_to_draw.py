"""Boxes between the frames that were watched."""

from pathlib import Path

import numpy as np
import pytest

from heatdash.stages.rows_to_draw import objects_to_draw
from heatdash.tables.columns import FRAME, T_S, TRACK_ID, X1, X2
from heatdash.values.clip import Clip
from tests.builders.tracks import stand, tracks, walk


@pytest.fixture
def clip() -> Clip:
    return Clip(
        path=Path("clip.mp4"),
        sha256="0",
        container="mp4",
        codec="h264",
        width_px=160,
        height_px=90,
        rotation_deg=0,
        average_fps=10,
        is_variable_rate=False,
        duration_s=2.0,
        lost_frames=0,
        times_s=np.arange(20) / 10,
        keyframes=np.zeros(1, np.int64),
    )


def every(rows, step):
    return rows[rows[FRAME] % step == 0].reset_index(drop=True)


def test_a_box_goes_straight_on_between_two_watched_frames(clip):
    whole = tracks(walk(track=1, start=(20, 50), end=(50, 50), seconds=0.9))
    drawn = objects_to_draw(tracks=every(whole, 3), clip=clip, watched=np.arange(0, 20, 3))
    assert drawn[FRAME].tolist() == list(range(10))
    assert drawn[T_S].tolist() == pytest.approx(whole[T_S].tolist())
    assert drawn[X1].tolist() == pytest.approx(whole[X1].tolist(), abs=1e-3)


def test_where_a_track_was_lost_nothing_is_drawn(clip):
    rows = tracks(walk(track=1, start=(20, 50), end=(50, 50), seconds=0.9, missing=range(1, 9)))
    drawn = objects_to_draw(tracks=rows, clip=clip, watched=np.arange(0, 20, 3))
    assert drawn[FRAME].tolist() == [0, 9]


def test_two_tracks_do_not_mix(clip):
    rows = every(tracks(stand(track=1, at=(20, 50), seconds=0.6), stand(track=2, at=(90, 50), seconds=0.6)), 3)
    drawn = objects_to_draw(tracks=rows, clip=clip, watched=np.arange(0, 20, 3))
    assert drawn.groupby(TRACK_ID)[X2].nunique().tolist() == [1, 1]
    assert drawn[FRAME].tolist() == [frame for frame in range(7) for _ in range(2)]


def test_a_clip_watched_whole_is_drawn_as_it_was_seen(clip):
    rows = tracks(stand(track=1, at=(20, 50), seconds=0.6))
    assert objects_to_draw(tracks=rows, clip=clip, watched=np.arange(20)) is rows


def test_where_nothing_was_seen_nothing_is_drawn(clip):
    assert objects_to_draw(tracks=tracks(), clip=clip, watched=np.arange(0, 20, 3)).empty
