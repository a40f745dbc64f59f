"""The ground scale in the list of places: how long its sides are, and taking it away."""

import streamlit as st

from heatdash.sketch.edit_scene import add_ground, delete_ground, measure_ground
from heatdash.values.ground import LONGEST_SIDE_M, SHORTEST_SIDE_M, Ground
from pages.parts.sketch.edit_place import Change, taken
from pages.parts.text.words import say


def add_scale(*, key: str, change: Change) -> None:
    """Offer a scale in the middle of the picture."""
    st.button(
        say("ground.add"),
        icon=":material/straighten:",
        key=f"{key}:add_ground",
        on_click=lambda: change(add_ground),
        help=say("ground.add_help"),
    )


def show_scale(*, key: str, ground: Ground, change: Change) -> None:
    """Show the scale's two sides in metres, to be typed, and how to delete it."""
    with st.container(key=f"{key}:ground", border=True, gap="small"):
        st.markdown(f"**{say('ground.scale')}**")
        st.caption(say("ground.how"))
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"{key}:ground-row"):
            _side(key, "width_m", ground, change)
            _side(key, "length_m", ground, change)
            label = say("ground.delete")
            st.button(
                label,
                icon=":material/delete:",
                key=f"{key}:delete_ground",
                on_click=lambda: change(delete_ground),
                help=label,
                type="tertiary",
            )


def _side(key: str, name: str, ground: Ground, change: Change) -> None:
    shown = getattr(ground, name)
    field = f"{key}:ground:{name}:{shown}"

    def typed() -> None:
        sides = {"width_m": ground.width_m, "length_m": ground.length_m, name: taken(key=field, shown=shown)}
        change(lambda scene: measure_ground(scene=scene, **sides))

    st.number_input(
        say(f"ground.{name}"),
        SHORTEST_SIDE_M,
        LONGEST_SIDE_M,
        shown,
        step=0.1,
        format="%.2f",
        key=field,
        on_change=typed,
        help=say(f"ground.{name}_help"),
    )
