"""Sharing a result: links to it, which its owner makes, names and ends, who can open them, and what others may do."""

import time
from urllib.parse import urlsplit

import streamlit as st

from heatdash.errors import HeatDashError
from heatdash.settings import sharing_allowed
from heatdash.store.run_register import open_register
from heatdash.store.share_links import LONGEST_LINK_NAME
from heatdash.values.run import Run
from heatdash.values.share_link import ShareLink
from heatdash.web.who_reaches import THIS_MACHINE, network_address, who_reaches
from pages.parts.frame.own_component import own_component
from pages.parts.run.delete_clip_only import told_deletion
from pages.parts.run.this_run import SHARED, may_change, widget_key
from pages.parts.text.spoken import literal, spoken_time, told
from pages.parts.text.words import say

_mount = own_component(__file__)
_LASTS_DAYS = {"kept": None, "day": 1, "week": 7, "month": 30}
"""For how long a link may work, by the entry that says it; the first is the default."""
_MOST_ENDED = 5


def show_share(run: Run) -> None:
    """Show the owner the button under which links are made, listed and ended; a guest gets none."""
    if not may_change(run):
        return
    with st.popover(say("share.share"), icon=":material/share:"):
        if not sharing_allowed():
            st.info(say("share.not_here"))
            return
        pages, reach = _best_pages()
        host = urlsplit(pages).hostname or ""
        if reach == THIS_MACHINE:
            st.warning(say("share.only_here", host=literal(host)))
        _make_link(run)
        _show_address(run, pages=pages)
        if reach != THIS_MACHINE:
            st.caption(say(f"share.reach_{reach}", host=literal(host)))
        _list_links(run)
        people = told_deletion(run) or say("share.no_people" if run.project.style.blur else "share.clip")
        st.markdown("\n".join(f"- {fact}" for fact in (say("share.can"), people, say("share.until"))))


def _make_link(run: Run) -> None:
    """Show what a new link is called and how long it works, and the button that makes it."""
    key = f"{widget_key(run)}:link"
    problem = st.session_state.pop(f"{key}:problem", None)
    if problem:
        st.error(told(problem))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            say("share.name"),
            key=f"{key}:name",
            max_chars=LONGEST_LINK_NAME,
            placeholder=say("share.name_how"),
            width=220,
        )
        st.selectbox(
            say("share.lasts"),
            list(_LASTS_DAYS),
            format_func=lambda entry: say(f"share.lasts_{entry}"),
            key=f"{key}:lasts",
            width=220,
        )
        st.button(say("share.make"), type="primary", key=f"{key}:make", on_click=_make, args=(run, key))


def _make(run: Run, key: str) -> None:
    """Make the link as it was asked for, and keep its token for this page; where it is refused, keep why."""
    days = _LASTS_DAYS[st.session_state[f"{key}:lasts"]]
    name = str(st.session_state[f"{key}:name"]).strip() or say("share.unnamed")
    lasts_s = None if days is None else days * 24 * 3600.0
    try:
        link, token = open_register().new_link(run_id=run.run_id, name=name, lasts_s=lasts_s)
    except HeatDashError as error:
        st.session_state[f"{key}:problem"] = error.message
        return
    st.session_state[_new(run.run_id)] = link.link_id, token
    st.session_state[f"{key}:name"] = ""


def _new(run_id: str) -> str:
    """The session's key of the number and the token of the link to that run that was made last."""
    return f"{run_id}:new-link"


def _show_address(run: Run, *, pages: str) -> None:
    """Show the address of the link that was just made, to be copied; nothing where none was."""
    if _new(run.run_id) not in st.session_state:
        return
    _, token = st.session_state[_new(run.run_id)]
    words = {word: say(f"share.{word}") for word in ("address", "copy", "copied")}
    _mount(key=f"{widget_key(run)}:share", data={"address": f"{pages}/explore?{SHARED}={token}", "words": words})
    st.caption(say("share.once"))


def _list_links(run: Run) -> None:
    """List the links that work, each with a button that ends it, and below them those that ended last."""
    now_s = time.time()
    links = [(link, link.ended_at_s(now_s)) for link in open_register().links_of(run.run_id)]
    working = [link for link, ended_at_s in links if ended_at_s is None]
    if not working:
        st.write(say("share.none"))
    for link in working:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"link-{link.link_id}"):
            facts = [f"**{_named(link)}**", literal(say("share.made", when=spoken_time(link.made_at_s)))]
            if link.expires_at_s is not None:
                facts.append(literal(say("share.works_until", when=spoken_time(link.expires_at_s))))
            st.markdown("  \n".join(facts), width="stretch")
            st.button(say("share.end", name=_named(link)), key=f"end-link-{link.link_id}", on_click=_end, args=(link,))
    ended = [(link, ended_at_s) for link, ended_at_s in links if ended_at_s is not None][:_MOST_ENDED]
    if ended:
        told_ended = (say("share.ended", name=_named(link), when=spoken_time(at_s)) for link, at_s in ended)
        st.caption("  \n".join(told_ended))


def _named(link: ShareLink) -> str:
    return literal(link.name) if link.name else say("share.old")


def _end(link: ShareLink) -> None:
    """End the link; its address is not shown any longer."""
    open_register().revoke_link(run_id=link.run_id, link_id=link.link_id)
    shown_id, _ = st.session_state.get(_new(link.run_id), (None, ""))
    if shown_id == link.link_id:
        del st.session_state[_new(link.run_id)]


def _best_pages() -> tuple[str, str]:
    """The address of the app's pages and who reaches it: as the owner knows it, or in the network where it is local."""
    page = urlsplit(st.context.url or "")
    folder = page.path.rstrip("/").removesuffix("/explore")
    reach = who_reaches(page.hostname or "")
    if reach == THIS_MACHINE:
        elsewhere = network_address(str(st.get_option("server.address") or ""))
        if elsewhere is not None:
            scheme = "https" if st.get_option("server.sslCertFile") else "http"
            base = str(st.get_option("server.baseUrlPath") or "").strip("/")
            host = f"{scheme}://{elsewhere}:{st.get_option('server.port')}"
            return "/".join(filter(None, (host, base))), "own_network"
    return f"{page.scheme}://{page.netloc}{folder}", reach
