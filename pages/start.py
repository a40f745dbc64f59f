"""The first page: try the sample, upload a clip, or open a recent result."""

import streamlit as st

from pages.parts.run.begin_run import begin_sample, begin_uploads
from pages.parts.run.run_cards import recent_cards, sample_picture
from pages.parts.run.this_run import may_work
from pages.parts.run.upload_box import upload_box
from pages.parts.text.words import say

words, picture = st.columns([1, 1], gap="large", vertical_alignment="center")
with words:
    st.title(say("start.title"), anchor=False)
    st.write(say("start.promise"))
    if may_work():
        if st.button(say("start.sample"), type="primary", help=say("start.sample_help")):
            begin_sample()
        st.caption(say("start.or"))
        begin_uploads(upload_box(key="start-upload"))
    else:
        st.info(say("store.viewer"))
with picture:
    st.image(sample_picture(), width="stretch", alt=say("start.picture_alt"))
recent_cards()
