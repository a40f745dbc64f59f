"""Deleting the clip while its result stays: what is asked before, and what is told afterwards."""

from typing import TYPE_CHECKING

import streamlit as st

from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.store.upload_records import clip_deleted_at
from heatdash.values.run import Run
from pages.parts.run.this_run import READER, link_to
from pages.parts.text.spoken import literal, spoken_day, visitor_moment
from pages.parts.text.words import say

if TYPE_CHECKING:
    from heatdash.stages.finished_analysis import FinishedAnalysis


def told_deletion(run: Run) -> str | None:
    """The sentence that the run's clip was deleted, and when; None where it was not."""
    deleted_at_s = clip_deleted_at(run.source)
    if deleted_at_s is None:
        return None
    return say("library.clip_deleted", day=spoken_day(visitor_moment(deleted_at_s)))


def tell_clip_deleted(*, run: Run, finished: "FinishedAnalysis") -> None:
    """Say that the clip was deleted, and what stands in for its picture; nothing where it was not."""
    from heatdash.stages.empty_scene import is_blank

    told = told_deletion(run)
    if told is not None:
        picture = say("explore.kept_blank" if is_blank(finished.background) else "explore.kept_scene")
        st.info(f"{told} {say('explore.without_clip')} {picture}", icon=":material/movie_off:")


def stop_without_clip(run: Run) -> None:
    """Where the clip was deleted, say so and what can be done, and make no more of the page."""
    told = told_deletion(run)
    if told is not None:
        st.info(f"{told} {say('set_up.without_clip')}", icon=":material/movie_off:")
        if run.found is not None:
            st.page_link("explore.py", label=say("set_up.to_explore"), query_params=link_to(run))
        st.stop()


def offer_deletion(run: Run) -> None:
    """Show the button that deletes the clip alone, where there is one to delete and a result that stays."""
    from heatdash.work.delete_clip import may_delete_clip

    if may_delete_clip(run) and st.button(
        say("library.delete_clip"), key=f"delete-clip-{run.run_id}", icon=":material/movie_off:", width="stretch"
    ):
        st.dialog(say("library.delete_clip_title", name=literal(run.name)))(_ask)(run)


def _ask(run: Run) -> None:
    """Ask once more before deleting what nobody can bring back."""
    from heatdash.work.delete_clip import delete_clip

    st.write(say("library.delete_clip_sure"))
    others = [one for one in open_register().everyones_runs() if one.source == run.source and one.run_id != run.run_id]
    if others:
        st.write(say("library.delete_clip_others", names=", ".join(literal(one.name) for one in others)))
    with st.container(horizontal=True):
        if st.button(say("library.delete_clip_yes"), key="delete-clip-yes", icon=":material/movie_off:"):
            with st.spinner(say("library.deleting_clip")):
                delete_clip(run=run, register=open_register(), store=open_store(), reader=READER)
            st.rerun()
        if st.button(say("library.keep")):
            st.rerun()
