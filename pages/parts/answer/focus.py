"""The place that the visitor looks at, the same on every tab, and the tab that is open."""

from collections.abc import Sequence

import streamlit as st

from heatdash.values.run import Run
from pages.parts.text.spoken import spoken_place
from pages.parts.text.words import entry_of, say

TAB = "tab"
"""The key of the tab that is open: in the session of its label, in the link of its name."""
TABS = ("map", "video", "when", "places", "ways", "objects", "check")


def place_in_focus(run: Run) -> str | None:
    """The name of the place last chosen, in whatever tab; None where none was. It may be gone from the scene."""
    chosen: str | None = st.session_state.get(_key(run))
    return chosen


def choose_place(*, key: str, run: Run, places: Sequence[str], default: str, label: str, help_text: str) -> str:
    """The place that the visitor picks, at first the one in focus, or `default` where that is none of them."""
    in_focus = place_in_focus(run)
    first = in_focus if in_focus in places else default
    return str(
        st.selectbox(
            label,
            places,
            places.index(first),
            format_func=spoken_place,
            # Other places, or another one in focus, are another choice, with a key of its own.
            key=f"{key}:{first}:{'|'.join(places)}",
            help=help_text,
        )
    )


def focus_on(*, run: Run, place: str, tab: str | None = None) -> None:
    """Choose the place; open that tab, where one is named. Called before the tabs are shown, as by a callback."""
    st.session_state[_key(run)] = place
    if tab is not None:
        st.session_state[TAB] = say(f"explore.{tab}")


def open_tab() -> str:
    """The name of the tab that is open; at first the one that the link names, else the first one."""
    return _called(st.session_state.get(TAB, "")) or _in_link()


def keep_in_link(tab: str) -> None:
    """Have the link name the tab, for a reload and for whoever gets the link."""
    # Bound by Streamlit itself, the tab would take the run along out of the link of a page that is left.
    if _in_link() != tab:
        st.query_params[TAB] = tab


def _in_link() -> str:
    return _called(st.query_params.get(TAB, "")) or TABS[0]


def _called(text: str) -> str:
    """The tab of that name or label; empty where there is none. Links of earlier versions have the sender's label."""
    name = text if text in TABS else entry_of("explore", text)
    return name if name in TABS else ""


def _key(run: Run) -> str:
    return f"place:{run.run_id}"
