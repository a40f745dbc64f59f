"""Where a place lies, in numbers and by small steps: what the mouse does, without one."""

from collections.abc import Callable
from functools import partial
from math import dist

import streamlit as st

from heatdash.sketch.edit_scene import move_place, points_of, shift_place
from heatdash.values.scene import Line, Point, Scene
from pages.parts.sketch.board import Place
from pages.parts.text.spoken import literal
from pages.parts.text.words import say

Change = Callable[[Callable[[], Scene]], None]
"""Keeps the scene that an edit gives; where it gives none, but an error, that is told, and the scene stays."""
_STEPS = (0.1, 0.5, 1.0, 5.0)
"""Percent of the picture's width or height."""
_WAYS = {"left": ("arrow_back", -1, 0), "right": ("arrow_forward", 1, 0)} | {
    "up": ("arrow_upward", 0, -1),
    "down": ("arrow_downward", 0, 1),
}


def edit_place(*, key: str, place: Place, scene: Scene, change: Change) -> None:
    """Show fields for each corner of a zone or end of a line, and arrows that move the whole place."""
    points = points_of(place)

    def put(points: tuple[Point, ...]) -> None:
        change(lambda: move_place(scene=scene, name=place.name, points=points))

    with st.container(key=f"{key}:edit-place", border=True, gap="small"):
        _arrows(key, place, scene, change)
        st.caption(say("edit.corners_how"))
        for number in range(len(points)):
            with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"{key}-row-{number}"):
                _corner(key, place, number, put)
        if not isinstance(place, Line):
            st.button(
                say("edit.add_corner"),
                icon=":material/add:",
                key=f"{key}:add-corner",
                on_click=lambda: put(_one_more(points)),
                help=say("edit.add_corner_help"),
            )


def _arrows(key: str, place: Place, scene: Scene, change: Change) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"{key}-row-arrows"):
        label = say("edit.step")
        step = st.selectbox(label, _STEPS, 2, format_func=lambda step: f"{step:g} %", key=f"{key}:step", width=110)

        def shift(right: int, down: int) -> Scene:
            return shift_place(scene=scene, name=place.name, right=right * step / 100, down=down * step / 100)

        for way, (sign, right, down) in _WAYS.items():
            label = say(f"edit.{way}", name=literal(place.name))
            st.button(
                label,
                icon=f":material/{sign}:",
                key=f"{key}:{way}",
                on_click=change,
                args=(partial(shift, right, down),),
                help=label,
                type="tertiary",
            )


def _corner(key: str, place: Place, number: int, put: Callable[[tuple[Point, ...]], None]) -> None:
    points, is_line = points_of(place), isinstance(place, Line)
    which = say("edit.end" if number else "edit.start") if is_line else say("edit.corner", number=number + 1)

    def typed(axis: int, field: str, shown: float) -> None:
        if st.session_state[field] != shown:
            put(_with_part(points, number, axis, st.session_state[field] / 100))

    for axis, label in enumerate(("edit.across", "edit.down_by")):
        field, percent = f"{key}:{number}:{axis}", round(100 * points[number][axis], 2)
        # A field that is new takes its value as the default: one that is set may be lost while the browser loads it.
        is_set = st.session_state.get(field, percent) != percent
        if is_set:
            st.session_state[field] = percent
        st.number_input(
            say(label, which=which),
            0.0,
            100.0,
            "min" if is_set else percent,
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
