"""The audit sheet: how it is written, and how a filled one is read and scored."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from heatdash.audit.model import MISSED, RIGHT, WATCHED, WRONG, Audit, AuditStep
from heatdash.audit.score import AuditScore, Interval
from heatdash.errors import BadSettingError

SHEET_COLUMNS = ("t_s", "direction", "track_id", "verdict")


def audit_sheet(audit: Audit) -> str:
    """The sheet as CSV: one row for each counted crossing, stretch between them and missed crossing, by time.

    A stretch is placed at the moment it begins. What has no verdict yet has an empty one.
    """
    rows: list[tuple[float, str, str]] = []
    for number, step in enumerate(audit.steps):
        crossing, verdict = step.crossing, audit.verdict_of(number)
        if crossing is None:
            rows.append((step.from_s, ",", verdict))
        else:
            rows.append((crossing.t_s, f"{crossing.direction},{crossing.track_id}", verdict))
    rows += [(t_s, ",", MISSED) for t_s in audit.missed_s]
    lines = [f"{t_s:.3f},{which},{verdict}" for t_s, which, verdict in sorted(rows, key=lambda row: row[0])]
    return "\n".join([",".join(SHEET_COLUMNS), *lines]) + "\n"


_ALIKE_S = 0.05
"""Times this close count as the same: a spreadsheet may write a time with fewer decimals."""


@dataclass(frozen=True)
class SheetScore:
    """The score, and how many crossings and stretches between them have no verdict yet.

    Until all have one, it is not known how many were missed.
    """

    score: AuditScore
    open_crossings: int
    open_stretches: int

    def to_json(self) -> dict[str, Any]:
        """Every figure by name."""
        still_open = {"open_crossings": self.open_crossings, "open_stretches": self.open_stretches}
        return {**self.score.to_json(), **still_open}

    def in_words(self) -> dict[str, str]:
        """The figures in plain words, each with what it means."""
        score = self.score
        figures = {
            "counted": f"{score.counted}: {score.right} right, {score.wrong} wrong",
            "counted rightly": f"{_share(score.precision, score.precision_95)} of the counted (precision)",
        }
        if score.true_count is None:
            todo = f"{self.open_crossings} crossings and {self.open_stretches} stretches between them"
            return {**figures, "not looked at yet": f"{todo}; until then nobody knows how many were missed"}
        figures |= {
            "missed": str(score.missed),
            "found": f"{_share(score.recall, score.recall_95)} of those who truly crossed (recall)",
            "truly crossed": str(score.true_count),
        }
        if score.true_95 is not None:
            least, most = score.true_95
            figures["for such a count"] = f"{least:.0f} to {most:.0f} truly cross where {score.counted} are counted"
        if score.error_pct is not None:
            figures["counting error"] = f"{score.error_pct:+.1f} % of the truth"
        if score.geh is not None:
            figures["GEH, as for an hour"] = f"{score.geh:.1f}; below 5 is good"
        return figures


@dataclass(frozen=True)
class _Row:
    t_s: float
    direction: str
    track_id: str
    verdict: str


def score_sheet(*, sheet: Path, steps: tuple[AuditStep, ...], seconds: float) -> SheetScore:
    """The score of a filled sheet; the sheet of another result, whose crossings are not the steps', is refused."""
    rows = _read(sheet)
    crossings = [row for row in rows if row.track_id]
    expected = [step.crossing for step in steps if step.crossing is not None]
    pairs = zip(sorted(crossings, key=lambda row: row.t_s), expected, strict=False)
    is_same = len(crossings) == len(expected) and all(
        abs(row.t_s - one.t_s) <= _ALIKE_S and row.track_id == str(one.track_id) for row, one in pairs
    )
    if not is_same:
        raise BadSettingError("audit.other_sheet", sheet=sheet.name, told=len(crossings), counted=len(expected))
    words = [row.verdict for row in rows]
    open_crossings = sum(not row.verdict for row in crossings)
    open_stretches = max(0, len(steps) - len(expected) - words.count(WATCHED))
    is_done = not open_crossings and not open_stretches
    score = AuditScore(
        right=words.count(RIGHT),
        wrong=words.count(WRONG),
        missed=words.count(MISSED) if is_done else None,
        seconds=seconds,
    )
    return SheetScore(score=score, open_crossings=open_crossings, open_stretches=open_stretches)


def _share(value: float | None, interval: Interval | None) -> str:
    if value is None or interval is None:
        return "–"
    return f"{100 * value:.0f} % ({100 * interval[0]:.0f} to {100 * interval[1]:.0f} %)"


def _read(sheet: Path) -> list[_Row]:
    try:
        text = sheet.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettingError("audit.sheet_unreadable", sheet=str(sheet), reason=str(error)) from error
    # In many countries, spreadsheets separate cells with semicolons and write numbers with a comma.
    has_semicolons = ";" in text.partition("\n")[0]
    table = csv.reader(io.StringIO(text), delimiter=";" if has_semicolons else ",")
    if [name.strip() for name in next(table, [])] != list(SHEET_COLUMNS):
        raise BadSettingError("audit.no_columns", sheet=sheet.name, columns=", ".join(SHEET_COLUMNS))
    return [_row(sheet, number, cells) for number, cells in enumerate(table, start=2) if any(cells)]


def _row(sheet: Path, number: int, cells: list[str]) -> _Row:
    try:
        t_s, direction, track_id, verdict = (cell.strip() for cell in cells)
        row = _Row(float(t_s.replace(",", ".")), direction, track_id, verdict.lower())
    except ValueError as error:
        raise BadSettingError(
            "audit.sheet_row", number=number, sheet=sheet.name, cells=",".join(cells), columns=", ".join(SHEET_COLUMNS)
        ) from error
    if row.verdict not in ((RIGHT, WRONG, "") if row.track_id else (WATCHED, MISSED, "")):
        raise BadSettingError(
            "audit.sheet_verdict",
            number=number,
            sheet=sheet.name,
            verdict=row.verdict,
            right=RIGHT,
            wrong=WRONG,
            watched=WATCHED,
            missed=MISSED,
        )
    return row
