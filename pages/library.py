"""The Library of past results: find and open them, rename or delete them, use their places on another clip."""

from math import isinf

import streamlit as st

from heatdash.limits import DAY_S, limits
from heatdash.store.run_register import open_register
from pages.parts.frame.sign_in import is_signed_in
from pages.parts.run.bring_in import offer_to_bring_in
from pages.parts.run.deleted_runs import show_deleted
from pages.parts.run.find_runs import ORDERS, fitting, ordered
from pages.parts.run.manage_run import manage_run
from pages.parts.run.run_cards import show_run_cards
from pages.parts.run.tell_room import tell_room
from pages.parts.run.this_run import may_work, owner
from pages.parts.text.spoken import literal
from pages.parts.text.words import language, say

_STEP = 24
_SEARCH, _ORDER, _SHOWN = "library-search", "library-order", "library-shown"


def choose_order() -> str:
    """The order that the visitor chose, now or on an earlier visit; shows the choice."""
    kept = open_register().preference(owner=owner(), name=_ORDER)
    return st.selectbox(
        say("library.order"),
        ORDERS,
        ORDERS.index(kept) if kept in ORDERS else 0,
        format_func=lambda by: say(f"library.by_{by}"),
        key=order_key(),
        on_change=keep_order,
        width=240,
    )


def order_key() -> str:
    """The key of the choice of an order; in another language it has other options."""
    return f"{_ORDER}:{language()}"


def keep_order() -> None:
    """Store the order for the visitor's next visit."""
    open_register().set_preference(owner=owner(), name=_ORDER, value=st.session_state[order_key()])


def begin_anew() -> None:
    """Show only as many results as at first."""
    st.session_state.pop(_SHOWN, None)


def show_all() -> None:
    """Empty the search."""
    st.session_state[_SEARCH] = ""
    begin_anew()


def show_more() -> None:
    """Show another step of the results."""
    st.session_state[_SHOWN] = st.session_state.get(_SHOWN, _STEP) + _STEP


st.title(say("frame.library"), anchor=False)
offer_to_bring_in()
runs = open_register().runs_of(owner())
if not runs:
    kept_s = limits().kept_s
    st.info(say("library.empty") if isinf(kept_s) else say("library.empty_days", count=round(kept_s / DAY_S)))
    st.page_link("start.py", label=say("explore.to_start"))
else:
    st.caption(say("library.private_account" if is_signed_in() else "library.private"))
    tell_room()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.text_input(
            say("library.search"),
            type="search",
            placeholder=say("library.search_how"),
            key=_SEARCH,
            live=True,
            on_change=begin_anew,
        )
        order = choose_order()
if may_work():
    show_deleted(open_register().deleted_runs_of(owner()))
if runs:
    found = ordered(fitting(runs, wanted=wanted or ""), by=order)
    shown = found[: st.session_state.get(_SHOWN, _STEP)]
    if not found:
        st.info(say("library.none_found", wanted=literal(wanted or "")))
        st.button(say("library.show_all"), on_click=show_all)
    show_run_cards(runs=shown, key="library", narrowest_px=300, more=manage_run if may_work() else None)
    if len(shown) < len(found):
        left = min(_STEP, len(found) - len(shown))
        st.button(say("library.show_more", count=left, shown=len(shown), all=len(found)), on_click=show_more)
