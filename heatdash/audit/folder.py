"""Checking a folder of results: the audit of one of its counts, its score, and what it corrects."""

from collections.abc import Sequence
from pathlib import Path

from heatdash.audit.correct import corrections_of
from heatdash.audit.model import Audit
from heatdash.audit.sheet import filled_audit, sheet_subject
from heatdash.audit.sheet_score import SheetScore
from heatdash.audit.steps import audit_steps, class_steps
from heatdash.errors import BadSettingError
from heatdash.exports.folder import RunFolder, read_run_folder, write_corrections
from heatdash.values.checked import CLASS, FLOW, LINE, Sample, Subject
from heatdash.values.scene import Scene
from heatdash.values.wording import Wording


def audit_of(*, run: RunFolder, subject: Subject, sample: Sample | None = None) -> Audit:
    """The audit of one count of the result, without a verdict; a count of nothing is refused."""
    if subject.kind == CLASS:
        steps = class_steps(tracks=run.tracks(), duration_s=run.duration_s)
    else:
        places_of(run=run, subject=subject)
        steps = audit_steps(
            events=run.events, subject=subject, from_s=run.from_s, to_s=run.to_s, duration_s=run.duration_s
        )
    if not steps:
        raise BadSettingError("audit.nothing_counted", subject=subject.told(Wording()))
    return Audit(subject=subject, steps=steps, sample=sample)


def places_of(*, run: RunFolder, subject: Subject) -> Scene:
    """The places that the subject is about; one that the result does not have is refused."""
    if subject.kind == CLASS:
        return Scene()
    if subject.kind == LINE:
        run.line(subject.place)
    elif subject.kind == FLOW:
        run.place(subject.place)
        run.place(subject.to_place)
    else:
        run.zone(subject.place)
    return run.project.scene.only(subject.place, subject.to_place)


def score_audit(*, result: Path, subject: Subject, sheet: Path) -> SheetScore:
    """The score of a sheet filled in for that count of the result."""
    run = read_run_folder(result)
    audit = filled_audit(sheet=sheet, audit=audit_of(run=run, subject=subject))
    return SheetScore(audit=audit, seconds=run.to_s - run.from_s)


def correct_result(*, result: Path, sheets: Sequence[Path], subject: Subject | None) -> list[Path]:
    """The files written into the result: the figures that the filled sheets correct, beside what was counted.

    Each sheet states what it is about; one of an earlier version, which does not, is about the `subject`.
    """
    run = read_run_folder(result)
    audits: dict[Subject, Audit] = {}
    for sheet in sheets:
        about = sheet_subject(sheet) or subject
        if about is None:
            raise BadSettingError("audit.no_subject", sheet=sheet.name)
        if about in audits:
            raise BadSettingError("audit.sheet_twice", sheet=sheet.name, subject=about.told(Wording()))
        audits[about] = filled_audit(sheet=sheet, audit=audit_of(run=run, subject=about))
    corrections = corrections_of(list(audits.values()))
    if corrections is None:
        raise BadSettingError("audit.nothing_said", sheets=", ".join(sheet.name for sheet in sheets))
    return write_corrections(run=run, corrections=corrections)
