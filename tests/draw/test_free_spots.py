from heatdash.draw.free_spots import Room
from heatdash.draw.sizes import sizes_for

SIZES = sizes_for(width_px=400, height_px=200, line_width_px=None)


def test_the_first_free_spot_is_taken_and_then_the_next() -> None:
    room = Room(SIZES)
    spots = [(100.0, 50.0), (250.0, 120.0)]
    assert room.find(width_px=80, height_px=20, spots=spots) == (100, 50, 180, 70)
    assert room.find(width_px=80, height_px=20, spots=spots) == (250, 120, 330, 140)


def test_where_all_spots_are_taken_the_nearest_free_one_to_the_first_is_found() -> None:
    room = Room(SIZES)
    room.take((0, 0, 400, 100))
    left, top, right, bottom = room.find(width_px=80, height_px=20, spots=[(100.0, 50.0)]) or (0, 0, 0, 0)
    assert (abs(left - 100) < 4, 100 <= top < 104) == (True, True)
    assert (right - left, bottom - top) == (80, 20)


def test_a_spot_beyond_the_edge_is_moved_inside() -> None:
    assert Room(SIZES).find(width_px=80, height_px=20, spots=[(-30.0, 190.0)]) == (2, 178, 82, 198)


def test_what_is_too_large_or_finds_all_taken_gets_nothing() -> None:
    room = Room(SIZES)
    assert room.find(width_px=401, height_px=20, spots=[(0.0, 0.0)]) is None
    room.take((0, 0, 390, 200))
    assert room.find(width_px=20, height_px=20, spots=[(0.0, 0.0)]) is None


def test_a_disliked_spot_is_used_where_no_other_of_the_spots_is_free() -> None:
    room = Room(SIZES)
    room.dislike((0, 0, 400, 100))
    spots = [(100.0, 50.0), (250.0, 120.0)]
    assert room.find(width_px=80, height_px=20, spots=spots) == (250, 120, 330, 140)
    assert room.find(width_px=80, height_px=20, spots=spots) == (100, 50, 180, 70)


def test_a_copy_can_be_filled_by_itself() -> None:
    room = Room(SIZES)
    room.copy().take((0, 0, 400, 200))
    assert room.find(width_px=20, height_px=20, spots=[(7.0, 9.0)]) == (7, 9, 27, 29)
