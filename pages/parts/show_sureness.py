"""How sure the numbers are, figure by figure, each with its reason."""

from collections.abc import Sequence

import streamlit as st

from heatdash.values.sureness import ROUGH, SURE, Sureness
from pages.parts.words import say


def show_sureness(known: Sequence[Sureness]) -> None:
    """One line a figure, folded away; what it is called tells the worst of them."""
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
