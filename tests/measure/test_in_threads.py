import pytest

from heatdash.measure import in_threads as module
from heatdash.measure.in_threads import in_threads
from tests.builders.tracks import paths, stand

CLIP = [stand(track=track, at=(5, 5), seconds=1) for track in range(1, 8)]


@pytest.mark.parametrize("rows_a_part", [1, 11, 30, 1000])
def test_each_track_is_in_one_part_and_parts_come_in_order(monkeypatch, rows_a_part):
    monkeypatch.setattr(module, "ROWS_A_PART", rows_a_part)
    made = in_threads(paths=paths(*CLIP), work=lambda part: part.track_id.tolist())
    assert [track for part in made for track in part] == [1, 2, 3, 4, 5, 6, 7]
    assert len(made) == {1: 7, 11: 7, 30: 3, 1000: 1}[rows_a_part]


def test_without_tracks_there_is_one_part():
    assert in_threads(paths=paths(), work=len) == [0]


def test_an_error_in_a_part_comes_out(monkeypatch):
    monkeypatch.setattr(module, "ROWS_A_PART", 1)
    with pytest.raises(ZeroDivisionError):
        in_threads(paths=paths(*CLIP), work=lambda part: 1 // 0)
