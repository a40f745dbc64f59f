import numpy as np
import pytest

from heatdash.draw.glass import Glass, layer_of
from heatdash.draw.planes import BGR, change_space, flat_picture, side_by_side, whole_picture, yuv_space
from tests.draw.pictures import noise, planar, seen

SD, HD = yuv_space(width_px=640, height_px=480), yuv_space(width_px=1280, height_px=720)


@pytest.mark.parametrize(
    ("space", "colour", "values"),
    [
        (SD, (255, 255, 255), (235, 128, 128)),
        (SD, (0, 0, 0), (16, 128, 128)),
        (SD, (0, 0, 255), (81, 90, 240)),
        (SD, (255, 0, 0), (41, 240, 110)),
        (HD, (255, 255, 255), (235, 128, 128)),
        (HD, (0, 0, 255), (63, 102, 240)),
        (HD, (255, 0, 0), (32, 240, 118)),
    ],
)
def test_colours_are_written_as_the_standards_say(space, colour, values) -> None:
    assert space.values(colour) == values


def test_a_bgr_picture_survives_being_taken_apart() -> None:
    picture = noise(width=7, height=5)
    assert (whole_picture(flat_picture(picture)) == picture).all()


@pytest.mark.parametrize(("width", "height"), [(6, 4), (4, 6), (2, 2), (240, 854)])
def test_the_planes_are_those_of_the_decoder(width: int, height: int) -> None:
    flat = np.arange(width * height * 3 // 2).astype(np.uint8).reshape(-1, width)
    luma, first, second = SD.views(flat)
    assert (np.concatenate([plane.ravel() for plane in (luma, first, second)]) == flat.ravel()).all()
    assert luma.shape == (height, width)
    assert first.shape == second.shape == (height // 2, width // 2)
    luma[0, 0] = 77
    assert flat[0, 0] == 77


def test_two_pictures_side_by_side_keep_their_planes() -> None:
    left, right = planar(noise(width=8, height=6)), planar(noise(width=8, height=6, seed=2))
    both = seen(side_by_side(left=left, right=right, space=SD))
    assert (both == np.hstack((seen(left), seen(right)))).all()


def test_changing_the_matrix_keeps_the_colours() -> None:
    colours = [(30, 90, 200), (200, 40, 90), (128, 128, 128)]
    for colour in colours:
        luma, first, second = SD.values(colour)
        flat = np.full((6, 4), luma, np.uint8)
        _, second_plane, third_plane = SD.views(flat)
        second_plane[:], third_plane[:] = first, second
        changed = HD.views(change_space(flat=flat, before=SD, after=HD))
        assert np.abs(np.array([plane[0, 0] for plane in changed], int) - HD.values(colour)).max() <= 1
    assert change_space(flat=flat, before=SD, after=SD) is flat


@pytest.mark.parametrize("space", [BGR, SD])
def test_a_layer_over_a_layer_does_what_both_do_one_after_the_other(space) -> None:
    layers = []
    for colour, opacity in (((20, 200, 90), 0.5), ((250, 10, 40), 0.25)):
        glass = Glass.clear(8, 6)
        glass.fill(np.full((6, 8), 255, np.uint8), colour, opacity)
        layers.append(layer_of(glass=glass, space=space))
    picture = space.empty(8, 6)
    picture[:] = 100
    one_by_one = layers[1].on(layers[0].on(picture)).astype(int)
    assert np.abs(layers[1].over(layers[0]).on(picture) - one_by_one).max() <= 2


@pytest.mark.parametrize(("x", "y"), [(-3, -3), (0, 0), (5, 3), (7, 5), (40, 40), (-40, 2)])
@pytest.mark.parametrize("space", [BGR, SD])
def test_a_stamp_over_the_edge_is_cut_off(space, x: int, y: int) -> None:
    glass = Glass.clear(4, 4)
    glass.fill(np.full((4, 4), 255, np.uint8), (255, 255, 255))
    picture = space.empty(8, 6)
    picture[:] = 16
    layer_of(glass=glass, space=space).stamp(picture, x, y)
    x, y = x - x % space.step, y - y % space.step
    wanted = np.zeros((6, 8), bool)
    wanted[max(0, y) : max(0, y + 4), max(0, x) : max(0, x + 4)] = True
    assert ((space.views(picture)[0] > 200) == wanted).all()
