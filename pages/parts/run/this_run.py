"""The run that the visitor has open: kept in the link, so that it survives a refresh and can be shared."""

import secrets
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from heatdash.errors import StorageError
from heatdash.media.probe_clip import probe_clip
from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.values.clip import Clip
from heatdash.values.project import Project
from heatdash.values.run import Run
from heatdash.web.owner_cookie import owner_of
from heatdash.web.routes import PREFIX
from pages.parts.text.spoken import literal
from pages.parts.text.words import language, say

if TYPE_CHECKING:
    from heatdash.stages.finished_analysis import FinishedAnalysis

_KEY = "owner"


def owner() -> str:
    """The visitor's secret name, from their cookie; for this session alone where the browser keeps no cookies."""
    known = owner_of(dict(st.context.cookies))
    return known or str(st.session_state.setdefault(_KEY, f"session-{secrets.token_urlsafe(18)}"))


def file_url(*parts: str, **query: str) -> str:
    """The address of `upload`, `clip/RUN`, `video/RUN/KEY.mp4`, `files/RUN/KEY/NAME` or `zip/RUN/KEY`, given in parts.

    It is complete, with the host as the visitor knows it, since st.video takes a bare path for a local file.
    """
    base_path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    path = "/".join(quote(part, safe="") for part in (*base_path.split("/"), PREFIX, *parts) if part)
    page = urlsplit(st.context.url or "")
    host = f"{page.scheme}://{page.netloc}" if page.netloc else ""
    return f"{host}/{path}{'?' if query else ''}{urlencode(query)}"


RUN = "run"
"""The run's key in the link, and in the session, which keeps it from page to page."""


def named_run() -> Run | None:
    """The run that the link or the session names; None where neither does, or where it is gone."""
    run_id = _named()
    return open_register().run(run_id) if run_id else None


def this_run() -> Run | None:
    """The run that the link or the session names, in both from now on; None where it is gone, with a warning."""
    run, run_id = named_run(), _named()
    if run is not None:
        st.session_state[RUN] = run.run_id
        if st.query_params.get(RUN) != run.run_id:
            st.query_params[RUN] = run.run_id
    elif run_id:
        _tell_gone(run_id)
    return run


def _named() -> str | None:
    named: str | None = st.query_params.get(RUN) or st.session_state.get(RUN)
    return named


def _tell_gone(run_id: str) -> None:
    """Say that the run was deleted, and who can restore it; its link stays, for when it is. Another is forgotten."""
    deleted = open_register().deleted_run(run_id)
    if deleted is None:
        forget_this_run()
        st.warning(say("frame.no_run"))
    elif may_change(deleted):
        st.warning(say("frame.run_deleted_by_you", name=literal(deleted.name)))
        st.page_link("library.py", label=say("frame.to_library"))
    else:
        st.warning(say("frame.run_deleted"))


def open_run(run_id: str, *, page: str) -> NoReturn:
    """Go to the page, where this is the visitor's open run from now on."""
    # Named at once: a page that puts the run into its link later makes the browser take two steps.
    st.switch_page(page, query_params={RUN: run_id})


def keep_out_of_link() -> None:
    """Leave the run open, but in the session alone: whoever has a link with a run may see that run."""
    if RUN in st.query_params:
        st.session_state[RUN] = st.query_params.pop(RUN)


def forget_this_run() -> None:
    """Leave no run open."""
    st.session_state.pop(RUN, None)
    st.query_params.pop(RUN, None)


def widget_key(run: Run) -> str:
    """The beginning of the keys of the run's widgets: another run or language has widgets of its own."""
    return f"{run.run_id}:{language()}"


def may_change(run: Run) -> bool:
    """True where the visitor made the run; others may look and try other settings, but none of that is kept."""
    return run.owner == owner()


def may_show_people(run: Run) -> bool:
    """True where the visitor may have people shown as they are: always, but to others than the owner who hides them."""
    return may_change(run) or not run.project.style.blur


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
    if project == question_of(run):
        return
    if may_change(run):
        open_register().keep_project(run_id=run.run_id, project=project)
    else:
        st.session_state[_own_question(run)] = project


def finished_of(run: Run) -> "FinishedAnalysis":
    """The run's finished analysis, opened once for all who see it."""
    store = open_store()
    key = (str(store.root), run.found.tracks_key if run.found else "", str(run.source))
    return _finished(key, run)


def clip_of(run: Run) -> Clip:
    """The run's clip; a file that has not changed is probed only once."""
    if not run.source.exists():
        raise StorageError("stages.clip_gone", name=run.name)
    state = run.source.stat()
    return _clip((str(run.source), state.st_size, state.st_mtime_ns))


@st.cache_data(max_entries=64, show_spinner=False)
def _clip(file: tuple[str, int, int]) -> Clip:
    return probe_clip(Path(file[0]))


def _own_question(run: Run) -> str:
    return f"question:{run.run_id}"


@st.cache_resource(max_entries=6, show_spinner=False)
def _finished(key: tuple[str, ...], _run: Run) -> "FinishedAnalysis":
    from heatdash.stages.finished_analysis import open_finished_analysis

    return open_finished_analysis(run=_run, store=open_store())
