"""The language switch, and the language that a visitor chose before."""

import streamlit as st

from heatdash.store.run_register import open_register
from pages.parts.run.this_run import owner
from pages.parts.text.words import LANGUAGE, LANGUAGES, language, say


def choose_language() -> None:
    """Show the switch, set to the visitor's language. A choice is kept for the next visit."""
    st.session_state[LANGUAGE] = language()
    st.segmented_control(
        say("frame.language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        required=True,
        key=LANGUAGE,
        on_change=_keep,
        label_visibility="collapsed",
    )


def recall_language() -> None:
    """Give the session the language that the visitor chose on an earlier visit, before any text is shown."""
    if LANGUAGE not in st.session_state:
        st.session_state[LANGUAGE] = open_register().preference(owner=owner(), name=LANGUAGE)


def _keep() -> None:
    open_register().set_preference(owner=owner(), name=LANGUAGE, value=st.session_state[LANGUAGE])
