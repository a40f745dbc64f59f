"""How far a check has come: the score, the counted beside the corrected, and who looked when."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from heatdash.audit.correct import checked_count, checked_figures
from heatdash.audit.model import Audit
from heatdash.audit.score import AuditScore, score_of
from heatdash.values.checked import LINE, CheckedCount, Interval, new_sample
from heatdash.values.wording import Wording
from pages.parts.audit.kept_audit import KeptAudit, checker_name, keep_checker_name
from pages.parts.text.spoken import literal, spoken_class, spoken_time
from pages.parts.text.words import language, say

_USUAL_SAMPLE, _LONGEST_NAME = 30, 40


def show_checked(*, key: str, kept: KeptAudit, seconds: float) -> None:
    """Show how far the check is, what it says of the count, and what else the visitor can choose about it."""
    audit = kept.audit
    done = len(audit.to_see) - len(audit.open_steps)
    st.progress(done / len(audit.to_see), text=say("check_count.progress", done=done, all=len(audit.to_see)))
    if audit.verdicts:
        st.markdown(checked_count(audit).told(Wording(language())))
    _show_score(score_of(audit=audit, seconds=seconds), audit)
    _choose_sample(key, kept)
    st.text_input(
        say("check_count.name"),
        checker_name(),
        max_chars=_LONGEST_NAME,
        help=say("check_count.name_help"),
        key=f"{key}:audit-name",
        on_change=lambda: keep_checker_name(st.session_state[f"{key}:audit-name"]),
    )


def show_figures(audit: Audit) -> None:
    """Show the counted, the checked and the corrected side by side, by figure and class; and who looked when."""
    if not audit.verdicts:
        return
    whole, figures = checked_count(audit), checked_figures(audit)
    columns = {
        say("columns.class_name"): list(map(_named, figures)),
        say("columns.counted"): [one.counted for one in figures],
        say("columns.checked"): [one.checked for one in figures],
        say("columns.corrected"): [one.corrected for one in figures],
    }
    if whole.right_95 is not None:
        columns[say("columns.estimated")] = [_estimated(one) for one in figures]
    st.markdown(f"**{say('check_count.figures')}**")
    st.dataframe(pd.DataFrame(columns), hide_index=True, alt=say("check_count.figures"))
    if whole.at_s is not None:
        who = literal(", ".join(whole.by)) or say("check_count.you")
        st.caption(say("check_count.who", who=who, when=spoken_time(whole.at_s)))


def _named(count: CheckedCount) -> str:
    """The class, and at a line which way it went, as far as it was told."""
    kind = spoken_class(count.class_name) if count.class_name else say("check_count.kind_unknown")
    if count.subject.kind != LINE:
        return kind
    return say("check_count.way_of_kind", way=say(f"check_count.figure_{count.figure or 'unknown'}"), kind=kind)


def _estimated(count: CheckedCount) -> str:
    if count.right_95 is None:
        return "–"
    return say("check_count.estimated", least=f"{count.right_95[0]:.0f}", most=f"{count.right_95[1]:.0f}")


def _show_score(score: AuditScore, audit: Audit) -> None:
    """Show how good the count is, as far as that is known; each figure explains itself."""
    # What a sample leaves open is told of all that was counted.
    interval = _range(score.precision_95) if audit.sample is None else ""
    _score_figure("precision", _share(score.precision), interval)
    if not audit.subject.can_miss or audit.sample is not None:
        return
    if score.missed is None:
        st.caption(say("check_count.unknown", count=len(audit.missed)))
        return
    _score_figure("recall", _share(score.recall), _range(score.recall_95))
    true_95 = score.true_95
    true_range = say("check_count.true_range", least=f"{true_95[0]:.0f}", most=f"{true_95[1]:.0f}") if true_95 else ""
    _score_figure("true_count", say("check_count.true_value", true=score.true_count, counted=score.counted), true_range)
    _score_figure("error", "–" if score.error_pct is None else f"{score.error_pct:+.1f} %", "")
    _score_figure("geh", "–" if score.geh is None else f"{score.geh:.1f}", "")


def _score_figure(name: str, value: str, interval: str) -> None:
    st.metric(say(f"check_count.{name}"), value, help=say(f"check_count.{name}_help"))
    if interval:
        st.caption(interval)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"


def _range(interval: Interval | None) -> str:
    if interval is None:
        return ""
    return say("check_count.range", least=f"{100 * interval[0]:.0f}", most=f"{100 * interval[1]:.0f}")


def _choose_sample(key: str, kept: KeptAudit) -> None:
    """Offer to look at some of the counted only; or, where some were drawn, at all."""
    audit, counted = kept.audit, len(kept.audit.counted_steps)
    if audit.sample is not None:
        st.caption(say("check_count.drawn", size=audit.sample.size, counted=counted, seed=audit.sample.seed))
        st.button(
            say("check_count.all"), key=f"{key}:audit-all", on_click=kept.keep, args=(replace(audit, sample=None),)
        )
    elif counted > 1:
        with st.expander(say("check_count.some")):
            st.caption(say("check_count.some_help"))
            size_key = f"{key}:audit-size"
            st.number_input(say("check_count.size"), 1, counted, min(_USUAL_SAMPLE, -(-counted // 2)), key=size_key)
            st.button(say("check_count.draw"), key=f"{key}:audit-draw", on_click=_draw, args=(kept, size_key))


def _draw(kept: KeptAudit, size_key: str) -> None:
    """Draw a new sample of the size that stands in the field now, and show the first of it that is open."""
    audit = replace(kept.audit, sample=new_sample(size=st.session_state[size_key]))
    kept.keep(audit)
    kept.go_to(audit.first_to_see)
