"""The place that the visitor looks at, the same on every tab, and the tab that is open."""

import streamlit as st

from heatdash.values.run import Run
from pages.parts.text.words import entry_of, say

TAB = "tab"
"""The session's key, and the link's, of the tab that is open: its label."""
TABS = ("map", "video", "when", "places", "ways", "objects", "check")


def place_in_focus(run: Run) -> str | None:
    """The name of the place last chosen, in whatever tab; None where none was. It may be gone from the scene."""
    chosen: str | None = st.session_state.get(_key(run))
    return chosen


def focus_on(*, run: Run, place: str, tab: str | None = None) -> None:
    """Choose the place; open that tab, where one is named. Called before the tabs are shown, as by a callback."""
    st.session_state[_key(run)] = place
    if tab is not None:
        st.session_state[TAB] = say(f"explore.{tab}")


def open_tab() -> str:
    """The name of the tab that is open; the first one to begin with."""
    entry = entry_of("explore", st.session_state.get(TAB) or st.query_params.get(TAB, ""))
    return entry if entry in TABS else TABS[0]


def _key(run: Run) -> str:
    return f"place:{run.run_id}"
