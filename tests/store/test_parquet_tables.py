from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.store import parquet_tables
from heatdash.store.parquet_tables import ROWS_PER_GROUP, concat_tables, read_table, write_table
from heatdash.tables.columns import CLASS_NAME, COLOUR, CONF, FRAME, T_S


def boxes(rows: int) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    return pd.DataFrame(
        {
            FRAME: np.arange(rows) // 3,
            T_S: np.arange(rows) / 90,
            CLASS_NAME: rng.choice(["person", "car", "bus"], rows).tolist(),
            CONF: rng.random(rows).astype(np.float32),
            COLOUR: [None if row % 2 else "red" for row in range(rows)],
        }
    )


def bytes_of(table: pd.DataFrame, folder: Path) -> bytes:
    write_table(path=folder / "one.parquet", table=table)
    return (folder / "one.parquet").read_bytes()


def write_parts(*, table: pd.DataFrame, cuts: list[int], folder: Path) -> list[Path]:
    edges = [0, *sorted(cuts), len(table)]
    parts = []
    for number, (start, stop) in enumerate(pairwise(edges)):
        parts.append(folder / f"part-{number}.parquet")
        write_table(path=parts[-1], table=table.iloc[start:stop])
    return parts


def test_a_table_comes_back_with_text_as_sorted_categoricals(tmp_path):
    table = boxes(50)
    write_table(path=tmp_path / "t.parquet", table=table)
    found = read_table(tmp_path / "t.parquet")
    assert list(found.columns) == list(table.columns)
    assert found.dtypes[[FRAME, T_S, CONF]].tolist() == [np.int64, np.float64, np.float32]
    assert found[CLASS_NAME].cat.categories.tolist() == ["bus", "car", "person"]
    assert found[COLOUR].cat.categories.tolist() == ["red"]
    assert found[COLOUR].isna().sum() == 25
    for name in table:
        assert found[name].astype(object).fillna("").tolist() == table[name].astype(object).fillna("").tolist()


def test_bytes_do_not_depend_on_index_or_on_how_text_is_held(tmp_path):
    table = boxes(300)
    expected = bytes_of(table, tmp_path)
    names = table[CLASS_NAME]
    variants = [
        table.copy(),
        table.set_index(pd.RangeIndex(5, 305)),
        table.iloc[::-1].iloc[::-1],
        table.assign(**{CLASS_NAME: names.astype("category")}),
        table.assign(**{CLASS_NAME: pd.Categorical(names, categories=["person", "plane", "car", "bus"])}),
        table.assign(**{CLASS_NAME: names.astype(object), COLOUR: table[COLOUR].astype("category")}),
    ]
    assert all(bytes_of(variant, tmp_path) == expected for variant in variants)


def test_what_was_read_is_written_to_the_same_bytes(tmp_path):
    expected = bytes_of(boxes(300), tmp_path)
    assert bytes_of(read_table(tmp_path / "one.parquet"), tmp_path) == expected


@pytest.mark.parametrize(
    "nothing",
    [pd.Series([None] * 4, dtype=object), pd.Series([None] * 4, dtype="str"), pd.Series(pd.Categorical([None] * 4))],
)
def test_a_text_column_of_nothing_stays_text(tmp_path, nothing):
    write_table(path=tmp_path / "t.parquet", table=pd.DataFrame({FRAME: range(4), COLOUR: nothing}))
    assert pq.read_schema(tmp_path / "t.parquet").field(COLOUR).type == pa.string()
    found = read_table(tmp_path / "t.parquet")
    assert found[COLOUR].isna().all()
    assert found[COLOUR].cat.categories.empty


def test_an_empty_table_keeps_its_columns(tmp_path):
    write_table(path=tmp_path / "t.parquet", table=boxes(0).astype({CLASS_NAME: "str", COLOUR: "category"}))
    found = read_table(tmp_path / "t.parquet")
    assert len(found) == 0
    assert [str(kind) for kind in found.dtypes] == ["int64", "float64", "category", "float32", "category"]


def test_what_is_read_can_be_changed(tmp_path):
    write_table(path=tmp_path / "t.parquet", table=boxes(5))
    found = read_table(tmp_path / "t.parquet")
    found.loc[0, T_S] = 9.0
    found[FRAME] += 1
    assert found.loc[0, [T_S, FRAME]].tolist() == [9.0, 1]


def test_categories_are_joined_across_row_groups(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_tables, "ROWS_PER_GROUP", 2)
    write_table(path=tmp_path / "t.parquet", table=pd.DataFrame({CLASS_NAME: ["z", "z", "a", None, "m"]}))
    found = read_table(tmp_path / "t.parquet")[CLASS_NAME]
    assert found.cat.categories.tolist() == ["a", "m", "z"]
    assert found.tolist()[:3] == ["z", "z", "a"]


@settings(max_examples=25)
@given(rows=st.integers(0, 40), cuts=st.lists(st.integers(0, 40), max_size=6))
def test_parts_join_to_the_bytes_of_the_whole(tmp_path_factory, rows, cuts):
    folder = tmp_path_factory.mktemp("parts")
    table = boxes(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet_tables, "ROWS_PER_GROUP", 8)
        parts = write_parts(table=table, cuts=[min(cut, rows) for cut in cuts], folder=folder)
        concat_tables(parts=parts, path=folder / "joined.parquet")
        assert (folder / "joined.parquet").read_bytes() == bytes_of(table, folder)


def test_parts_join_to_the_bytes_of_the_whole_across_large_row_groups(tmp_path):
    table = boxes(ROWS_PER_GROUP + 1000)
    table["text"] = [f"text-{row * 7919 % len(table)}" for row in range(len(table))]
    parts = write_parts(table=table, cuts=[*range(0, len(table), 1000), ROWS_PER_GROUP], folder=tmp_path)
    concat_tables(parts=parts, path=tmp_path / "joined.parquet")
    assert (tmp_path / "joined.parquet").read_bytes() == bytes_of(table, tmp_path)
    assert pq.ParquetFile(tmp_path / "joined.parquet").num_row_groups == 2


def test_memory_does_not_grow_with_the_number_of_parts(tmp_path):
    part = tmp_path / "part.parquet"
    write_table(path=part, table=boxes(ROWS_PER_GROUP // 4))

    def peak_bytes(count: int) -> int:
        pool = pa.system_memory_pool()
        before = pa.default_memory_pool()
        counted = pa.proxy_memory_pool(pool)
        pa.set_memory_pool(counted)
        try:
            concat_tables(parts=[part] * count, path=tmp_path / "joined.parquet")
        finally:
            pa.set_memory_pool(before)
        return counted.max_memory()

    assert peak_bytes(40) < 1.2 * peak_bytes(10)


def test_parts_with_other_columns_are_refused(tmp_path):
    write_table(path=tmp_path / "a", table=boxes(3))
    write_table(path=tmp_path / "b", table=boxes(3).astype({FRAME: np.int32}))
    with pytest.raises(ValueError, match="has other columns than"):
        concat_tables(parts=[tmp_path / "a", tmp_path / "b"], path=tmp_path / "c")
    with pytest.raises(ValueError, match="No tables were given"):
        concat_tables(parts=[], path=tmp_path / "c")
