"""How much of their room on the server a visitor's clips and results take."""

import math

import streamlit as st

from heatdash.limits import limits
from heatdash.work.storage_room import used_bytes_of
from pages.parts.run.this_run import owner
from pages.parts.text.words import say

_KNOWN_FOR_S = 30


def tell_room() -> None:
    """Show it in one line; nothing where there is no limit."""
    most_bytes = limits().owner_bytes
    if not math.isinf(most_bytes):
        st.caption(say("library.room", used=f"{_used_bytes(owner()) / 1e9:.2g}", most=f"{most_bytes / 1e9:g}"))


@st.cache_data(ttl=_KNOWN_FOR_S, max_entries=500, show_spinner=False)
def _used_bytes(who: str) -> int:
    return used_bytes_of(who)
