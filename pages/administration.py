"""The Administration page: who uses how much, the queue, failures and limits; no clip, picture or name of either."""

import streamlit as st

from heatdash.store.run_register import open_register
from pages.parts.administration.show_settings import show_settings
from pages.parts.administration.show_tasks import show_failures, show_queue
from pages.parts.administration.show_usage import show_usage
from pages.parts.text.words import say

accounts = open_register().accounts()
st.title(say("administration.title"), anchor=False)
st.caption(say("administration.what_not"))
st.header(say("administration.usage"), anchor=False)
show_usage(accounts)
st.header(say("administration.queue"), anchor=False)
show_queue(accounts)
st.header(say("administration.failures"), anchor=False)
show_failures(accounts)
st.header(say("administration.settings"), anchor=False)
show_settings()
