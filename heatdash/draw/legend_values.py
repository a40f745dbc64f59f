"""What a legend says, as plain values, for whoever draws it: the picture itself or a page beside it."""

from dataclasses import dataclass

import numpy as np

from heatdash.draw.palette import colour_table
from heatdash.draw.round_ticks import Tick, scale_ticks
from heatdash.messages import ENGLISH
from heatdash.values.style import Style

UNPAINTED = 0.3
"""How much of its colour a legend keeps below the threshold, where no heat is painted on the picture."""
_STOPS = 32


@dataclass(frozen=True)
class LegendValues:
    """A legend: its title, its ticks, the last one with the unit, and its colours.

    `stops` are the colours from left to right as CSS takes them in `linear-gradient(to right, ...)`.
    """

    title: str
    ticks: tuple[Tick, ...]
    stops: tuple[str, ...]


def legend_values(*, title: str, unit: str, top: float, style: Style, language: str = ENGLISH) -> LegendValues:
    """The legend of a scale from 0 to `top` in the colours of `style`; `unit` is among those of `metrics`."""
    ticks = scale_ticks(top=top, unit=unit, is_open=style.normalization == "absolute", language=language)
    places = [(share, share >= style.threshold) for share in np.linspace(0, 1, _STOPS + 1).tolist()]
    if style.threshold > 0:
        # Two stops at the same place make a sharp edge.
        places = sorted((*places, (style.threshold, False), (style.threshold, True)))
    return LegendValues(title=title, ticks=ticks, stops=tuple(_stop(style.colormap, *place) for place in places))


def _stop(colormap: str, share: float, is_painted: bool) -> str:
    blue, green, red = colour_table(colormap)[min(255, int(share * 256))].tolist()
    opacity = "" if is_painted else f" / {UNPAINTED}"
    return f"rgb({red} {green} {blue}{opacity}) {share * 100:.4g}%"
