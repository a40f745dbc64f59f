from typing import Any

import numpy as np
import pytest

from heatdash.draw.draw_junction import draw_junction
from heatdash.draw.palette import place_colours
from heatdash.values.arrays import Pixels
from heatdash.values.scene import Line, Scene, Zone
from tests.builders.junctions import CROSSING
from tests.draw.pictures import grey

WIDTH, HEIGHT = 960, 540
NORTH, EAST, SOUTH, WEST = range(4)


def drawn(
    *ways: tuple[int, int, int], scene: Scene = CROSSING, size: tuple[int, int] = (WIDTH, HEIGHT), **more: Any
) -> Pixels:
    """The junction where so many went from one arm to another."""
    counts = np.zeros((len(scene.lines), len(scene.lines)), dtype=np.int64)
    for origin, destination, count in ways:
        counts[origin, destination] = count
    asked = {"class_names": ("car",), **more}
    return draw_junction(picture=grey(width=size[0], height=size[1]), scene=scene, counts=counts, **asked)


def where(picture: Pixels, arm: int, scene: Scene = CROSSING) -> np.ndarray:
    """A mask of the arm's colour."""
    return (np.abs(picture.astype(int) - place_colours(scene)[scene.lines[arm].name]) <= 10).all(axis=2)


def test_ribbons_come_in_on_the_right_and_leave_on_the_other_side() -> None:
    # Halfway down, on the road from north to south: who drives south is on the left of the picture, seen by the viewer.
    middle, row = WIDTH // 2, slice(HEIGHT // 2, HEIGHT // 2 + 30)
    assert np.flatnonzero(where(drawn((NORTH, SOUTH, 9)), NORTH)[row].any(axis=0)).max() < middle
    assert np.flatnonzero(where(drawn((SOUTH, NORTH, 9)), SOUTH)[row].any(axis=0)).min() > middle


def test_who_turns_left_lies_next_to_the_middle_and_who_turns_right_outside() -> None:
    row = round(0.7 * HEIGHT)
    mean = {
        turn: np.flatnonzero(where(drawn((SOUTH, to, 5), (SOUTH, SOUTH, 5), (SOUTH, other, 5)), SOUTH)[row])
        for turn, to, other in (("left", WEST, NORTH), ("right", EAST, NORTH))
    }
    assert mean["left"].max() < mean["right"].max()


def test_the_more_went_the_wider_is_the_ribbon_and_the_fewest_can_still_be_seen() -> None:
    across = slice(WIDTH // 2 - 2, WIDTH // 2 + 2)
    wide, narrow = (
        where(drawn((EAST, WEST, count), (NORTH, NORTH, 100)), EAST)[:, across].any(axis=1).sum() for count in (100, 1)
    )
    assert wide > 3 * narrow
    assert narrow >= 2


def test_every_ribbon_has_its_number_and_u_turns_are_drawn(written: list[str]) -> None:
    ways = [(a, b, 1 + 4 * a + b) for a in range(4) for b in range(4)]
    drawn(*ways, language="zh")
    assert sorted(int(text) for text in written if text.isdecimal()) == list(range(1, 17))
    assert "各方向的车辆数" in written
    back = where(drawn((EAST, EAST, 5)), EAST) & ~where(drawn(), EAST)
    assert back[:, : round(0.7 * WIDTH)].any(), "it reaches into the junction"
    assert not back[:, : WIDTH // 2].any()


def test_zones_are_left_out() -> None:
    zone = Zone("Island", ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6)), colour=9)
    scene = Scene(zones=(zone,), lines=CROSSING.lines)
    assert (drawn((EAST, WEST, 2), scene=scene) == drawn((EAST, WEST, 2), scene=scene)).all()
    assert not (np.abs(drawn(scene=scene).astype(int) - place_colours(scene)["Island"]) <= 10).all(axis=2).any()


@pytest.mark.parametrize("size", [(160, 120), (8, 8), (405, 720), (1920, 1080)])
def test_pictures_of_every_size_keep_it(size: tuple[int, int]) -> None:
    ways = ((NORTH, SOUTH, 12), (SOUTH, SOUTH, 3), (EAST, SOUTH, 1))
    assert drawn(*ways, size=size, seen_px=390).shape == (size[1], size[0], 3)


def test_a_single_arm_and_arms_in_one_place_can_be_drawn() -> None:
    line = Line("Gate", (0.4, 0.5), (0.6, 0.5))
    alone, twice = Scene(lines=(line,)), Scene(lines=(line, Line("Other", (0.6, 0.5), (0.4, 0.5))))
    assert (drawn((0, 0, 3), scene=alone) != drawn(scene=alone)).any()
    assert (drawn((0, 1, 3), scene=twice) != drawn(scene=twice)).any()
