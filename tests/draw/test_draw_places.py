import numpy as np
import pytest

from heatdash.draw.draw_picture import draw_picture
from heatdash.draw.draw_places import draw_places, in_direction
from heatdash.draw.glass import Glass
from heatdash.draw.palette import place_colours
from heatdash.draw.sizes import sizes_for
from heatdash.values.scene import Line, Scene, Zone
from heatdash.values.style import Style
from heatdash.values.tally import Passages, Tally
from tests.draw.pictures import grey, no_heat

WIDTH, HEIGHT = 640, 480
SIZES = sizes_for(width_px=WIDTH, height_px=HEIGHT, line_width_px=None)


def drawn(scene: Scene) -> Glass:
    glass = Glass.clear(WIDTH, HEIGHT)
    draw_places(scene=scene, sizes=SIZES, glass=glass)
    return glass


def coloured(glass: Glass, colour: tuple[int, int, int]) -> np.ndarray:
    return (np.abs(glass.colour.astype(int) - colour) <= 6).all(axis=2) & (glass.alpha > 240)


@pytest.mark.parametrize(
    ("start", "end", "way"),
    [
        ((0.1, 0.5), (0.9, 0.5), (0, 1)),  # Looking right, the right hand points down.
        ((0.9, 0.5), (0.1, 0.5), (0, -1)),
        ((0.5, 0.1), (0.5, 0.9), (-1, 0)),  # Looking down, the right hand points to the left of the picture.
        ((0.5, 0.9), (0.5, 0.1), (1, 0)),
    ],
)
def test_the_arrow_points_to_the_side_that_is_in(start, end, way) -> None:
    line = Line("Gate", start, end)
    assert in_direction(line=line, width_px=WIDTH, height_px=HEIGHT) == pytest.approx(way)
    scene = Scene(lines=(line,))
    rows, columns = np.nonzero(coloured(drawn(scene), place_colours(scene)["Gate"]))
    aside = (columns - WIDTH / 2) * way[0] + (rows - HEIGHT / 2) * way[1]
    assert aside.max() > 15
    assert aside.min() > -8


def test_a_slanting_line_s_arrow_stands_square_on_it_in_a_wide_picture() -> None:
    line = Line("Gate", (0.25, 0.25), (0.75, 0.75))
    x, y = in_direction(line=line, width_px=1920, height_px=1080)
    assert x * 960 + y * 540 == pytest.approx(0)
    assert np.hypot(x, y) == pytest.approx(1)
    assert (x < 0, y > 0) == (True, True)


def test_zones_of_each_kind_look_different() -> None:
    corners = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
    sheets = {kind: drawn(Scene(zones=(Zone("Hall", corners, kind=kind),))) for kind in ("count", "roi", "exclude")}
    middle = (slice(150, 330), slice(200, 440))
    assert 15 < sheets["count"].alpha[middle].mean() < 40
    assert sheets["roi"].alpha[middle].max() == 0
    assert 0 < (sheets["exclude"].alpha[middle] > 0).mean() < 0.5
    edge = (slice(94, 98), slice(140, 500))
    assert (sheets["count"].alpha[edge] > 200).any(axis=0).all()
    dashed = (sheets["roi"].alpha[edge] > 200).any(axis=0).mean()
    assert 0.3 < dashed < 0.9


def test_counts_and_places_can_be_left_out() -> None:
    picture = grey(width=WIDTH, height=HEIGHT)
    scene = Scene(lines=(Line("Gate", (0.2, 0.5), (0.8, 0.5)),))
    tally = Tally(lines=(("Gate", "person", Passages(3, 2)),))
    looks = [
        draw_picture(
            background=picture, heat=no_heat(), top=0.0, scene=scene, tally=tally, style=Style(legend=False, **style)
        )
        for style in ({}, {"show_in": False}, {"show_out": False}, {"show_in": False, "show_out": False})
    ]
    assert len({look.tobytes() for look in looks}) == 4
    bare = Style(legend=False, places=False, class_counts=False)
    assert (
        draw_picture(background=picture, heat=no_heat(), top=0.0, scene=scene, tally=tally, style=bare) == picture
    ).all()
