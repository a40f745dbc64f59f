import numpy as np
import pytest

from heatdash.draw.count_words import Words
from heatdash.draw.draw_zone_values import draw_zone_values
from heatdash.draw.palette import colour_table
from heatdash.values.arrays import Pixels
from heatdash.values.scene import Line, Scene, Zone
from heatdash.values.style import Style
from tests.draw.pictures import grey

CORNERS = ((0.1, 0.1), (0.5, 0.1), (0.5, 0.9), (0.1, 0.9))
WITHIN = ((0.2, 0.4), (0.4, 0.4), (0.4, 0.6), (0.2, 0.6))
SCENE = Scene(
    zones=(
        Zone("Island", WITHIN),
        Zone("Hall", CORNERS),
        Zone("Staff", ((0.7, 0.1), (0.9, 0.1), (0.9, 0.3)), "exclude"),
    ),
    lines=(Line("Gate", (0.6, 0.4), (0.6, 0.9)),),
)
WORDS: Words = {"Hall": ("8 visitors",), "Island": ("2 visitors",), "Gate": ("3 came in", "1 went out")}
STYLE = Style(colormap="viridis", opacity=0.5)


def drawn(values: dict[str, float], words: Words = WORDS) -> Pixels:
    picture = grey(width=640, height=480, value=100)
    return draw_zone_values(picture=picture, scene=SCENE, values=values, words=words, style=STYLE)


def mixed(share: float) -> np.ndarray:
    return np.rint((colour_table("viridis")[min(255, int(share * 256))].astype(float) + 100) / 2)


def test_each_zone_has_the_colour_of_its_share_of_the_largest_also_where_one_lies_on_another() -> None:
    picture = drawn({"Hall": 8.0, "Island": 2.0})
    hall, island, beside = picture[400, 100], picture[270, 200], picture[440, 500]
    assert hall == pytest.approx(mixed(1.0), abs=2)
    assert island == pytest.approx(mixed(0.25), abs=2)
    assert (beside == 100).all()


def test_a_zone_without_a_value_keeps_the_picture() -> None:
    picture = drawn({"Hall": 8.0})
    assert (picture[270, 200] == 100).all()
    assert (drawn({"Hall": 0.0, "Island": 0.0})[400, 100] == 100).all()
    assert (drawn({})[400, 100] == 100).all()


def test_every_place_has_its_words_and_lines_and_excluded_zones_are_drawn() -> None:
    values = {"Hall": 8.0, "Island": 2.0}
    for name in WORDS:
        assert (drawn(values) != drawn(values, WORDS | {name: ("something else",)})).any()
    picture = drawn(values)
    assert (picture[190:430, 380:390] != 100).any()
    assert (picture[50:140, 450:580] != 100).any()
