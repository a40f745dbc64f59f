"""Who is at the page."""

import secrets

import streamlit as st

from heatdash.web.owner_cookie import owner_of

_KEY = "owner"


def owner() -> str:
    """The visitor's secret name, from their cookie; for this session alone where the browser keeps no cookies."""
    known = owner_of(dict(st.context.cookies))
    return known or str(st.session_state.setdefault(_KEY, f"session-{secrets.token_urlsafe(18)}"))
