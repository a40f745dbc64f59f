"""The place of a run's clip as it is shown before the analysis, where people are hidden."""

import streamlit as st

from heatdash.store.artefact_store import open_store
from heatdash.store.may_ask import NOBODY
from heatdash.store.run_register import open_register
from heatdash.values.arrays import Pixels
from heatdash.values.clip import Clip
from heatdash.values.run import DONE, PLACE, Run
from pages.parts.run.this_run import READER, clip_of
from pages.parts.text.words import say

_EVERY_S = 1.0


def place_before(run: Run) -> Pixels:
    """The place without its people, where a worker has made that; else the clip's first frame, blurred."""
    from heatdash.media.pictures import soften

    clip = clip_of(run)
    place = _stored(clip)
    return soften(READER.frame(clip=clip, index=0)) if place is None else place


def await_place(run: Run) -> None:
    """Show a note on the picture that `place_before` gives; ask for a better one, and show the page anew with it."""
    if _stored(clip_of(run)) is not None:
        st.caption(say("set_up.place_shown"))
        return
    register = open_register()
    task = register.last_task(run_id=run.run_id, kind=PLACE)
    if task is None or task.state == DONE:
        # What was made once may have been removed to save space. The page asks for it, not the visitor, to whom the bar
        # of work tells nothing of it.
        register.ask(run_id=run.run_id, kind=PLACE, project=run.project, asked_by=NOBODY)
    elif not task.is_open:
        st.caption(say("set_up.place_failed"))
        return
    _poll(run)


@st.fragment(run_every=_EVERY_S)
def _poll(run: Run) -> None:
    st.caption(say("set_up.place_awaited"))
    task = open_register().last_task(run_id=run.run_id, kind=PLACE)
    if task is None or not task.is_open:
        st.rerun(scope="app")


def _stored(clip: Clip) -> Pixels | None:
    """The picture in the store, as pixels; None where there is none yet."""
    from heatdash.media.pictures import from_png
    from heatdash.stages.place_picture import stored_place

    content = stored_place(clip=clip, store=open_store())
    return None if content is None else from_png(content)
