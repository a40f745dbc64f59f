"""Results as cards: a picture, a name, what was found."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import streamlit as st

from heatdash.errors import HeatDashError
from heatdash.media.pictures import as_jpeg, preview_frame, resized
from heatdash.store.run_register import open_register
from heatdash.values.run import Run
from pages.parts.run.place_before import place_before
from pages.parts.run.this_run import clip_of, finished_of, open_run, owner
from pages.parts.text.spoken import literal, spoken_class, spoken_seconds
from pages.parts.text.words import say

_PICTURE = Path(__file__).with_name("sample.jpg")


def sample_picture() -> str:
    """The path of the sample's map, the one that the README shows."""
    return str(_PICTURE)


_WIDTH_PX = 480


def thumbnail(run: Run) -> bytes | None:
    """The run's map with its present settings; before the analysis the clip's first frame, or, where people are hidden,
    the place without them. None where the clip is gone.
    """
    try:
        return _drawn((run.run_id, run.found is not None, str(run.project)), run)
    except HeatDashError:
        # The card still shows the run, and opening it says what is missing.
        return None


@st.cache_data(max_entries=200, show_spinner=False)
def _drawn(which: tuple[str, bool, str], _run: Run) -> bytes:
    if _run.found is None:
        hides = _run.project.style.blur
        picture = place_before(_run) if hides else preview_frame(clip=clip_of(_run), index=0)
    else:
        finished = finished_of(_run)
        picture = finished.picture(project=_run.project, measured=finished.measured(_run.project))
    return as_jpeg(resized(picture=picture, width_px=_WIDTH_PX))


_RECENT = 4


def recent_cards() -> None:
    """Show the visitor's last few results; nothing where there are none."""
    runs = open_register().runs_of(owner())[:_RECENT]
    if not runs:
        return
    st.markdown(f"**{say('start.recent')}**")
    for column, run in zip(st.columns(_RECENT), runs, strict=False):
        with column:
            show_card(run=run, key="recent")


def show_card(*, run: Run, key: str, more: Callable[[Run], None] | None = None) -> None:
    """Show one card; its button opens the result, or Set up where there is none yet. `more` adds to its end."""
    with st.container(border=True, key=f"{key}:card:{run.run_id}"):
        picture = thumbnail(run)
        if picture is not None:
            st.image(picture, width="stretch", alt=run.name)
        st.markdown(f"**{literal(run.name)}**")
        st.caption(" · ".join(_facts(run)))
        if st.button(say("library.open"), key=f"{key}:open:{run.run_id}", width="stretch"):
            open_run(run.run_id)
            st.switch_page("explore.py" if run.found is not None else "set_up.py")
        if more is not None:
            more(run)


def _facts(run: Run) -> list[str]:
    facts = [datetime.fromtimestamp(run.created_at_s).strftime("%Y-%m-%d %H:%M")]
    if run.found is None:
        return [*facts, say("library.not_yet")]
    if run.found.duration_s > 1:
        facts.append(spoken_seconds(run.found.duration_s))
    return [*facts, *(spoken_class(name, count=count) for name, count in run.found.class_counts[:2])]
