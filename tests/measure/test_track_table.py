import pytest

from heatdash.measure.track_table import track_table
from heatdash.tables.columns import TRACK_LIST
from tests.builders.tracks import paths, stand, walk


def test_each_track_has_a_row_by_when_it_was_first_seen() -> None:
    seen = paths(
        walk(track=7, start=(10, 50), end=(90, 50), seconds=4, begin_s=2, colour="blue"),
        stand(track=3, at=(40, 40), begin_s=1, seconds=6, class_name="car"),
    )
    table = track_table(paths=seen, anchor="bottom-center")
    assert tuple(table.columns) == TRACK_LIST
    assert table["track_id"].tolist() == [3, 7]
    assert table["class_name"].tolist() == ["car", "person"]
    assert table["colour"].tolist() == ["red", "blue"]
    assert table["first_s"].tolist() == [1.0, 2.0]
    assert table["last_s"].tolist() == [7.0, 6.0]
    assert table["way_share"].tolist() == pytest.approx([0.0, 80 / 160]), "of a picture 160 pixels wide"
    assert table["conf"].tolist() == pytest.approx([0.9, 0.9])


def test_nothing_followed_is_an_empty_table() -> None:
    assert track_table(paths=paths(), anchor="centroid").empty
