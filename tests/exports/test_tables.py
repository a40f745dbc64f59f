"""Tables that a spreadsheet opens as they are."""

import numpy as np
import pandas as pd
import pytest

from heatdash.exports.tables import FileTable, answer_tables, write_csv
from heatdash.tables.table import Column, Table
from tests.builders.answers import answer


def _lines(rows, path, decimals=None):
    spec = Table("rows", tuple(Column(name, decimals=(decimals or {}).get(name)) for name in rows))
    write_csv(table=FileTable(spec, rows), path=path / "table.csv")
    return (path / "table.csv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_that_a_spreadsheet_would_run_is_shown_as_text(text, tmp_path):
    _lines(pd.DataFrame({"place": [text]}), tmp_path)
    assert pd.read_csv(tmp_path / "table.csv", lineterminator="\n")["place"].tolist() == [f"'{text}"]


def test_numbers_are_rounded_and_never_quoted(tmp_path):
    table = pd.DataFrame({"place": ["Door"], "x": [-1.25], "t_s": [1 / 3]})
    assert _lines(table, tmp_path, {"t_s": 3}) == ["place,x,t_s", "Door,-1.25,0.333"]


def test_what_is_unknown_is_nothing(tmp_path):
    table = pd.DataFrame({"place": ["Gate", "Door"], "mean": [np.nan, 1.5], "in": pd.array([None, 2], dtype="Int64")})
    assert _lines(table, tmp_path) == ["place,mean,in", "Gate,,", "Door,1.5,2"]


def test_a_comma_and_a_quote_stay_in_their_cell(tmp_path):
    table = pd.DataFrame({"place": pd.Categorical(['a, "b"', "入口"])})
    _lines(table, tmp_path)
    assert pd.read_csv(tmp_path / "table.csv")["place"].tolist() == ['a, "b"', "入口"]


def test_a_table_without_rows_has_its_header(tmp_path):
    assert _lines(pd.DataFrame({"place": pd.Series(dtype=str), "t_s": pd.Series(dtype=float)}), tmp_path) == [
        "place,t_s"
    ]


def test_every_table_has_the_columns_that_it_is_said_to_have():
    for name, table in answer_tables(answer()).items():
        assert table.spec.name == name
        assert tuple(table.rows.columns) == table.spec.names


def test_clock_times_stand_behind_where_the_start_is_known():
    tables = answer_tables(answer(start="12:00:00"))
    assert tables["events"].rows.columns[-1] == "clock"
    assert list(tables["counts"].rows.columns[-2:]) == ["bin_start_clock", "bin_end_clock"]
