"""How many passed a place or were there, bin by bin, as a chart and a table."""

from typing import Any

import pandas as pd
import streamlit as st

from heatdash.measure.places.hour_grid import hour_grid
from heatdash.stages.measure import Measured
from heatdash.tables.columns import (
    BIN_END_S,
    BIN_START_S,
    CLASS_NAME,
    COUNTS,
    IN,
    OCCUPANCY_MAX,
    OCCUPANCY_MEAN,
    OUT,
    PLACE,
    UNIQUE,
)
from heatdash.values.project import Project
from heatdash.values.run import Run
from heatdash.values.scene import WHOLE_PICTURE
from heatdash.values.wording import Wording
from pages.parts.answer.charts import different_chart, passages_chart, show_chart
from pages.parts.answer.focus import choose_place
from pages.parts.answer.show_hours import What, show_hours
from pages.parts.text.spoken import literal, spoken_class, spoken_moment, spoken_place
from pages.parts.text.words import language, say

_ALL = "all"


def show_when(*, key: str, run: Run, project: Project, measured: Measured) -> None:
    """Show one place at a time, with every class or one of them."""
    together, apart = measured.counts.bins_together, measured.counts.bins
    places = [str(name) for name in together[PLACE].cat.categories]
    lines = [line.name for line in project.scene.lines]
    kinds = [_ALL, *(str(name) for name in apart[CLASS_NAME].cat.categories if name)]
    left, right = st.columns(2)
    with left:
        place = choose_place(
            key=f"{key}:counts-place",
            run=run,
            places=places,
            default=lines[0] if lines else places[0],
            label=say("columns.place"),
            help_text=say("counts.place_help"),
        )
    # Other classes are another choice, with a key of its own.
    kind = right.selectbox(
        say("columns.class_name"),
        kinds,
        format_func=lambda name: say("objects.everything") if name == _ALL else spoken_class(name),
        key=f"{key}:counts-class:{'|'.join(kinds)}",
    )
    bins = together if kind == _ALL else apart[apart[CLASS_NAME] == kind]
    rows = bins[bins[PLACE] == place]
    what: What = "passages" if place in lines else "different" if place == WHOLE_PICTURE else "visitors"
    has_directions = bool(rows[IN].notna().any())
    if not lines:
        st.caption(say("counts.no_line"))
    if rows[UNIQUE].sum() == 0:
        st.info(say("counts.none", place=literal(spoken_place(place))))
        return
    if has_directions:
        title = say("counts.passages_title", place=spoken_place(place))
        show_chart(title, passages_chart(bins=bins, place=place, start=project.start))
    else:
        title = say("counts.different_title", place=spoken_place(place))
        of_kind = apart if kind == _ALL else bins
        show_chart(title, different_chart(bins=of_kind, place=place, start=project.start))
    hours = hour_grid(found=measured.counts.found, start=project.start)
    if hours is not None:
        of_hours = hours.bins_together if kind == _ALL else hours.bins[hours.bins[CLASS_NAME] == kind]
        show_hours(
            hours=hours,
            bins=of_hours[of_hours[PLACE] == place],
            place=place,
            what=what,
            words=Wording(language(), project.start),
        )
    st.dataframe(_table(rows, project, what), hide_index=True, alt=say("explore.when"))


def _table(rows: pd.DataFrame, project: Project, what: What) -> pd.DataFrame:
    """The rows in words; columns that have no values for this place are left out."""
    columns: dict[str, Any] = {
        COUNTS.column(name).title(language()): [spoken_moment(t_s, project.start) for t_s in rows[name]]
        for name in (BIN_START_S, BIN_END_S)
    }
    for name in (IN, OUT, UNIQUE, OCCUPANCY_MEAN, OCCUPANCY_MAX):
        column = COUNTS.column(name)
        title = say("zones.visitors") if (name, what) == (UNIQUE, "visitors") else column.title(language())
        if rows[name].notna().any():
            columns[title] = rows[name].round(column.shown_decimals or 0)
    return pd.DataFrame(columns)
