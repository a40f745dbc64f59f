import pandas as pd
import pytest

from heatdash.tables.check_table import check_table
from heatdash.tables.columns import DETECTIONS, FRAME, T_S, TRACK_ID, TRACKS, TRACKS_CSV
from tests.builders.detections import detections, stand


def test_a_whole_table_passes() -> None:
    check_table(detections(stand(at=(10, 10), frames=5)), columns=DETECTIONS, name="detections")


def test_an_empty_table_with_its_columns_passes() -> None:
    check_table(detections(), columns=DETECTIONS, name="detections")
    check_table(pd.DataFrame(columns=list(TRACKS)), columns=TRACKS, name="tracks")


@pytest.mark.parametrize("columns", [DETECTIONS[1:], DETECTIONS[::-1], (*DETECTIONS, "more")])
def test_other_columns_or_another_order_are_a_bug(columns: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="detections has the columns"):
        check_table(pd.DataFrame(columns=list(columns)), columns=DETECTIONS, name="detections")


def test_rows_out_of_order_are_a_bug() -> None:
    table = detections(stand(at=(10, 10), frames=5)).iloc[::-1]
    with pytest.raises(ValueError, match=f"not ordered by {FRAME}"):
        check_table(table, columns=DETECTIONS, name="detections")


def test_a_row_without_its_time_is_a_bug() -> None:
    table = detections(stand(at=(10, 10), frames=5))
    table.loc[2, T_S] = None
    with pytest.raises(ValueError, match=f"rows without {T_S}"):
        check_table(table, columns=DETECTIONS, name="detections")


def test_every_column_stands_once_and_tracks_hold_what_their_file_does() -> None:
    for columns in (DETECTIONS, TRACKS, TRACKS_CSV):
        assert len(set(columns)) == len(columns)
    assert set(TRACKS_CSV) < set(TRACKS)
    assert set(TRACKS) - set(DETECTIONS) == {TRACK_ID}
