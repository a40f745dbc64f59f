"""The audit sheet: how it is written, and how a filled one is read."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from heatdash.audit.correct import told_at
from heatdash.audit.model import MISSED, ON_COUNTED, OTHER_CLASS, WATCHED, Audit, Verdict, drawn
from heatdash.errors import BadSettingError
from heatdash.exports.tables import plain_text, safe_text
from heatdash.values.checked import Sample, Subject, check_sample
from heatdash.values.wording import Wording

SHEET_COLUMNS = ("t_s", "direction", "track_id", "verdict")
"""What every sheet has; those of earlier versions have no more."""
LATER_COLUMNS = ("check", "place", "to_place", "true_class", "by", "at", "sample_seed")


@dataclass(frozen=True)
class _Row:
    t_s: float
    direction: str
    track_id: str
    verdict: str
    check: str = ""
    place: str = ""
    to_place: str = ""
    true_class: str = ""
    by: str = ""
    at: str = ""
    sample_seed: str = ""

    def said(self, step: int) -> Verdict:
        """The row as a verdict on that step."""
        at_s = datetime.fromisoformat(self.at).timestamp() if self.at else None
        direction = self.direction if self.verdict == MISSED else ""
        return Verdict(step, self.verdict, self.t_s, self.true_class, direction, self.by, at_s)


def audit_sheet(audit: Audit) -> str:
    """The sheet as CSV: one row for each thing counted, stretch between them and missed one, by time.

    Each states what the sheet is about. A stretch is placed at the moment it begins. What has no verdict yet has an
    empty one. What a sample has drawn states its seed.
    """
    rows: list[_Row] = []
    seeds = {} if audit.sample is None else dict.fromkeys(audit.to_see, str(audit.sample.seed))
    for number, step in enumerate(audit.steps):
        counted, verdict = step.counted, audit.last.get(number)
        what = ("", "") if counted is None else (counted.direction, str(counted.track_id))
        row = _Row(step.moment_s, *what, "", sample_seed=seeds.get(number, ""))
        rows.append(row if verdict is None else _judged(row, verdict))
    rows += [_judged(_Row(verdict.t_s, verdict.direction, "", ""), verdict) for verdict in audit.missed]
    about = (audit.subject.kind, *map(safe_text, (audit.subject.place, audit.subject.to_place)))
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow((*SHEET_COLUMNS, *LATER_COLUMNS))
    for row in sorted(rows, key=lambda row: row.t_s):
        later = (*about, *map(safe_text, (row.true_class, row.by)), row.at, row.sample_seed)
        table.writerow((f"{row.t_s:.3f}", row.direction, row.track_id, row.verdict, *later))
    return text.getvalue()


def _judged(row: _Row, verdict: Verdict) -> _Row:
    return replace(row, verdict=verdict.word, true_class=verdict.class_name, by=verdict.by, at=told_at(verdict.at_s))


def sheet_subject(sheet: Path) -> Subject | None:
    """What the sheet says it is about; None where it is of an earlier version, which does not say so."""
    return _subject_of(sheet, _read(sheet))


def _subject_of(sheet: Path, rows: Sequence[_Row]) -> Subject | None:
    abouts = {Subject(row.check, row.place, row.to_place) for row in rows if row.check}
    if len(abouts) > 1:
        raise BadSettingError("audit.sheet_mixed", sheet=sheet.name, count=len(abouts))
    return next(iter(abouts), None)


_ALIKE_S = 0.05
"""Times this close count as the same: a spreadsheet may write a time with fewer decimals."""


def filled_audit(*, sheet: Path, audit: Audit) -> Audit:
    """The audit with the verdicts and the sample of a filled sheet.

    The sheet of another result, which does not list what the audit's steps show, is refused. A stretch counts as
    watched where its row says so; a row that was taken out was not.
    """
    rows = _read(sheet)
    about = _subject_of(sheet, rows)
    if about not in (None, audit.subject):
        raise BadSettingError("audit.other_subject", sheet=sheet.name, subject=about.told(Wording()))
    of_counted = sorted((row for row in rows if row.track_id), key=lambda row: row.t_s)
    by_time = sorted(audit.counted_steps, key=lambda number: audit.steps[number].moment_s)
    is_same = len(of_counted) == len(by_time) and all(
        abs(row.t_s - audit.steps[number].moment_s) <= _ALIKE_S and row.track_id == _track(audit, number)
        for row, number in zip(of_counted, by_time, strict=True)
    )
    if not is_same:
        raise BadSettingError("audit.other_sheet", sheet=sheet.name, told=len(of_counted), counted=len(by_time))
    said = [row.said(number) for row, number in zip(of_counted, by_time, strict=True) if row.verdict]
    said += [
        row.said(number)
        for number, step in enumerate(audit.steps)
        if step.counted is None
        for row in rows
        if row.verdict == WATCHED and abs(row.t_s - step.from_s) <= _ALIKE_S
    ]
    said += [row.said(_shown_in(audit, row.t_s)) for row in rows if row.verdict == MISSED]
    seeds = [int(row.sample_seed) if row.sample_seed else None for row in of_counted]
    return replace(audit, verdicts=tuple(said), sample=_sample(sheet, audit, dict(zip(by_time, seeds, strict=True))))


def _track(audit: Audit, number: int) -> str:
    counted = audit.steps[number].counted
    assert counted is not None
    return str(counted.track_id)


def _shown_in(audit: Audit, t_s: float) -> int:
    """The number of the step in which the moment is seen; the first, where it is in none."""
    steps = enumerate(audit.steps)
    return next((number for number, step in steps if any(a <= t_s <= b for a, b in step.parts)), 0)


def _sample(sheet: Path, audit: Audit, seeds: dict[int, int | None]) -> Sample | None:
    """The sample that the rows' seeds tell of; one that does not draw just these rows is refused."""
    chosen = {number: seed for number, seed in seeds.items() if seed is not None}
    if not chosen:
        return None
    sample = Sample(size=len(chosen), seed=next(iter(chosen.values())))
    check_sample(sample=sample, counted=len(seeds))
    if set(chosen.values()) != {sample.seed} or drawn(steps=audit.steps, sample=sample) != tuple(sorted(chosen)):
        raise BadSettingError("audit.other_sample", sheet=sheet.name, size=sample.size, seed=sample.seed)
    return sample


def _read(sheet: Path) -> list[_Row]:
    try:
        text = sheet.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettingError("audit.sheet_unreadable", sheet=str(sheet), reason=str(error)) from error
    # In many countries, spreadsheets separate cells with semicolons and write numbers with a comma.
    has_semicolons = ";" in text.partition("\n")[0]
    table = csv.reader(io.StringIO(text), delimiter=";" if has_semicolons else ",")
    head = tuple(name.strip() for name in next(table, []))
    if head not in (SHEET_COLUMNS, (*SHEET_COLUMNS, *LATER_COLUMNS)):
        raise BadSettingError("audit.no_columns", sheet=sheet.name, columns=", ".join(SHEET_COLUMNS))
    return [_row(sheet, head, number, cells) for number, cells in enumerate(table, start=2) if any(cells)]


def _row(sheet: Path, head: Sequence[str], number: int, cells: list[str]) -> _Row:
    try:
        t_s, direction, track_id, verdict, *later = (cell.strip() for cell, _ in zip(cells, head, strict=True))
        row = _Row(float(t_s.replace(",", ".")), direction, track_id, verdict.lower(), *map(plain_text, later))
        _check_later(row)
    except ValueError as error:
        raise BadSettingError(
            "audit.sheet_row", number=number, sheet=sheet.name, cells=",".join(cells), columns=", ".join(head)
        ) from error
    if row.verdict not in ((*ON_COUNTED, "") if row.track_id else (WATCHED, MISSED, "")):
        raise BadSettingError(
            "audit.sheet_verdict",
            number=number,
            sheet=sheet.name,
            verdict=row.verdict,
            on_counted=", ".join(ON_COUNTED),
            watched=WATCHED,
            missed=MISSED,
        )
    if row.verdict == OTHER_CLASS and not row.true_class:
        raise BadSettingError("audit.no_true_class", number=number, sheet=sheet.name)
    return row


def _check_later(row: _Row) -> None:
    """Raise a ValueError where the seed is no number, or the time of the verdict is no time."""
    if row.sample_seed:
        int(row.sample_seed)
    if row.at:
        datetime.fromisoformat(row.at)
