"""A picture of the clip to sketch on."""

from datetime import datetime, timedelta

import numpy as np
import streamlit as st

from heatdash.draw.palette import Pixels
from heatdash.jobs.preview_frame import preview_frame
from heatdash.values.clip import Clip
from pages.parts.words import say

_ZERO = datetime(2000, 1, 1)


def choose_frame(*, key: str, clip: Clip) -> Pixels:
    """The frame that the visitor has moved to, the first one to begin with."""
    if clip.is_image or clip.duration_s < 1:
        return _frame((clip.sha256, 0), clip)
    until = _ZERO + timedelta(seconds=int(clip.duration_s))
    moment = st.slider(
        say("set_up.frame"),
        _ZERO,
        until,
        _ZERO,
        step=timedelta(seconds=1),
        format="HH:mm:ss" if clip.duration_s >= 3600 else "m:ss",
        key=f"{key}:frame",
        help=say("set_up.frame_help"),
    )
    index = int(np.searchsorted(clip.times_s, (moment - _ZERO).total_seconds()))
    return _frame((clip.sha256, min(index, clip.frame_count - 1)), clip)


@st.cache_data(max_entries=32, show_spinner=False)
def _frame(which: tuple[str, int], _clip: Clip) -> Pixels:
    return preview_frame(clip=_clip, index=which[1])
