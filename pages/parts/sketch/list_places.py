"""The list of zones and lines: rename, turn round, choose what a zone is for, delete, save, load, reuse."""

import json
from collections.abc import Callable

import streamlit as st

from heatdash.errors import BadSettingError, HeatDashError
from heatdash.sketch.edit_scene import delete_place, flip_line, rename_place, set_zone_kind
from heatdash.store.run_register import open_register
from heatdash.values.run import Run
from heatdash.values.scene import COUNT, EXCLUDE, ROI, Line, Scene, Zone, scene_from_json, scene_to_json
from pages.parts.answer.charts import hex_colours
from pages.parts.run.this_run import owner
from pages.parts.sketch.sketch_places import Keep, edition
from pages.parts.text.spoken import literal, told
from pages.parts.text.words import say

_MOST_BYTES = 1_000_000


def known_places(*, key: str, run: Run, scene: Scene, keep: Keep) -> None:
    """Show how to save the scene, and how to take over another one, which is handed to `keep`."""
    others = {
        other.run_id: other
        for other in open_register().runs_of(owner())
        if other.run_id != run.run_id and other.project.scene.places
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
    if scene.places:
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
        return scene_from_json(json.loads(content[:_MOST_BYTES]))
    except ValueError as error:
        raise BadSettingError("sketch.unreadable", name=name) from error


_KINDS = (COUNT, ROI, EXCLUDE)


def list_places(*, key: str, scene: Scene, keep: Keep) -> None:
    """Show one row per place. A change is handed to `keep` as a new scene before the page is rerun."""
    if not scene.places:
        st.info(say("places.empty"))
        return
    key = f"{key}:{edition(key)}"
    problem = st.session_state.pop(f"{key}:problem", None)
    if problem:
        st.error(told(problem))
    colours = hex_colours(scene)
    for place in scene.places:
        with st.container(key=f"{key}:row:{place.name}", horizontal=True, vertical_alignment="bottom", gap="small"):
            _row(key, place, colours[place.name], scene, keep)


def _row(key: str, place: Zone | Line, colour: str, scene: Scene, keep: Keep) -> None:
    name = place.name
    name_key, kind_key = f"{key}:name:{name}", f"{key}:kind:{name}"
    is_line = not isinstance(place, Zone)
    mark, look = "╱" if is_line else "■", f"color:{colour};font-size:1.4rem;line-height:2.4rem"
    st.html(f'<span aria-hidden="true" style="{look}">{mark}</span>', width="content")

    def change(edit: Callable[[], Scene]) -> None:
        try:
            keep(edit())
        except HeatDashError as error:
            st.session_state[f"{key}:problem"] = error.message
            st.session_state[name_key] = name

    # Streamlit also calls these for the fields of a list that is gone and has an old scene: nothing was changed there.
    def rename() -> None:
        if st.session_state[name_key] != name:
            change(lambda: rename_place(scene=scene, name=name, new_name=st.session_state[name_key]))

    def set_kind() -> None:
        if isinstance(place, Zone) and st.session_state[kind_key] != place.kind:
            change(lambda: set_zone_kind(scene=scene, name=name, kind=st.session_state[kind_key]))

    what = say("places.line" if is_line else "places.zone")
    label = say("places.name_of", what=what, name=name)
    st.text_input(label, name, key=name_key, on_change=rename, label_visibility="collapsed", width="stretch")
    if not isinstance(place, Zone):
        st.button(
            say("places.flip"),
            icon=":material/swap_horiz:",
            key=f"{key}:flip:{name}",
            on_click=lambda: change(lambda: flip_line(scene=scene, name=name)),
            help=say("places.flip_help"),
        )
    else:
        st.selectbox(
            say("places.kind_of", name=name),
            _KINDS,
            _KINDS.index(place.kind),
            format_func=lambda kind: say(f"places.kind_{kind}"),
            key=kind_key,
            on_change=set_kind,
            label_visibility="collapsed",
            width=134,
        )
    # The label is for those who hear the page; frame.css leaves only the icon to those who see it.
    delete = say("places.delete", name=literal(name))
    st.button(
        delete,
        icon=":material/delete:",
        key=f"{key}:delete:{name}",
        on_click=lambda: change(lambda: delete_place(scene=scene, name=name)),
        help=delete,
        type="tertiary",
    )
