"""What a visitor sees when a page fails."""

import logging
import secrets

import streamlit as st

from heatdash.errors import HeatDashError
from pages.parts.text.spoken import told
from pages.parts.text.words import say

_log = logging.getLogger("heatdash")


def tell_error(error: Exception) -> bool:
    """Show the error in place of Streamlit's own display; always True, so that this is left out.

    A bug gets a code, under which the log has its traceback.
    """
    if isinstance(error, HeatDashError):
        st.error(told(error.message))
        return True
    code = secrets.token_hex(3)
    _log.error("A page broke, code %s.", code, exc_info=error)
    st.error(say("frame.broke", code=code))
    return True
