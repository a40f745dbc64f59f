"""How much work a visitor asks for in a short time."""

import math

import streamlit as st

from heatdash.errors import LimitError
from heatdash.limits import limits
from heatdash.web.connection import visitor_network
from heatdash.web.rate_limits import ANALYSES, RATES, Asker
from pages.parts.run.this_run import owner

_FORWARDED = "X-Forwarded-For"
_THIS_MACHINE = "127.0.0.1"


def count_asked() -> None:
    """Count an analysis, trial or video that is about to be asked for; refuse one too many."""
    wait_s = RATES.wait_s(ANALYSES, by=Asker(owner=owner(), network=_network()))
    if wait_s:
        raise LimitError("limits.analyses", count=math.ceil(wait_s / 60), most=int(limits().analyses_an_hour))


def _network() -> str:
    """The network that the page was opened from, as far as Streamlit tells: of this machine it tells none."""
    headers = [(_FORWARDED.lower().encode(), st.context.headers.get(_FORWARDED, "").encode())]
    return visitor_network(
        {"type": "websocket", "client": (st.context.ip_address or _THIS_MACHINE, 0), "headers": headers}
    )
