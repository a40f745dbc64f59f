"""Sharing a result: the address that others can open, who they are, and what they can see and do."""

from urllib.parse import urlsplit

import streamlit as st

from heatdash.values.run import Run
from heatdash.web.who_reaches import THIS_MACHINE, network_address, who_reaches
from pages.parts.frame.own_component import own_component
from pages.parts.run.this_run import RUN, may_change, widget_key
from pages.parts.text.spoken import literal
from pages.parts.text.words import say

_mount = own_component(__file__)


def show_share(run: Run) -> None:
    """Show the button under which the result's address stands, or why nobody else can open it."""
    with st.popover(say("share.share"), icon=":material/share:"):
        address, reach = _best_address(run)
        host = urlsplit(address).hostname or ""
        if reach == THIS_MACHINE:
            st.warning(say("share.only_here", host=literal(host)))
        _mount(
            key=f"{widget_key(run)}:share",
            data={"address": address, "words": {word: say(f"share.{word}") for word in ("address", "copy", "copied")}},
        )
        if reach != THIS_MACHINE:
            st.write(say(f"share.reach_{reach}", host=literal(host)))
        others_can = say("share.can_yours" if may_change(run) else "share.can_another")
        st.markdown("\n".join(f"- {fact}" for fact in (others_can, say("share.clip"), say("share.until"))))


def _best_address(run: Run) -> tuple[str, str]:
    """The result's address and who reaches it: as the visitor knows it, or in the network where theirs is local."""
    page = urlsplit(st.context.url or "")
    folder = page.path.rstrip("/").removesuffix("/explore")
    reach = who_reaches(page.hostname or "")
    if reach == THIS_MACHINE:
        elsewhere = network_address(str(st.get_option("server.address") or ""))
        if elsewhere is not None:
            scheme = "https" if st.get_option("server.sslCertFile") else "http"
            base = str(st.get_option("server.baseUrlPath") or "").strip("/")
            root = "/".join(filter(None, (f"{scheme}://{elsewhere}:{st.get_option('server.port')}", base)))
            return f"{root}/explore?{RUN}={run.run_id}", "own_network"
    return f"{page.scheme}://{page.netloc}{folder}/explore?{RUN}={run.run_id}", reach
