"""The entry of the app: streamlit run app.py."""

import streamlit as st
from starlette.middleware import Middleware

from heatdash.errors import HeatDashError
from heatdash.web.answer_error import answer_error
from heatdash.web.lifespan import lifespan
from heatdash.web.owner_cookie import OwnerCookie
from heatdash.web.routes import routes
from heatdash.web.security_headers import SecurityHeaders
from pages.parts.tell_error import tell_error

app = st.App(
    "pages/frame.py",
    routes=routes(st.get_option("server.baseUrlPath")),
    middleware=[Middleware(SecurityHeaders), Middleware(OwnerCookie)],
    lifespan=lifespan,
    exception_handlers={HeatDashError: answer_error},
    on_script_error=tell_error,
)
