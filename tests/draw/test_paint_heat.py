import numpy as np
import pytest

from heatdash.draw.paint_heat import HeatPainter
from heatdash.draw.palette import colour_table
from heatdash.draw.planes import BGR, flat_picture, whole_picture, yuv_space
from heatdash.values.heat import Heat
from heatdash.values.scene import Scene, Zone
from heatdash.values.style import Style
from tests.draw.pictures import half_hot, no_heat, noise, planar, seen

WIDTH, HEIGHT = 320, 240


def painted(heat: Heat, *, top: float = 40.0, scene: Scene | None = None, **style) -> tuple[np.ndarray, np.ndarray]:
    """A noisy picture before and after the heat is laid on it."""
    picture = noise(width=WIDTH, height=HEIGHT)
    painter = HeatPainter(
        top=top, scene=scene or Scene(), style=Style(**style), width_px=WIDTH, height_px=HEIGHT, space=BGR
    )
    layer = painter.layer(heat)
    assert layer is not None
    return picture, whole_picture(layer.on(flat_picture(picture)))


def flat_heat(share: float, *, shape: tuple[int, int] = (90, 160)) -> Heat:
    return Heat(values=np.full(shape, 40.0 * share), metric="dwell_time")


def test_below_the_threshold_the_picture_stays_as_it_is_to_the_last_bit() -> None:
    before, after = painted(half_hot())
    assert (after[:, :150] == before[:, :150]).all()
    assert (after[:, 170:] != before[:, 170:]).any(axis=2).mean() > 0.99


@pytest.mark.parametrize("shape", [(90, 160), (240, 320), (480, 640), (7, 9)])
def test_a_value_just_below_the_threshold_is_not_painted_and_one_at_it_is(shape) -> None:
    before, after = painted(flat_heat(0.2999, shape=shape), threshold=0.3)
    assert (after == before).all()
    before, after = painted(flat_heat(0.3, shape=shape), threshold=0.3)
    assert (after != before).any()


def test_half_opacity_gives_the_mean_of_picture_and_colour() -> None:
    before, after = painted(flat_heat(0.6))
    mean = (before.astype(int) + colour_table("turbo")[round(0.6 * 255)]) / 2
    assert np.abs(after - mean).max() <= 2.5
    assert np.abs(after - mean).mean() <= 1.0


def test_in_video_the_mean_holds_after_the_way_through_yuv() -> None:
    picture = np.full((HEIGHT, WIDTH, 3), (90, 130, 160), np.uint8)
    space = yuv_space(width_px=WIDTH, height_px=HEIGHT)
    painter = HeatPainter(top=40.0, scene=Scene(), style=Style(), width_px=WIDTH, height_px=HEIGHT, space=space)
    layer = painter.layer(flat_heat(0.6))
    assert layer is not None
    mean = (picture.astype(int) + colour_table("turbo")[round(0.6 * 255)]) / 2
    assert np.abs(seen(layer.on(planar(picture))) - mean).max() <= 3


def test_in_video_what_is_below_the_threshold_keeps_all_three_planes() -> None:
    space = yuv_space(width_px=WIDTH, height_px=HEIGHT)
    painter = HeatPainter(top=40.0, scene=Scene(), style=Style(), width_px=WIDTH, height_px=HEIGHT, space=space)
    layer = painter.layer(half_hot())
    assert layer is not None
    before = planar(noise(width=WIDTH, height=HEIGHT))
    for number, (old, new) in enumerate(zip(space.views(before), space.views(layer.on(before)), strict=True)):
        left = 150 // (2 if number else 1)
        assert (new[:, :left] == old[:, :left]).all()


def test_the_largest_value_and_all_above_it_get_the_last_colour() -> None:
    for share in (1.0, 3.0):
        _, after = painted(flat_heat(share), opacity=1.0)
        assert np.abs(after.astype(int) - colour_table("turbo")[255]).max() <= 1


def test_a_threshold_of_zero_paints_everything() -> None:
    _, after = painted(no_heat(), threshold=0.0, opacity=1.0)
    assert np.abs(after.astype(int) - colour_table("turbo")[0]).max() <= 1


def test_the_edge_of_the_heat_comes_in_softly() -> None:
    values = np.tile(np.linspace(0, 40, WIDTH), (HEIGHT, 1))
    picture, after = painted(Heat(values=values, metric="intensity"), colormap="bone")
    first = round(0.05 * WIDTH)
    cover = np.abs(after.astype(int) - picture).mean(axis=(0, 2))
    assert (cover[: first - 1] == 0).all()
    assert 0 < cover[first + 3] < cover[first + 30]


@pytest.mark.parametrize("top", [0.0, float("nan"), float("inf")])
def test_without_a_top_nothing_is_painted(top: float) -> None:
    painter = HeatPainter(top=top, scene=Scene(), style=Style(), width_px=WIDTH, height_px=HEIGHT, space=BGR)
    assert painter.layer(half_hot()) is None


def test_heat_is_drawn_only_inside_roi_and_never_inside_exclude() -> None:
    inside = Zone("Hall", ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)), kind="roi")
    outside = Zone("Office", ((0.0, 0.0), (0.25, 0.0), (0.25, 1.0), (0.0, 1.0)), kind="exclude")
    before, after = painted(flat_heat(0.8), scene=Scene(zones=(inside, outside)))
    is_painted = (before != after).any(axis=2).mean(axis=0)
    assert is_painted[: WIDTH // 4 - 1].max() == 0
    assert is_painted[WIDTH // 4 + 2 : WIDTH // 2 - 2].min() > 0.95
    assert is_painted[WIDTH // 2 + 2 :].max() == 0


def test_a_coarse_grid_shows_no_steps() -> None:
    values = np.zeros((9, 16))
    values[4, 8] = 40.0
    _, after = painted(Heat(values=values, metric="dwell_time"), opacity=1.0, threshold=0.0, colormap="bone")
    steps = np.abs(np.diff(after.astype(int).sum(axis=2), axis=1))
    assert steps.max() < 75
