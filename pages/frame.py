"""The frame around every page: the menu, the language switch, and what the browser is told."""

from pathlib import Path

import streamlit as st

from pages.parts.administration.may_administer import may_administer
from pages.parts.frame.addresses import ADDRESSES, ADMINISTRATION, EXPLORE, GUIDE, LIBRARY, SET_UP
from pages.parts.frame.show_menu import show_menu, shows_a_run
from pages.parts.frame.sign_in import ask_to_sign_in, keep_sign_in, must_sign_in, show_visitor
from pages.parts.frame.tell_browser import page_title, tell_browser
from pages.parts.run.this_run import keep_out_of_link, named_run
from pages.parts.run.work_bar import work_bar
from pages.parts.text.choose_language import choose_language, recall_language
from pages.parts.text.words import say

_CSS = Path(__file__).with_name("frame.css").read_text(encoding="utf-8")

keep_sign_in()
recall_language()
pages = [
    st.Page("start.py", title=say("frame.start"), default=True),
    st.Page("set_up.py", title=say("frame.set_up"), url_path=SET_UP),
    st.Page("explore.py", title=say("frame.explore"), url_path=EXPLORE),
    st.Page("library.py", title=say("frame.library"), url_path=LIBRARY),
    st.Page("guide.py", title=say("frame.guide"), url_path=GUIDE),
]
if may_administer():
    pages.append(st.Page("administration.py", title=say("administration.title"), url_path=ADMINISTRATION))
page, run = st.navigation(pages, position="hidden"), named_run()
st.set_page_config(page_title=page_title(page=page, run=run if shows_a_run(page) else None), layout="wide")
if not shows_a_run(page):
    keep_out_of_link()
st.logo(str(Path(__file__).with_name("logo.svg")), size="medium")
st.html(f"<style>{_CSS}</style>")
may_come_in = not must_sign_in()
if may_come_in:
    show_menu(pages=pages[: len(ADDRESSES)], run=run)
with st.container(key="frame-corner", horizontal=True, vertical_alignment="center", gap="small"):
    show_visitor()
    choose_language()
    tell_browser(current=pages.index(page))
with st.container(key="frame-lost"):
    st.html(f'<p role="alert">{say("frame.lost")}</p>')
if may_come_in or (run and shows_a_run(page)):
    work_bar(page=page.url_path)
    page.run()
else:
    ask_to_sign_in()
