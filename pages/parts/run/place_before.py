"""The place of a run's clip as it can be shown before the analysis, where people are hidden."""

import streamlit as st

from heatdash.values.arrays import Pixels
from heatdash.values.clip import Clip
from heatdash.values.run import Run
from pages.parts.run.this_run import clip_of


def place_before(run: Run) -> Pixels:
    """The place, soft wherever somebody may be."""
    clip = clip_of(run)
    return _place(clip.sha256, clip)


@st.cache_data(max_entries=32, show_spinner=False)
def _place(sha256: str, _clip: Clip) -> Pixels:
    from heatdash.media.place_preview import place_preview

    return place_preview(_clip)
