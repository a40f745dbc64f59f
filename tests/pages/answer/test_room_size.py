"""A picture is as wide as there is room, and no higher than the window."""

import pytest

from pages.parts.answer.room_size import Room


@pytest.mark.parametrize(
    ("room", "shape", "shown_px"),
    [
        (Room(width_px=920, window_px=900), (1280, 720), 920),
        (Room(width_px=870, window_px=650), (1280, 720), 686),
        (Room(width_px=920, window_px=900), (1080, 1920), 358),
        (Room(width_px=920, window_px=300), (1280, 720), 427),
        (Room(width_px=350, window_px=840), (1280, 720), 350),
        (Room(width_px=350, window_px=840), (1, 10_000), 1),
    ],
    ids=["enough room", "a short window", "an upright clip", "hardly a window", "a phone", "a strip"],
)
def test_a_picture_fills_the_width_unless_it_would_be_cut_off(
    room: Room, shape: tuple[int, int], shown_px: int
) -> None:
    assert room.picture_px(width_px=shape[0], height_px=shape[1]) == shown_px
