"""What a check by eye comes to."""

import streamlit as st

from heatdash.measure.audit_score import AuditScore, Interval
from heatdash.values.audit import Audit
from pages.parts.words import say


def show_score(*, score: AuditScore, audit: Audit) -> None:
    """How far the check is, and how good the count is, as far as that is known; each figure explains itself."""
    done = sum(bool(audit.verdict_of(step)) for step in range(len(audit.steps)))
    st.progress(done / len(audit.steps), text=say("audit.progress", done=done, all=len(audit.steps)))
    _figure("precision", _share(score.precision), _range(score.precision_95))
    if score.missed is None:
        st.caption(say("audit.unknown", count=len(audit.missed_s)))
        return
    _figure("recall", _share(score.recall), _range(score.recall_95))
    true_95 = score.true_95
    reach = say("audit.true_range", least=f"{true_95[0]:.0f}", most=f"{true_95[1]:.0f}") if true_95 else ""
    _figure("true_count", say("audit.true_value", true=score.true_count, counted=score.counted), reach)
    _figure("error", "–" if score.error_pct is None else f"{score.error_pct:+.1f} %", "")
    _figure("geh", "–" if score.geh is None else f"{score.geh:.1f}", "")


def _figure(name: str, value: str, reach: str) -> None:
    st.metric(say(f"audit.{name}"), value, help=say(f"audit.{name}_help"))
    if reach:
        st.caption(reach)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"


def _range(interval: Interval | None) -> str:
    if interval is None:
        return ""
    return say("audit.range", least=f"{100 * interval[0]:.0f}", most=f"{100 * interval[1]:.0f}")
