"""What is asked of one part of the clip when a count is checked, and the buttons that answer it."""

import streamlit as st

from heatdash.values.audit import MISSED, RIGHT, WATCHED, WRONG, Verdict
from heatdash.values.recording_start import RecordingStart
from pages.parts.kept_audit import KeptAudit
from pages.parts.spoken import spoken_moment
from pages.parts.words import say

# Streamlit keeps R for itself.
_KEYS = {RIGHT: "Y", WRONG: "W", WATCHED: "N", MISSED: "M"}


def judge_step(*, key: str, kept: KeptAudit, start: RecordingStart | None) -> None:
    """The part that is shown in words, and its buttons: to judge it, to go on or back, to take the last word back."""
    _ask(kept, start)
    _buttons(key, kept)


def _ask(kept: KeptAudit, start: RecordingStart | None) -> None:
    """Which part is shown, what is asked of it, and what the visitor has said of it."""
    steps = kept.audit.steps
    step = steps[kept.step]
    alike = [number for number, one in enumerate(steps) if (one.crossing is None) == (step.crossing is None)]
    blanks = {"number": alike.index(kept.step) + 1, "all": len(alike)}
    if step.crossing is not None:
        way = say(f"counts.{step.crossing.direction}")
        moment = spoken_moment(step.crossing.t_s, start)
        st.markdown(say("audit.crossing", **blanks, when=moment, way=way))
        st.caption(say(f"audit.crossing_{step.crossing.direction}_how"))
    else:
        begin, end = (spoken_moment(t_s, start) for t_s in (step.from_s, step.to_s))
        st.markdown(say("audit.between", **blanks, begin=begin, end=end))
        quick = say("audit.quick", count=step.speed) if step.speed > 1 else ""
        st.caption(" ".join((say("audit.between_how"), quick)))
    said = [say(f"audit.{verdict}") for verdict in (kept.audit.verdict_of(kept.step),) if verdict]
    missed = sum(verdict.step == kept.step and verdict.word == MISSED for verdict in kept.audit.verdicts)
    said += [say("audit.missed_here", count=missed)] if missed else []
    st.caption(say("audit.said", said=" · ".join(said)) if said else say("audit.unsaid"))


def _buttons(key: str, kept: KeptAudit) -> None:
    now, last = kept.step, len(kept.audit.steps) - 1
    with st.container(horizontal=True):
        for word in kept.audit.steps[now].words:
            is_said = kept.audit.verdict_of(now) == word
            st.button(
                say(f"audit.{word}"),
                key=f"{key}:audit-{word}",
                type="primary" if is_said else "secondary",
                shortcut=_KEYS[word],
                on_click=_say,
                args=(kept, word),
            )
    with st.container(horizontal=True):
        for name, to, shortcut in (("back", now - 1, "Left"), ("next", now + 1, "Right")):
            away = not 0 <= to <= last
            st.button(
                say(f"audit.{name}"),
                key=f"{key}:audit-{name}",
                disabled=away,
                shortcut=shortcut,
                on_click=kept.go_to,
                args=(to,),
            )
        nothing = not kept.audit.verdicts
        st.button(
            say("audit.undo"), key=f"{key}:audit-undo", disabled=nothing, shortcut="U", on_click=_undo, args=(kept,)
        )


def _say(kept: KeptAudit, word: str) -> None:
    """After a verdict the next open part is shown; after a missed one the same again, as there may be more."""
    step = kept.audit.steps[kept.step]
    t_s = step.from_s if step.crossing is None else step.crossing.t_s
    audit = kept.audit.said(Verdict(step=kept.step, word=word, t_s=t_s))
    kept.keep(audit)
    following = kept.step if word == MISSED else audit.next_open(kept.step)
    kept.go_to(kept.step if following is None else following)


def _undo(kept: KeptAudit) -> None:
    kept.keep(kept.audit.undone())
    kept.go_to(kept.audit.verdicts[-1].step)
