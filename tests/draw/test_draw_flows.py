from typing import Any

import numpy as np
import pandas as pd
import pytest

from heatdash.draw.draw_flows import draw_flows
from heatdash.draw.palette import place_colours
from heatdash.tables.columns import FLOWS
from heatdash.values.arrays import Pixels
from heatdash.values.scene import Line, Scene, Zone
from tests.draw.pictures import grey

WIDTH, HEIGHT = 640, 480


def square(name: str, x: float, y: float, side: float = 0.1) -> Zone:
    return Zone(name, ((x, y), (x + side, y), (x + side, y + side), (x, y + side)))


SCENE = Scene(
    zones=(square("Left", 0.1, 0.45), square("Right", 0.8, 0.45)), lines=(Line("Gate", (0.5, 0.1), (0.5, 0.3)),)
)
MANY = Scene(zones=tuple(square(f"Shelf {n}", 0.05 + 0.24 * (n % 4), 0.05 + 0.19 * (n // 4), 0.08) for n in range(20)))


def flows(*rows: tuple[str, str, int], class_name: str = "person") -> pd.DataFrame:
    return pd.DataFrame([(begin, end, class_name, count) for begin, end, count in rows], columns=list(FLOWS))


def drawn(table: pd.DataFrame, scene: Scene = SCENE, **more: Any) -> Pixels:
    return draw_flows(picture=grey(width=WIDTH, height=HEIGHT), scene=scene, flows=table, **more)


def arrow_rows(picture: Pixels, place: str, columns: slice, scene: Scene = SCENE) -> list[int]:
    """In which rows the colour of that place is seen between the places."""
    near = (np.abs(picture[:, columns].astype(int) - place_colours(scene)[place]) <= 10).all(axis=2)
    return np.flatnonzero(near.any(axis=1)).tolist()


def test_there_and_back_bend_to_the_right_and_have_the_colour_of_where_they_begin() -> None:
    picture = drawn(flows(("Left", "Right", 9), ("Right", "Left", 9)))
    middle = slice(200, 280)
    there, back = arrow_rows(picture, "Left", middle), arrow_rows(picture, "Right", middle)
    # Seen by who walks to the right, the right hand is below.
    assert min(there) > 250 > 230 > max(back)


def test_the_more_went_the_wider_is_the_arrow_and_the_fewest_can_still_be_seen() -> None:
    wide, narrow = (
        len(arrow_rows(drawn(flows(("Left", "Right", count), ("Right", "Left", 100))), "Left", slice(250, 252)))
        for count in (100, 1)
    )
    assert wide > 2 * narrow
    assert narrow >= 2


def test_the_classes_of_a_way_are_told_together_and_all_in_the_readers_words(written: list[str]) -> None:
    both = pd.concat([flows(("Left", "Right", 4)), flows(("Left", "Right", 3), class_name="car")])
    drawn(both, language="zh")
    assert "7" in written
    assert "从一处直接到下一处的对象数" in written


def test_a_dozen_ways_have_numbers_and_the_others_are_pale_and_counted(written: list[str]) -> None:
    ways = [(f"Shelf {n}", f"Shelf {n + 1}", 40 - n) for n in range(15)]
    picture = drawn(flows(*ways), scene=MANY)
    assert [text for text in written if text.isdecimal()] == [str(40 - n) for n in range(12)]
    assert "3 less frequent ways are pale or left out" in written
    fewer = drawn(flows(*ways[:12]), scene=MANY)
    assert (picture != fewer).any()


def test_whole_ways_are_called_so_and_lead_back_too(written: list[str]) -> None:
    picture = drawn(flows(("Left", "Right", 2), ("Gate", "Gate", 3)), whole=True)
    assert "Visitors by the first and the last place of their way" in written
    assert (picture != drawn(flows(("Left", "Right", 2)), whole=True)).any()


def test_an_arrow_meets_a_line_at_its_middle() -> None:
    picture = drawn(flows(("Left", "Gate", 9)))
    # Its tip ends a little before the line, and a little below the middle, as it comes from below.
    assert min(arrow_rows(picture, "Left", slice(300, 330))) == pytest.approx(0.2 * HEIGHT, abs=12)
    assert arrow_rows(picture, "Left", slice(322, 400)) == []


def test_ways_between_places_in_the_same_spot_can_be_seen() -> None:
    scene = Scene(zones=(square("A", 0.4, 0.4, 0.2), square("B", 0.4, 0.4, 0.2)))
    with_way, without = drawn(flows(("A", "B", 2), ("B", "A", 3)), scene=scene), drawn(flows(), scene=scene)
    assert (with_way != without).any(axis=2).sum() > 1000


@pytest.mark.parametrize("size", [(160, 120), (8, 8), (405, 720), (3840, 2160)])
def test_pictures_of_every_size_keep_it_and_are_not_drawn_on(size: tuple[int, int]) -> None:
    picture = grey(width=size[0], height=size[1])
    ways = flows(("Left", "Right", 12), ("Right", "Left", 3), ("Gate", "Left", 1))
    assert draw_flows(picture=picture, scene=SCENE, flows=ways, seen_px=390).shape == picture.shape
    assert (picture == 120).all()


def test_where_nobody_went_the_places_stand_alone(written: list[str]) -> None:
    assert (drawn(flows()) != 120).any()
    assert drawn(flows(), scene=Scene()).shape == (HEIGHT, WIDTH, 3)
    assert written == []
