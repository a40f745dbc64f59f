from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatdash.detect.letterbox import PAD_GREY, fit_letterbox, input_size_px

SIDES = st.integers(1, 4000)
FITTED = {
    "landscape": ((1920, 1080), (640, 640), (640, 360), (0, 140)),
    "portrait": ((1080, 1920), (640, 640), (360, 640), (140, 0)),
    "square": ((500, 500), (640, 640), (640, 640), (0, 0)),
    "smaller than the input": ((320, 240), (640, 640), (640, 480), (0, 80)),
    "an odd border is wider below": ((640, 355), (640, 640), (640, 355), (0, 142)),
    "an oblong input": ((768, 432), (640, 384), (640, 360), (0, 12)),
    "a thread of a picture": ((4000, 1), (640, 640), (640, 1), (0, 319)),
}


@pytest.mark.parametrize("case", FITTED)
def test_a_picture_lies_in_the_middle_as_large_as_it_will_go(case: str) -> None:
    clip_px, input_px, picture_px, offset_px = FITTED[case]
    letterbox = fit_letterbox(clip_px=clip_px, input_px=input_px)
    assert letterbox.picture_px == picture_px
    assert letterbox.offset_px == offset_px


def test_a_pasted_picture_is_framed_in_grey() -> None:
    letterbox = fit_letterbox(clip_px=(64, 32), input_px=(64, 64))
    canvas = letterbox.canvas()
    letterbox.paste(canvas=canvas, pixels=np.full((32, 64, 3), 7, np.uint8))
    assert canvas.shape == (1, 64, 64, 3)
    assert (canvas[0, 16:48] == 7).all()
    assert (canvas[0, :16] == PAD_GREY).all()
    assert (canvas[0, 48:] == PAD_GREY).all()


@given(clip_px=st.tuples(SIDES, SIDES), box=st.tuples(*[st.floats(0, 1)] * 4))
def test_a_place_in_the_picture_comes_back_as_the_same_place(
    clip_px: tuple[int, int], box: tuple[float, float, float, float]
) -> None:
    letterbox = fit_letterbox(clip_px=clip_px, input_px=(640, 640))
    place = np.array([box]) * np.tile(letterbox.picture_px, 2)
    np.testing.assert_allclose(letterbox.in_picture(place + np.tile(letterbox.offset_px, 2)), place, atol=1e-9)


@given(clip_px=st.tuples(SIDES, SIDES), input_px=st.sampled_from([(640, 640), (640, 384), (320, 512)]))
def test_trimmed_grey_leaves_the_picture_on_the_same_squares(
    clip_px: tuple[int, int], input_px: tuple[int, int]
) -> None:
    whole = fit_letterbox(clip_px=clip_px, input_px=input_px)
    trimmed = replace(whole, input_px=whole.trimmed_px)
    for less, more, input_side, picture_side in zip(
        trimmed.offset_px, whole.offset_px, whole.trimmed_px, whole.picture_px, strict=True
    ):
        assert (more - less) % 32 == 0
        assert input_side >= picture_side
        assert input_side - picture_side < 64 or input_side - 64 < 0.8 * max(input_px)


@pytest.mark.parametrize(
    ("clip_px", "input_px"),
    [
        ((1920, 1080), (640, 512)),
        ((1080, 1920), (512, 640)),
        ((640, 480), (640, 512)),
        ((3840, 1080), (640, 512)),
        ((64, 36), (640, 512)),
        ((640, 560), (640, 576)),
        ((99, 99), (640, 640)),
    ],
)
def test_common_shapes_have_their_known_trimmed_input(clip_px: tuple[int, int], input_px: tuple[int, int]) -> None:
    assert fit_letterbox(clip_px=clip_px, input_px=(640, 640)).trimmed_px == input_px


@given(clip_px=st.tuples(SIDES, SIDES))
def test_a_model_of_any_size_gets_the_clips_shape_in_steps_of_32(clip_px: tuple[int, int]) -> None:
    input_px = input_size_px(clip_px=clip_px, long_side_px=640)
    assert max(input_px) == 640
    assert all(side >= 32 and side % 32 == 0 for side in input_px)
    picture_px = fit_letterbox(clip_px=clip_px, input_px=input_px).picture_px
    assert all(picture <= whole for picture, whole in zip(picture_px, input_px, strict=True))


@pytest.mark.parametrize(
    ("clip_px", "input_px"),
    [((1920, 1080), (640, 384)), ((1080, 1920), (384, 640)), ((640, 480), (640, 480)), ((99, 99), (640, 640))],
)
def test_common_shapes_have_their_known_input(clip_px: tuple[int, int], input_px: tuple[int, int]) -> None:
    assert input_size_px(clip_px=clip_px, long_side_px=640) == input_px


@pytest.mark.model
@pytest.mark.parametrize("clip_px", [(768, 432), (640, 480), (432, 768), (500, 500), (321, 243), (1277, 719)])
def test_pictures_and_boxes_agree_with_the_reference(data_folder: Path, clip_px: tuple[int, int]) -> None:
    from heatdash.settings import import_ultralytics

    import_ultralytics()
    import cv2
    import torch
    from ultralytics.data.augment import LetterBox
    from ultralytics.utils.ops import scale_boxes

    width, height = clip_px
    picture = np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)
    letterbox = fit_letterbox(clip_px=clip_px, input_px=(640, 640))
    canvas = letterbox.canvas()
    letterbox.paste(canvas=canvas, pixels=cv2.resize(picture, letterbox.picture_px, interpolation=cv2.INTER_LINEAR))
    np.testing.assert_array_equal(canvas[0], LetterBox((640, 640), auto=False)(image=picture))

    boxes = np.random.default_rng(1).uniform(150, 480, (50, 4)).astype(np.float32)
    ours = letterbox.in_picture(boxes) * np.tile(np.divide(clip_px, letterbox.picture_px), 2)
    ours = ours.clip(0, np.tile(clip_px, 2))
    theirs = scale_boxes((640, 640), torch.from_numpy(boxes.copy()), (height, width)).numpy()
    np.testing.assert_allclose(ours, theirs, atol=0.5 * max(clip_px) / 640)
