"""The map in words: how many were at the spot that the visitor points at, for how long, and who they were."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from heatdash.exports.cards import noun_of
from heatdash.measure.heat.spots import Spots, SpotStay
from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.stages.measure import Measured
from heatdash.values.project import Project
from heatdash.values.run import Run
from pages.parts.answer.show_video import show_moment
from pages.parts.frame.own_component import own_component
from pages.parts.frame.sent import sent_numbers
from pages.parts.run.this_run import widget_key
from pages.parts.text.spoken import spoken_moment, spoken_seconds
from pages.parts.text.words import say

PICTURE = "heat-map"
"""The key of the container that holds the picture to point at."""
_HOTTEST = 3
_APART = 4
"""Two spots closer than this, in spots, are the same place to a visitor."""
_BLANKS = {"count": "{count}", "time": "{time}"}


_mount = own_component(__file__)


def show_spots(*, run: Run, finished: FinishedAnalysis, project: Project, measured: Measured) -> None:
    """Let the visitor point at the picture, and show who was at the spot that they picked."""
    spots = finished.spots(project=project, measured=measured)
    key, spot_key = f"{widget_key(run)}:spots", f"spot:{run.run_id}"

    def pick() -> None:
        column, row = sent_numbers(st.session_state[key].spot, "column", "row") or (-1, -1)
        if 0 <= column < spots.grid.columns and 0 <= row < spots.grid.rows:
            st.session_state[spot_key] = {"column": int(column), "row": int(row)}

    noun = noun_of(tuple(measured.counts.summary["picture"]["unique_by_class"].items()))
    rows, columns = np.nonzero(spots.objects)
    data = {
        "picture": PICTURE,
        "columns": spots.grid.columns,
        "rows": spots.grid.rows,
        "spots": [
            [column, row, int(spots.objects[row, column]), round(float(spots.typical_s[row, column]), 1)]
            for column, row in zip(columns.tolist(), rows.tolist(), strict=True)
        ],
        "hottest": hottest(spots),
        "chosen": st.session_state.get(spot_key),
        "words": {
            "hint": say("spots.hint" if len(rows) else "spots.nobody"),
            "nobody": say("spots.nobody_here"),
            "many": say(f"spots.{noun}", **_BLANKS),
            "one": say(f"spots.{noun}", **{**_BLANKS, "count": 1}),
            "s": say("units.s", s="{s}"),
            "min_s": say("units.min_s", min="{min}", s="{s}"),
        },
    }
    _mount(key=key, data=data, on_spot_change=pick)
    chosen = st.session_state.get(spot_key)
    if chosen:
        stays = finished.stays_at(project=project, measured=measured, column=chosen["column"], row=chosen["row"])
        _show_stays(run, finished, project, stays)


def hottest(spots: Spots) -> list[list[int]]:
    """The column and row of the few spots with the most time spent, no two of them at the same place."""
    spent_s = spots.objects * spots.typical_s
    found: list[list[int]] = []
    for spot in np.argsort(-spent_s, axis=None, kind="stable"):
        row, column = divmod(int(spot), spots.grid.columns)
        if spent_s[row, column] <= 0 or len(found) == _HOTTEST:
            break
        if all(abs(column - other[0]) >= _APART or abs(row - other[1]) >= _APART for other in found):
            found.append([column, row])
    return found


def _show_stays(run: Run, finished: FinishedAnalysis, project: Project, stays: Sequence[SpotStay]) -> None:
    if not stays:
        return
    st.markdown(f"**{say('spots.who', count=len(stays))}**")
    picked = st.dataframe(
        pd.DataFrame(
            {
                say("columns.track_id"): [stay.track_id for stay in stays],
                say("spots.from"): [spoken_moment(stay.from_s, project.start) for stay in stays],
                say("spots.to"): [spoken_moment(stay.to_s, project.start) for stay in stays],
                say("spots.here"): [spoken_seconds(max(1, round(stay.seconds))) for stay in stays],
            }
        ),
        hide_index=True,
        alt=say("spots.who", count=len(stays)),
        key=f"{widget_key(run)}:spot-stays:{hash(tuple(stays))}",
        on_select="rerun",
        selection_mode="single-row",
    )
    rows = picked["selection"]["rows"]
    if rows:
        show_moment(run=run, finished=finished, project=project, t_s=stays[rows[0]].from_s)
    elif not finished.clip.is_image:
        st.caption(say("spots.pick"))
