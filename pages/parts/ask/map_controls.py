"""What the map and the video show, and how: the few controls that people use in sight, the rest under More."""

from base64 import b64encode
from dataclasses import replace
from functools import cache
from typing import Any

import streamlit as st

from heatdash.values.measure_settings import ANCHORS, AUTO_BINS, BINS_MIN, LINE_RULES, MODES, MeasureSettings
from heatdash.values.metrics import METRICS
from heatdash.values.style import COLORMAPS, NORMALIZATIONS, Style
from pages.parts.text.words import language, say

_FIRST_MAPS = ("inferno", "viridis", "cividis", "magma", "plasma", "turbo", "jet", "hot")
"""Listed first: what people ask for most, and what prints well."""


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


def choose_colours(*, key: str, style: Style) -> Style:
    """The style with the map's colours and strength as the visitor sets them."""
    maps = [*_FIRST_MAPS, *(name for name in COLORMAPS if name not in _FIRST_MAPS)]
    chosen = st.session_state.get(f"{key}:colormap", style.colormap)
    with st.popover(say("look.colours", swatch=_swatch(chosen)), width="stretch"):
        colormap = st.radio(
            say("look.colours_label"),
            maps,
            maps.index(style.colormap),
            format_func=lambda name: f"{_swatch(name)}&nbsp; {name.replace('_', ' ')}",
            key=f"{key}:colormap",
            help=say("look.colours_help"),
        )
    help_text = say("look.strength_help")
    strength = round(style.opacity * 100)
    opacity = st.slider(say("look.strength"), 0, 100, strength, format="%d %%", key=f"{key}:opacity", help=help_text)
    return replace(style, colormap=colormap, opacity=opacity / 100)


def choose_measure(*, key: str, measure: MeasureSettings) -> MeasureSettings:
    """The settings with everything under More that changes numbers."""
    mode = _pick(f"{key}:mode", "look.mode", MODES, measure.mode)
    half_life_s = measure.half_life_s
    if mode == "decaying":
        half_life_s = _number(f"{key}:half-life", "look.half_life", half_life_s, low=1.0, high=86400.0)
    anchor = _pick(f"{key}:anchor", "look.anchor", ANCHORS, measure.anchor)
    smoothing = _slide(f"{key}:smoothing", "look.smoothing", measure.smoothing, high=100)
    grid = int(_slide(f"{key}:grid", "look.grid", measure.grid, low=20, high=400, step=20))
    line_rule = _pick(f"{key}:line-rule", "look.line_rule", LINE_RULES, measure.line_rule)
    bins = {AUTO_BINS: AUTO_BINS, **{str(minutes): minutes for minutes in BINS_MIN}, "all": None}
    bin_name = _pick(f"{key}:bin", "look.bin", (*bins,), "all" if measure.bin_min is None else str(measure.bin_min))
    min_visit_s = _number(f"{key}:min-visit", "look.min_visit", measure.min_visit_s, low=0.0, high=3600.0)
    min_track_s = _number(f"{key}:min-track", "look.min_track", measure.min_track_s, low=0.0, high=3600.0)
    return replace(
        measure,
        mode=mode,
        half_life_s=half_life_s,
        anchor=anchor,
        smoothing=float(smoothing),
        grid=grid,
        line_rule=line_rule,
        bin_min=bins[bin_name],
        min_visit_s=min_visit_s,
        min_track_s=min_track_s,
    )


def choose_style(*, key: str, style: Style, measure: MeasureSettings, largest: float) -> Style:
    """The style with everything under More that changes only the look; `largest` is the map's largest value."""
    threshold = _slide(f"{key}:threshold", "look.threshold", style.threshold * 100, high=90, unit="%d %%") / 100
    normalization = _pick(f"{key}:scale", "look.scale", NORMALIZATIONS, style.normalization)
    top = style.max_value
    if normalization == "absolute":
        unit = METRICS[measure.metric].unit_text(language())
        asked = top if top is not None else float(f"{max(largest, 1e-3):.2g}")
        top = _number(f"{key}:top:{measure.metric}", "look.top", asked, low=0.001, high=1e9, unit=unit)
    style = _checked(key, style, "legend", "places")
    return replace(style, threshold=threshold, normalization=normalization, max_value=top)


def choose_drawing(*, key: str, style: Style) -> Style:
    """The style with what the visitor ticks to be drawn into the video: boxes, names, trails, blur and the like."""
    names = ("boxes", "labels", "trails", "blur", "side_by_side", "final_heat", "class_counts")
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
