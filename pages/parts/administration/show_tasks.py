"""The queue, whoever's tasks are in it, each of which can be cancelled, and what has failed."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from heatdash.settings import without_folders
from heatdash.store.run_register import open_register
from heatdash.values.account import Account
from heatdash.values.run import Work
from pages.parts.administration.may_administer import called, check_may_administer
from pages.parts.administration.tell_failure import reason_without_names
from pages.parts.run.show_work import spoken_work
from pages.parts.text.spoken import literal, spoken_time
from pages.parts.text.words import language, say

_EVERY_S = 5.0
_MOST_SHOWN = 100


@st.fragment(run_every=_EVERY_S)
def show_queue(accounts: Mapping[str, Account]) -> None:
    """Show what runs and waits, and keep that up to date."""
    check_may_administer()
    work = open_register().everyones_work()
    if not work:
        st.write(say("administration.queue_empty"))
    for one in work[:_MOST_SHOWN]:
        _row(one, accounts)
    if len(work) > _MOST_SHOWN:
        st.caption(say("administration.more", count=len(work) - _MOST_SHOWN))


def _row(one: Work, accounts: Mapping[str, Account]) -> None:
    task = one.task
    who = say("administration.by_itself") if task.is_extra else called(task.asked_by, accounts=accounts)
    facts = [who, say(f"administration.kind_{task.kind}"), spoken_time(task.asked_at_s)]
    with st.container(horizontal=True, vertical_alignment="center", key=f"administration-row-task-{task.task_id}"):
        st.markdown(f"{literal(' · '.join(facts))}  \n{literal(spoken_work(one))}", width="stretch")
        if st.button(say("administration.cancel"), key=f"administration-cancel-{task.task_id}"):
            st.dialog(say("administration.cancel_title"))(_ask_cancel)(task.task_id, who)


def _ask_cancel(task_id: int, who: str) -> None:
    st.write(say("administration.cancel_sure", who=literal(who)))
    with st.container(horizontal=True):
        if st.button(say("administration.cancel_yes"), key="administration-cancel-yes"):
            check_may_administer()
            open_register().ask_to_stop(task_id)
            st.rerun()
        if st.button(say("administration.cancel_no"), key="administration-cancel-no"):
            st.rerun()


def show_failures(accounts: Mapping[str, Account]) -> None:
    """Show the last tasks that have failed, and why; names of clips, results and places are left out."""
    failed = open_register().last_failures(_MOST_SHOWN)
    if not failed:
        st.write(say("administration.no_failures"))
        return
    rows = [
        {
            say("administration.when"): spoken_time(task.finished_at_s or task.asked_at_s),
            say("administration.who"): called(task.asked_by, accounts=accounts),
            say("administration.what"): say(f"administration.kind_{task.kind}"),
            say("administration.why"): without_folders(reason.told(language())) if reason is not None else "",
        }
        for task in failed
        for reason in [reason_without_names(task.error)]
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=say("administration.failures"))
