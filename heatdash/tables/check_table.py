"""Checking a table where a stage begins."""

from collections.abc import Sequence

import pandas as pd

from heatdash.tables.columns import FRAME, T_S


def check_table(table: pd.DataFrame, *, columns: Sequence[str], name: str) -> None:
    """Nothing; a table without these columns in this order, or not ordered by frame, is a bug in the stage before."""
    if list(table.columns) != list(columns):
        raise ValueError(f"The table of {name} has the columns {list(table.columns)}, not {list(columns)}.")
    if not table[FRAME].is_monotonic_increasing:
        raise ValueError(f"The table of {name} is not ordered by {FRAME}.")
    if table[T_S].isna().any():
        raise ValueError(f"The table of {name} has rows without {T_S}.")
