"""The app's own routes around a page with nothing but the upload box. No workers run."""

import streamlit as st

from heatdash.errors import HeatDashError
from heatdash.web.guards import guards
from heatdash.web.routes import routes
from heatdash.web.serve_files import answer_error
from pages.parts.frame.inline_scripts import inline_scripts
from pages.parts.text.tell_error import tell_error

_BASE_PATH = st.get_option("server.baseUrlPath")
app = st.App(
    "upload_page.py",
    routes=routes(_BASE_PATH),
    middleware=guards(base_path=_BASE_PATH, pages=[""], administration="administration", scripts=inline_scripts()),
    exception_handlers={HeatDashError: answer_error},
    on_script_error=tell_error,
)
