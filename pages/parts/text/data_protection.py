"""What is processed and kept on this server, for who wants to know it exactly."""

import streamlit as st

from heatdash.data_protection import data_protection
from heatdash.settings import without_folders
from pages.parts.text.words import language, say


def show_data_protection() -> None:
    """Show the page for data protection, folded, as it follows from the settings in force."""
    with st.expander(say("guide.data_protection"), icon=":material/policy:"):
        told = language()
        for section in data_protection():
            facts = (without_folders(statement.told(told)) for statement in section.statements)
            st.markdown("\n".join([f"**{section.title.told(told)}**\n", *(f"- {fact}" for fact in facts)]))
