"""Sketching zones and lines on a picture of the clip."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit_drawable_canvas import st_canvas

from heatdash.draw.draw_sketch import draw_sketch
from heatdash.draw.palette import hex_colours, place_colour
from heatdash.errors import HeatDashError
from heatdash.media.pictures import as_jpeg, jpeg_url, resized
from heatdash.messages import Message
from heatdash.sketch.canvas_fit import CanvasFit
from heatdash.sketch.edit_scene import deleting, moving
from heatdash.sketch.read_drawing import read_drawing
from heatdash.sketch.scene_history import SceneHistory
from heatdash.sketch.write_drawing import STROKE_PX, write_drawing
from heatdash.values.arrays import Pixels
from heatdash.values.clip import Clip
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import Scene
from heatdash.values.wording import Wording
from pages.parts.answer.room_size import room_size
from pages.parts.ask.choose_time import slider_stops
from pages.parts.frame.lost_presses import unless_left_behind
from pages.parts.run.this_run import READER
from pages.parts.sketch.board import board
from pages.parts.text.spoken import told
from pages.parts.text.words import language, say


def choose_frame(*, key: str, clip: Clip, start: RecordingStart | None) -> Pixels:
    """The frame that the visitor has moved to; the first one to begin with."""
    if clip.is_image or clip.duration_s < 1:
        return _frame((clip.sha256, 0), clip)
    words = Wording(language(), start)
    t_s = st.select_slider(
        say("set_up.frame"),
        list(slider_stops(duration_s=clip.duration_s, words=words).values()),
        format_func=words.moment,
        key=f"{key}:frame",
        help=say("set_up.frame_help"),
    )
    index = int(np.searchsorted(clip.times_s, t_s))
    return _frame((clip.sha256, min(index, clip.frame_count - 1)), clip)


@st.cache_data(max_entries=32, show_spinner=False)
def _frame(which: tuple[str, int], _clip: Clip) -> Pixels:
    return READER.frame(clip=_clip, index=which[1])


Keep = Callable[[Scene], None]
Edit = Callable[..., Scene]
"""Takes a `scene` and gives another one."""
TOOLS = {"zone": "polygon", "rectangle": "rect", "line": "line", "move": "polygon"}
"""Each tool's mode of the canvas; the one that moves draws nothing there."""
WIDEST_PX = 1000
_LEAST_PX = 240
_SHARPNESS = 2
"""Pixels of the picture for each one of the canvas: screens of phones are as fine."""


@dataclass(frozen=True)
class _Shown:
    """What the canvas was last given: it starts over with that whenever `edition` grows.

    `read` counts the drawings that were read from it, and `problems` says what was wrong with the last.
    """

    scene: Scene
    width_px: int
    edition: int = 0
    read: int = 0
    problems: tuple[Message, ...] = ()


def sketch_places(*, key: str, scene: Scene, background: Pixels, keep: Keep) -> Scene:
    """The scene with what the visitor has sketched, which `keep` has kept; what is wrong is said below the picture."""
    tools = st.container(key="sketch-tool", horizontal=True, vertical_alignment="center", gap="small")
    tool = _choose_tool(key, tools)
    room = room_size(key=f"{key}:room")
    if room is None:
        st.image(jpeg_url(as_jpeg(background)), width="stretch")
        return scene
    height, width = background.shape[:2]
    width_px = max(_LEAST_PX, min(room.picture_px(width_px=width, height_px=height), WIDEST_PX))
    size_px = (width_px, max(1, round(width_px * height / width)))
    fit = CanvasFit.contained(
        canvas_width_px=size_px[0], canvas_height_px=size_px[1], picture_width_px=width, picture_height_px=height
    )
    shown = _read(key, _shown(key, scene, width_px), fit, keep)
    with tools:
        _change_buttons(key, shown.scene, keep)
    _canvas_and_board(key, tool, shown, size_px, fit, background, keep)
    for problem in shown.problems:
        st.warning(told(problem))
    return shown.scene


def _choose_tool(key: str, tools: DeltaGenerator) -> str:
    """The tool that the visitor picks. The hint on its use takes as much room as the longest of the hints needs."""
    with tools:
        tool = st.segmented_control(
            say("places.tool"),
            list(TOOLS),
            format_func=lambda name: say(f"places.{name}"),
            default="zone",
            required=True,
            key=f"{key}:tool",
            label_visibility="collapsed",
        )
    hints = (f'<p class="{"asked" * (name == tool)}">{escape(say(f"places.{name}_how"))}</p>' for name in TOOLS)
    st.html(f'<div class="sketch-hint">{"".join(hints)}</div>')
    return str(tool)


def _shown(key: str, scene: Scene, width_px: int) -> _Shown:
    """What the canvas shows; another scene or width is another edition."""
    shown: _Shown = st.session_state.get(f"{key}:shown") or _Shown(scene=scene, width_px=width_px)
    if shown.width_px != width_px or not _is_same(shown.scene, scene):
        shown = _Shown(scene=scene, width_px=width_px, edition=shown.edition + 1, read=shown.read)
    st.session_state[f"{key}:shown"] = shown
    return shown


def _is_same(one: Scene, other: Scene) -> bool:
    """True where both would look the same: scenes that differ only in colours are equal."""
    return one == other and hex_colours(one) == hex_colours(other)


def _read(key: str, shown: _Shown, fit: CanvasFit, keep: Keep) -> _Shown:
    """What the canvas shows next, with what was drawn on it; that is kept at once, should this run of the page end."""
    drawing = read_drawing(
        drawing=sent_drawing(f"{key}:canvas"),
        fit=fit,
        previous=shown.scene,
        edition=shown.edition,
        language=language(),
    )
    if drawing.is_new:
        change_scene(key=key, scene=shown.scene, keep=keep, edit=lambda scene: drawing.scene)
        more = replace(shown, scene=drawing.scene, problems=drawing.problems)
        shown = replace(more, edition=shown.edition + 1, read=shown.read + 1)
        st.session_state[f"{key}:shown"] = shown
    return shown


def sent_drawing(key: str) -> Any:
    """What the canvas with this key has sent; None before it first has."""
    sent = st.session_state.get(key) or {}
    return (sent.get("drawing") or {}).get("raw")


def _canvas_and_board(
    key: str, tool: str, shown: _Shown, size_px: tuple[int, int], fit: CanvasFit, background: Pixels, keep: Keep
) -> None:
    scene, colours, colour = shown.scene, hex_colours(shown.scene), _next_colour(shown.scene)
    width_px = min(max(background.shape[1], size_px[0]), _SHARPNESS * size_px[0])
    picture = resized(picture=background, width_px=width_px)

    def change(edit: Edit) -> None:
        try:
            change_scene(key=key, scene=scene, keep=keep, edit=edit)
        except HeatDashError as error:
            st.session_state[f"{key}:shown"] = replace(shown, edition=shown.edition + 1, problems=(error.message,))

    with st.container(key=f"{key}:sketch-board", gap=None):
        st_canvas(
            fill_color=f"{colour}33",
            stroke_color=colour,
            stroke_width=STROKE_PX,
            background_image=as_jpeg(
                draw_sketch(picture=picture, scene=scene, seen_px=size_px[0], language=language())
            ),
            background_image_fit="contain",
            initial_drawing=write_drawing(scene=scene, fit=fit, colours=colours, edition=shown.edition),
            width=size_px[0],
            height=size_px[1],
            drawing_mode=TOOLS[tool],
            key=f"{key}:canvas",
        )
        board(
            key=f"{key}:hand",
            tool=tool,
            scene=scene,
            size_px=size_px,
            colour=colour,
            edition=shown.edition,
            read=shown.read,
            on_move=lambda place, points: change(moving(place=place, points=points)),
            on_delete=lambda place: change(deleting(place)),
        )


def _next_colour(scene: Scene) -> str:
    """The colour that the next place will get: the first that is free."""
    taken = {place.colour for place in scene.places}
    blue, green, red = place_colour(next(number for number in range(len(taken) + 1) if number not in taken))
    return f"#{red:02x}{green:02x}{blue:02x}"


def change_scene(*, key: str, scene: Scene, keep: Keep, edit: Edit) -> None:
    """Keep what the edit makes of the scene as it is by now: `scene`, or what changes since have made of it.

    They are remembered at once, since another may come before the page is made anew.
    """
    with unless_left_behind():
        latest: SceneHistory = st.session_state.get(f"{key}:history", SceneHistory(now=scene))
        history = latest.seen(edit(scene=latest.now))
        if history != latest:
            st.session_state[f"{key}:history"] = history
            keep(history.now)


def _change_buttons(key: str, scene: Scene, keep: Keep) -> None:
    """Undo, redo, and clear all. Every change is remembered for as long as the visit lasts, whoever made it."""
    with unless_left_behind():
        history: SceneHistory = st.session_state.get(f"{key}:history", SceneHistory(now=scene)).seen(scene)
        st.session_state[f"{key}:history"] = history

    def go(step: Callable[[SceneHistory], SceneHistory]) -> None:
        # From where it is now: a second press may come before the page has been made anew.
        st.session_state[f"{key}:history"] = to = step(st.session_state[f"{key}:history"])
        keep(to.now)

    # The board presses the first two for Ctrl+Z and Ctrl+Shift+Z: shortcuts of Streamlit's work in text fields, too.
    for name, sign, step in (
        ("undo", "undo", SceneHistory.undo),
        ("redo", "redo", SceneHistory.redo),
        ("clear", "delete_sweep", SceneHistory.cleared),
    ):
        st.button(
            say(f"places.{name}"),
            icon=f":material/{sign}:",
            key=f"{key}:{name}",
            on_click=go,
            args=(step,),
            disabled=step(history) == history,
            type="tertiary",
            help=say(f"places.{name}_help"),
        )
