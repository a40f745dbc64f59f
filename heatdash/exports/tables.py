"""The tables of an answer, and how they are written as CSV files that a spreadsheet opens as they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_float_dtype, is_numeric_dtype

from heatdash.exports.corrections import Corrections
from heatdash.measure.places.measure_counts import Counts
from heatdash.measure.places.movement_table import movement_table
from heatdash.stages.answer import Answer
from heatdash.stages.answer_recording import AnsweredRecording
from heatdash.tables.columns import (
    CLIP_NAME,
    CORRECTED,
    COUNTS,
    EVENTS,
    FILLED,
    FLOWS,
    FROM_S,
    GAP_BEFORE_S,
    GRID_ROW,
    JOURNEYS,
    LEFT_OUT_S,
    MOVEMENTS,
    PART,
    PARTS,
    START_SOURCE,
    TO_S,
    TRACKS_CSV,
    VERDICTS,
    ZONES,
    heat_table,
)
from heatdash.tables.table import Column, Table
from heatdash.values.arrays import Floats
from heatdash.values.heat import Heat
from heatdash.values.metrics import METRICS
from heatdash.values.recording import Recording
from heatdash.values.recording_start import RecordingStart

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, eq=False)
class FileTable:
    """A table as files show it: its specification and its rows."""

    spec: Table
    rows: pd.DataFrame

    @property
    def columns(self) -> list[Column]:
        """The columns that the rows have, in the order of the specification."""
        return [column for column in self.spec.columns if column.name in self.rows]

    def cells(self, column: Column) -> "pd.Series[Any]":
        """The column's cells, numbers rounded to the decimals that files show."""
        cells = self.rows[column.name]
        if column.decimals is None or not is_float_dtype(cells.dtype):
            return cells
        return cells.astype("float64").round(column.decimals)


def answer_tables(answer: Answer) -> dict[str, FileTable]:
    """Every table that has a file, by name. Clock times stand beside clip times where the start is known."""
    project = answer.analysis.project
    tables = (
        _heat_table(answer.measured.heat, grid=project.measure.grid),
        FileTable(TRACKS_CSV, _marked(answer.tracks)),
        *_count_tables(answer.measured.counts, answer.movements, project.start),
    )
    return {table.spec.name: table for table in tables}


def recording_tables(answered: AnsweredRecording) -> dict[str, FileTable]:
    """Every table that has a file, of the answer to a question about a recording, by name."""
    counts, project, start = answered.tables, answered.project, answered.recording.start
    tables = (
        _heat_table(answered.answer.heat.heat, grid=project.measure.grid),
        *_count_tables(counts, movement_table(movements=counts.movements, weights=project.weights), start),
        FileTable(PARTS, _with_clocks(_parts(answered.recording), PARTS, start)),
    )
    return {table.spec.name: table for table in tables}


def _count_tables(counts: Counts, movements: pd.DataFrame, start: RecordingStart | None) -> Iterator[FileTable]:
    yield FileTable(EVENTS, _with_clocks(counts.events, EVENTS, start))
    yield FileTable(COUNTS, _with_clocks(counts.bins, COUNTS, start))
    yield FileTable(ZONES, counts.zones)
    yield FileTable(FLOWS, counts.flows)
    yield FileTable(JOURNEYS, counts.journeys)
    yield FileTable(MOVEMENTS, _with_clocks(movements, MOVEMENTS, start))


def _parts(recording: Recording) -> pd.DataFrame:
    gaps = {end: end - begin for begin, end in recording.gaps}
    parts = recording.parts
    return PARTS.frame(
        {
            PART: np.arange(1, len(parts) + 1),
            CLIP_NAME: [one.part.name for one in parts],
            FROM_S: [one.from_s for one in parts],
            TO_S: [one.to_s for one in parts],
            LEFT_OUT_S: [one.skip_s for one in parts],
            GAP_BEFORE_S: [gaps.get(one.offset_s, np.nan) for one in parts],
            START_SOURCE: [(one.part.start and one.part.start.source) or "" for one in parts],
        }
    )


def correction_tables(*, corrections: Corrections | None, start: RecordingStart | None) -> dict[str, FileTable]:
    """The tables of what was corrected by eye, by name; none where nothing was."""
    if corrections is None:
        return {}
    verdicts = FileTable(VERDICTS, _with_clocks(corrections.verdicts, VERDICTS, start))
    return {CORRECTED.name: FileTable(CORRECTED, corrections.corrected), VERDICTS.name: verdicts}


def _marked(tracks: pd.DataFrame) -> pd.DataFrame:
    """The rows of tracks.csv; tracks that were not refined have no row that was filled in."""
    filled = tracks[FILLED].astype(np.int8) if FILLED in tracks else np.int8(0)
    return tracks.assign(**{FILLED: filled})[list(TRACKS_CSV)]


def _with_clocks(rows: pd.DataFrame, spec: Table, start: RecordingStart | None) -> pd.DataFrame:
    if start is None:
        return rows
    return rows.assign(**{clock: [start.clock(t_s) for t_s in rows[time]] for clock, time in spec.clocks.items()})


def _heat_table(heat: Heat, *, grid: int) -> FileTable:
    """One row for each row of the grid, from the top; a map finer than the grid is reduced to the mean of each cell."""
    values = heat.values if heat.values.shape[1] == grid else _means(heat.values, columns=grid)
    spec = heat_table(columns=values.shape[1], suffix=METRICS[heat.metric].suffix)
    rows = pd.DataFrame(values, columns=list(spec.names[1:]))
    rows.insert(0, GRID_ROW, np.arange(len(rows)))
    return FileTable(spec, rows)


def _means(values: Floats, *, columns: int) -> Floats:
    """For each cell of a grid with this many columns, the mean of the pixels whose middle lies in it."""
    height, width = values.shape
    rows = max(1, round(columns * height / width))
    across = ((np.arange(width) + 0.5) * columns / width).astype(int)
    down = ((np.arange(height) + 0.5) * rows / height).astype(int)
    sums = np.zeros((rows, columns))
    np.add.at(sums, (down[:, None], across[None, :]), values)
    pixels = np.outer(np.bincount(down, minlength=rows), np.bincount(across, minlength=columns))
    return np.divide(sums, pixels, out=np.zeros_like(sums), where=pixels > 0)


def write_csv(*, table: FileTable, path: Path) -> None:
    """Write the rows to `path`, each number with at most its column's decimals; what is unknown is left empty.

    A text that a spreadsheet would take for a formula gets a quote before it, and is then shown as text.
    """
    import pyarrow as pa
    from pyarrow import csv

    columns = {column.name: _written(table.cells(column)) for column in table.columns}
    rows = pa.Table.from_pandas(pd.DataFrame(columns, index=table.rows.index), preserve_index=False)
    try:
        csv.write_csv(rows, path, csv.WriteOptions(quoting_style="none", quoting_header="none"))
    except pa.ArrowInvalid:
        # A text holds a comma or a quote.
        csv.write_csv(rows, path, csv.WriteOptions(quoting_style="needed", quoting_header="needed"))


def _written(cells: "pd.Series[Any]") -> "pd.Series[Any]":
    return cells if is_numeric_dtype(cells.dtype) else cells.map(safe_text).astype("str")


def safe_text(text: object) -> str:
    """The text as a CSV file holds it: with a quote before it, where a spreadsheet would take it for a formula."""
    cell = str(text)
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell


def plain_text(cell: str) -> str:
    """The text that `safe_text` has made the cell of."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_STARTS_A_FORMULA) else cell
