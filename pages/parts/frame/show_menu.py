"""The menu: every page one click away, and the open run goes along to the pages that show it."""

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from heatdash.values.run import Run
from pages.parts.frame.addresses import EXPLORE, SET_UP
from pages.parts.run.this_run import link_to

_OF_A_RUN = (SET_UP, EXPLORE)
"""The addresses of the pages that show a run. No other names it: whoever has an address with a link may see the run."""


def shows_a_run(page: StreamlitPage) -> bool:
    """True where the page shows the open run."""
    return page.url_path in _OF_A_RUN


def show_menu(*, pages: Sequence[StreamlitPage], run: Run | None) -> None:
    """Show a link to each page, which can be opened in a tab of its own as well."""
    with st.container(horizontal=True, key="frame-menu"):
        for page in pages:
            named = link_to(run) if run is not None and shows_a_run(page) else None
            st.page_link(page, query_params=named)
