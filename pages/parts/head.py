"""The head of a result: whose clip it is, how long, when it was looked at, and the ways to take it away."""

from datetime import datetime

import streamlit as st

from heatdash.jobs.open_look import Look
from heatdash.values.run import Run
from pages.parts.literal import literal
from pages.parts.spoken import spoken_class, spoken_seconds
from pages.parts.words import say


def show_head(*, run: Run, look: Look) -> None:
    """Name and facts on the left; sharing on the right."""
    st.subheader(literal(run.name), anchor=False)
    found = run.found
    kinds = ", ".join(spoken_class(name, count=count) for name, count in (found.class_counts if found else ())[:3])
    facts = [
        say("explore.still") if look.clip.is_image else say("explore.long", time=spoken_seconds(look.clip.duration_s)),
        kinds or say("explore.nothing_found"),
        say("explore.made", when=datetime.fromtimestamp(run.created_at_s).strftime("%Y-%m-%d %H:%M")),
    ]
    st.caption(" · ".join(facts))
