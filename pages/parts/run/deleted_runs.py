"""The results that were deleted within the last day: each can be restored, or removed for good at once."""

import time
from collections.abc import Sequence

import streamlit as st

from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.values.run import RESTORABLE_S, Run
from heatdash.work.forget_run import forget_run
from pages.parts.run.manage_run import DELETED
from pages.parts.text.spoken import literal, spoken_seconds
from pages.parts.text.words import say


def show_deleted(runs: Sequence[Run]) -> None:
    """Show the deleted runs, folded; nothing where there are none. They unfold when one was just deleted."""
    if not runs:
        return
    with st.expander(say("library.deleted", count=len(runs)), icon=":material/delete:", key=DELETED, on_change="rerun"):
        st.caption(say("library.deleted_help"))
        for run in runs:
            _row(run)


def _row(run: Run) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"run-deleted-{run.run_id}"):
        st.markdown(f"**{literal(run.name)}** · {say('library.deleted_left', time=_time_left(run))}", width="stretch")
        undo = say("library.undo_one", name=literal(run.name))
        if st.button(say("library.undo"), key=f"library:undo:{run.run_id}", icon=":material/undo:", help=undo):
            open_register().restore(run.run_id)
            st.rerun()
        if st.button(say("library.for_good"), key=f"delete-for-good-{run.run_id}", icon=":material/delete_forever:"):
            st.dialog(say("library.for_good_title", name=literal(run.name)))(_ask_for_good)(run)


def _time_left(run: Run) -> str:
    left_s = (run.deleted_at_s or 0.0) + RESTORABLE_S - time.time()
    # To the minute; what is over is cleared away within minutes.
    return spoken_seconds(max(60.0, 60.0 * (left_s // 60)))


def _ask_for_good(run: Run) -> None:
    """Ask once more before removing what nobody can bring back."""
    st.write(say("library.for_good_sure"))
    with st.container(horizontal=True):
        if st.button(say("library.for_good_yes"), key="delete-yes-for-good", icon=":material/delete_forever:"):
            forget_run(run=run, register=open_register(), store=open_store())
            st.rerun()
        if st.button(say("library.keep_deleted")):
            st.rerun()
