"""Sketching zones and lines on a picture of the clip."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import numpy as np
import streamlit as st
from streamlit_drawable_canvas import st_canvas

from heatdash.draw.draw_places import draw_arrows
from heatdash.media.pictures import as_jpeg, jpeg_url, preview_frame
from heatdash.sketch.canvas_fit import CanvasFit
from heatdash.sketch.read_drawing import read_drawing
from heatdash.sketch.write_drawing import STROKE_PX, write_drawing
from heatdash.values.arrays import Pixels
from heatdash.values.clip import Clip
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import LONGEST_NAME, Line, Scene, Zone
from heatdash.values.wording import Wording
from pages.parts.answer.charts import hex_colours
from pages.parts.answer.room_size import room_size
from pages.parts.ask.choose_time import slider_stops
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
    return preview_frame(clip=_clip, index=which[1])


Keep = Callable[[Scene], None]
TOOLS = {"zone": "polygon", "rectangle": "rect", "line": "line"}
WIDEST_PX = 1000
_LEAST_PX = 240


@dataclass(frozen=True)
class _Shown:
    """What the canvas was last given: it starts over with that whenever `edition` grows."""

    scene: Scene
    width_px: int
    edition: int


def sketch_places(*, key: str, scene: Scene, background: Pixels, keep: Keep) -> Scene:
    """The scene with what the visitor has sketched; what is wrong with a sketch is shown below it.

    `keep` keeps a scene and shows it again; it is called where the canvas must start over.
    """
    tool = _choose_tool(key)
    room = room_size(key=f"{key}:room")
    if room is None:
        st.image(jpeg_url(as_jpeg(background)), width="stretch")
        return scene
    height, width = background.shape[:2]
    shown = _shown(key, scene, max(_LEAST_PX, min(room.picture_px(width_px=width, height_px=height), WIDEST_PX)))
    size = (shown.width_px, max(1, round(shown.width_px * height / width)))
    fit = CanvasFit.contained(
        canvas_width_px=size[0], canvas_height_px=size[1], picture_width_px=width, picture_height_px=height
    )
    colour = _next_colour(scene, is_line=tool == "line")
    result = st_canvas(
        fill_color=f"{colour}33",
        stroke_color=colour,
        stroke_width=STROKE_PX,
        background_image=as_jpeg(draw_arrows(picture=background, scene=scene)),
        background_image_fit="contain",
        initial_drawing=write_drawing(scene=shown.scene, fit=fit, colours=hex_colours(shown.scene)),
        width=size[0],
        height=size[1],
        drawing_mode=TOOLS[tool],
        key=f"{key}:canvas:{shown.edition}",
    )
    sent = result.json_data
    if sent is None or "objects" not in sent:
        return scene
    drawing = read_drawing(drawing=sent, fit=fit, previous=scene)
    for problem in drawing.problems:
        st.warning(told(problem))
    if _is_miscoloured(sent, drawing.scene) and not drawing.problems:
        keep(drawing.scene)
        st.rerun()
    return drawing.scene


def _choose_tool(key: str) -> str:
    """The tool that the visitor picks. The hint on its use takes as much room as the longest of the hints needs."""
    with st.container(key="sketch-tool"):
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


def edition(key: str) -> int:
    """How often the canvas has started over: what stands beside it starts over with it."""
    shown = st.session_state.get(_key(key))
    return shown.edition if shown else 0


def show_anew(*, key: str, scene: Scene) -> None:
    """Let the canvas start over with this scene, which was changed outside the canvas."""
    shown = st.session_state.get(_key(key))
    if shown is not None:
        st.session_state[_key(key)] = replace(shown, scene=scene, edition=shown.edition + 1)


def _next_colour(scene: Scene, *, is_line: bool) -> str:
    """The colour that the next place will get."""
    name = "?" * LONGEST_NAME
    line, zone = Line(name, (0, 0), (1, 1)), Zone(name, ((0, 0), (1, 0), (1, 1)))
    more = replace(scene, lines=(*scene.lines, line)) if is_line else replace(scene, zones=(*scene.zones, zone))
    return hex_colours(more)[name]


def _is_miscoloured(sent: dict[str, Any], scene: Scene) -> bool:
    """True where a shape on the canvas lacks its place's colour, as after two were drawn at once."""
    drawn = sorted(str(shape.get("stroke")) for shape in sent["objects"] if isinstance(shape, dict))
    colours = hex_colours(scene)
    return drawn != sorted(colours[place.name] for place in scene.places)


def _shown(key: str, scene: Scene, width_px: int) -> _Shown:
    shown = st.session_state.get(_key(key))
    if shown is None or shown.width_px != width_px:
        shown = _Shown(scene=scene, width_px=width_px, edition=shown.edition + 1 if shown else 0)
        st.session_state[_key(key)] = shown
    return shown


def _key(key: str) -> str:
    return f"{key}:shown"
