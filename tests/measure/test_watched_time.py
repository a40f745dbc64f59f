import numpy as np
import pytest

from heatdash.measure.watched_time import watched_time


def times(*t_s, duration_s):
    return watched_time(frames=np.arange(len(t_s)) * 3, t_s=np.array(t_s, dtype=np.float64), duration_s=duration_s)


def test_a_frame_stands_for_the_time_half_way_to_its_neighbours():
    time = times(0.0, 0.4, 1.0, duration_s=1.5)
    assert time.begins_s.tolist() == [0, 0.2, 0.7]
    assert time.ends_s.tolist() == [0.2, 0.7, 1.5]
    assert time.dt_s.tolist() == pytest.approx([0.2, 0.5, 0.8])


@pytest.mark.parametrize("every", [1, 2, 7])
def test_all_frames_together_stand_for_the_clip_however_many_were_watched(every):
    t_s = np.cumsum(np.random.default_rng(0).uniform(0.01, 0.1, 60))[::every]
    assert times(*t_s, duration_s=7.5).observed_s == pytest.approx(7.5)


def test_an_image_stands_for_its_whole_duration():
    assert times(0.0, duration_s=1.0).dt_s.tolist() == [1.0]


def test_a_clip_whose_last_frame_comes_after_its_end_ends_with_that_frame():
    assert times(0.0, 1.0, duration_s=0.9).ends_s.tolist() == [0.5, 1.0]


def test_where_no_frame_was_watched_no_time_was():
    assert times(duration_s=3.0).observed_s == 0


@pytest.mark.parametrize(
    ("from_s", "to_s", "kept"),
    [
        (None, None, [0, 1, 2, 3]),
        (1.0, 3.0, [1, 2]),
        (1.01, 3.01, [2, 3]),
        (None, 1.0, [0]),
        (2.5, None, [3]),
        (1.2, 1.8, []),
        (9.0, 10.0, []),
    ],
)
def test_a_range_holds_its_begin_and_not_its_end(from_s, to_s, kept):
    part = times(0.0, 1.0, 2.0, 3.0, duration_s=4.0).within(from_s=from_s, to_s=to_s)
    assert part.t_s.tolist() == kept
    assert part.frames.tolist() == [3 * t for t in kept]


def test_lengths_of_time_are_known_as_finely_as_frames_were_watched():
    assert times(0.0, 0.2, 0.4, 0.6, 1.6, duration_s=2.0).step_s == pytest.approx(0.2)
    assert times(0.0, duration_s=1.0).step_s == 0
