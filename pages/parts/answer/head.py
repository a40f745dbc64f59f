"""What stands above the answers: the result's name, and what is amiss with the whole clip."""

from collections.abc import Sequence

import streamlit as st

from heatdash.exports.cards import told_check
from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.values.recording_start import RecordingStart
from heatdash.values.run import Run
from heatdash.values.sureness import WARNING, SceneCheck
from heatdash.values.wording import Wording
from pages.parts.text.spoken import literal, spoken_class, spoken_seconds, spoken_time
from pages.parts.text.words import language, say


def show_head(*, run: Run, finished: FinishedAnalysis) -> None:
    """Show the result's name, and below it its length, what was found and when it was made."""
    st.title(literal(run.name), anchor=False)
    found = run.found
    kinds = ", ".join(spoken_class(name, count=count) for name, count in (found.class_counts if found else ())[:3])
    facts = [
        say("explore.still")
        if finished.clip.is_image
        else say("explore.long", time=spoken_seconds(finished.clip.duration_s)),
        kinds or say("explore.nothing_found"),
        say("explore.made", when=spoken_time(run.created_at_s)),
    ]
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
