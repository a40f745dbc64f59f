"""Tables are as their specifications have them."""

import pandas as pd
import pytest

from heatdash.tables.columns import (
    DETECTIONS,
    EVENTS,
    FRAME,
    T_S,
    TRACK_BOXES,
    TRACK_ID,
    TRACKS,
    TRACKS_CSV,
    VISITS,
    heat_table,
)
from heatdash.tables.table import Column, Table
from tests.builders.detections import detections, stand

PAIR = Table("pairs", (Column("a"), Column("b", "s", decimals=3), Column("clock", clock_of="b")))


def test_a_whole_table_passes() -> None:
    DETECTIONS.check(detections(stand(at=(10, 10), frames=5)))


def test_an_empty_table_with_its_columns_passes() -> None:
    DETECTIONS.check(detections())
    TRACKS.check(pd.DataFrame(columns=list(TRACKS)))


NAMES = DETECTIONS.names


@pytest.mark.parametrize("columns", [NAMES[1:], NAMES[::-1], (*NAMES, "more")])
def test_other_columns_or_another_order_are_a_bug(columns: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="detections has the columns"):
        DETECTIONS.check(pd.DataFrame(columns=list(columns)))


def test_rows_out_of_order_are_a_bug() -> None:
    table = detections(stand(at=(10, 10), frames=5)).iloc[::-1]
    with pytest.raises(ValueError, match=f"not ordered by {FRAME}"):
        DETECTIONS.check(table)


def test_a_row_without_its_time_is_a_bug() -> None:
    table = detections(stand(at=(10, 10), frames=5))
    table.loc[2, T_S] = None
    with pytest.raises(ValueError, match=f"rows without {T_S}"):
        DETECTIONS.check(table)


def test_every_column_stands_once_and_tracks_hold_what_their_file_does() -> None:
    for table in (DETECTIONS, TRACKS, TRACKS_CSV, EVENTS, VISITS):
        assert len(set(table)) == len(table)
    assert set(TRACK_BOXES) < set(TRACKS) < set(TRACKS_CSV)
    assert set(TRACKS) - set(DETECTIONS) == {TRACK_ID}


def test_columns_are_put_in_their_order() -> None:
    assert list(PAIR.frame({"b": [1.0], "a": ["x"]}).columns) == ["a", "b"]


@pytest.mark.parametrize("columns", [{"a": [1]}, {"a": [1], "b": [2], "c": [3]}])
def test_a_table_of_columns_that_are_not_its_own_is_a_bug(columns: dict[str, list[int]]) -> None:
    with pytest.raises(ValueError, match="The table of pairs has the columns"):
        PAIR.frame(columns)


def test_a_clock_column_is_told_apart() -> None:
    assert PAIR.names == ("a", "b")
    assert PAIR.clocks == {"clock": "b"}
    assert PAIR.column("b").decimals == 3


def test_the_columns_of_heat_bear_its_unit() -> None:
    assert heat_table(columns=2, suffix="s").names == ("row", "x0_s", "x1_s")
