"""The app's own routes around a page with nothing but the upload box. No workers run."""

import streamlit as st
from starlette.middleware import Middleware

from heatdash.errors import HeatDashError
from heatdash.web.headers import OwnerCookie, SecurityHeaders
from heatdash.web.routes import routes
from heatdash.web.serve_files import answer_error
from pages.parts.text.tell_error import tell_error

app = st.App(
    "upload_page.py",
    routes=routes(st.get_option("server.baseUrlPath")),
    middleware=[Middleware(SecurityHeaders), Middleware(OwnerCookie)],
    exception_handlers={HeatDashError: answer_error},
    on_script_error=tell_error,
)
