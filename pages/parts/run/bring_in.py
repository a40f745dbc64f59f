"""What this browser had made before somebody signed in: they may bring it into their account, or leave it."""

import streamlit as st

from heatdash.store.run_register import open_register
from heatdash.web.owner_cookie import browser_of
from heatdash.work.bring_in import bring_in
from pages.parts.run.this_run import may_work, owner
from pages.parts.text.words import say


def offer_to_bring_in() -> None:
    """Offer to bring in what the browser has made; nothing of it is shown, as somebody else may have made it."""
    browser, me = browser_of(dict(st.context.cookies)), owner()
    if browser is None or browser == me or not may_work():
        return
    register, left = open_register(), f"left-in-browser:{browser[:16]}"
    count = len(register.runs_of(browser))
    if not count or register.preference(owner=me, name=left) == str(count):
        return
    with st.container(border=True, key="bring-in"):
        st.write(say("sign_in.not_in_account", count=count))
        with st.container(horizontal=True):
            if st.button(say("sign_in.bring_in"), type="primary", key="bring-in-yes"):
                bring_in(browser=browser, account=me, register=register)
                st.rerun()
            if st.button(say("sign_in.leave"), key="bring-in-no"):
                register.set_preference(owner=me, name=left, value=str(count))
                st.rerun()
