"""Names and arrows on the picture that places are sketched on."""

from dataclasses import replace

import numpy as np
import pytest

from heatdash.draw.draw_sketch import draw_sketch
from heatdash.draw.palette import place_colours
from heatdash.values.arrays import Pixels
from heatdash.values.ground import Ground
from heatdash.values.scene import Line, Scene, Zone
from tests.draw.pictures import grey

GATE = Line("Gate", (0.5, 0.9), (0.5, 0.1))
"""Upwards through the middle: its right is the right of the picture."""
SCENE = Scene(zones=(Zone("Door", ((0.05, 0.2), (0.3, 0.2), (0.3, 0.8), (0.05, 0.8))),), lines=(GATE,))


def drawn(scene: Scene, *, width: int = 800, seen_px: int = 800, language: str = "en") -> Pixels:
    picture = grey(width=width, height=width // 2)
    sketch = draw_sketch(picture=picture, scene=scene, seen_px=seen_px, language=language)
    assert sketch.shape == picture.shape
    return sketch


def changed(scene: Scene, other: Scene, **more: int) -> tuple[slice, slice]:
    """Where the two are drawn unlike each other."""
    rows, columns = np.nonzero((drawn(scene, **more) != drawn(other, **more)).any(axis=2))
    return slice(int(rows.min()), int(rows.max()) + 1), slice(int(columns.min()), int(columns.max()) + 1)


def test_a_picture_without_places_is_left_as_it_is() -> None:
    picture = grey(width=80, height=40)
    assert draw_sketch(picture=picture, scene=Scene(), seen_px=80, language="en") is picture


@pytest.mark.parametrize(("line", "begins", "ends"), [(GATE, 400, 460), (Line("Gate", GATE.end, GATE.start), 340, 401)])
def test_the_arrow_points_to_the_side_that_is_in(line: Line, begins: int, ends: int) -> None:
    sketch = drawn(Scene(lines=(line,))).astype(int)
    colour = np.array(place_colours(Scene(lines=(line,)))["Gate"])
    columns = np.nonzero((abs(sketch - colour).max(axis=2) < 8)[190:210].any(axis=0))[0]
    inwards = columns[(columns >= begins) & (columns < ends)]
    assert len(inwards) > 15


def test_every_place_has_its_name_in_it_or_beside_it() -> None:
    rows, columns = changed(SCENE, Scene(lines=SCENE.lines))
    assert columns.start >= 0.05 * 800 - 2
    assert columns.stop <= 0.3 * 800 + 2
    assert rows.start >= 0.2 * 400


def test_names_are_as_large_on_a_phone_as_can_be_read() -> None:
    tall = {}
    for seen_px in (350, 800):
        rows, _ = changed(SCENE, Scene(lines=SCENE.lines), width=700, seen_px=seen_px)
        tall[seen_px] = (rows.stop - rows.start) * seen_px / 700
    assert tall[350] >= 14, "pixels of the screen, the panel included"


def test_in_is_said_in_the_readers_language() -> None:
    assert (drawn(SCENE, language="en") != drawn(SCENE, language="zh")).any()


BAY = ((0.3, 0.8), (0.6, 0.8), (0.55, 0.5), (0.35, 0.5))


def test_the_scale_is_drawn_with_its_metres_outside_the_sides_that_they_belong_to() -> None:
    bay = Scene(ground=Ground(BAY, 2.5, 5.0))
    rows, columns = changed(Scene(), bay)
    assert (rows.start, columns.start) == (pytest.approx(0.5 * 400, abs=4), pytest.approx(0.3 * 800, abs=4))
    rows, columns = changed(bay, Scene(ground=Ground(BAY, 3.5, 5.0)))
    assert rows.start > 0.8 * 400, "below the side from the first corner to the second"
    assert 0.4 * 800 < columns.start < columns.stop < 0.5 * 800
    rows, columns = changed(bay, Scene(ground=Ground(BAY, 2.5, 6.0)))
    assert columns.start > 0.575 * 800, "to the right of the side from the second to the third"
    assert 0.6 * 400 < rows.start < rows.stop < 0.7 * 400


def test_metres_at_the_edge_stay_in_the_picture() -> None:
    edge = ((0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0))
    rows, columns = changed(Scene(ground=Ground(edge, 2.5, 5.0)), Scene(ground=Ground(edge, 12.5, 15.0)))
    assert (rows.stop <= 400, columns.stop <= 800) == (True, True)
    assert columns.stop > 760


def test_names_keep_clear_of_the_metres() -> None:
    place = Scene(zones=(Zone("Door", ((0.4, 0.81), (0.5, 0.81), (0.5, 0.95), (0.4, 0.95))),))
    alone = changed(Scene(), place)
    beside = changed(Scene(ground=Ground(BAY, 2.5, 5.0)), replace(place, ground=Ground(BAY, 2.5, 5.0)))
    assert alone != beside
