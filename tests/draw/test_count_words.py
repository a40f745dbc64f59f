from dataclasses import replace

import pytest

from heatdash.draw.count_words import count_words
from heatdash.values.scene import Line, Scene, Zone
from heatdash.values.style import Style
from heatdash.values.tally import Passages, Tally

CORNERS = ((0.1, 0.1), (0.4, 0.1), (0.4, 0.6))
SCENE = Scene(
    zones=(
        Zone("Shelf", CORNERS),
        Zone("Road", CORNERS),
        Zone("Part", CORNERS, "roi"),
        Zone("Till", CORNERS, "exclude"),
    ),
    lines=(Line("Gate", (0.5, 0.4), (0.5, 0.9)),),
)
TALLY = Tally(
    lines=(("Gate", "person", Passages(1203, 2)), ("Gate", "car", Passages(1, 0))),
    zones=(("Shelf", 1),),
    zone_classes=(("Shelf", ("person",)), ("Road", ("bus", "car"))),
    class_names=("bus", "car", "person"),
)


def test_in_a_still_picture_only_who_is_in_view_is_told() -> None:
    told = count_words(scene=SCENE, tally=replace(TALLY, still=True), style=Style(), language="en")
    assert told == {"Shelf": ("1 person",), "Road": ("0 vehicles",)}


@pytest.mark.parametrize(
    ("style", "language", "wanted"),
    [
        (Style(), "en", {"Gate": ("1204 came in", "2 went out"), "Shelf": ("1 visitor",), "Road": ("0 vehicles",)}),
        (Style(), "zh", {"Gate": ("进入 1204", "离开 2"), "Shelf": ("1 位访客",), "Road": ("0 辆车",)}),
        (Style(show_out=False), "en", {"Gate": ("1204 came in",), "Shelf": ("1 visitor",), "Road": ("0 vehicles",)}),
        (Style(show_in=False), "en", {"Gate": ("2 went out",)}),
        (Style(show_in=False, show_out=False), "en", {"Gate": ()}),
    ],
)
def test_lines_tell_in_and_out_and_zones_their_visitors(style: Style, language: str, wanted: dict) -> None:
    assert count_words(scene=SCENE, tally=TALLY, style=style, language=language) == wanted
