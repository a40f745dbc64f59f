import numpy as np
import pytest

from heatdash.draw.draw_places import draw_places
from heatdash.draw.glass import Glass
from heatdash.draw.quiet_corner import BOTTOM_LEFT, BOTTOM_RIGHT, TOP_LEFT, TOP_RIGHT, Bustle
from heatdash.draw.sizes import sizes_for
from heatdash.values.scene import Line, Scene

WIDTH, HEIGHT = 400, 200
SIZES = sizes_for(width_px=WIDTH, height_px=HEIGHT, line_width_px=None)
CORNERS = (BOTTOM_RIGHT, BOTTOM_LEFT, TOP_RIGHT, TOP_LEFT)
SHEET = Glass.clear(100, 40)
MARGIN = SIZES.margin_px


def heat(**shares: float) -> np.ndarray:
    """Heat in quarters of the picture, as a share of the largest."""
    values = np.zeros((90, 160))
    parts = {"bottom_right": np.s_[45:, 80:], "bottom_left": np.s_[45:, :80], "top_right": np.s_[:45, 80:]}
    for name, share in shares.items():
        values[parts[name]] = share
    return values


def bustle(values: np.ndarray, scene: Scene | None = None, top: float = 1.0) -> Bustle:
    glass = Glass.clear(WIDTH, HEIGHT)
    draw_places(scene=scene or Scene(), sizes=SIZES, glass=glass)
    return Bustle(heat=values, top=top, places=glass, sizes=SIZES)


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (heat(), (WIDTH - MARGIN - 100, HEIGHT - MARGIN - 40)),
        (heat(bottom_right=0.004), (WIDTH - MARGIN - 100, HEIGHT - MARGIN - 40)),
        (heat(bottom_right=0.3), (MARGIN, HEIGHT - MARGIN - 40)),
        (heat(bottom_right=0.3, bottom_left=0.1), (WIDTH - MARGIN - 100, MARGIN)),
        (heat(bottom_right=0.3, bottom_left=0.1, top_right=0.1), (MARGIN, MARGIN)),
        (np.ones((90, 160)), (WIDTH - MARGIN - 100, HEIGHT - MARGIN - 40)),
    ],
)
def test_the_quietest_corner_is_found_and_of_equal_ones_the_best_liked(values: np.ndarray, wanted: tuple) -> None:
    spot = bustle(values).quiet_corner(sheet=SHEET, corners=CORNERS)
    assert spot == (*wanted, wanted[0] + 100, wanted[1] + 40)


def test_heat_counts_as_a_share_of_the_scale_and_not_beyond_its_top() -> None:
    values = heat(bottom_right=100.0, bottom_left=50.0, top_right=50.0)
    assert (bustle(values, top=100.0).quiet_corner(sheet=SHEET, corners=CORNERS[:3]) or (0,))[0] == MARGIN
    clipped = bustle(values, top=50.0).quiet_corner(sheet=SHEET, corners=CORNERS[:3])
    assert clipped is not None
    assert clipped[:2] == (WIDTH - MARGIN - 100, HEIGHT - MARGIN - 40)


def test_a_line_in_the_corner_is_not_covered() -> None:
    scene = Scene(lines=(Line("Gate", (0.8, 0.9), (0.98, 0.9)),))
    spot = bustle(heat(), scene).quiet_corner(sheet=SHEET, corners=CORNERS)
    assert spot is not None
    assert spot[0] == MARGIN


def test_a_corner_that_is_taken_is_left_and_a_sheet_that_fits_nowhere_is_put_nowhere() -> None:
    quiet = bustle(heat())
    first = quiet.quiet_corner(sheet=SHEET, corners=CORNERS)
    assert first is not None
    second = quiet.quiet_corner(sheet=SHEET, corners=CORNERS, taken=[first])
    assert second is not None
    assert second[0] == MARGIN
    assert quiet.quiet_corner(sheet=Glass.clear(WIDTH + 1, 40), corners=CORNERS) is None
    assert quiet.quiet_corner(sheet=Glass.clear(WIDTH, 66), corners=CORNERS) is not None
    assert quiet.quiet_corner(sheet=Glass.clear(WIDTH, 67), corners=CORNERS) is None
