"""What stands above the answers: the result's name, and what is amiss with the whole clip."""

from collections.abc import Sequence

import streamlit as st

from heatdash.exports.cards import told_check
from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.values.recording_start import RecordingStart
from heatdash.values.run import Run
from heatdash.values.sureness import WARNING, SceneCheck
from heatdash.values.wording import Wording
from pages.parts.text.spoken import literal, spoken_seconds, spoken_time
from pages.parts.text.words import language, say


def show_head(*, run: Run, finished: FinishedAnalysis) -> None:
    """Show the result's name, and below it its length, when it was made, and whether anything was found at all."""
    st.title(literal(run.name), anchor=False)
    is_image, length = finished.clip.is_image, spoken_seconds(finished.clip.duration_s)
    facts = [
        say("explore.still") if is_image else say("explore.long", time=length),
        say("explore.made", when=spoken_time(run.created_at_s)),
    ]
    if not finished.counts:
        facts.append(say("explore.nothing_found"))
    st.caption(" · ".join(facts))


SHOWN_AT_ONCE = 1
"""More than one warning would push the answers out of sight."""


def show_checks(*, checks: Sequence[SceneCheck], start: RecordingStart | None = None) -> None:
    """Show the gravest warning in sight and fold the rest away; show nothing where there is nothing to say."""
    texts = [literal(told_check(check, wording=Wording(language(), start))) for check in checks]
    in_sight = [text for check, text in zip(checks, texts, strict=True) if check.severity == WARNING][:SHOWN_AT_ONCE]
    for text in in_sight:
        st.warning(text)
    rest = texts[len(in_sight) :]
    if rest:
        with st.expander(say("checks.hints", count=len(rest))):
            st.markdown("\n".join(f"- {text}" for text in rest))
