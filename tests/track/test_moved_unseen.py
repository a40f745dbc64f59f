"""What moves on and is followed as nothing is told as a moving object. The picture has 960 x 540 pixels, a cell 10."""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
import pytest

from heatdash.tables.columns import BOX, CELLS, CLASS_NAME, CONF, FRAME, MOTION, STATIC, T_S, TRACK_ID, TRACKS
from heatdash.track.moved_unseen import moved_unseen
from heatdash.values.classes import MOVING_OBJECT
from tests.builders.tracks import Row, stand, tracks, walk

SIZE_PX = (960, 540)
SECONDS = 12
BODY = {"size": (40.0, 80.0)}
Place = Callable[[float], tuple[float, float, float, float] | None]
"""Left, top, right, bottom in pixels at a time."""


def going(*, start_s: float, from_x: float, px_per_s: float, size: tuple[float, float] = (40, 80)) -> Place:
    """Something that goes through the picture to the right, or to the left, from then on for four seconds."""

    def at(t_s: float) -> tuple[float, float, float, float] | None:
        if not start_s <= t_s < start_s + 4:
            return None
        left = from_x + px_per_s * (t_s - start_s)
        return left, 300 - size[1], left + size[0], 300

    return at


def motion(*things: Place, seconds: float = SECONDS, grain: float = 0.0) -> pd.DataFrame:
    """Ten notes a second; each thing moves in the cells that it touches."""
    random, rows = np.random.default_rng(1), []
    for frame in range(round(seconds * 10)):
        cells = random.random((54, 96)) < grain
        for thing in things:
            box = thing(frame / 10)
            if box is not None:
                x1, y1, x2, y2 = (max(0, round(side / 10)) for side in box)
                cells[y1:y2, x1:x2] = True
        rows.append({FRAME: frame, T_S: frame / 10, CELLS: np.packbits(cells).tobytes()})
    return pd.DataFrame(rows, columns=list(MOTION))


def unseen(
    moves: pd.DataFrame, *followed: Iterable[Row], weak: Iterable[Row] = (), static: bool = False
) -> pd.DataFrame:
    table = tracks(*followed)
    if static:
        table[STATIC] = True
    boxes = tracks(weak) if weak else table
    return moved_unseen(motion=moves, detections=boxes, tracks=table, size_px=SIZE_PX)


PASSES = going(start_s=3, from_x=200, px_per_s=100)


def test_what_passes_unseen_is_one_moving_object() -> None:
    found = unseen(motion(PASSES))
    assert list(found.columns) == list(TRACKS)
    assert found[TRACK_ID].unique().tolist() == [1]
    assert set(found[CLASS_NAME]) == {MOVING_OBJECT}
    assert (found[T_S].min(), found[T_S].max()) == (3.0, 6.9)
    middle = found[[BOX[0], BOX[2]]].mean(axis=1).to_numpy()
    assert middle[0] == pytest.approx(225, abs=15)
    assert middle[-1] == pytest.approx(605, abs=15)
    assert (found[BOX[3]] - found[BOX[1]]).median() == pytest.approx(80, abs=10)


def test_two_that_pass_are_two() -> None:
    later = going(start_s=7, from_x=700, px_per_s=-100)
    assert unseen(motion(PASSES, later))[TRACK_ID].nunique() == 2


def test_gaps_between_leaves_do_not_break_it() -> None:
    def through_leaves(t_s: float) -> tuple[float, float, float, float] | None:
        return None if round(t_s * 10) % 3 else PASSES(t_s)

    assert unseen(motion(through_leaves))[TRACK_ID].nunique() == 1


def sways(t_s: float) -> tuple[float, float, float, float]:
    left = 400 + 60 * np.sin(2 * t_s)
    return left, 200, left + 40, 300


def gusts(t_s: float) -> tuple[float, float, float, float] | None:
    return sways(t_s) if t_s % 6 < 1.6 else None


def light(t_s: float) -> tuple[float, float, float, float] | None:
    return (0, 0, 960, 540) if 4 <= t_s < 4.8 else None


def boils(t_s: float) -> tuple[float, float, float, float]:
    return 300, 200, 500, 300


@pytest.mark.parametrize("place", [sways, gusts, light, boils], ids=lambda place: place.__name__)
def test_what_gets_nowhere_is_nothing(place: Place) -> None:
    assert unseen(motion(place)).empty


def test_noise_is_nothing_and_hides_nobody() -> None:
    assert unseen(motion(grain=0.005)).empty
    assert unseen(motion(PASSES, grain=0.002))[TRACK_ID].nunique() >= 1


def test_nothing_noted_says_nothing() -> None:
    assert unseen(motion(seconds=0)).empty
    assert unseen(motion()).empty


SEEN = walk(track=1, start=(220, 300), end=(610, 300), seconds=3.9, begin_s=3, **BODY)


def test_what_is_followed_is_not_unseen() -> None:
    assert unseen(motion(PASSES), SEEN).empty


def test_a_shadow_beside_somebody_followed_is_theirs() -> None:
    def shadow(t_s: float) -> tuple[float, float, float, float] | None:
        body = PASSES(t_s)
        return None if body is None else (body[0] - 18, body[3] - 20, body[2], body[3] + 18)

    assert unseen(motion(PASSES, shadow), SEEN).empty


@pytest.mark.parametrize(("right", "down"), [(160, 0), (0, 120), (90, 60)])
def test_a_long_shadow_goes_along_with_somebody_followed(right: float, down: float) -> None:
    def shadow(t_s: float) -> tuple[float, float, float, float] | None:
        body = PASSES(t_s)
        return None if body is None else (body[0], body[3] - 30, body[2] + right, body[3] + down)

    assert unseen(motion(PASSES, shadow), SEEN).empty


def test_who_passes_somebody_followed_is_told_of_before_and_after() -> None:
    other = going(start_s=3, from_x=640, px_per_s=-100)
    found = unseen(motion(PASSES, other), SEEN).groupby(TRACK_ID)[BOX[0]].agg(["first", "last"])
    assert (found["last"] < found["first"]).all(), "to the left, as the other one goes"
    assert len(found) == 2


def test_somebody_elsewhere_explains_nothing() -> None:
    elsewhere = walk(track=1, start=(220, 520), end=(610, 520), seconds=3.9, begin_s=3, **BODY)
    assert unseen(motion(PASSES), elsewhere)[TRACK_ID].nunique() == 1


def test_what_never_moved_hides_nobody_who_passes_it() -> None:
    poster = stand(track=1, at=(400, 300), seconds=11.9)
    assert (
        unseen(motion(PASSES), [{**row, "x1": 300.0, "x2": 500.0, "y1": 200.0} for row in poster], static=True)[
            TRACK_ID
        ].nunique()
        == 1
    )


def test_weak_boxes_that_follow_one_another_are_unseen_too_and_the_same_as_the_motion() -> None:
    weak = walk(track=1, start=(220, 300), end=(610, 300), seconds=3.9, begin_s=3, conf=0.06, **BODY)
    for moves in (motion(), motion(PASSES)):
        assert unseen(moves, weak=weak)[TRACK_ID].nunique() == 1
    still = walk(track=1, start=(220, 300), end=(220, 300), seconds=3.9, begin_s=3, conf=0.06, **BODY)
    assert unseen(motion(), weak=still).empty
    things = [{**row, CLASS_NAME: "chair"} for row in weak]
    assert unseen(motion(), weak=things).empty


def test_confidences_are_those_of_nothing() -> None:
    assert unseen(motion(PASSES))[CONF].eq(0).all()


def test_a_hedge_that_is_taken_for_a_plant_explains_nothing_unless_it_goes_itself() -> None:
    hedge = [{**row, "x1": 100.0, "x2": 900.0, "y1": 100.0, CLASS_NAME: "potted plant"} for row in SEEN]
    assert unseen(motion(PASSES), hedge)[TRACK_ID].nunique() == 1
    pushed = [{**row, CLASS_NAME: "potted plant"} for row in SEEN]
    assert unseen(motion(PASSES), pushed).empty
