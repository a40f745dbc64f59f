"""What can be done with a result besides opening it: rename it, delete it, use its places on another clip."""

from dataclasses import replace

import streamlit as st

from heatdash.errors import HeatDashError
from heatdash.store.run_register import open_register
from heatdash.values.run import Run
from pages.parts.run.begin_run import begin_uploads
from pages.parts.run.delete_clip_only import offer_deletion
from pages.parts.run.run_cards import when
from pages.parts.run.this_run import RUN, forget_this_run, open_run, owner, widget_key
from pages.parts.run.upload_box import upload_box
from pages.parts.text.spoken import literal, told
from pages.parts.text.words import say

DELETED = "library-deleted"
"""The session's key of whether the deleted results are unfolded."""


def manage_run(run: Run) -> None:
    """Show the button that uses the run's places again, where it has any, and the menu with the rest."""
    _tell_problem(run)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"run-manage-{run.run_id}"):
        if run.project.scene.places and st.button(
            say("library.again"), key=f"library:again:{run.run_id}", icon=":material/content_copy:"
        ):
            st.dialog(say("library.again"))(_use_again)(run)
        with st.popover(say("library.more", name=literal(run.name)), icon=":material/more_horiz:", type="tertiary"):
            name_key = f"library:name:{run.run_id}"
            st.text_input(say("library.name"), run.name, key=name_key, on_change=_rename, args=(run, name_key))
            st.divider()
            offer_deletion(run)
            if st.button(
                say("library.delete"),
                key=f"delete-{run.run_id}",
                icon=":material/delete:",
                width="stretch",
            ):
                st.dialog(say("library.delete_title", name=literal(run.name)))(_ask_delete)(run)


def _rename(run: Run, name_key: str) -> None:
    """Give the run the name typed; where that is refused, keep why for `_tell_problem`, and put the old one back."""
    try:
        open_register().rename(run_id=run.run_id, name=st.session_state[name_key])
    except HeatDashError as error:
        st.session_state[f"{name_key}:problem"] = error.message
        st.session_state[name_key] = run.name


def _tell_problem(run: Run) -> None:
    """Show why a name was just refused. Its place on the page is always kept, so that what is open stays open."""
    place, problem = st.empty(), st.session_state.pop(f"library:name:{run.run_id}:problem", None)
    if problem:
        place.error(told(problem))


def _use_again(run: Run) -> None:
    """Ask for another clip of the visitor's, which gets the run's places, or a new one, which gets its settings too."""
    st.write(say("library.again_what", places=", ".join(literal(place.name) for place in run.project.scene.places)))
    others = {other.run_id: other for other in open_register().runs_of(owner()) if other.run_id != run.run_id}
    if others:
        chosen = st.selectbox(
            say("library.again_on"),
            list(others),
            index=None,
            format_func=lambda run_id: f"{others[run_id].name} · {when(others[run_id])}",
            placeholder=say("library.again_choose"),
            key=f"library:on:{widget_key(run)}",
        )
        if chosen is not None:
            _use_on(others[chosen], run)
        st.caption(say("library.again_or"))
    arrived = upload_box(key=f"library:upload:{widget_key(run)}")
    st.caption(say("library.again_help"))
    # The stretch of time that is looked at is the other clip's own; so is its start, which its file may tell.
    measure = replace(run.project.measure, from_s=None, to_s=None)
    begin_uploads(arrived, project=replace(run.project, measure=measure))


def _use_on(other: Run, run: Run) -> None:
    """Say what becomes of the other run's own places, and give it those of `run` where that is wanted."""
    lost = other.project.scene.places
    if lost:
        st.warning(say("library.again_lost", places=", ".join(literal(place.name) for place in lost)))
    if st.button(say("library.again_yes"), type="primary"):
        scene = run.project.scene
        open_register().keep_project(run_id=other.run_id, project=other.project.with_scene(scene))
        _forget_sketch(other)
        open_run(other.run_id, page="set_up.py" if other.found is None else "explore.py")


def _forget_sketch(run: Run) -> None:
    """Drop what the session has of the run's pages: a canvas would bring back the places that it was last given."""
    for key in [key for key in st.session_state if run.run_id in str(key)]:
        del st.session_state[key]


def _ask_delete(run: Run) -> None:
    """Ask once more before deleting."""
    st.write(say("library.delete_sure"))
    with st.container(horizontal=True):
        if st.button(say("library.delete_yes"), key="delete-yes", icon=":material/delete:"):
            open_register().delete(run.run_id)
            if st.session_state.get(RUN) == run.run_id:
                forget_this_run()
            st.session_state[DELETED] = True
            st.rerun()
        if st.button(say("library.keep")):
            st.rerun()
