"""Turning movements: how many went from which arm of a junction to which."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from heatdash.exports.workbook_movements import told_peak_hour
from heatdash.measure.places.movements import ALL, Movements, Span
from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.stages.measure import Measured
from heatdash.values.classes import ALL_CLASSES
from heatdash.values.project import Project
from heatdash.values.wording import Wording
from pages.parts.answer.answer_picture import show_picture
from pages.parts.answer.room_size import Room
from pages.parts.ask.choose_traffic import choose_pcu
from pages.parts.text.spoken import literal, spoken_class
from pages.parts.text.words import language, say


def show_movements(
    *, key: str, finished: FinishedAnalysis, project: Project, measured: Measured, room: Room | None
) -> Project:
    """The project with the passenger-car units that the visitor sets.

    Shows the peak hour, the junction with its ribbons, and the same as a table, for a class and a time.
    """
    movements, wording = measured.counts.movements, Wording(language(), project.start)
    st.markdown(literal(told_peak_hour(movements, wording=wording)))
    class_name, span_s = _choose(key, movements, wording)
    show_picture(
        key="junction",
        clip=finished.clip,
        room=room,
        draw=lambda seen_px: finished.junction_picture(
            project=project,
            measured=measured,
            span_s=span_s,
            class_name=class_name,
            seen_px=seen_px,
            language=language(),
        ),
        caption=say("movements.meaning"),
    )
    _show_matrix(movements, span_s, class_name)
    in_units = st.empty()
    project = replace(
        project,
        pcu=choose_pcu(key=key, weights=project.pcu, class_map=project.names, class_names=movements.classes_that_went),
    )
    units = movements.in_pcu(movements.counts(span_s), weights=project.weights)
    in_units.caption(say("movements.in_pcu", units=f"{units[ALL, ALL, movements.class_index(class_name)]:,.1f}"))
    return project


def _choose(key: str, movements: Movements, wording: Wording) -> tuple[str, Span]:
    """The class and the time that the visitor picks; at first all of both."""
    names = [ALL_CLASSES, *movements.classes_that_went]
    times = {movements.whole_s: say("movements.whole_time")}
    if movements.peak_hour_s:
        times[movements.peak_hour_s] = say("movements.peak_hour")
    for begin_s, end_s in movements.intervals_s:
        times.setdefault((begin_s, end_s), wording.span(from_s=begin_s, to_s=end_s))
    left, right = st.columns(2)
    # Other classes or times are another choice, with a key of its own.
    name = left.selectbox(
        say("columns.class_name"), names, format_func=spoken_class, key=f"{key}:movement-class:{'|'.join(names)}"
    )
    span_s = right.selectbox(
        say("movements.when"), list(times), format_func=times.__getitem__, key=f"{key}:movement-time:{list(times)}"
    )
    return name, span_s


def _show_matrix(movements: Movements, span_s: Span, class_name: str) -> None:
    """Show a row for each arm that objects came from, and a column for each that they went to, with totals."""
    counts, total = movements.matrix(span_s, class_name=class_name), say("movements.total")
    heads = [*movements.arms, say("movements.one_arm"), total]
    # Arms may be called as a heading is; Streamlit wants no two columns alike.
    columns = {f"{number}": counts[:, number] for number in range(len(heads))}
    st.dataframe(
        pd.DataFrame({"from": [*movements.arms, total], **columns}),
        column_config={"from": say("movements.from_to"), **dict(zip(columns, heads, strict=True))},
        hide_index=True,
        alt=say("movements.title"),
    )
