"""One step of checking a count by eye: the question, the buttons that answer it, and the verdicts that are kept."""

import hashlib
import json
from dataclasses import asdict, dataclass

import streamlit as st

from heatdash.audit.model import MISSED, RIGHT, WATCHED, WRONG, Audit, AuditStep, Verdict
from heatdash.store.run_register import open_register
from heatdash.values.recording_start import RecordingStart
from heatdash.values.run import Run
from pages.parts.run.this_run import owner
from pages.parts.text.spoken import spoken_moment
from pages.parts.text.words import say


@dataclass(frozen=True)
class KeptAudit:
    """The visitor's check. It is theirs alone, and for exactly these crossings: another count starts a new one."""

    name: str
    audit: Audit

    @property
    def step(self) -> int:
        """The number of the step that is shown; the first open one, until the visitor has gone to another."""
        first = self.audit.next_open(0)
        shown: int = st.session_state.get(self.name, first or 0)
        return shown

    def go_to(self, step: int) -> None:
        """Show that step next."""
        st.session_state[self.name] = step

    def keep(self, audit: Audit) -> None:
        """Keep the verdicts that the visitor has given so far."""
        open_register().set_preference(owner=owner(), name=self.name, value=audit.verdicts_to_json())


def kept_audit(*, run: Run, line: str, steps: tuple[AuditStep, ...]) -> KeptAudit:
    """The visitor's check of that line, with the verdicts that they gave on these steps before."""
    crossings = json.dumps([line, [asdict(step) for step in steps]])
    name = f"audit:{run.run_id}:{hashlib.sha256(crossings.encode()).hexdigest()[:16]}"
    verdicts = open_register().preference(owner=owner(), name=name)
    audit = Audit(steps=steps)
    return KeptAudit(name=name, audit=audit if verdicts is None else audit.with_verdicts(verdicts))


# R is taken: Streamlit reruns the page with it.
_KEYS = {RIGHT: "Y", WRONG: "W", WATCHED: "N", MISSED: "M"}


def judge_step(*, key: str, kept: KeptAudit, start: RecordingStart | None) -> None:
    """Show the step in words, and its buttons: to judge it, to go on or back, to undo the last verdict."""
    _ask(kept, start)
    _buttons(key, kept)


def _ask(kept: KeptAudit, start: RecordingStart | None) -> None:
    """Show which part of the clip it is, what is asked about it, and what the visitor has answered."""
    steps = kept.audit.steps
    step = steps[kept.step]
    alike = [number for number, one in enumerate(steps) if (one.crossing is None) == (step.crossing is None)]
    blanks = {"number": alike.index(kept.step) + 1, "all": len(alike)}
    if step.crossing is not None:
        way = say(f"columns.{step.crossing.direction}")
        moment = spoken_moment(step.crossing.t_s, start)
        st.markdown(say("check_line.crossing", **blanks, when=moment, way=way))
        st.caption(say(f"check_line.crossing_{step.crossing.direction}_how"))
    else:
        begin, end = (spoken_moment(t_s, start) for t_s in (step.from_s, step.to_s))
        st.markdown(say("check_line.between", **blanks, begin=begin, end=end))
        speed = say("check_line.quick", count=step.speed) if step.speed > 1 else ""
        st.caption(" ".join((say("check_line.between_how"), speed)))
    said = [say(f"check_line.{verdict}") for verdict in (kept.audit.verdict_of(kept.step),) if verdict]
    missed = sum(verdict.step == kept.step and verdict.word == MISSED for verdict in kept.audit.verdicts)
    said += [say("check_line.missed_here", count=missed)] if missed else []
    st.caption(say("check_line.said", said=" · ".join(said)) if said else say("check_line.unsaid"))


def _buttons(key: str, kept: KeptAudit) -> None:
    now, last = kept.step, len(kept.audit.steps) - 1
    with st.container(horizontal=True):
        for word in kept.audit.steps[now].words:
            is_said = kept.audit.verdict_of(now) == word
            st.button(
                say(f"check_line.{word}"),
                key=f"{key}:audit-{word}",
                type="primary" if is_said else "secondary",
                shortcut=_KEYS[word],
                on_click=_give_verdict,
                args=(kept, word),
            )
    with st.container(horizontal=True):
        for name, to, shortcut in (("back", now - 1, "Left"), ("next", now + 1, "Right")):
            is_outside = not 0 <= to <= last
            st.button(
                say(f"check_line.{name}"),
                key=f"{key}:audit-{name}",
                disabled=is_outside,
                shortcut=shortcut,
                on_click=kept.go_to,
                args=(to,),
            )
        is_empty = not kept.audit.verdicts
        st.button(
            say("check_line.undo"),
            key=f"{key}:audit-undo",
            disabled=is_empty,
            shortcut="U",
            on_click=_undo,
            args=(kept,),
        )


def _give_verdict(kept: KeptAudit, word: str) -> None:
    """Keep the verdict and show the next open step; after a missed one, the same again, as there may be more."""
    step = kept.audit.steps[kept.step]
    t_s = step.from_s if step.crossing is None else step.crossing.t_s
    audit = kept.audit.said(Verdict(step=kept.step, word=word, t_s=t_s))
    kept.keep(audit)
    following = kept.step if word == MISSED else audit.next_open(kept.step)
    kept.go_to(kept.step if following is None else following)


def _undo(kept: KeptAudit) -> None:
    kept.keep(kept.audit.undone())
    kept.go_to(kept.audit.verdicts[-1].step)
