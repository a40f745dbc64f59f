"""Where a file's stamps are missing or wrong, pictures lie where the others say."""

import pytest

from heatdash.media.order_packets import Stamp, order_packets


def ticks(*stamps: tuple[int | None, int | None], step: int = 10) -> list[int]:
    given = [Stamp(pts, dts, step, is_keyframe=True) for pts, dts in stamps]
    return order_packets(stamps=given, step=step).ticks.tolist()


def test_pictures_come_in_the_order_in_which_they_are_shown() -> None:
    assert ticks((120, 100), (160, 110), (130, 120), (145, 130)) == [0, 10, 25, 40]


def test_those_without_a_stamp_lie_evenly_between_the_others() -> None:
    assert ticks((100, 100), (None, None), (None, None), (160, 160)) == [0, 20, 40, 60]


def test_before_the_first_and_after_the_last_known_one_go_usual_steps() -> None:
    assert ticks((None, None), (100, 100), (150, 150), (None, None)) == [0, 10, 60, 70]
    assert ticks((None, None), (None, None), (None, None)) == [0, 10, 20]


def test_a_stamp_that_is_there_twice_is_told_by_the_decoding_stamps_where_they_are_even() -> None:
    assert ticks((120, 100), (140, 110), (130, 120), (140, 130)) == [0, 10, 20, 30]


@pytest.mark.parametrize("dts", [(100, 110, 150, 160), (100, None, None, 160)])
def test_else_it_comes_a_tick_later(dts: tuple) -> None:
    assert ticks(*zip((120, 150, 130, 150), dts, strict=True)) == [0, 10, 30, 31]


def test_after_a_jump_back_time_goes_on_by_one_step() -> None:
    assert ticks((500, 500), (510, 510), (100, 100), (115, 115)) == [0, 10, 20, 35]
