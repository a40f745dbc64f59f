"""The key figures, each with its meaning on hover."""

import streamlit as st

from heatdash.jobs.key_figures import KeyFigures
from heatdash.values.recording_start import RecordingStart
from pages.parts.literal import literal
from pages.parts.spoken import spoken_class, spoken_moment, spoken_seconds
from pages.parts.words import say


def show_figures(*, figures: KeyFigures, start: RecordingStart | None, still: bool) -> None:
    """How many there were, which way they went, when it was busiest, how long they stayed; of a `still`, how many."""
    row = st.container(horizontal=True, gap="medium", key="key-figures")
    kinds = ", ".join(spoken_class(name, count=count) for name, count in figures.followed_by_class[:4] if count)
    _figure(row, "figures.different", str(figures.followed), say("figures.different_help", kinds=kinds or "–"))
    if still:
        return
    if figures.passages is not None:
        by_line = " · ".join(f"{literal(name)}: {one.came_in} / {one.went_out}" for name, one in figures.lines)
        for way, count in (("in", figures.passages.came_in), ("out", figures.passages.went_out)):
            _figure(row, f"figures.{way}", str(count), say(f"figures.{way}_help", lines=by_line))
    busiest = figures.busiest
    if busiest is not None:
        span = f"{spoken_moment(busiest.from_s, start)}"
        text = say("figures.busiest_value", at_once=busiest.at_once, when=span)
        _figure(row, "figures.busiest", text, say("figures.busiest_help"))
    if figures.stays is not None:
        by_zone = " · ".join(
            f"{literal(name)}: {spoken_seconds(one.median_s)} ({one.visits})" for name, one in figures.zones
        )
        help_text = say("figures.stay_help", zones=by_zone)
        _figure(row, "figures.visits", str(figures.stays.visits), say("figures.visits_help"))
        _figure(row, "figures.stay", spoken_seconds(figures.stays.median_s), help_text)


def _figure(row: st.delta_generator.DeltaGenerator, name: str, value: str, meaning: str) -> None:
    row.metric(say(name), value, help=meaning, width="content")
