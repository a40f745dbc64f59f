"""The run that the visitor has open, named in the address so that it survives a refresh, and what they may do."""

import secrets
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from heatdash.errors import StorageError
from heatdash.roles import VIEWER
from heatdash.stages.probe import camera_report
from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.store.upload_records import clip_deleted_at
from heatdash.values.camera_report import CameraReport
from heatdash.values.clip import Clip
from heatdash.values.project import Project
from heatdash.values.run import Run
from heatdash.web.owner_cookie import owner_of
from heatdash.web.routes import PREFIX
from heatdash.work.read_apart import ReadsApart
from pages.parts.frame.lost_presses import unless_left_behind
from pages.parts.text.spoken import literal
from pages.parts.text.words import language, say

if TYPE_CHECKING:
    from heatdash.stages.finished_analysis import FinishedAnalysis


def owner() -> str:
    """The visitor's secret name: their account's, else their cookie's, else, without cookies, one for this session."""
    known = owner_of(dict(st.context.cookies))
    return known or str(st.session_state.setdefault("owner", f"session-{secrets.token_urlsafe(18)}"))


def file_url(*parts: str, **query: str) -> str:
    """The address of `upload`, `clip/RUN`, `video/RUN/KEY.mp4`, `files/RUN/KEY/NAME` or `zip/RUN/KEY`, given in parts.

    It is complete, with the host as the visitor knows it, since st.video takes a bare path for a local file.
    """
    base_path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    path = "/".join(quote(part, safe="") for part in (*base_path.split("/"), PREFIX, *parts) if part)
    page = urlsplit(st.context.url or "")
    host = f"{page.scheme}://{page.netloc}" if page.netloc else ""
    return f"{host}/{path}{'?' if query else ''}{urlencode(query)}"


def served_url(kind: str, *parts: str, run: Run, **query: str) -> str:
    """The address of the run's `clip`, or of a `video`, `snippet`, `files` or `zip` of it; it opens for this visitor.

    It holds the run's id where the owner's cookie is sent along, and else a link's token.
    """
    has_cookie = owner_of(dict(st.context.cookies)) == run.owner
    named = _page_link(run) if is_mine(run) and not has_cookie else next(iter(link_to(run).values()))
    return file_url(kind, named, *parts, **query)


_PAGE_LINK_S = 24 * 3600


def _page_link(run: Run) -> str:
    """The token of a link for the owner's own page, whose browser sends no cookie with what it asks for."""
    key = f"{run.run_id}:page-link"
    token: str | None = st.session_state.get(key)
    if token is None or open_register().linked_run_id(token) is None:
        name = say("share.this_page")
        _, token = open_register().new_link(run_id=run.run_id, name=name, lasts_s=_PAGE_LINK_S)
        st.session_state[key] = token
    return token


RUN, SHARED = "run", "shared"
"""The keys in a page's address of what names the run: its id, for its owner, or the token of a link.

The session keeps either under RUN, from page to page.
"""


def named_run() -> Run | None:
    """The run that the address or the session names and that the visitor may see; None where there is none."""
    named = _named()
    return open_register().run_for(named=named, visitor=owner()) if named else None


def this_run() -> Run | None:
    """The run that the address or the session names, in both from now on; None where it is gone, with a warning."""
    run, named = named_run(), _named()
    if run is not None:
        ((key, known),) = link_to(run).items()
        st.session_state[RUN] = known
        if known not in (st.query_params.get(RUN), st.query_params.get(SHARED)):
            st.query_params.pop(SHARED, None)
            st.query_params[key] = known
    elif named:
        _tell_gone(named)
    return run


def is_this_run(run_id: str) -> bool:
    """True where the address or the session names this run."""
    run = named_run()
    return run is not None and run.run_id == run_id


def link_to(run: Run) -> dict[str, str]:
    """What names the run in the address of a page that shows it: as its own for its owner, by the link for guests."""
    return {RUN: run.run_id} if is_mine(run) else {SHARED: _named() or ""}


def _named() -> str | None:
    query = st.query_params
    named: str | None = query.get(SHARED) or query.get(RUN) or st.session_state.get(RUN)
    return named


def _tell_gone(named: str) -> None:
    """Say that the run was deleted, and who can restore it; its link stays, for when it is. Another is forgotten.

    Of a run that the visitor may not see, nothing is told, not even that there is one.
    """
    register = open_register()
    deleted = register.deleted_run(register.linked_run_id(named, or_ended=True) or named)
    if deleted is not None and may_change(deleted):
        st.warning(say("frame.run_deleted_by_you", name=literal(deleted.name)))
        st.page_link("library.py", label=say("frame.to_library"))
    elif deleted is not None and register.linked_run_id(named) is not None:
        st.warning(say("frame.run_deleted"))
    else:
        forget_this_run()
        st.warning(say("frame.no_run"))


def open_run(run_id: str, *, page: str) -> NoReturn:
    """Go to the page, where this run of the visitor's is open from now on."""
    # Named at once: a page that puts the run into its link later makes the browser take two steps.
    st.switch_page(page, query_params={RUN: run_id})


def keep_out_of_link() -> None:
    """Leave the run open, but in the session alone: whoever has an address with a link may see that run."""
    named = _named()
    if named:
        st.session_state[RUN] = named
    for key in (RUN, SHARED):
        st.query_params.pop(key, None)


def forget_this_run() -> None:
    """Leave no run open."""
    st.session_state.pop(RUN, None)
    for key in (RUN, SHARED):
        st.query_params.pop(key, None)


def widget_key(run: Run) -> str:
    """The beginning of the keys of the run's widgets: another run or language has widgets of its own."""
    return f"{run.run_id}:{language()}"


def is_mine(run: Run) -> bool:
    """True where the visitor made the run."""
    return run.owner == owner()


def may_work() -> bool:
    """True where the visitor may have clips analysed; a viewer may only look on."""
    return open_register().role_of(owner()) != VIEWER


def may_change(run: Run) -> bool:
    """True where the visitor made the run; others may look and try other settings, but none of that is kept."""
    return is_mine(run) and may_work()


def may_show_people(run: Run) -> bool:
    """True where the visitor may have people shown as they are: always, but to others than the owner who hides them."""
    return is_mine(run) or not run.project.style.blur


def question_of(run: Run) -> Project:
    """The run's project as this visitor sees it: the owner's is kept with the run, another's lasts for the session.

    It is read anew: what a widget calls back with is the run as it was when the page was last made.
    """
    if may_change(run):
        return (open_register().run(run.run_id) or run).project
    asked: Project = st.session_state.get(_own_question(run), run.project)
    return asked if may_show_people(run) else replace(asked, style=replace(asked.style, blur=True))


def keep_question(*, run: Run, project: Project) -> None:
    """Keep the visitor's project for the run, where it has changed."""
    with unless_left_behind():
        is_new = project != question_of(run)
        if is_new and may_change(run):
            open_register().keep_project(run_id=run.run_id, project=project)
        elif is_new:
            st.session_state[_own_question(run)] = project


def finished_of(run: Run) -> "FinishedAnalysis":
    """The run's finished analysis, opened once for all who see it."""
    store = open_store()
    # Opened anew once its clip was deleted: then other pictures are shown.
    deleted_at_s = str(clip_deleted_at(run.source))
    key = (str(store.root), run.found.tracks_key if run.found else "", str(run.source), deleted_at_s)
    return _finished(key, run)


def clip_of(run: Run) -> Clip:
    """The run's clip; a file that has not changed is probed only once."""
    if not run.source.exists():
        raise StorageError("stages.clip_gone", name=run.name)
    return READER.probe(run.source)


def report_of(clip: Clip) -> CameraReport:
    """What a few of the clip's pictures say about its camera; examined once."""
    return camera_report(clip=clip, store=open_store(), reader=READER)


class _Reader(ReadsApart):
    """Reads clips for pages, never in the server's own process; a file that has not changed is probed only once."""

    def probe(self, path: Path) -> Clip:
        if not path.exists():
            return super().probe(path)
        state = path.stat()
        return _clip((str(path), state.st_size, state.st_mtime_ns))


READER = _Reader()


@st.cache_data(max_entries=64, show_spinner=False)
def _clip(file: tuple[str, int, int]) -> Clip:
    return ReadsApart().probe(Path(file[0]))


def _own_question(run: Run) -> str:
    return f"question:{run.run_id}"


@st.cache_resource(max_entries=6, show_spinner=False)
def _finished(key: tuple[str, ...], _run: Run) -> "FinishedAnalysis":
    from heatdash.stages.finished_analysis import open_finished_analysis

    return open_finished_analysis(run=_run, store=open_store(), reader=READER)
