"""What a visitor sees when a page fails."""

import logging
import secrets
import traceback
from pathlib import Path

import streamlit as st

from heatdash.errors import HeatDashError
from heatdash.event_log import event
from heatdash.web.traffic import TRAFFIC
from pages.parts.text.spoken import told
from pages.parts.text.words import say

_STREAMLIT = Path(st.__file__).parent
_READS_WHAT_WAS_SENT = {"deserialize", "deserialize_trigger_list", "unpack_widget_state_value"}
_log = logging.getLogger("heatdash")


def tell_error(error: Exception) -> bool:
    """Show the error in place of Streamlit's own display; always True, so that this is left out.

    A bug gets a code, under which the log has its traceback. What no page can have sent is none: it is only told so.
    """
    if isinstance(error, HeatDashError):
        TRAFFIC.refused(error.message.key)
        st.error(told(error.message))
        return True
    if _is_of_a_forged_value(error):
        TRAFFIC.refused("frame.odd_message")
        st.error(say("frame.odd_message"))
        return True
    code = secrets.token_hex(3)
    _log.error("A page broke, code %s.", code, exc_info=error, extra=event("bug", code=code))
    st.error(say("frame.broke", code=code))
    return True


def _is_of_a_forged_value(error: Exception) -> bool:
    """True where Streamlit could not read what the browser sent as the state of a widget."""
    reading = (frame.f_code for frame, _ in traceback.walk_tb(error.__traceback__))
    return any(
        code.co_name in _READS_WHAT_WAS_SENT and _STREAMLIT in Path(code.co_filename).parents for code in reading
    )
