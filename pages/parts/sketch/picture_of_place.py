"""The picture that places are sketched on."""

import streamlit as st

from heatdash.errors import StorageError
from heatdash.values.arrays import Pixels
from heatdash.values.clip import Clip
from heatdash.values.project import Project
from heatdash.values.run import Run
from pages.parts.run.place_before import await_place, place_before
from pages.parts.run.this_run import finished_of
from pages.parts.sketch.sketch_places import choose_frame
from pages.parts.text.words import say


def picture_of_place(*, key: str, run: Run, clip: Clip, project: Project) -> Pixels:
    """The frame that the visitor has moved to; where people are hidden, the place without them, with a note."""
    if not project.style.blur:
        return choose_frame(key=key, clip=clip, start=project.start)
    if run.found is not None:
        try:
            place = finished_of(run).place(hide=True)
            st.caption(say("set_up.place_shown"))
            return place
        except StorageError:
            # What the analysis had found was removed to save space; the clip is still there.
            pass
    await_place(run)
    return place_before(run)
