"""Clips that were uploaded together: those that wait to be set up are one step away from the one that is open."""

from collections.abc import Iterable

import streamlit as st

from heatdash.store.run_register import open_register
from heatdash.values.run import ANALYSIS, Run
from pages.parts.run.this_run import RUN, owner
from pages.parts.text.spoken import literal
from pages.parts.text.words import say

_WAITING = "waiting-clips"
_MOST_SHOWN = 5


def keep_waiting(runs: Iterable[Run], /) -> None:
    """Remember the runs for the rest of the session, behind those that wait already."""
    st.session_state[_WAITING] = [*st.session_state.get(_WAITING, ()), *(run.run_id for run in runs)]


def tell_waiting(*, but: Run) -> None:
    """Show a link to each run that waits besides the one that is open; nothing where none does."""
    waiting = [run for run in map(_if_waiting, st.session_state.get(_WAITING, ())) if run is not None]
    st.session_state[_WAITING] = [run.run_id for run in waiting]
    others = [run for run in waiting if run.run_id != but.run_id]
    if not others:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="waiting-clips"):
        st.caption(say("set_up.waiting", count=len(others)), width="content")
        for run in others[:_MOST_SHOWN]:
            st.page_link("set_up.py", label=literal(run.name), query_params={RUN: run.run_id}, width="content")
        if len(others) > _MOST_SHOWN:
            st.page_link("library.py", label=say("frame.to_library"), width="content")


def _if_waiting(run_id: str) -> Run | None:
    """The run, unless it was deleted or its clip was ever to be analysed."""
    register = open_register()
    run = register.run_for(named=run_id, visitor=owner())
    return None if run is None or register.last_task(run_id=run_id, kind=ANALYSIS) is not None else run
