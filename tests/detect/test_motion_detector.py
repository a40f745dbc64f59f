from collections.abc import Iterator
from itertools import cycle

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from heatdash.detect.detector import FrameBoxes
from heatdash.detect.motion_detector import MOVING_OBJECT, MotionDetector, merge_fragments
from heatdash.values.classes import COLOUR_NAMES
from heatdash.values.clip import Frame

Pixels = npt.NDArray[np.uint8]
WIDTH, HEIGHT = 320, 240
RED = (30, 30, 200)


@pytest.fixture(scope="module")
def ground() -> Pixels:
    """A pavement: mottled, without anyone."""
    grain = np.random.default_rng(3).integers(90, 150, (HEIGHT // 8, WIDTH // 8, 3), np.uint8)
    return cv2.resize(grain, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)


def with_body(ground: Pixels, *, x: int, y: int = 80, width: int = 30, height: int = 70) -> Pixels:
    picture = ground.copy()
    picture[y : y + height, x : x + width] = RED
    return picture


def watched(pictures: list[Pixels], *, ground: Pixels, first: int = 0) -> list[FrameBoxes]:
    # A few grains that take turns are as good as one for each picture, and are made in no time.
    grains = cycle(np.random.default_rng(first).normal(0, 2, (7, *ground.shape)).astype(np.float32))

    def frames() -> Iterator[Frame]:
        for index, (picture, grain) in enumerate(zip(pictures, grains, strict=False), start=first):
            grainy = (picture + grain).clip(0, 255).astype(np.uint8)
            yield Frame(index=index, t_s=index / 10, pixels=grainy)

    return list(MotionDetector(clip_px=(WIDTH, HEIGHT)).detect(frames=frames(), background=lambda: ground))


def boxes_px(found: FrameBoxes) -> npt.NDArray[np.float32]:
    return found.boxes * np.tile(np.float32((WIDTH, HEIGHT)), 2)


def test_a_walking_body_is_boxed_within_a_few_pixels(ground: Pixels) -> None:
    found = watched([with_body(ground, x=20 + 8 * n) for n in range(25)], ground=ground)
    assert [boxes.frame for boxes in found] == list(range(25))
    for n, boxes in enumerate(found):
        assert boxes.boxes.shape == (1, 4)
        np.testing.assert_allclose(boxes_px(boxes), [[20 + 8 * n, 80, 50 + 8 * n, 150]], atol=5)
        assert boxes.conf[0] > 0.9
        assert boxes.class_id.tolist() == [0]
        assert COLOUR_NAMES[boxes.colour[0]] == "red"


def test_trousers_of_the_grounds_colour_are_legs_and_a_cast_shadow_is_none(ground: Pixels) -> None:
    picture = with_body(ground, x=100, height=40).astype(np.float32)
    picture[140:150, 40:100] *= 0.8
    for left in (103, 117):
        picture[120:150, left : left + 10] = 0.8 * ground[120:150, left : left + 10]
        picture[120:150, left + 4 : left + 6] *= 0.6
    found = watched([picture.astype(np.uint8)] * 3, ground=ground)
    for boxes in found:
        np.testing.assert_allclose(boxes_px(boxes), [[100, 80, 130, 150]], atol=6)


def test_an_empty_scene_has_nothing_in_it(ground: Pixels) -> None:
    assert all(len(boxes.conf) == 0 for boxes in watched([ground] * 20, ground=ground))


@pytest.mark.parametrize("gain", [0.7, 1.35])
def test_a_cloud_or_the_cameras_exposure_moves_nothing(ground: Pixels, gain: float) -> None:
    other_light = (ground * gain).clip(0, 255).astype(np.uint8)
    assert all(len(boxes.conf) == 0 for boxes in watched([ground] * 5 + [other_light] * 15, ground=ground))


def test_a_body_is_still_found_in_another_light(ground: Pixels) -> None:
    darker = [(with_body(ground, x=100) * 0.75).astype(np.uint8)] * 5
    np.testing.assert_allclose(boxes_px(watched(darker, ground=ground)[-1]), [[100, 80, 130, 150]], atol=5)


def test_someone_who_stands_still_for_half_a_minute_stays_in_sight(ground: Pixels) -> None:
    found = watched([with_body(ground, x=100)] * 300, ground=ground)
    assert all(len(boxes.conf) == 1 for boxes in found)
    np.testing.assert_allclose(boxes_px(found[-1]), [[100, 80, 130, 150]], atol=5)


@pytest.mark.parametrize(("width", "height"), [(2, 2), (4, 6), (5, 4)])
def test_specks_are_not_objects(ground: Pixels, width: int, height: int) -> None:
    pictures = [with_body(ground, x=20 + 8 * n, width=width, height=height) for n in range(10)]
    assert all(len(boxes.conf) == 0 for boxes in watched(pictures, ground=ground))


def test_two_bodies_side_by_side_are_two(ground: Pixels) -> None:
    picture = with_body(with_body(ground, x=60), x=200)
    assert sorted(boxes_px(watched([picture], ground=ground)[0])[:, 0].round(-1).tolist()) == [60, 200]


def test_a_body_half_out_of_the_picture_is_clipped_to_it(ground: Pixels) -> None:
    (box,) = boxes_px(watched([with_body(ground, x=0, y=200, height=40)], ground=ground)[0])
    np.testing.assert_allclose(box, [0, 200, 30, 240], atol=4)
    assert box[3] <= HEIGHT


def test_a_span_says_the_same_whatever_was_watched_before(ground: Pixels) -> None:
    detector = MotionDetector(clip_px=(WIDTH, HEIGHT))
    span = [Frame(index=n, t_s=n / 10, pixels=with_body(ground, x=40 + 8 * n)) for n in range(10)]
    before = [Frame(index=n, t_s=n / 10, pixels=with_body(ground, x=200, y=20)) for n in range(50)]
    alone = list(detector.detect(frames=span, background=lambda: ground))
    list(detector.detect(frames=before, background=lambda: ground))
    after = list(detector.detect(frames=span, background=lambda: ground))
    for one, other in zip(alone, after, strict=True):
        np.testing.assert_array_equal(one.boxes, other.boxes)
        np.testing.assert_array_equal(one.conf, other.conf)


def test_no_frames_have_no_boxes(ground: Pixels) -> None:
    assert watched([], ground=ground) == []


@pytest.mark.parametrize(
    ("clip_px", "picture_px"),
    [((320, 240), (320, 240)), ((1920, 1080), (640, 360)), ((1080, 1920), (360, 640)), ((4000, 20), (640, 16))],
)
def test_large_clips_are_watched_in_small(clip_px: tuple[int, int], picture_px: tuple[int, int]) -> None:
    detector = MotionDetector(clip_px=clip_px)
    assert detector.picture_px == picture_px
    assert dict(detector.class_names) == {0: MOVING_OBJECT}


HEAD, TORSO, LEGS = (12, 0, 18, 8, 40), (10, 10, 20, 40, 250), (11, 44, 19, 70, 150)
FRAGMENTS = {
    "nothing": ([], []),
    "one part": ([TORSO], [TORSO]),
    "a head over a torso": ([HEAD, TORSO], [(10, 0, 20, 40, 290)]),
    "head, torso and legs in any order": ([LEGS, HEAD, TORSO], [(10, 0, 20, 70, 440)]),
    "two people side by side": ([TORSO, (30, 10, 40, 40, 250)], [TORSO, (30, 10, 40, 40, 250)]),
    "one far above the other": ([HEAD, (10, 60, 20, 90, 250)], [HEAD, (10, 60, 20, 90, 250)]),
    "less than half the narrower width": ([(0, 0, 10, 10, 90), (6, 11, 16, 30, 90)],
                                          [(0, 0, 10, 10, 90), (6, 11, 16, 30, 90)]),
    "just half the narrower width": ([(0, 0, 10, 10, 90), (5, 11, 15, 30, 90)], [(0, 0, 15, 30, 180)]),
    "a gap of just a fifth": ([(0, 0, 10, 40, 90), (0, 60, 10, 100, 90)], [(0, 0, 10, 100, 180)]),
    "a gap above a fifth": ([(0, 0, 10, 39, 90), (0, 60, 10, 100, 90)], [(0, 0, 10, 39, 90), (0, 60, 10, 100, 90)]),
    "somebody in front of a bus": ([(0, 0, 134, 88, 9000), (40, 110, 60, 170, 800)],
                                   [(0, 0, 134, 88, 9000), (40, 110, 60, 170, 800)]),
    "a wheel under a bus": ([(0, 0, 134, 88, 9000), (20, 92, 40, 110, 300)], [(0, 0, 134, 110, 9300)]),
    "one leg under a torso": ([(10, 10, 26, 40, 400), (14, 44, 19, 70, 100)], [(10, 10, 26, 70, 500)]),
    "one within the other": ([(0, 0, 50, 50, 900), (10, 10, 20, 20, 50)], [(0, 0, 50, 50, 950)]),
}  # fmt: skip


@pytest.mark.parametrize("case", FRAGMENTS)
def test_fragments_of_one_body_become_one(case: str) -> None:
    parts, bodies = FRAGMENTS[case]
    merged = merge_fragments(np.array(parts, np.float32).reshape(-1, 5))
    assert sorted(map(tuple, merged.tolist())) == sorted(map(tuple, np.array(bodies, float).reshape(-1, 5).tolist()))
