"""The slim bar on every page: what runs and waits for the visitor, and what has ended since they last looked."""

from html import escape

import streamlit as st

from heatdash.store.run_register import open_register
from heatdash.values.run import ANALYSIS, DONE, FAILED, TRIAL, VIDEO, Task, Work
from pages.parts.answer.focus import TAB, open_tab
from pages.parts.run.show_work import spoken_work, told_failure
from pages.parts.run.this_run import is_this_run, open_run, owner
from pages.parts.text.spoken import literal
from pages.parts.text.words import say

_EVERY_S, _SELDOM_S = 2.0, 20.0
"""Where there is nothing to tell, only what the visitor begins in another window is news; hundreds may just look."""
_MOST = 3
"""More would push the page itself out of sight."""

_READY = {ANALYSIS: "progress.ready", VIDEO: "progress.video_ready", TRIAL: "progress.trial_ready"}


def work_bar(*, page: str) -> None:
    """Show the bar above the page of that address; nothing where nothing runs, waits or has ended unseen.

    It makes the page anew when what it shows is over: a task, or the visit of whoever it was made for.
    """
    visitor = owner()
    work = open_register().work_of(visitor)
    _mark_seen(page, work)
    st.fragment(_bar, run_every=_EVERY_S if work else _SELDOM_S)(page=page, made_for=visitor, is_empty=not work)


def _bar(*, page: str, made_for: str, is_empty: bool) -> None:
    visitor = owner()
    work = open_register().work_of(visitor)
    # Somebody has signed in or out in another window; or the page below was made before its task ended; or what has
    # come is to be told of as it goes on.
    if visitor != made_for or _mark_seen(page, work) or (work and is_empty):
        st.rerun(scope="app")
    if not work:
        return
    with st.container(key="work-bar", gap="xxsmall"):
        for one in work[:_MOST]:
            _row(one)
        if len(work) > _MOST:
            st.caption(say("progress.more", count=len(work) - _MOST))


def _mark_seen(page: str, work: list[Work]) -> bool:
    """True where the page itself shows how some of this work has ended; the bar then need not tell it."""
    seen = [one.task.task_id for one in work if _is_shown_on(page, one.task)]
    if seen:
        open_register().mark_seen(seen)
    return bool(seen)


def _is_shown_on(page: str, task: Task) -> bool:
    if task.is_open or not is_this_run(task.run_id):
        return False
    if task.kind == TRIAL:
        return page == "set-up"
    if page == "explore":
        return task.state == DONE if task.kind == ANALYSIS else open_tab() == "video"
    return page == "set-up" and task.kind == ANALYSIS and task.state == FAILED


def _row(one: Work) -> None:
    """Show one line: the clip's name, what is to be said of its task, and where to go."""
    task, name = one.task, one.name
    with st.container(key=f"work-row-{task.task_id}", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{literal(name)}** · {_told(one)}", width="stretch")
        if task.total and task.is_open:
            share = min(100, round(100 * task.done / task.total))
            st.html(f'<progress max="100" value="{share}" aria-label="{escape(name)}"></progress>', width="content")
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
            if st.button(say(_way(task)), key=f"work-open:{task.task_id}"):
                _go(task)
            if not task.is_open:
                st.button(
                    say("progress.dismiss", name=literal(name)),
                    key=f"work-dismiss:{task.task_id}",
                    icon=":material/close:",
                    type="tertiary",
                    on_click=open_register().mark_seen,
                    args=([task.task_id],),
                )


def _told(one: Work) -> str:
    task = one.task
    if task.is_open:
        return spoken_work(one)
    if task.state == FAILED:
        return told_failure(task)
    return say(_READY[task.kind])


def _way(task: Task) -> str:
    if task.is_open or (task.kind == TRIAL and task.state == DONE):
        return "progress.show"
    if task.state == FAILED:
        return "progress.again"
    return "progress.open_video" if task.kind == VIDEO else "progress.open"


def _go(task: Task) -> None:
    """Open the page that shows the task, or what has come of it."""
    if task.kind == VIDEO:
        st.session_state[TAB] = say("explore.video")
    is_result = task.kind == VIDEO or (task.kind == ANALYSIS and task.state == DONE)
    open_run(task.run_id, page="explore.py" if is_result else "set_up.py")
