"""One step of checking a count by eye: the question, and the buttons that answer it."""

import time

import streamlit as st

from heatdash.audit.model import MISSED, OTHER_CLASS, RIGHT, WATCHED, WRONG, Audit, Verdict
from heatdash.tables.columns import IN, OUT
from heatdash.values.checked import LINE
from heatdash.values.recording_start import RecordingStart
from pages.parts.audit.kept_audit import KeptAudit, checker_name
from pages.parts.text.spoken import literal, spoken_class, spoken_moment
from pages.parts.text.words import say

# R is taken: Streamlit reruns the page with it.
_KEYS = {RIGHT: "Y", WRONG: "W", WATCHED: "N"}
_MISSED_KEYS = {IN: "M", OUT: "O"}


def judge_step(*, key: str, kept: KeptAudit, classes: dict[str, str], start: RecordingStart | None) -> None:
    """Show the step in words, and its buttons: to judge it, to go on or back, to undo the last verdict.

    `classes` are what something missed, or of another class, can be said to be: the words for each, and its name.
    """
    _ask(kept, start)
    _verdicts(key, kept, classes)
    _classes(key, kept, classes)
    _ways(key, kept)


def _ask(kept: KeptAudit, start: RecordingStart | None) -> None:
    """Show which part of the clip it is, what is asked about it, and what the visitor has answered."""
    audit = kept.audit
    step = audit.steps[kept.step]
    alike = [number for number in audit.to_see if (audit.steps[number].counted is None) == (step.counted is None)]
    blanks: dict[str, object] = {"number": alike.index(kept.step) + 1, "all": len(alike)}
    if step.counted is None:
        begin, end = (spoken_moment(t_s, start) for t_s in (step.from_s, step.to_s))
        st.markdown(say("check_count.between", **blanks, begin=begin, end=end))
        speed = say("check_count.quick", count=step.speed) if step.speed > 1 else ""
        st.caption(" ".join((say(f"check_count.between_{audit.subject.kind}"), speed)))
    else:
        counted = step.counted
        blanks["when"] = spoken_moment(counted.t_s, start)
        if counted.until_s is not None:
            blanks["when"] = say("check_count.then", begin=blanks["when"], end=spoken_moment(counted.until_s, start))
        way = say(f"columns.{counted.direction}") if audit.subject.kind == LINE else ""
        kind = literal(spoken_class(counted.class_name))
        st.markdown(say(f"check_count.counted_{audit.subject.kind}", **blanks, way=way, kind=kind))
        how = f"{audit.subject.kind}_{counted.direction}" if audit.subject.kind == LINE else audit.subject.kind
        places = {"place": literal(audit.subject.place), "to_place": literal(audit.subject.to_place)}
        st.caption(say(f"check_count.how_{how}", **places))
    said = list(_said(kept))
    st.caption(say("check_count.said", said=" · ".join(said)) if said else say("check_count.unsaid"))


def _said(kept: KeptAudit) -> list[str]:
    """The visitor's verdicts on the step."""
    last = kept.audit.last.get(kept.step)
    said = []
    if last is not None:
        kind = literal(spoken_class(last.class_name))
        said = [say("check_count.is_a", kind=kind) if last.word == OTHER_CLASS else say(f"check_count.{last.word}")]
    missed = sum(verdict.step == kept.step for verdict in kept.audit.missed)
    return [*said, say("check_count.missed_here", count=missed)] if missed else said


def _verdicts(key: str, kept: KeptAudit, classes: dict[str, str]) -> None:
    now, audit = kept.step, kept.audit
    with st.container(horizontal=True):
        for word in (word for word in audit.words_for(now) if word in _KEYS):
            st.button(
                say(f"check_count.{word}"),
                key=f"{key}:audit-{word}",
                type="primary" if audit.verdict_of(now) == word else "secondary",
                shortcut=_KEYS[word],
                on_click=_judge,
                args=(kept, word),
            )
        if not audit.subject.can_miss:
            return
        for way in (IN, OUT) if audit.subject.kind == LINE else (IN,):
            label = f"check_count.missed_{way}" if audit.subject.kind == LINE else "check_count.missed"
            st.button(
                say(label),
                key=f"{key}:audit-missed-{way}",
                shortcut=_MISSED_KEYS[way],
                on_click=_miss,
                args=(key, kept, classes, way if audit.subject.kind == LINE else ""),
            )


def _classes(key: str, kept: KeptAudit, classes: dict[str, str]) -> None:
    """Show what something of another class, or missed, can be; of one class, nothing needs to be chosen."""
    step = kept.audit.steps[kept.step]
    with st.container(horizontal=True):
        if step.counted is not None:
            others = [word for word, name in classes.items() if name != step.counted.class_name]
            st.selectbox(
                say("check_count.other_class"),
                others,
                index=None,
                placeholder=say("check_count.choose_class"),
                accept_new_options=True,
                key=_class_key(key, kept),
                on_change=_judge_class,
                args=(key, kept, classes),
                width=280,
            )
        if kept.audit.subject.can_miss and len(classes) > 1:
            st.selectbox(
                say("check_count.missed_class"),
                list(classes),
                key=f"{key}:audit-missed-class",
                width=280,
            )


def _ways(key: str, kept: KeptAudit) -> None:
    to_see = kept.audit.to_see
    now = to_see.index(kept.step)
    with st.container(horizontal=True):
        for name, to, shortcut in (("back", now - 1, "Left"), ("next", now + 1, "Right")):
            is_outside = not 0 <= to < len(to_see)
            st.button(
                say(f"check_count.{name}"),
                key=f"{key}:audit-{name}",
                disabled=is_outside,
                shortcut=shortcut,
                on_click=kept.go_to,
                args=(kept.step if is_outside else to_see[to],),
            )
        is_empty = not kept.audit.verdicts
        st.button(
            say("check_count.undo"),
            key=f"{key}:audit-undo",
            disabled=is_empty,
            shortcut="U",
            on_click=_undo,
            args=(kept,),
        )


def _judge(kept: KeptAudit, word: str, class_name: str = "") -> None:
    """Keep the verdict and show the next open step."""
    following = _say(kept, word, class_name).next_open(kept.step)
    kept.go_to(kept.step if following is None else following)


def _judge_class(key: str, kept: KeptAudit, classes: dict[str, str]) -> None:
    """Keep that it is of the class that was chosen."""
    word = st.session_state[_class_key(key, kept)]
    if word:
        _judge(kept, OTHER_CLASS, classes.get(word, word))


def _class_key(key: str, kept: KeptAudit) -> str:
    """Another step, or another verdict, has an empty list again."""
    return f"{key}:audit-class:{kept.step}:{len(kept.audit.verdicts)}"


def _miss(key: str, kept: KeptAudit, classes: dict[str, str], direction: str) -> None:
    """Keep that one was missed, and show the same step again, as there may be more.

    It is of the class chosen; where there is only one, of that.
    """
    class_name = classes[st.session_state.get(f"{key}:audit-missed-class") or next(iter(classes))]
    _say(kept, MISSED, class_name, direction)
    kept.go_to(kept.step)


def _say(kept: KeptAudit, word: str, class_name: str, direction: str = "") -> Audit:
    """Keep the verdict on the step that is shown; the audit with it."""
    moment_s = kept.audit.steps[kept.step].moment_s
    audit = kept.audit.said(Verdict(kept.step, word, moment_s, class_name, direction, checker_name(), time.time()))
    kept.keep(audit)
    return audit


def _undo(kept: KeptAudit) -> None:
    kept.keep(kept.audit.undone())
    kept.go_to(kept.audit.verdicts[-1].step)
