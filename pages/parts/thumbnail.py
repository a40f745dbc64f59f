"""A small picture of a result."""

import streamlit as st

from heatdash.errors import HeatDashError
from heatdash.jobs.preview_frame import preview_frame
from heatdash.values.run import Run
from pages.parts.as_jpeg import as_jpeg
from pages.parts.this_run import clip_of, look_of

_WIDTH_PX = 480


def thumbnail(run: Run) -> bytes | None:
    """The run's map as it is asked now, or the clip's first frame; None where neither can be had any more."""
    try:
        return _drawn((run.run_id, run.found is not None, str(run.project)), run)
    except HeatDashError:
        # The card still tells of the run, and opening it says what is missing.
        return None


@st.cache_data(max_entries=200, show_spinner=False)
def _drawn(which: tuple[str, bool, str], _run: Run) -> bytes:
    import cv2

    if _run.found is None:
        picture = preview_frame(clip=clip_of(_run), index=0)
    else:
        look = look_of(_run)
        picture = look.picture(project=_run.project, measured=look.measured(_run.project))
    height = max(1, round(picture.shape[0] * _WIDTH_PX / picture.shape[1]))
    return as_jpeg(cv2.resize(picture, (_WIDTH_PX, height), interpolation=cv2.INTER_AREA))
