"""Who uses how much, and deleting the results of one of them, none of which is shown."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.store.upload_records import folder_bytes
from heatdash.values.account import Account
from heatdash.values.run import Run
from heatdash.work.forget_run import forget_run
from heatdash.work.uploads import is_upload
from heatdash.work.usage import UNKNOWN, Usage, usage_of_all
from pages.parts.administration.may_administer import called, check_may_administer
from pages.parts.text.spoken import literal, spoken_bytes, spoken_seconds, spoken_time
from pages.parts.text.words import say

_MOST_LISTED = 50
_KNOWN_FOR_S = 10


def show_usage(accounts: Mapping[str, Account]) -> None:
    """Show a row for each person and browser, and below them the results of the one that is chosen."""
    usage = _usage(str(open_store().root))
    rows = [
        {
            say("administration.who"): called(one.owner, accounts=accounts),
            say("administration.role"): say(f"administration.{one.account.role}") if one.account else "",
            say("administration.clips_mb"): round(one.clips_bytes / 1e6, 1),
            say("administration.results_mb"): round(one.results_bytes / 1e6, 1),
            say("administration.results"): one.results,
            say("administration.open_tasks"): one.open_tasks,
        }
        for one in usage
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=say("administration.usage"))
    having = [one.owner for one in usage if one.results and one.owner != UNKNOWN]
    if not having:
        return
    who = st.selectbox(
        say("administration.results_of"),
        having,
        index=None,
        format_func=lambda owner: called(owner, accounts=accounts),
        placeholder=say("administration.choose"),
        key="administration-of",
        width=420,
    )
    if who is not None:
        _list_results(open_register().runs_of(who), called(who, accounts=accounts))


@st.cache_data(ttl=_KNOWN_FOR_S, max_entries=1, show_spinner=False)
def _usage(root: str) -> list[Usage]:
    """What each owner uses of the store at `root`."""
    return usage_of_all(register=open_register(), store=open_store())


def _list_results(runs: Sequence[Run], who: str) -> None:
    """List the results by when they were made, how long and how large; each can be deleted, and all together."""
    for run in runs[:_MOST_LISTED]:
        with st.container(horizontal=True, vertical_alignment="center", key=f"administration-row-{run.run_id}"):
            st.markdown(_facts(run), width="stretch")
            if st.button(say("administration.delete_one"), key=f"administration-delete-{run.run_id}"):
                st.dialog(say("administration.delete_one"))(_ask_delete)([run], who)
    if len(runs) > _MOST_LISTED:
        st.caption(say("administration.more", count=len(runs) - _MOST_LISTED))
    if runs and st.button(say("administration.delete_all", count=len(runs)), key="administration-delete-all"):
        st.dialog(say("administration.delete_all", count=len(runs)))(_ask_delete)(list(runs), who)


def _facts(run: Run) -> str:
    length = [spoken_seconds(run.found.duration_s)] if run.found is not None else []
    size = [spoken_bytes(folder_bytes(run.source.parent))] if is_upload(run.source) else []
    return literal(" · ".join([spoken_time(run.created_at_s), *length, *size]))


def _ask_delete(runs: list[Run], who: str) -> None:
    """Ask once more, and whether it is to be for good."""
    st.write(say("administration.delete_sure", count=len(runs), who=literal(who)))
    with st.container(horizontal=True):
        if st.button(say("administration.delete_day"), key="administration-delete-day"):
            _delete(runs, for_good=False)
        if st.button(say("administration.delete_for_good"), key="administration-delete-for-good"):
            _delete(runs, for_good=True)
        if st.button(say("administration.keep"), key="administration-keep"):
            st.rerun()


def _delete(runs: list[Run], *, for_good: bool) -> None:
    check_may_administer()
    register, store = open_register(), open_store()
    for run in runs:
        register.delete(run.run_id)
        if for_good:
            forget_run(run=run, register=register, store=store)
    _usage.clear()
    st.rerun()
