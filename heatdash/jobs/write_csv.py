"""Tables as CSV files that a spreadsheet opens as they are."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.api.types import is_float_dtype, is_numeric_dtype

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(*, table: pd.DataFrame, path: Path, decimals: Mapping[str, int]) -> None:
    """Nothing; `path` holds the rows, each number with at most the decimals of its column, what is unknown as nothing.

    A text that a spreadsheet would take for a formula gets a quote before it, and is then shown as the text it is.
    """
    import pyarrow as pa
    from pyarrow import csv

    columns = {name: _cells(table[name], decimals.get(str(name))) for name in table.columns}
    rows = pa.Table.from_pandas(pd.DataFrame(columns, index=table.index), preserve_index=False)
    try:
        csv.write_csv(rows, path, csv.WriteOptions(quoting_style="none", quoting_header="none"))
    except pa.ArrowInvalid:
        # A text holds a comma or a quote.
        csv.write_csv(rows, path, csv.WriteOptions(quoting_style="needed", quoting_header="needed"))


def _cells(column: "pd.Series[Any]", decimals: int | None) -> "pd.Series[Any]":
    if is_numeric_dtype(column.dtype):
        return column.astype("float64").round(decimals) if decimals is not None and is_float_dtype(column) else column
    return column.map(_safe_text).astype("str")


def _safe_text(text: object) -> str:
    cell = str(text)
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell
