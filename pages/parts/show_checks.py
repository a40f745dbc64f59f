"""What makes numbers less sure than they look, and what to do about it."""

from collections.abc import Sequence

import streamlit as st

from heatdash.jobs.teller import Teller
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene_check import WARNING, SceneCheck
from pages.parts.literal import literal
from pages.parts.words import say

SHOWN_AT_ONCE = 1
"""More than one warning would push the answers out of sight."""


def show_checks(*, checks: Sequence[SceneCheck], start: RecordingStart | None = None) -> None:
    """The gravest warning in sight, all else folded away; nothing where there is nothing to tell."""
    told = [_told(check, start) for check in checks]
    in_sight = [text for check, text in zip(checks, told, strict=True) if check.severity == WARNING][:SHOWN_AT_ONCE]
    for text in in_sight:
        st.warning(text)
    rest = told[len(in_sight) :]
    if rest:
        with st.expander(say("checks.hints", count=len(rest))):
            st.markdown("\n".join(f"- {text}" for text in rest))


def _told(check: SceneCheck, start: RecordingStart | None) -> str:
    """What was seen and what to do, in the visitor's words."""
    teller = Teller(say=say, start=start)
    figures = {name: _figure(teller, name, value) for name, value in check.values}
    return say(f"checks.{check.kind}", place=literal(check.place or ""), **figures)


def _figure(teller: Teller, name: str, value: float) -> str:
    if name == "at_s":
        return teller.moment(value)
    return teller.seconds(value) if name.endswith("_s") else teller.number(value)
