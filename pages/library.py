"""The Library of past results: open, rename or delete them, or use their places and settings on another clip."""

from dataclasses import replace

import streamlit as st

from heatdash.errors import HeatDashError
from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.values.run import Run
from heatdash.work.forget_run import forget_run
from pages.parts.run.begin_run import begin_upload
from pages.parts.run.run_cards import show_card
from pages.parts.run.this_run import RUN, forget_this_run, owner, widget_key
from pages.parts.run.upload_box import upload_box
from pages.parts.text.spoken import literal, told
from pages.parts.text.words import say

_COLUMNS = 3


def manage(run: Run) -> None:
    """Show what can be done with a run besides opening it."""
    with st.popover(say("library.more"), width="stretch"):
        name_key = f"library:name:{run.run_id}"
        st.text_input(say("library.name"), run.name, key=name_key, on_change=rename, args=(run, name_key))
        if st.button(say("library.again"), key=f"library:again:{run.run_id}", help=say("library.again_help")):
            use_again(run)
        if st.button(say("library.delete"), key=f"library:delete:{run.run_id}", icon=":material/delete:"):
            ask_delete(run)


def rename(run: Run, name_key: str) -> None:
    """Give the run the name typed; if that is refused, keep the reason for `tell_problem` and put the old name back."""
    try:
        open_register().rename(run_id=run.run_id, name=st.session_state[name_key])
    except HeatDashError as error:
        st.session_state[f"{name_key}:problem"] = error.message
        st.session_state[name_key] = run.name


def tell_problem(run: Run) -> None:
    """Show why a name was just refused. Its place on the page is always kept, so that what is open stays open."""
    place, problem = st.empty(), st.session_state.pop(f"library:name:{run.run_id}:problem", None)
    if problem:
        place.error(told(problem))


@st.dialog(say("library.again"))
def use_again(run: Run) -> None:
    """Ask for another clip, to be analysed as this one was; the time range and the start are its own."""
    st.write(say("library.again_help"))
    upload = upload_box(key=f"library:upload:{widget_key(run)}")
    if upload is not None:
        measure = replace(run.project.measure, from_s=None, to_s=None)
        begin_upload(upload, project=replace(run.project, measure=measure))


@st.dialog(say("library.delete"))
def ask_delete(run: Run) -> None:
    """Ask once more before deleting, as it cannot be undone."""
    st.write(say("library.delete_sure", name=literal(run.name)))
    if st.button(say("library.delete_yes"), type="primary"):
        forget_run(run=run, register=open_register(), store=open_store())
        if st.session_state.get(RUN) == run.run_id:
            forget_this_run()
        st.rerun()


st.title(say("frame.library"), anchor=False)
runs = open_register().runs_of(owner())
if not runs:
    st.info(say("library.empty"))
    st.page_link("start.py", label=say("explore.to_start"))
else:
    st.caption(say("library.private"))
for first in range(0, len(runs), _COLUMNS):
    for column, run in zip(st.columns(_COLUMNS), runs[first : first + _COLUMNS], strict=False):
        with column:
            tell_problem(run)
            show_card(run=run, key="library", more=manage)
