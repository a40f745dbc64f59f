"""The zones compared: who came, how long they stayed, and how busy the zones were over time."""

import numpy as np
import pandas as pd
import streamlit as st

from heatdash.draw.palette import hex_colours
from heatdash.measure.places.key_figures import ZoneFigures, key_figures
from heatdash.measure.places.stay_classes import StayClass, class_counts, stay_classes
from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.stages.measure import Measured
from heatdash.stages.place_values import By, place_values
from heatdash.tables.columns import ENTER_S, EXIT_S, PLACE
from heatdash.values.project import Project
from heatdash.values.scene import Scene
from heatdash.values.wording import Wording
from pages.parts.answer.answer_picture import show_legend, show_picture
from pages.parts.answer.charts import (
    WHOLE_NUMBERS,
    Chart,
    coloured,
    counted,
    named,
    occupancy_chart,
    show_chart,
    upright_labels,
)
from pages.parts.answer.room_size import Room
from pages.parts.text.spoken import spoken_step
from pages.parts.text.words import language, say

_STAYS_PX = 280


def show_places(
    *, key: str, finished: FinishedAnalysis, project: Project, measured: Measured, room: Room | None
) -> None:
    """Show the zones on the scene and as a ranking, how long visits lasted, and how many were there over time."""
    zones = key_figures(measured.counts).zones
    if not zones:
        st.info(say("zones.no_zone"))
    else:
        _show_scene(key, finished, project, measured, room)
        _show_ranking(zones, measured)
        _show_stays(project.scene, measured)
    show_chart(
        say("zones.occupancy_title"),
        occupancy_chart(over_time=measured.counts.over_time, scene=project.scene, start=project.start),
    )


def _show_scene(key: str, finished: FinishedAnalysis, project: Project, measured: Measured, room: Room | None) -> None:
    """Show the zones in the colours of what the visitor asks for; in a still picture nobody stays."""
    by: By = "visitors"
    if not finished.clip.is_image:
        by = st.segmented_control(
            say("zones.colour_by"),
            ["visitors", "stay"],
            format_func=lambda name: say("zones.visitors" if name == "visitors" else "zones.typical"),
            default=by,
            required=True,
            key=f"{key}:places-by",
        )
    told = place_values(project=project, measured=measured, by=by, language=language())
    show_picture(
        key="places",
        clip=finished.clip,
        room=room,
        draw=lambda seen_px: finished.places_picture(project=project, told=told, seen_px=seen_px),
        caption=say("zones.picture"),
    )
    if any(told.values.values()):
        show_legend(told.legend)


def _show_ranking(zones: tuple[ZoneFigures, ...], measured: Measured) -> None:
    """Show a row for each zone, that with the most visitors first."""
    st.markdown(f"**{say('zones.ranking_title')}**")
    ranked = sorted(zones, key=lambda zone: -zone.visitors)
    summary, words = measured.counts.summary["zones"], Wording(language(), step_s=measured.paths.watched.step_s)
    st.dataframe(
        pd.DataFrame(
            {
                say("columns.place"): [zone.name for zone in ranked],
                say("zones.visitors"): [zone.visitors for zone in ranked],
                say("zones.visits"): [zone.visits for zone in ranked],
                say("zones.typical"): [words.measured(zone.typical_s) for zone in ranked],
                say("zones.longest"): [words.measured(zone.longest_s) for zone in ranked],
                say("zones.in_use"): [f"{summary[zone.name]['occupied_pct']:.0f} %" for zone in ranked],
                say("zones.at_once"): [summary[zone.name]["occupancy_max"] for zone in ranked],
            }
        ),
        hide_index=True,
        alt=say("zones.ranking_title"),
    )


def _show_stays(scene: Scene, measured: Measured) -> None:
    visits = measured.counts.visits
    if visits.empty:
        st.info(say("zones.no_visit"))
        return
    show_chart(say("zones.stays_title"), stays_chart(visits=visits, scene=scene))
    cut = sum(zone["cut_visits"] for zone in measured.counts.summary["zones"].values())
    if cut:
        st.caption(say("zones.cut", count=cut))


def stays_chart(*, visits: pd.DataFrame, scene: Scene) -> Chart:
    """How many visits to each zone lasted how long, in round classes."""
    lengths_s = (visits[EXIT_S] - visits[ENTER_S]).to_numpy()
    classes = stay_classes(float(lengths_s.max()))
    words, colours = [_told(one) for one in classes], hex_colours(scene)
    names = [str(name) for name in visits[PLACE].cat.categories if name in set(visits[PLACE])]
    of_place = {name: np.asarray(visits[PLACE] == name) for name in names}
    table = pd.DataFrame(
        {
            "place": np.repeat(names, len(classes)),
            "stay": words * len(names),
            "count": [n for name in names for n in class_counts(lengths_s=lengths_s[of_place[name]], classes=classes)],
        }
    )
    encoding = {
        "x": named("stay", sort=words, title=say("zones.stay_axis"), axis=upright_labels()),
        "xOffset": named("place", sort=names),
        "y": counted("count", title=say("zones.visits_axis"), axis=WHOLE_NUMBERS),
        "color": coloured("place", {"domain": names, "range": [colours[name] for name in names]}),
        "tooltip": [
            named("place", title=say("columns.place")),
            named("stay", title=say("zones.stay_axis")),
            counted("count", title=say("zones.visits_axis")),
        ],
    }
    return Chart(table, {"mark": "bar", "encoding": encoding, "height": _STAYS_PX})


def _told(one: StayClass) -> str:
    if one.to_s is None:
        return say("zones.or_longer", time=spoken_step(one.from_s))
    if one.from_s == 0:
        return say("zones.under", time=spoken_step(one.to_s))
    return say("zones.between", begin=spoken_step(one.from_s), end=spoken_step(one.to_s))
