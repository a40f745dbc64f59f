"""The tables of an answer, and CSV files of them that a spreadsheet opens as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_float_dtype, is_numeric_dtype

from heatdash.stages.answer import Answer
from heatdash.tables.columns import (
    BIN_END_S,
    BIN_START_S,
    BOX,
    CONF,
    DWELL_MAX_S,
    DWELL_MEAN_S,
    DWELL_MEDIAN_S,
    OCCUPANCY_MEAN,
    T_S,
    TRACKS_CSV,
    X,
    Y,
)
from heatdash.values.metrics import METRIC_WORDS, Heat
from heatdash.values.recording_start import RecordingStart

CLOCK, BIN_START_CLOCK, BIN_END_CLOCK = "clock", "bin_start_clock", "bin_end_clock"
_SECONDS = dict.fromkeys((BIN_START_S, BIN_END_S, DWELL_MEAN_S, DWELL_MEDIAN_S, DWELL_MAX_S), 3)
_UNIT_SUFFIX = {"s": "s", "at once": "objects", "%": "pct", "objects": "objects", "points": "points"}


@dataclass(frozen=True, eq=False)
class FileTable:
    """Rows, and the decimals that each column of numbers is rounded to."""

    rows: pd.DataFrame
    decimals: dict[str, int]


def answer_tables(answer: Answer) -> dict[str, FileTable]:
    """Every table, by its file's name. Clock times stand beside clip times where the recording's start is known."""
    counts, start = answer.measured.counts, answer.analysis.project.start
    places = {X: 1, Y: 1}
    return {
        "heat.csv": FileTable(_heat_rows(answer.measured.heat, grid=answer.analysis.project.measure.grid), {}),
        "tracks.csv": FileTable(answer.analysis.tracks[list(TRACKS_CSV)], {T_S: 6, CONF: 4, **dict.fromkeys(BOX, 2)}),
        "events.csv": FileTable(_with_clock(counts.events, {T_S: CLOCK}, start), {T_S: 3, **places}),
        "counts.csv": FileTable(
            _with_clock(counts.bins, {BIN_START_S: BIN_START_CLOCK, BIN_END_S: BIN_END_CLOCK}, start),
            {**_SECONDS, OCCUPANCY_MEAN: 4},
        ),
        "zones.csv": FileTable(counts.zones, {**_SECONDS, OCCUPANCY_MEAN: 4}),
        "flows.csv": FileTable(counts.flows, {}),
    }


def _with_clock(rows: pd.DataFrame, columns: dict[str, str], start: RecordingStart | None) -> pd.DataFrame:
    if start is None:
        return rows
    return rows.assign(**{clock: [start.clock(t_s) for t_s in rows[t_s_name]] for t_s_name, clock in columns.items()})


def _heat_rows(heat: Heat, *, grid: int) -> pd.DataFrame:
    """One row a row of the grid, from the top; a finer map than the grid is told by the mean of each cell."""
    values = heat.values if heat.values.shape[1] == grid else _means(heat.values, columns=grid)
    suffix = _UNIT_SUFFIX[METRIC_WORDS[heat.metric].unit]
    names = [f"x{column}_{suffix}" for column in range(values.shape[1])]
    table = pd.DataFrame(values.round(6), columns=names)
    table.insert(0, "row", np.arange(len(table)))
    return table


def _means(values: np.ndarray, *, columns: int) -> np.ndarray:
    """The mean of the pixels whose middle lies in each cell of a grid so many columns wide."""
    height, width = values.shape
    rows = max(1, round(columns * height / width))
    across = ((np.arange(width) + 0.5) * columns / width).astype(int)
    down = ((np.arange(height) + 0.5) * rows / height).astype(int)
    sums = np.zeros((rows, columns))
    np.add.at(sums, (down[:, None], across[None, :]), values)
    pixels = np.outer(np.bincount(down, minlength=rows), np.bincount(across, minlength=columns))
    return np.divide(sums, pixels, out=np.zeros_like(sums), where=pixels > 0)


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
