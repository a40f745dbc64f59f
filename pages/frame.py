"""The frame around every page: the navigation and the language switch."""

from pathlib import Path

import streamlit as st

from pages.parts.run.work_bar import work_bar
from pages.parts.text.choose_language import choose_language, recall_language
from pages.parts.text.words import say

_CSS = Path(__file__).with_name("frame.css").read_text(encoding="utf-8")

st.set_page_config(page_title="HeatDash", layout="wide")
recall_language()
st.logo(str(Path(__file__).with_name("logo.svg")), size="medium")
page = st.navigation(
    [
        st.Page("start.py", title=say("frame.start"), default=True),
        st.Page("set_up.py", title=say("frame.set_up"), url_path="set-up"),
        st.Page("explore.py", title=say("frame.explore"), url_path="explore"),
        st.Page("library.py", title=say("frame.library"), url_path="library"),
        st.Page("guide.py", title=say("frame.guide"), url_path="guide"),
    ],
    position="top",
)
st.html(f"<style>{_CSS}</style>")
with st.container(key="frame-corner"):
    choose_language()
work_bar(page=page.url_path)
page.run()
