"""The app's entry point: streamlit run app.py."""

import streamlit as st
from starlette.middleware import Middleware

from heatdash.errors import HeatDashError
from heatdash.web.headers import OwnerCookie, SecurityHeaders
from heatdash.web.routes import lifespan, routes
from heatdash.web.serve_files import answer_error
from pages.parts.text.tell_error import tell_error

app = st.App(
    "pages/frame.py",
    routes=routes(st.get_option("server.baseUrlPath")),
    middleware=[Middleware(SecurityHeaders), Middleware(OwnerCookie)],
    lifespan=lifespan,
    exception_handlers={HeatDashError: answer_error},
    on_script_error=tell_error,
)
