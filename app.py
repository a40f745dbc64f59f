"""The entry of the app: streamlit run app.py."""

import streamlit as st

st.set_page_config(page_title="HeatDash", layout="wide")
st.navigation([st.Page("pages/start.py", title="Start", default=True)], position="top").run()
