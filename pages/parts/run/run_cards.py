"""Results as cards: a picture, a name, what was found. The whole card leads to the result."""

from collections.abc import Callable, Sequence
from functools import cache
from math import isinf
from pathlib import Path

import streamlit as st

from heatdash.errors import HeatDashError
from heatdash.limits import limits
from heatdash.media.pictures import as_jpeg, jpeg_url, resized
from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.store.upload_records import clip_deleted_at
from heatdash.values.classes import PEOPLE
from heatdash.values.run import ANALYSIS, Run
from heatdash.work.uploads import is_upload
from pages.parts.run.delete_clip_only import told_deletion
from pages.parts.run.place_before import place_before
from pages.parts.run.show_work import tell_work
from pages.parts.run.this_run import READER, RUN, clip_of, owner
from pages.parts.text.spoken import (
    literal,
    spoken_class,
    spoken_day,
    spoken_minute,
    spoken_seconds,
    spoken_time,
    visitor_moment,
)
from pages.parts.text.words import say

_PICTURE = Path(__file__).with_name("sample.jpg")
_CSS = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


@cache
def sample_picture() -> str:
    """The sample's map, the one that the README shows, as an address that holds it."""
    return jpeg_url(_PICTURE.read_bytes())


_WIDTH_PX = 480


def thumbnail(run: Run) -> bytes | None:
    """The run's map with its present settings; before the analysis the clip's first frame, or, where people are hidden,
    the place without them. None where the clip is gone.
    """
    try:
        return _drawn((run.run_id, run.found is not None, str(run.project), clip_deleted_at(run.source)), run)
    except HeatDashError:
        # The card still shows the run, and opening it says what is missing.
        return None


@st.cache_data(max_entries=500, show_spinner=False)
def _drawn(which: tuple[str, bool, str, float | None], _run: Run) -> bytes:
    if _run.found is None:
        hides = _run.project.style.blur
        picture = place_before(_run) if hides else READER.frame(clip=clip_of(_run), index=0)
    else:
        from heatdash.stages.finished_analysis import open_finished_analysis

        # Not kept open: a page of cards would push out the few results that visitors look at.
        finished = open_finished_analysis(run=_run, store=open_store(), reader=READER)
        picture = finished.picture(project=_run.project, measured=finished.measured(_run.project))
    return as_jpeg(resized(picture=picture, width_px=_WIDTH_PX))


_RECENT = 4
_MOST_BESIDE = 4


def recent_cards() -> None:
    """Show the visitor's last few results; nothing where there are none."""
    runs = open_register().runs_of(owner())[:_RECENT]
    if not runs:
        return
    st.header(say("start.recent"), anchor=False)
    show_run_cards(runs=runs, key="recent", narrowest_px=220)


def show_run_cards(
    *, runs: Sequence[Run], key: str, narrowest_px: int, more: Callable[[Run], None] | None = None
) -> None:
    """Show a card for each run, up to four side by side, as they fit; `more` adds to the end of each.

    The pictures come last, since one that was not drawn before takes a while, and the cards can be used without.
    """
    st.html(f"<style>{_CSS}</style>")
    grid = st.grid(_MOST_BESIDE, min_column_width=narrowest_px, key=f"run-cards-{key}")
    pictures = []
    for run in runs:
        with grid.container(border=True, height="stretch", gap="xsmall", key=f"run-card-{key}-{run.run_id}"):
            pictures.append(st.container(key=f"run-picture-{key}-{run.run_id}"))
            page = "set_up.py" if run.found is None else "explore.py"
            st.page_link(page, label=f"**{literal(run.name)}**", icon="", query_params={RUN: run.run_id})
            task = open_register().last_task(run_id=run.run_id, kind=ANALYSIS)
            if task is not None and task.is_open:
                st.caption(when(run))
                tell_work(task.task_id)
            else:
                st.caption("  \n".join([when(run), _facts(run), *_end(run)]))
            if more is not None:
                more(run)
    for run, place in zip(runs, pictures, strict=True):
        picture = thumbnail(run)
        if picture is not None:
            place.image(jpeg_url(picture), width="stretch", alt="")


def when(run: Run) -> str:
    """When the run's clip was recorded, as far as that is known; else when it was uploaded, which is said."""
    start = run.project.start
    if start is None:
        return say("library.uploaded", when=spoken_time(run.created_at_s))
    if start.has_day:
        return say("library.recorded", when=spoken_minute(start.moment))
    day = spoken_day(visitor_moment(run.created_at_s))
    return say("library.recorded_at", clock=f"{start.moment:%H:%M}", when=day)


def _end(run: Run) -> list[str]:
    """Until when the run and its clip are kept, where that is not for ever; or when the clip was deleted."""
    most, deleted = limits(), told_deletion(run)
    ends = [] if isinf(most.kept_s) else [say("library.result_until", day=_day_after(run, most.kept_s))]
    if deleted is not None:
        return [deleted, *ends]
    clip_s = most.clips_kept_s if is_upload(run.source) else most.kept_s
    if run.found is None or clip_s >= most.kept_s:
        # Without a result nothing is left once the clip is gone.
        kept_s = min(clip_s, most.kept_s)
        return [] if isinf(kept_s) else [say("library.kept_until", day=_day_after(run, kept_s))]
    return [say("library.clip_until", day=_day_after(run, clip_s)), *ends]


def _day_after(run: Run, kept_s: float) -> str:
    return spoken_day(visitor_moment(run.created_at_s + kept_s))


def _facts(run: Run) -> str:
    """How long the clip is, and how many were followed of what the run asks for."""
    if run.found is None:
        return say("library.not_yet")
    # They were counted by the names of the time when the clip was analysed.
    classes = run.project.names.renamed(run.project.classes, to=run.found.project.names)
    asked = {choice.class_name for choice in classes}
    counts = [(name, count) for name, count in run.found.class_counts if not asked or name in asked]
    found = [_counted(name, count) for name, count in counts[:2]] or [say("explore.nothing_found")]
    length = [spoken_seconds(run.found.duration_s)] if run.found.duration_s > 1 else []
    return " · ".join(length + found)


def _counted(name: str, count: int) -> str:
    return say("library.people", count=count) if name in PEOPLE else spoken_class(name, count=count)
