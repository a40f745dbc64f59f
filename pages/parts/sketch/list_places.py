"""The list of zones and lines: add, rename, turn round, choose what a zone is for, delete, save, load, reuse."""

import json
from collections.abc import Callable
from functools import partial

import streamlit as st

from heatdash.draw.palette import hex_colours
from heatdash.errors import BadSettingError, HeatDashError
from heatdash.sketch.edit_scene import (
    add_line,
    add_zone,
    delete_place,
    flip_line,
    ground_from_zone,
    rename_place,
    set_zone_kind,
)
from heatdash.store.run_register import open_register
from heatdash.values.read_json import json_in
from heatdash.values.run import Run
from heatdash.values.scene import COUNT, EXCLUDE, ROI, Line, Scene, Zone, scene_from_json, scene_to_json
from pages.parts.run.this_run import owner
from pages.parts.sketch.board import ROW, Place
from pages.parts.sketch.edit_place import Change, edit_place, taken
from pages.parts.sketch.ground_scale import add_scale, show_scale
from pages.parts.sketch.sketch_places import Edit, Keep, change_scene
from pages.parts.text.spoken import literal, told
from pages.parts.text.words import language, say


def known_places(*, key: str, run: Run, scene: Scene, keep: Keep) -> None:
    """Show how to save the scene, and how to take over another one, which is handed to `keep`."""
    others = {
        other.run_id: other
        for other in open_register().runs_of(owner())
        if other.run_id != run.run_id and other.project.scene != Scene()
    }
    if others:
        reuse_key = f"{key}:reuse"

        def reuse() -> None:
            chosen = others.get(st.session_state[reuse_key])
            if chosen is not None:
                keep(chosen.project.scene)

        st.selectbox(
            say("places.reuse"),
            list(others),
            index=None,
            format_func=lambda run_id: others[run_id].name,
            placeholder=say("places.reuse_none"),
            key=reuse_key,
            on_change=reuse,
        )
    if scene != Scene():
        st.download_button(
            say("places.save"),
            json.dumps(scene_to_json(scene), indent=2, ensure_ascii=False),
            "scene.json",
            "application/json",
            help=say("places.save_help"),
            on_click="ignore",
        )
    with st.popover(say("places.load"), help=say("places.load_help")):
        file = st.file_uploader(say("places.load"), type="json", key=f"{key}:scene-file", max_upload_size=1)
        if file is not None and st.session_state.get(f"{key}:scene-taken") != file.file_id:
            st.session_state[f"{key}:scene-taken"] = file.file_id
            keep(_scene_in(file.name, file.getvalue()))
            st.rerun()


def _scene_in(name: str, content: bytes) -> Scene:
    try:
        return scene_from_json(json_in(content))
    except ValueError as error:
        raise BadSettingError("sketch.unreadable", name=name) from error


_GROUND = "ground"
_KINDS = (COUNT, ROI, EXCLUDE, _GROUND)
"""What a zone can be for; as a ground scale it is no zone any more."""


def list_places(*, key: str, scene: Scene, keep: Keep) -> None:
    """Show one row per place, and how to add one. A change is handed to `keep` before the page is rerun."""
    with st.container():
        problem = st.session_state.pop(f"{key}:problem", None)
        if problem:
            st.error(told(problem))

    def change(edit: Edit) -> None:
        try:
            change_scene(key=key, scene=scene, keep=keep, edit=edit)
        except HeatDashError as error:
            # A second press on what the first has deleted asks for nothing.
            if error.message.key != "sketch.no_such_place":
                st.session_state[f"{key}:problem"] = error.message

    # Above the rows, since what comes after them is made anew for each new row, and the keyboard would lose its place.
    with st.container(horizontal=True, gap="small"):
        for name, sign, add in (("add_zone", "pentagon", add_zone), ("add_line", "pen_size_2", add_line)):
            st.button(
                say(f"places.{name}"),
                icon=f":material/{sign}:",
                key=f"{key}:{name}",
                on_click=lambda add=add: change(partial(_added, key, add)),
                help=say(f"places.{name}_help"),
            )
        if scene.ground is None:
            add_scale(key=key, change=change)
    if scene.ground is not None:
        show_scale(key=key, ground=scene.ground, change=change)
    if not scene.places:
        st.info(say("places.empty"))
    colours = hex_colours(scene)
    for place in scene.places:
        with st.container(key=f"{key}{ROW}{place.colour}", horizontal=True, vertical_alignment="bottom", gap="small"):
            _row(key, place, colours[place.name], change)
        if st.session_state.get(f"{key}:open") == place.colour:
            edit_place(key=f"{key}:{place.colour}", place=place, change=change)


def _added(key: str, add: Edit, scene: Scene) -> Scene:
    """The scene with one more place, ready to be edited."""
    known, more = {place.name for place in scene.places}, add(scene=scene, language=language())
    st.session_state[f"{key}:open"] = next(place.colour for place in more.places if place.name not in known)
    return more


def _row(key: str, place: Place, colour: str, change: Change) -> None:
    name, own = place.name, f"{key}:{place.colour}"
    is_line = isinstance(place, Line)
    mark, look = "╱" if is_line else "■", f"color:{colour};font-size:1.4rem;line-height:2.4rem"
    st.html(f'<span aria-hidden="true" style="{look}">{mark}</span>', width="content")
    field, label = f"{own}:{name}:name", say("places.line" if is_line else "places.zone")
    st.text_input(
        say("places.name_of", what=label, name=literal(name)),
        name,
        key=field,
        on_change=lambda: change(partial(rename_place, name=name, new_name=taken(key=field, shown=name))),
        label_visibility="collapsed",
        width="stretch",
    )
    if not isinstance(place, Zone):
        st.button(
            say("places.flip"),
            icon=":material/swap_horiz:",
            key=f"{own}:flip",
            on_click=lambda: change(partial(flip_line, name=name)),
            help=say("places.flip_help"),
        )
    else:
        _kind(f"{own}:{place.kind}:kind", place, change)
    # The labels are for those who hear the page; frame.css leaves only the icons to those who see it.
    _icon(say("places.edit", name=literal(name)), "tune", f"{own}:edit", lambda: _toggle(key, place))
    _icon(
        say("places.delete", name=literal(name)),
        "delete",
        f"{own}:delete",
        lambda: change(partial(delete_place, name=name)),
    )


def _kind(key: str, zone: Zone, change: Change) -> None:
    def chosen() -> None:
        kind = taken(key=key, shown=zone.kind)
        if kind == _GROUND:
            change(partial(ground_from_zone, name=zone.name))
        else:
            change(partial(set_zone_kind, name=zone.name, kind=kind))

    st.selectbox(
        say("places.kind_of", name=literal(zone.name)),
        _KINDS,
        _KINDS.index(zone.kind),
        format_func=lambda kind: say(f"places.kind_{kind}"),
        key=key,
        on_change=chosen,
        label_visibility="collapsed",
        width=134,
    )


def _icon(label: str, sign: str, key: str, on_click: Callable[[], None]) -> None:
    st.button(label, icon=f":material/{sign}:", key=key, on_click=on_click, help=label, type="tertiary")


def _toggle(key: str, place: Place) -> None:
    is_open = st.session_state.get(f"{key}:open") == place.colour
    st.session_state[f"{key}:open"] = None if is_open else place.colour
