"""What stands above the answers: the result's name, its key figures, warnings, and how sure the numbers are."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from heatdash.measure.places.key_figures import KeyFigures
from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.values.recording_start import RecordingStart
from heatdash.values.run import Run
from heatdash.values.sureness import ROUGH, SURE, WARNING, SceneCheck, Sureness
from heatdash.values.wording import Wording
from pages.parts.text.spoken import literal, spoken_class, spoken_moment, spoken_seconds
from pages.parts.text.words import language, say


def show_head(*, run: Run, finished: FinishedAnalysis) -> None:
    """Show the result's name, and below it its length, what was found and when it was made."""
    st.subheader(literal(run.name), anchor=False)
    found = run.found
    kinds = ", ".join(spoken_class(name, count=count) for name, count in (found.class_counts if found else ())[:3])
    facts = [
        say("explore.still")
        if finished.clip.is_image
        else say("explore.long", time=spoken_seconds(finished.clip.duration_s)),
        kinds or say("explore.nothing_found"),
        say("explore.made", when=datetime.fromtimestamp(run.created_at_s).strftime("%Y-%m-%d %H:%M")),
    ]
    st.caption(" · ".join(facts))


def show_figures(*, figures: KeyFigures, start: RecordingStart | None, still: bool) -> None:
    """Show how many there were, the crossings, the busiest time and the stays; of a `still`, only the first."""
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


SHOWN_AT_ONCE = 1
"""More than one warning would push the answers out of sight."""


def show_checks(*, checks: Sequence[SceneCheck], start: RecordingStart | None = None) -> None:
    """Show the gravest warning in sight and fold the rest away; show nothing where there is nothing to say."""
    texts = [_check_text(check, start) for check in checks]
    in_sight = [text for check, text in zip(checks, texts, strict=True) if check.severity == WARNING][:SHOWN_AT_ONCE]
    for text in in_sight:
        st.warning(text)
    rest = texts[len(in_sight) :]
    if rest:
        with st.expander(say("checks.hints", count=len(rest))):
            st.markdown("\n".join(f"- {text}" for text in rest))


def _check_text(check: SceneCheck, start: RecordingStart | None) -> str:
    """What was seen and what to do, in the visitor's words."""
    wording = Wording(language(), start)
    figures = {name: _check_figure(wording, name, value) for name, value in check.values}
    return say(f"checks.{check.kind}", place=literal(check.place or ""), **figures)


def _check_figure(wording: Wording, name: str, value: float) -> str:
    if name == "at_s":
        return wording.moment(value)
    return wording.seconds(value) if name.endswith("_s") else wording.number(value)


def show_sureness(known: Sequence[Sureness]) -> None:
    """Show one line per figure, folded away under a title that gives the worst grade."""
    grades = [one.grade for one in known]
    worst = SURE if set(grades) == {SURE} else ROUGH if set(grades) <= {SURE, ROUGH} else "unsure"
    with st.expander(say("sure.title", grade=say(f"sure.{worst}"))):
        for one in known:
            span = _span(one)
            reasons = " ".join(say(f"sure.because_{name}", pct=round(pct)) for name, pct in one.reasons)
            st.markdown(f"**{say(f'sure.figure_{one.figure}')}**: {say(f'sure.{one.grade}')}{span}. {reasons}")
        st.caption(say("sure.unseen"))


def _span(one: Sureness) -> str:
    if one.least is None or one.least == one.most:
        return ""
    return say("sure.span", least=one.least, most=one.most)
