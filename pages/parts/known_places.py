"""Places that were sketched before: saved in a file, or drawn on another clip of the same camera."""

import json

import streamlit as st

from heatdash.errors import BadSettingError
from heatdash.jobs.open_register import open_register
from heatdash.values.run import Run
from heatdash.values.scene import Scene
from heatdash.values.scene_file import scene_from_json, scene_to_json
from pages.parts.owner import owner
from pages.parts.sketch_places import Keep
from pages.parts.words import say

_MOST_BYTES = 1_000_000


def known_places(*, key: str, run: Run, scene: Scene, keep: Keep) -> None:
    """Ways to save the scene, and to take over another one, which is handed to `keep`."""
    others = {
        other.run_id: other
        for other in open_register().runs_of(owner())
        if other.run_id != run.run_id and (other.project.scene.zones or other.project.scene.lines)
    }
    if others:
        reuse_key = f"{key}:reuse"

        def reuse() -> None:
            chosen = others.get(st.session_state[reuse_key])
            if chosen is not None:
                keep(chosen.project.scene)

        st.selectbox(
            say("sketch.reuse"),
            list(others),
            index=None,
            format_func=lambda run_id: others[run_id].name,
            placeholder=say("sketch.reuse_none"),
            key=reuse_key,
            on_change=reuse,
        )
    if scene.zones or scene.lines:
        st.download_button(
            say("sketch.save"),
            json.dumps(scene_to_json(scene), indent=2, ensure_ascii=False),
            "scene.json",
            "application/json",
            help=say("sketch.save_help"),
            on_click="ignore",
        )
    with st.popover(say("sketch.load"), help=say("sketch.load_help")):
        file = st.file_uploader(say("sketch.load"), type="json", key=f"{key}:scene-file", max_upload_size=1)
        if file is not None and st.session_state.get(f"{key}:scene-taken") != file.file_id:
            st.session_state[f"{key}:scene-taken"] = file.file_id
            keep(_scene_in(file.name, file.getvalue()))
            st.rerun()


def _scene_in(name: str, content: bytes) -> Scene:
    try:
        return scene_from_json(json.loads(content[:_MOST_BYTES]))
    except ValueError as error:
        raise BadSettingError(say("sketch.unreadable", name=name)) from error
