from dataclasses import replace

import pytest

from heatdash.stages.place_values import place_values
from heatdash.values.scene import Scene, Zone
from heatdash.values.style import Style
from tests.builders.answers import GATE, answer
from tests.builders.tracks import stand, walk

SCENE = Scene(
    zones=(
        Zone("Door", ((0.0, 0.0), (0.25, 0.0), (0.25, 1.0), (0.0, 1.0))),
        Zone("Shelf", ((0.75, 0.0), (1.0, 0.0), (1.0, 1.0), (0.75, 1.0))),
        Zone("Till", ((0.4, 0.0), (0.45, 0.0), (0.45, 0.1))),
    ),
    lines=(GATE,),
)
WALKS = (
    walk(track=1, start=(20, 50), end=(140, 50), seconds=6),
    stand(track=2, at=(150, 80), seconds=3, begin_s=2),
    stand(track=3, at=(20, 80), seconds=4, begin_s=1, class_name="car"),
)
"""One person goes from the door over the gate to the shelf, another stands there for 3 s, a car in the door for 4 s."""
STYLE = Style(colormap="viridis", threshold=0.4, normalization="absolute", max_value=99.0)


def told(by, language="en"):
    known = answer(*WALKS, scene=SCENE, change=lambda project: replace(project, style=STYLE))
    return place_values(project=known.analysis.project, measured=known.measured, by=by, language=language)


def test_zones_are_told_by_their_visitors_and_lines_by_who_passed() -> None:
    shown = told("visitors")
    assert shown.values == {"Door": 2.0, "Shelf": 2.0, "Till": 0.0}
    assert shown.words == {
        "Gate": ("1 came in", "0 went out"),
        "Door": ("2 objects",),
        "Shelf": ("2 visitors",),
        "Till": ("0 objects",),
    }
    assert (shown.legend.title, [tick.text for tick in shown.legend.ticks]) == ("Visitors", ["0", "1", "2"])


def test_zones_are_told_by_their_typical_stay_and_one_where_nobody_stayed_has_none() -> None:
    shown = told("stay", language="zh")
    # The door: the car's 4 s, and the person's from 20 to 40 of 120 pixels in 6 s; the middle of both.
    assert shown.values["Door"] == pytest.approx((4.0 + 1.0) / 2, abs=0.15)
    assert set(shown.values) == {"Door", "Shelf"}
    assert shown.words["Door"][0].startswith("通常停留 2.")
    assert shown.words["Till"] == ("0 个对象",)
    assert shown.legend.title == "典型停留时间"
    assert shown.legend.ticks[-1].text.endswith(" 秒")


def test_the_scale_is_that_of_the_zones_and_not_that_of_the_map() -> None:
    shown = told("visitors")
    assert shown.style == Style(colormap="viridis", threshold=0.0, max_value=99.0)
    assert not any("/" in stop for stop in shown.legend.stops)
