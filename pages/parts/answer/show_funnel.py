"""Who passed, came in and stopped: the visitor names the steps, and each follows on the one before."""

import numpy as np
import pandas as pd
import streamlit as st

from heatdash.draw.palette import ACCENT
from heatdash.measure.places.funnel import Funnel, Step, funnel
from heatdash.measure.places.place_tables import track_table
from heatdash.stages.measure import Measured
from heatdash.tables.columns import BIN_END_S, BIN_START_S, ENTER_S, EXIT_S, FIRST_S, LAST_S
from heatdash.values.arrays import Floats
from heatdash.values.project import Project
from heatdash.values.scene import COUNT, WHOLE_PICTURE
from pages.parts.answer.charts import FAINT, WHOLE_NUMBERS, Chart, counted, named, show_chart, upright_labels
from pages.parts.text.spoken import spoken_moment, spoken_seconds
from pages.parts.text.words import say

_STOP_S = 5.0
_BAR_PX, _ROW_PX, _HEIGHT_PX = 18, 48, 220
_INK = {"light": "#1d2829", "dark": "#e4ebeb"}


def show_funnel(*, key: str, project: Project, measured: Measured) -> None:
    """Show the choice of steps, and how many took each, in all and over time."""
    scene = project.scene
    lines, zones = [line.name for line in scene.lines], [zone.name for zone in scene.zones_of(COUNT)]
    names = {WHOLE_PICTURE: say("funnel.seen")}
    names |= {name: say("funnel.came_in", place=name) for name in lines}
    names |= {name: say("funnel.stopped", place=name) for name in zones}
    st.markdown(f"**{say('funnel.title')}**")
    left, right = st.columns([3, 1])
    chosen = left.multiselect(
        say("funnel.steps"),
        list(names),
        [WHOLE_PICTURE, *lines[:1], *zones[:1]],
        format_func=names.__getitem__,
        key=f"{key}:funnel:{'|'.join(names)}",
        help=say("funnel.steps_help"),
    )
    stop_s = right.number_input(
        say("funnel.stop"), 0.0, 3600.0, _STOP_S, step=1.0, format="%g", key=f"{key}:stop", help=say("funnel.stop_help")
    )
    if len(chosen) < 2:
        st.info(say("funnel.too_few"))
        return
    steps = [Step(name, stay_s=stop_s if name in zones else 0.0) for name in chosen]
    found = funnel(counts=measured.counts, seen=_seen(project, measured), steps=steps, edges_s=_edges_s(measured))
    if not found.taken[0]:
        st.info(say("funnel.nobody"))
        return
    titles = [_title(step, names, stop_s, zones) for step in steps]
    show_chart(say("funnel.all_title"), _bars(found, titles))
    if len(found.begins_s) > 1:
        show_chart(say("funnel.over_time_title", last=titles[-1], first=titles[0]), _over_time(found, titles, project))


def _title(step: Step, names: dict[str, str], stop_s: float, zones: list[str]) -> str:
    if step.place in zones and stop_s > 0:
        return say("funnel.stopped_for", place=step.place, time=spoken_seconds(stop_s))
    return names[step.place]


def _seen(project: Project, measured: Measured) -> pd.DataFrame:
    settings = project.measure
    paths = measured.paths.within(from_s=settings.from_s, to_s=settings.to_s)
    return track_table(paths=paths, anchor=settings.anchor).rename(columns={FIRST_S: ENTER_S, LAST_S: EXIT_S})


def _edges_s(measured: Measured) -> Floats:
    bins = measured.counts.bins_together
    return np.append(np.unique(bins[BIN_START_S]), bins[BIN_END_S].max())


def _bars(found: Funnel, titles: list[str]) -> Chart:
    """A bar for each step, with how many took it and which share of the first that is."""
    shares = [100 * taken / found.taken[0] for taken in found.taken]
    table = pd.DataFrame(
        {
            "step": titles,
            "count": found.taken,
            "told": [say("funnel.told", count=n, pct=round(pct)) for n, pct in zip(found.taken, shares, strict=True)],
        }
    )
    most = max(found.taken)
    count = counted("count", title=say("funnel.count_axis"), scale={"domain": [0, most * 1.25]}, axis=WHOLE_NUMBERS)
    # Beside the bars, long names would leave them no room on a phone.
    words = {"type": "text", "align": "left", "fontSize": 13, "color": _INK[st.context.theme.type or "light"]}
    bars = {"type": "bar", "color": ACCENT, "cornerRadius": 3, "size": _BAR_PX, "yOffset": _BAR_PX / 2}
    layers = [
        {"mark": bars, "encoding": {"x": count}},
        {"mark": {**words, "dy": -_BAR_PX / 2}, "encoding": {"text": named("step"), "x": {"value": 0}}},
        {"mark": {**words, "dx": 6, "dy": _BAR_PX / 2}, "encoding": {"text": named("told"), "x": count}},
    ]
    encoding = {
        "y": named("step", sort=titles, axis=None),
        "tooltip": [named("step", title=say("funnel.step")), named("told", title=say("funnel.count_axis"))],
    }
    return Chart(table, {"encoding": encoding, "layer": layers, "height": {"step": _ROW_PX}})


def _over_time(found: Funnel, titles: list[str], project: Project) -> Chart:
    """The first step's number as bars, and of those the last step's, bin by bin."""
    first, last = found.over_time[:, 0], found.over_time[:, -1]
    moments = [spoken_moment(t_s, project.start) for t_s in found.begins_s]
    shares = [say("funnel.share", pct=round(100 * b / a)) if a else "–" for a, b in zip(first, last, strict=True)]
    table = pd.DataFrame({"when": moments, "first": first, "last": last, "share": shares})
    encoding = {
        "x": named("when", sort=moments, title=say("funnel.when_axis"), axis=upright_labels()),
        "tooltip": [
            named("when", title=say("time.at")),
            counted("first", title=titles[0]),
            counted("last", title=titles[-1]),
            named("share", title=say("funnel.share_of")),
        ],
    }
    behind = counted("first", title=say("funnel.count_axis"), axis=WHOLE_NUMBERS)
    layers = [
        {"mark": {"type": "bar", "color": FAINT}, "encoding": {"y": behind}},
        {"mark": {"type": "bar", "color": ACCENT}, "encoding": {"y": counted("last")}},
    ]
    return Chart(table, {"encoding": encoding, "layer": layers, "height": _HEIGHT_PX})
