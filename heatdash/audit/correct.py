"""What the verdicts of checks make of the counts: the counted, the checked and the corrected side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from heatdash.audit.model import MISSED, OTHER_CLASS, RIGHT, Audit, Verdict
from heatdash.exports.corrections import Corrections
from heatdash.tables.columns import (
    AT,
    BY,
    CHECK,
    CHECKED,
    CLASS_NAME,
    CORRECTED,
    CORRECTED_COUNT,
    COUNTED,
    DIRECTION,
    ESTIMATED,
    ESTIMATED_LEAST,
    ESTIMATED_MOST,
    FIGURE,
    MISSED_COUNT,
    PLACE,
    RIGHTLY,
    SAMPLE_SEED,
    T_S,
    TO_PLACE,
    TRACK_COUNT,
    TRACK_ID,
    TRUE_CLASS,
    VERDICT,
    VERDICTS,
    VISIT_COUNT,
    WRONGLY,
)
from heatdash.values.checked import CLASS, LINE, ZONE, CheckedCount, Subject
from heatdash.values.scene import WHOLE_PICTURE


def corrections_of(audits: Sequence[Audit]) -> Corrections | None:
    """What the checks that have verdicts make of their counts; None where none has any."""
    judged = [audit for audit in audits if audit.verdicts]
    if not judged:
        return None
    rows = [_corrected_row(count) for audit in judged for count in checked_figures(audit)]
    verdicts = [row for audit in judged for row in _verdict_rows(audit)]
    return Corrections(
        checks=tuple(map(checked_count, judged)),
        corrected=CORRECTED.frame(_columns(rows, list(CORRECTED))),
        verdicts=VERDICTS.frame(_columns(verdicts, list(VERDICTS))),
    )


def checked_count(audit: Audit) -> CheckedCount:
    """What looking has shown of everything that the audit is about, whatever its direction and class."""
    verdicts = [audit.last[step] for step in audit.counted_steps if step in audit.last]
    return CheckedCount(
        subject=audit.subject,
        counted=len(audit.counted_steps),
        checked=len(verdicts),
        right=sum(verdict.word in audit.right_words for verdict in verdicts),
        missed=len(audit.missed),
        is_done=audit.is_done,
        sample=audit.sample,
        **_who_and_when([*verdicts, *audit.missed]),
    )


@dataclass
class _Tally:
    counted: int = 0
    missed: int = 0
    verdicts: list[Verdict] = field(default_factory=list)
    others: list[Verdict] = field(default_factory=list)
    """Those of something missed, or counted as another class."""


def checked_figures(audit: Audit) -> list[CheckedCount]:
    """What looking has shown of each figure and class, in the order of both.

    Something of another class is wrong where it was counted, and missed where it belongs.
    """
    tallies: dict[tuple[str, str], _Tally] = {}
    for number in audit.counted_steps:
        counted, verdict = audit.steps[number].counted, audit.last.get(number)
        assert counted is not None
        figure = _figure(audit.subject, counted.direction)
        tally = tallies.setdefault((figure, counted.class_name), _Tally())
        tally.counted += 1
        if verdict is not None:
            tally.verdicts.append(verdict)
            if verdict.word == OTHER_CLASS:
                tallies.setdefault((figure, verdict.class_name), _Tally()).others.append(verdict)
    for verdict in audit.missed:
        key = (_figure(audit.subject, verdict.direction), verdict.class_name)
        tallies.setdefault(key, _Tally()).others.append(verdict)
    whole = checked_count(audit)
    return [
        replace(
            whole,
            figure=figure,
            class_name=class_name,
            counted=tally.counted,
            checked=len(tally.verdicts),
            right=sum(verdict.word == RIGHT for verdict in tally.verdicts),
            missed=len(tally.others),
            **_who_and_when([*tally.verdicts, *tally.others]),
        )
        for (figure, class_name), tally in sorted(tallies.items())
    ]


def _figure(subject: Subject, direction: str) -> str:
    """The name that the figure has in the tables; empty where it is not known which way one went that was missed."""
    if subject.kind == LINE:
        return direction
    return VISIT_COUNT if subject.kind == ZONE else TRACK_COUNT


def _who_and_when(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    names = tuple(sorted({verdict.by for verdict in verdicts if verdict.by}))
    return {"by": names, "at_s": max((verdict.at_s for verdict in verdicts if verdict.at_s is not None), default=None)}


def _corrected_row(count: CheckedCount) -> dict[str, Any]:
    least, most = count.right_95 or (None, None)
    return {
        PLACE: _place(count.subject),
        TO_PLACE: count.subject.to_place,
        CLASS_NAME: count.class_name,
        FIGURE: count.figure,
        COUNTED: count.counted,
        CHECKED: count.checked,
        RIGHTLY: count.right,
        WRONGLY: count.wrong,
        MISSED_COUNT: count.missed,
        CORRECTED_COUNT: count.corrected,
        ESTIMATED: count.estimated,
        ESTIMATED_LEAST: least,
        ESTIMATED_MOST: most,
        BY: "; ".join(count.by),
        AT: told_at(count.at_s),
    }


def _verdict_rows(audit: Audit) -> Iterator[dict[str, Any]]:
    of_check = {CHECK: audit.subject.kind, PLACE: _place(audit.subject), TO_PLACE: audit.subject.to_place}
    seeded = set() if audit.sample is None else set(audit.to_see)
    for verdict in sorted((*audit.last.values(), *audit.missed), key=lambda one: one.t_s):
        counted = None if verdict.word == MISSED else audit.steps[verdict.step].counted
        yield {
            **of_check,
            T_S: verdict.t_s,
            DIRECTION: verdict.direction if counted is None else counted.direction,
            TRACK_ID: None if counted is None else counted.track_id,
            CLASS_NAME: "" if counted is None else counted.class_name,
            VERDICT: verdict.word,
            TRUE_CLASS: verdict.class_name,
            BY: verdict.by,
            AT: told_at(verdict.at_s),
            SAMPLE_SEED: audit.sample.seed if audit.sample is not None and verdict.step in seeded else None,
        }


def _place(subject: Subject) -> str:
    return WHOLE_PICTURE if subject.kind == CLASS else subject.place


def told_at(at_s: float | None) -> str:
    """When a verdict was given, as 2026-11-27T12:04:00Z; empty where that was not kept."""
    return "" if at_s is None else datetime.fromtimestamp(round(at_s), UTC).isoformat().replace("+00:00", "Z")


def _columns(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    """The rows as columns; numbers that are not always known are so in pandas' own way."""
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in names}
    for name in {TRACK_ID, SAMPLE_SEED} & set(names):
        columns[name] = pd.array(columns[name], dtype="Int64")
    for name in {ESTIMATED, ESTIMATED_LEAST, ESTIMATED_MOST} & set(names):
        columns[name] = pd.array(columns[name], dtype="float64")
    return columns
