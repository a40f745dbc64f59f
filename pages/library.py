"""Being built."""

import streamlit as st

from pages.parts.words import say

st.title(say("frame.library"))
