"""What the picture of the places tells: how many visitors each zone had, or how long they typically stayed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from heatdash.draw.count_words import Words, count_words
from heatdash.draw.legend_values import LegendValues, legend_values
from heatdash.measure.places.key_figures import key_figures
from heatdash.messages import ENGLISH, say
from heatdash.stages.measure import Measured
from heatdash.values.project import Project
from heatdash.values.style import Style
from heatdash.values.wording import Wording

By = Literal["visitors", "stay"]


@dataclass(frozen=True, eq=False)
class PlaceValues:
    """The values that zones are coloured by, what is written at each place, and what the colours mean.

    `style` has the colours of the map, over a scale that begins at 0 and ends at the largest value.
    """

    values: Mapping[str, float]
    words: Words
    style: Style
    legend: LegendValues


def place_values(*, project: Project, measured: Measured, by: By, language: str = ENGLISH) -> PlaceValues:
    """The values of all zones where somebody was; lines tell how many came in and went out."""
    figures = key_figures(measured.counts).zones
    words = count_words(scene=project.scene, tally=measured.tally, style=Style(), language=language)
    if by == "visitors":
        values = {zone.name: float(zone.visitors) for zone in figures}
    else:
        values = {zone.name: zone.typical_s for zone in figures if zone.typical_s is not None}
        wording = Wording(language, step_s=measured.paths.watched.step_s)
        stays = {name: wording.measured(value) for name, value in values.items()}
        words |= {name: (say("cards.typically", language=language, time=stay),) for name, stay in stays.items()}
    style = replace(project.style, threshold=0.0, normalization="relative")
    legend = legend_values(
        title=say(f"pictures.by_{by}", language=language),
        unit="objects" if by == "visitors" else "s",
        top=max(values.values(), default=0.0),
        style=style,
        language=language,
    )
    return PlaceValues(values=values, words=words, style=style, legend=legend)
