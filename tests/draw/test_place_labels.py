from itertools import combinations

import pytest

from heatdash.draw.count_words import Words
from heatdash.draw.free_spots import Rectangle, Room
from heatdash.draw.place_labels import label_sheet, place_labels
from heatdash.draw.sizes import Sizes, sizes_for
from heatdash.values.scene import Line, Scene, Zone

AT_EDGES = Scene(
    zones=(
        Zone("The corner at the very top of the picture", ((0, 0), (0.2, 0), (0, 0.2))),
        Zone("Right", ((0.9, 0.4), (1, 0.4), (1, 0.6))),
        Zone("Bottom", ((0.8, 0.9), (1, 1), (0.8, 1))),
    ),
    lines=(Line("Left", (0, 0.3), (0, 0.9)), Line("Base", (0.1, 1), (0.9, 1))),
)
LONG = "三楼家居用品与床上用品货架左侧走道的促销展示区域"
ONE_ABOVE_THE_OTHER = Scene(
    zones=tuple(Zone(f"{LONG}{n}", ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6))) for n in range(17)),
    lines=tuple(Line(f"{LONG}甲{n}", (0.45, 0.5), (0.55, 0.5)) for n in range(3)),
)


def counts(scene: Scene) -> Words:
    return {place.name: ("12,345 in", "6,789 out") for place in scene.places}


def spots(scene: Scene, sizes: Sizes, taken: tuple[Rectangle, ...] = ()) -> dict[str, Rectangle]:
    room = Room(sizes)
    for rectangle in taken:
        room.take(rectangle)
    words = counts(scene)
    found = {}
    for label in place_labels(scene=scene, sizes=sizes, wordings=(words,), room=room):
        sheet = label_sheet(label=label, words=words, sizes=sizes)
        found[label.name] = (label.x, label.y, label.x + sheet.width_px, label.y + sheet.height_px)
    return found


def meet(one: Rectangle, other: Rectangle) -> bool:
    return max(one[0], other[0]) < min(one[2], other[2]) and max(one[1], other[1]) < min(one[3], other[3])


@pytest.mark.parametrize("size", [(160, 120), (320, 240), (240, 854), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("scene", [AT_EDGES, ONE_ABOVE_THE_OTHER], ids=["at the edges", "20 in one spot"])
def test_labels_stay_in_the_picture_and_off_each_other_and_off_panels(scene: Scene, size: tuple[int, int]) -> None:
    width, height = size
    sizes = sizes_for(width_px=width, height_px=height, line_width_px=None)
    panel = (width // 2, height * 4 // 5, width, height)
    found = list(spots(scene, sizes, (panel,)).values())
    assert all(left >= 0 and top >= 0 and right <= width and bottom <= height for left, top, right, bottom in found)
    assert not any(meet(one, other) for one, other in combinations([panel, *found], 2))


@pytest.mark.parametrize("size", [(640, 480), (240, 854), (1920, 1080)])
def test_twenty_places_in_one_spot_all_keep_their_label(size: tuple[int, int]) -> None:
    sizes = sizes_for(width_px=size[0], height_px=size[1], line_width_px=None)
    assert len(spots(ONE_ABOVE_THE_OTHER, sizes)) == 20


def test_where_there_is_room_the_label_lies_at_the_upper_edge_of_its_zone() -> None:
    sizes = sizes_for(width_px=640, height_px=480, line_width_px=None)
    left, top, right, _ = spots(Scene(zones=AT_EDGES.zones[:1]), sizes)[AT_EDGES.zones[0].name]
    assert (top < 20, left < 20) == (True, True)
    assert right - left > 250


def test_where_there_is_little_room_names_are_shorter_before_counts_go() -> None:
    sizes = sizes_for(width_px=160, height_px=120, line_width_px=None)
    room, words = Room(sizes), counts(AT_EDGES)
    labels = place_labels(scene=AT_EDGES, sizes=sizes, wordings=(words,), room=room)
    assert len(labels) == 5
    assert len({label.longest_px for label in labels}) == 1
    assert labels[0].longest_px < 160 * 0.42


def test_a_label_keeps_its_size_while_its_counts_change() -> None:
    sizes = sizes_for(width_px=640, height_px=480, line_width_px=None)
    scene = Scene(lines=(Line("Gate", (0.1, 0.5), (0.9, 0.5)),))
    wordings: tuple[Words, ...] = ({"Gate": ("0 visitors",)}, {"Gate": ("1 visitor",)})
    (label,) = place_labels(scene=scene, sizes=sizes, wordings=wordings, room=Room(sizes))
    begin, end = (label_sheet(label=label, words=words, sizes=sizes) for words in wordings)
    assert begin.colour.shape == end.colour.shape
    assert (begin.colour != end.colour).any()
