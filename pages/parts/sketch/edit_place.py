"""Where a place lies, in numbers and by small steps: what the mouse does, without one."""

from collections.abc import Callable
from functools import partial
from math import dist
from typing import TypeVar

import streamlit as st

from heatdash.sketch.edit_scene import move_place, points_of, set_arm, set_way, shift_place
from heatdash.values.corners import Point
from heatdash.values.scene import LINE_WAYS, Line
from pages.parts.sketch.board import Place
from pages.parts.sketch.sketch_places import Edit
from pages.parts.text.spoken import literal
from pages.parts.text.words import say

Change = Callable[[Edit], None]
"""Keeps the scene that an edit gives; where it gives none, but an error, that is told, and the scene stays."""
_Value = TypeVar("_Value", str, float)
_STEPS = (0.1, 0.5, 1.0, 5.0)
"""Percent of the picture's width or height."""
_WAYS = {"left": ("arrow_back", -1, 0), "right": ("arrow_forward", 1, 0)} | {
    "up": ("arrow_upward", 0, -1),
    "down": ("arrow_downward", 0, 1),
}


def taken(*, key: str, shown: _Value) -> _Value:
    """What was put into a field, which then shows again what it was made with.

    A field's key holds what it shows, so that another value is another field. A field that lasted would be set from
    here, and what the browser still sends of the value before would be taken for a change.
    """
    value: _Value = st.session_state[key]
    st.session_state[key] = shown
    return value


def edit_place(*, key: str, place: Place, change: Change) -> None:
    """Show fields for each corner of a zone or end of a line, and arrows that move the whole place."""
    points = points_of(place)

    def put(points: tuple[Point, ...]) -> None:
        change(partial(move_place, name=place.name, points=points))

    with st.container(key=f"{key}:edit-place", border=True, gap="small"):
        _arrows(key, place, change)
        st.caption(say("edit.corners_how"))
        for number in range(len(points)):
            with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"{key}-row-{number}"):
                _corner(key, place, number, put)
        if isinstance(place, Line):
            _line(key, place, change)
        else:
            st.button(
                say("edit.add_corner"),
                icon=":material/add:",
                key=f"{key}:add-corner",
                on_click=lambda: put(_one_more(points)),
                help=say("edit.add_corner_help"),
            )


def _line(key: str, line: Line, change: Change) -> None:
    shown = line.arm or line.name
    arm_field, way_field = f"{key}:arm:{shown}", f"{key}:way:{line.way}"
    st.text_input(
        say("edit.arm"),
        shown,
        key=arm_field,
        on_change=lambda: change(partial(set_arm, name=line.name, arm=taken(key=arm_field, shown=shown))),
        help=say("edit.arm_help"),
    )
    st.selectbox(
        say("edit.way"),
        LINE_WAYS,
        LINE_WAYS.index(line.way),
        format_func=lambda way: say(f"edit.way_{way}"),
        key=way_field,
        on_change=lambda: change(partial(set_way, name=line.name, way=taken(key=way_field, shown=line.way))),
    )


def _arrows(key: str, place: Place, change: Change) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"{key}-row-arrows"):
        label = say("edit.step")
        step = st.selectbox(label, _STEPS, 2, format_func=lambda step: f"{step:g} %", key=f"{key}:step", width=110)

        for way, (sign, right, down) in _WAYS.items():
            label = say(f"edit.{way}", name=literal(place.name))
            st.button(
                label,
                icon=f":material/{sign}:",
                key=f"{key}:{way}",
                on_click=change,
                args=(partial(shift_place, name=place.name, right=right * step / 100, down=down * step / 100),),
                help=label,
                type="tertiary",
            )


def _corner(key: str, place: Place, number: int, put: Callable[[tuple[Point, ...]], None]) -> None:
    points, is_line = points_of(place), isinstance(place, Line)
    which = say("edit.end" if number else "edit.start") if is_line else say("edit.corner", number=number + 1)

    def typed(axis: int, field: str, shown: float) -> None:
        percent = taken(key=field, shown=shown)
        # What is shown is rounded: a field that nobody has touched changes nothing.
        if percent != shown:
            put(_with_part(points, number, axis, percent / 100))

    for axis, label in enumerate(("edit.across", "edit.down_by")):
        percent = round(100 * points[number][axis], 2)
        field = f"{key}:{number}:{axis}:{percent}"
        st.number_input(
            say(label, which=which),
            0.0,
            100.0,
            percent,
            step=0.5,
            format="%.2f",
            key=field,
            on_change=typed,
            args=(axis, field, percent),
        )
    if not is_line:
        label = say("edit.remove_corner", number=number + 1)
        st.button(
            label,
            icon=":material/close:",
            key=f"{key}:{number}:remove",
            on_click=lambda: put(points[:number] + points[number + 1 :]),
            disabled=len(points) <= 3,
            help=label,
            type="tertiary",
        )


def _with_part(points: tuple[Point, ...], number: int, axis: int, part: float) -> tuple[Point, ...]:
    x, y = points[number]
    return (*points[:number], (part, y) if axis == 0 else (x, part), *points[number + 1 :])


def _one_more(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The corners with one more, in the middle of the longest edge."""
    longest = max(range(len(points)), key=lambda number: dist(points[number], points[number - 1]))
    (ax, ay), (bx, by) = points[longest - 1], points[longest]
    return (*points[:longest], ((ax + bx) / 2, (ay + by) / 2), *points[longest:])
