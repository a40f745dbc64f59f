"""What the map and the video show, and how: the few controls that people use in sight, the rest under Expert."""

from base64 import b64encode
from dataclasses import replace
from functools import cache
from typing import Any

import streamlit as st

from heatdash.values.measure_settings import ANCHORS, AUTO_BINS, BINS_MIN, LINE_RULES, MODES, MeasureSettings
from heatdash.values.metrics import METRICS
from heatdash.values.scene import COUNT, Scene
from heatdash.values.style import COLORMAPS, NORMALIZATIONS, Style
from pages.parts.text.words import language, say

FIRST_MAPS = ("inferno", "viridis", "cividis", "magma", "plasma", "turbo", "jet", "hot")
"""Offered by their picture: what people ask for most, and what prints well."""
_PICTURED, _LISTED = ":colours", ":every-colour"
"""How the keys of the two controls for the colours end: what is chosen in one is shown by the other."""


def choose_metric(*, key: str, measure: MeasureSettings) -> MeasureSettings:
    """The settings with the metric that the visitor picks."""
    metric = st.selectbox(
        say("look.show"),
        list(METRICS),
        list(METRICS).index(measure.metric),
        format_func=lambda name: say(f"metrics.{name}"),
        key=f"{key}:metric",
        help="\n\n".join(
            f"**{say(f'metrics.{name}')}** (`{name}`): {say(f'metrics.{name}_meaning')}" for name in METRICS
        ),
    )
    return replace(measure, metric=metric)


def choose_look(*, key: str, style: Style) -> Style:
    """The style with the map's colours and strength as the visitor sets them."""
    pictured = f"{key}{_PICTURED}"

    def follow() -> None:
        st.session_state[f"{key}{_LISTED}"] = st.session_state[pictured]

    colormap = st.pills(
        say("look.colours"),
        FIRST_MAPS,
        format_func=_swatch,
        # Also where it is known already: a page that is asked again before it has shown this begins there.
        default=_pictured(style.colormap),
        key=pictured,
        on_change=follow,
        help=say("look.colours_help"),
        required=True,
        wrap=True,
    )
    help_text = say("look.strength_help")
    strength = round(style.opacity * 100)
    opacity = st.slider(say("look.strength"), 0, 100, strength, format="%d %%", key=f"{key}:opacity", help=help_text)
    return replace(style, colormap=colormap or style.colormap, opacity=opacity / 100)


def _pictured(colormap: str) -> str | None:
    """The colour map, where it is offered by its picture."""
    return colormap if colormap in FIRST_MAPS else None


def choose_counting(*, key: str, measure: MeasureSettings, scene: Scene) -> MeasureSettings:
    """The settings with what counts, and when, as the visitor sets it; only what the scene's places need."""
    anchor = _pick(f"{key}:anchor", "look.anchor", ANCHORS, measure.anchor)
    line_rule, min_visit_s = measure.line_rule, measure.min_visit_s
    if scene.lines:
        line_rule = _pick(f"{key}:line-rule", "look.line_rule", LINE_RULES, line_rule)
    if scene.zones_of(COUNT):
        min_visit_s = _number(f"{key}:min-visit", "look.min_visit", min_visit_s, low=0.0, high=3600.0)
    min_track_s = _number(f"{key}:min-track", "look.min_track", measure.min_track_s, low=0.0, high=3600.0)
    return replace(measure, anchor=anchor, line_rule=line_rule, min_visit_s=min_visit_s, min_track_s=min_track_s)


def choose_bins(*, key: str, measure: MeasureSettings) -> MeasureSettings:
    """The settings with the length of the stretches of time in tables and charts."""
    bins = {AUTO_BINS: AUTO_BINS, **{str(minutes): minutes for minutes in BINS_MIN}, "all": None}
    bin_name = _pick(f"{key}:bin", "look.bin", (*bins,), "all" if measure.bin_min is None else str(measure.bin_min))
    return replace(measure, bin_min=bins[bin_name])


def choose_heat(*, key: str, measure: MeasureSettings) -> MeasureSettings:
    """The settings with how heat is gathered and spread."""
    mode = _pick(f"{key}:mode", "look.mode", MODES, measure.mode)
    half_life_s = measure.half_life_s
    if mode == "decaying":
        half_life_s = _number(f"{key}:half-life", "look.half_life", half_life_s, low=1.0, high=86400.0)
    smoothing = _slide(f"{key}:smoothing", "look.smoothing", measure.smoothing, high=100)
    grid = int(_slide(f"{key}:grid", "look.grid", measure.grid, low=20, high=400, step=20))
    return replace(measure, mode=mode, half_life_s=half_life_s, smoothing=float(smoothing), grid=grid)


def choose_style(*, key: str, style: Style, measure: MeasureSettings, largest: float) -> Style:
    """The style with everything under Expert that changes only the look; `largest` is the map's largest value."""
    listed = f"{key}{_LISTED}"

    def follow() -> None:
        st.session_state[f"{key}{_PICTURED}"] = _pictured(st.session_state[listed])

    colormap = st.selectbox(
        say("look.every_colour"),
        COLORMAPS,
        COLORMAPS.index(style.colormap),
        format_func=lambda name: name.replace("_", " "),
        key=listed,
        on_change=follow,
    )
    threshold = _slide(f"{key}:threshold", "look.threshold", style.threshold * 100, high=90, unit="%d %%") / 100
    normalization = _pick(f"{key}:scale", "look.scale", NORMALIZATIONS, style.normalization)
    top = style.max_value
    if normalization == "absolute":
        unit = METRICS[measure.metric].unit_text(language())
        asked = top if top is not None else float(f"{max(largest, 1e-3):.2g}")
        top = _number(f"{key}:top:{measure.metric}", "look.top", asked, low=0.001, high=1e9, unit=unit)
    style = _checked(key, style, "places")
    return replace(style, colormap=colormap, threshold=threshold, normalization=normalization, max_value=top)


def choose_hiding(*, key: str, style: Style, may_show_people: bool = True) -> Style:
    """The style with people hidden or not, as the visitor chooses; whoever may not show them sees that they are."""
    if not may_show_people:
        # Another widget than the one that can be changed: what was chosen with that does not count any more.
        st.toggle(say("look.blur"), True, key=f"{key}:blur-fixed", help=say("look.blur_fixed"), disabled=True)
        return style
    return replace(style, blur=st.toggle(say("look.blur"), style.blur, key=f"{key}:blur", help=say("look.blur_help")))


def choose_drawing(*, key: str, style: Style) -> Style:
    """The style with what the visitor ticks to be drawn into the video: boxes, names, trails and the like."""
    names = ("legend", "boxes", "labels", "trails", "side_by_side", "final_heat", "class_counts")
    with st.container(horizontal=True, gap="medium"):
        return _checked(key, style, *names)


def _checked(key: str, style: Style, *names: str) -> Style:
    """The style with each of these as the visitor ticks it."""
    chosen: dict[str, Any] = {name: _check(f"{key}:{name}", f"look.{name}", getattr(style, name)) for name in names}
    return replace(style, **chosen)


def _pick(key: str, label: str, options: tuple[str, ...], chosen: str) -> str:
    words = {name: say(f"{label}_{name.replace('-', '_')}") for name in options}
    index, help_text = options.index(chosen), say(f"{label}_help")
    return str(st.selectbox(say(label), options, index, format_func=words.__getitem__, key=key, help=help_text))


def _slide(
    key: str, label: str, value: float, *, high: int, low: int = 0, step: int = 1, unit: str | None = None
) -> int:
    held = min(high, max(low, round(value)))
    return int(st.slider(say(label), low, high, held, step=step, format=unit, key=key, help=say(f"{label}_help")))


def _number(key: str, label: str, value: float, *, low: float, high: float, unit: str = "") -> float:
    text, held = say(label, unit=unit), min(high, max(low, value))
    return float(st.number_input(text, low, high, held, key=key, help=say(f"{label}_help"), format="%g"))


def _check(key: str, label: str, value: bool) -> bool:
    return st.checkbox(say(label), value, key=key, help=say(f"{label}_help"))


@cache
def _swatch(colormap: str) -> str:
    """The colour map from low to high, as a small picture in Markdown."""
    import numpy as np

    from heatdash.draw.palette import colour_table
    from heatdash.media.pictures import as_png

    strip = np.repeat(colour_table(colormap)[None, ::4], 14, axis=0)
    return f"![{colormap}](data:image/png;base64,{b64encode(as_png(strip)).decode()})"
