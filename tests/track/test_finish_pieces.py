import numpy as np
import pytest

from heatdash.track.finish_pieces import LARGEST_SHIFT, smooth_boxes
from heatdash.track.track_pieces import TrackPieces, track_pieces
from tests.builders.tracks import Row, along, tracks, walk


def pieces(*walks: list[Row]) -> TrackPieces:
    return track_pieces(tracks=tracks(*walks), frames=np.arange(200))


def test_even_motion_stays_as_it_is_up_to_its_ends() -> None:
    even = pieces(walk(track=1, start=(20, 50), end=(68, 30), seconds=3))
    assert smooth_boxes(pieces=even, reach_s=0.5) == pytest.approx(even.box, abs=1e-4)


def test_tremble_is_halved_and_nothing_comes_later() -> None:
    way = np.linspace((20, 50), (80, 50), 100)
    trembling = pieces(along(track=1, points=way + np.random.default_rng(1).normal(0, 0.3, way.shape)))
    smooth = smooth_boxes(pieces=trembling, reach_s=0.5)
    true_x1 = way[:, 0] - 5
    assert np.std(smooth[:, 0] - true_x1) < 0.5 * np.std(trembling.box[:, 0] - true_x1) * 1.2
    assert abs(np.mean(smooth[:, 0] - true_x1)) < 0.1


def test_no_side_moves_further_than_its_limit() -> None:
    zigzag = pieces(along(track=1, points=[(50 + 8 * (n % 2), 50) for n in range(30)]))
    shift = np.abs(smooth_boxes(pieces=zigzag, reach_s=1.0) - zigzag.box)
    assert shift.max() == pytest.approx(LARGEST_SHIFT * 20)


def test_a_track_is_smoothed_without_the_others() -> None:
    one, two = walk(track=1, start=(20, 50), end=(68, 50), seconds=3), along(track=2, points=[(100, 20), (90, 80)] * 9)
    both = smooth_boxes(pieces=pieces(one, two), reach_s=0.5)
    assert both[31:] == pytest.approx(smooth_boxes(pieces=pieces(two), reach_s=0.5))


def test_without_reach_nothing_is_smoothed() -> None:
    zigzag = pieces(along(track=1, points=[(50 + 8 * (n % 2), 50) for n in range(30)]))
    assert smooth_boxes(pieces=zigzag, reach_s=0.0) == pytest.approx(zigzag.box)
