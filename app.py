"""The app's entry point: streamlit run app.py."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from heatdash.errors import HeatDashError
from heatdash.web.begin_serving import begin_serving
from heatdash.web.few_heaps import share_heaps
from heatdash.web.guards import guards
from heatdash.web.long_cookies import take_long_cookies
from heatdash.web.routes import lifespan, routes
from heatdash.web.serve_files import answer_error
from heatdash.web.slow_headers import close_slow_connections
from pages.parts.frame.addresses import ADDRESSES, ADMINISTRATION
from pages.parts.frame.finished_parts import keep_what_is_finished
from pages.parts.frame.inline_scripts import inline_scripts
from pages.parts.frame.left_pages import forget_left_pages
from pages.parts.frame.lost_presses import lose_no_press
from pages.parts.frame.own_messages import OwnMessages
from pages.parts.text.tell_error import tell_error

_FRAME = "pages/frame.py"
_BASE_PATH = st.get_option("server.baseUrlPath")

share_heaps()
begin_serving()
close_slow_connections()
take_long_cookies()
keep_what_is_finished()
forget_left_pages()
lose_no_press()
app = st.App(
    _FRAME,
    routes=routes(_BASE_PATH),
    middleware=[
        *guards(base_path=_BASE_PATH, pages=ADDRESSES, administration=ADMINISTRATION, scripts=inline_scripts()),
        Middleware(OwnMessages, script=str((Path(__file__).parent / _FRAME).resolve())),
    ],
    lifespan=lifespan,
    exception_handlers={HeatDashError: answer_error},
    on_script_error=tell_error,
)
