from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.measure.interpolate_paths import FINE_S, GAP_S, interpolate_paths
from heatdash.measure.watched_time import watched_time
from tests.builders.tracks import FPS, along, paths, stand, walk


def test_from_one_watched_frame_to_the_next_a_track_goes_straight_on() -> None:
    fine = interpolate_paths(paths(along(track=1, points=[(30, 20), (33, 26)], begin_s=1)))
    assert fine.watched.t_s[fine.moment] == pytest.approx(
        [29 / 30, 29 / 30 + 1 / 30, 31 / 30, 32 / 30, 33 / 30, 34 / 30]
    )
    assert ((fine.x1 + fine.x2) / 2).tolist() == pytest.approx([30, 30, 31, 32, 33, 33])
    assert fine.y2.tolist() == pytest.approx([20, 20, 22, 24, 26, 26])


def test_all_the_time_and_each_tracks_share_of_it_stay_the_same() -> None:
    clip = paths(
        walk(track=1, start=(20, 50), end=(120, 50), seconds=2),
        stand(track=2, at=(40, 50), seconds=1, begin_s=3),
        walk(track=3, start=(120, 50), end=(20, 50), seconds=3, begin_s=1, missing=range(20, 25)),
    )
    fine = interpolate_paths(clip)
    assert fine.watched.observed_s == pytest.approx(clip.watched.observed_s)
    for track in range(3):
        whole, parts = (each.of_tracks(np.arange(3) == track) for each in (clip, fine))
        assert parts.watched.dt_s[parts.moment].sum() == pytest.approx(whole.watched.dt_s[whole.moment].sum())
        assert (np.diff(parts.moment) > 0).all()


def test_who_is_lost_is_nowhere_on_the_way() -> None:
    fine = interpolate_paths(
        paths(along(track=1, points=[(30, 20)], begin_s=1), along(track=1, points=[(60, 20)], begin_s=2))
    )
    assert sorted(set(((fine.x1 + fine.x2) / 2).tolist())) == [30, 60]


@pytest.mark.parametrize(("fps", "steps"), [(30.0, 1), (25.0, 1), (24.0, 1), (12.5, 3), (10.0, 3), (5.0, 5), (1.0, 25)])
def test_the_fewer_frames_the_more_steps(fps: float, steps: int) -> None:
    clip = paths(stand(track=1, at=(40, 50), seconds=1))
    frames = np.arange(len(clip.watched.t_s))
    slow = watched_time(frames=frames, t_s=frames / fps, duration_s=len(frames) / fps)
    moments = interpolate_paths(type(clip)(**{**vars(clip), "watched": slow})).watched
    assert len(moments.t_s) == (len(frames) - 1) * steps + 1
    assert moments.observed_s == pytest.approx(slow.observed_s)


def test_nothing_is_filled_into_a_gap() -> None:
    clip = paths(along(track=1, points=[(10, 50), (110, 50)]), seconds=0.2)
    months = watched_time(frames=np.arange(2), t_s=np.array([0.0, 1e7]), duration_s=1e7 + 1)
    fine = interpolate_paths(replace(clip, watched=months))
    assert len(fine) == 2
    assert fine.watched.dt_s[fine.moment].sum() == pytest.approx(1e7 + 1)


@settings(max_examples=60)
@given(apart_s=st.lists(st.floats(0.01, 1e7), min_size=1, max_size=30))
def test_what_is_filled_in_is_bounded_by_what_was_watched(apart_s: list[float]) -> None:
    t_s = np.append(0.0, np.cumsum(apart_s))
    clip = paths(along(track=1, points=[(10 + n, 50) for n in range(len(t_s))]), seconds=len(t_s) / FPS)
    watched = watched_time(frames=np.arange(len(t_s)), t_s=t_s, duration_s=float(t_s[-1]) + 1)
    fine = interpolate_paths(replace(clip, watched=watched))
    watched_s = sum(step_s for step_s in apart_s if step_s <= GAP_S)
    assert len(fine) <= len(t_s) + watched_s / FINE_S + 1
    assert len(fine.watched.t_s) <= len(t_s) + watched_s / FINE_S + 1
    assert fine.watched.observed_s == pytest.approx(watched.observed_s)


def test_of_nothing_nothing_comes() -> None:
    assert len(interpolate_paths(paths())) == 0
