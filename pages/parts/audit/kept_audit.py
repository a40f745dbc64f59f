"""The visitor's checks: of what there is to check, with the verdicts that they have given so far."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from heatdash.audit.correct import corrections_of
from heatdash.audit.model import Audit
from heatdash.audit.steps import audit_steps, class_steps
from heatdash.exports.corrections import Corrections
from heatdash.measure.selection import rows_of
from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.stages.measure import Measured
from heatdash.store.run_register import open_register
from heatdash.tables.columns import FROM_PLACE, T_S, TO_PLACE
from heatdash.values.checked import CLASS, FLOW, LINE, ZONE, Subject
from heatdash.values.project import Project
from heatdash.values.run import Run
from heatdash.values.scene import COUNT
from pages.parts.run.this_run import may_change, owner

_NAME = "audit-name"


@dataclass(frozen=True)
class KeptAudit:
    """The visitor's check. It is theirs alone, and for exactly what is counted: another count starts a new one.

    A guest's lasts as long as they have the page open.
    """

    name: str
    audit: Audit
    is_guests: bool

    @property
    def step(self) -> int:
        """The number of the step that is shown; the first open one, until the visitor has gone to another."""
        shown: int = st.session_state.get(self.name, -1)
        return shown if shown in self.audit.to_see else self.audit.first_to_see

    def go_to(self, step: int) -> None:
        """Show that step next."""
        st.session_state[self.name] = step

    def keep(self, audit: Audit) -> None:
        """Keep what the visitor has said so far, and the sample that was drawn for it."""
        if self.is_guests:
            st.session_state[_said(self.name)] = audit.to_text()
        else:
            open_register().set_preference(owner=owner(), name=self.name, value=audit.to_text())


def kept_audit(*, run: Run, subject: Subject, finished: FinishedAnalysis, measured: Measured) -> KeptAudit:
    """The visitor's check of that count, with the verdicts that they gave on it before."""
    audit = _new_audit(subject, finished, measured)
    name = f"audit:{run.run_id}:{hashlib.sha256(audit.identity().encode()).hexdigest()[:16]}"
    is_guests = not may_change(run)
    kept: str | None = (
        st.session_state.get(_said(name)) if is_guests else open_register().preference(owner=owner(), name=name)
    )
    return KeptAudit(name=name, audit=audit if kept is None else audit.with_text(kept), is_guests=is_guests)


def _said(name: str) -> str:
    return f"{name}:said"


def _new_audit(subject: Subject, finished: FinishedAnalysis, measured: Measured) -> Audit:
    looked_at, duration_s = measured.counts.summary["looked_at"], finished.clip.duration_s
    if subject.kind != CLASS:
        events = measured.counts.events
        steps = audit_steps(events=events, subject=subject, duration_s=duration_s, **looked_at)
        return Audit(subject=subject, steps=steps)
    rows = rows_of(tracks=finished.tracks, paths=measured.paths)
    inside = (rows[T_S] >= looked_at["from_s"]) & (rows[T_S] < looked_at["to_s"])
    return Audit(subject=subject, steps=class_steps(tracks=rows[inside], duration_s=duration_s))


def subjects_of(*, project: Project, measured: Measured) -> Iterator[Subject]:
    """What can be checked: each line, each zone that counts, each way that was taken, and what the objects are."""
    yield from (Subject(LINE, line.name) for line in project.scene.lines)
    yield from (Subject(ZONE, zone.name) for zone in project.scene.zones_of(COUNT))
    ways = measured.counts.flows[[FROM_PLACE, TO_PLACE]].drop_duplicates()
    yield from (Subject(FLOW, str(place), str(to_place)) for place, to_place in ways.itertuples(index=False))
    yield Subject(CLASS)


def run_corrections(
    *, run: Run, finished: FinishedAnalysis, project: Project, measured: Measured
) -> Corrections | None:
    """What the visitor's verdicts make of the run's counts; None where they gave none, or on other counts."""
    if finished.clip.is_image:
        return None
    return corrections_of(
        [
            kept_audit(run=run, subject=subject, finished=finished, measured=measured).audit
            for subject in subjects_of(project=project, measured=measured)
        ]
    )


def checker_name() -> str:
    """The name that stands beside the visitor's verdicts; empty where they chose none."""
    return open_register().preference(owner=owner(), name=_NAME) or ""


def keep_checker_name(name: str) -> None:
    """Let that name stand beside the visitor's verdicts from now on."""
    open_register().set_preference(owner=owner(), name=_NAME, value=name.strip())
