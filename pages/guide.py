"""The Guide: first steps, what each number means and cannot tell, how to place a camera, privacy and licence."""

import streamlit as st

from heatdash import __version__
from pages.parts.run.run_cards import sample_picture
from pages.parts.text.data_protection import show_data_protection
from pages.parts.text.words import say

SECTIONS = ("steps", "reading", "numbers", "limits", "camera", "privacy", "licence")

st.title(say("frame.guide"), anchor=False)
text, picture = st.columns([3, 2], gap="large")
with text:
    for section in SECTIONS:
        st.header(say(f"guide.{section}_title"), anchor=section)
        st.markdown(say(f"guide.{section}", version=__version__))
        if section == "privacy":
            show_data_protection()
with picture:
    st.image(sample_picture(), width="stretch", caption=say("guide.picture"), alt=say("start.picture_alt"))
