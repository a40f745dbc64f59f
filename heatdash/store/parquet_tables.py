"""Tables as Parquet files, whose bytes depend on the rows alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

ROWS_PER_GROUP = 131_072


def write_table(*, path: Path, table: pd.DataFrame) -> None:
    """Write the table's columns, without its index. Equal tables give equal bytes, be they of texts or categoricals.

    An object or categorical column that holds only None is written as text.
    """
    import pyarrow as pa

    schema = _stored_schema(table)
    starts = range(0, len(table), ROWS_PER_GROUP)
    groups = (
        pa.Table.from_pandas(table.iloc[start : start + ROWS_PER_GROUP], schema=schema, preserve_index=False)
        for start in starts
    )
    _write_groups(path=path, schema=schema, groups=groups)


def concat_tables(*, parts: Sequence[Path], path: Path) -> None:
    """Write the rows of all parts, in order, as `write_table` would write them at once; one row group is in memory.

    All parts must have the same columns of the same types.
    """
    import pyarrow.parquet as pq

    if not parts:
        raise ValueError("No tables were given to concatenate, so their columns are not known.")
    schema = pq.read_schema(parts[0])
    _write_groups(path=path, schema=schema, groups=_full_groups(parts=parts, schema=schema))


def read_table(path: Path) -> pd.DataFrame:
    """The stored table; every text column is a categorical, whose categories are the texts that occur, sorted."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = [column.name for column in pq.read_schema(path) if pa.types.is_string(column.type)]
    with pq.ParquetFile(path, read_dictionary=texts) as file:
        table: pd.DataFrame = file.read().unify_dictionaries().to_pandas()
    for name in texts:
        table[name] = table[name].cat.reorder_categories(sorted(table[name].cat.categories))
    return table


def _stored_schema(table: pd.DataFrame) -> pa.Schema:
    """The columns' types, without pandas' metadata; text is plain text, however pandas holds it."""
    import pyarrow as pa

    def stored(column: pa.Field) -> pa.DataType:
        is_categorical = pa.types.is_dictionary(column.type)
        kind = column.type.value_type if is_categorical else column.type
        # Where there is only None, pandas takes the empty categories for numbers.
        is_empty = pa.types.is_null(kind) or (is_categorical and table[column.name].cat.categories.empty)
        return pa.string() if is_empty or pa.types.is_large_string(kind) else kind

    inferred = pa.Schema.from_pandas(table, preserve_index=False)
    return pa.schema([(column.name, stored(column)) for column in inferred])


def _full_groups(*, parts: Sequence[Path], schema: pa.Schema) -> Iterator[pa.Table]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    waiting = schema.empty_table()
    for part in parts:
        with pq.ParquetFile(part) as file:
            if file.schema_arrow != schema:
                raise ValueError(f"'{part}' has other columns than '{parts[0]}'.")
            for batch in file.iter_batches(batch_size=ROWS_PER_GROUP):
                waiting = pa.concat_tables([waiting, pa.Table.from_batches([batch])])
                if len(waiting) >= ROWS_PER_GROUP:
                    yield waiting.slice(0, ROWS_PER_GROUP)
                    waiting = waiting.slice(ROWS_PER_GROUP)
    if len(waiting):
        yield waiting


def _write_groups(*, path: Path, schema: pa.Schema, groups: Iterable[pa.Table]) -> None:
    import pyarrow.parquet as pq

    with pq.ParquetWriter(path, schema, compression="zstd", store_schema=False) as writer:
        for group in groups:
            # In one piece, because the writer begins a new page with each chunk of a table.
            writer.write_table(group.combine_chunks(), row_group_size=ROWS_PER_GROUP)
