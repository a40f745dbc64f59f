"""Results as cards: a picture, a name, what was found."""

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from heatdash.jobs.open_register import open_register
from heatdash.values.run import Run
from pages.parts.literal import literal
from pages.parts.owner import owner
from pages.parts.spoken import spoken_class, spoken_seconds
from pages.parts.this_run import open_run
from pages.parts.thumbnail import thumbnail
from pages.parts.words import say

_RECENT = 4


def recent_cards() -> None:
    """The visitor's last few results; nothing where there is none."""
    runs = open_register().runs_of(owner())[:_RECENT]
    if not runs:
        return
    st.markdown(f"**{say('start.recent')}**")
    for column, run in zip(st.columns(_RECENT), runs, strict=False):
        with column:
            show_card(run=run, key="recent")


def show_card(*, run: Run, key: str, more: Callable[[Run], None] | None = None) -> None:
    """One card; its button opens the result, or the setting up where there is none yet. `more` stands below it."""
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
