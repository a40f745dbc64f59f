"""The labels of zones and lines: name and counts, placed inside the picture and clear of each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from heatdash.draw.count_words import Words
from heatdash.draw.draw_places import arrow_length_px, in_direction, pixel_points
from heatdash.draw.free_spots import Rectangle, Room
from heatdash.draw.glass import Glass, panel
from heatdash.draw.palette import GREY, SOFT_WHITE, Colour, place_colours
from heatdash.draw.sizes import Sizes
from heatdash.draw.write_text import write_text
from heatdash.values.scene import EXCLUDE, Line, Scene, Zone

_TRIES = ((0.42, True), (0.25, True), (0.25, False), (0.14, False))
"""The largest share of the picture's width that a name may take, and whether counts stand beside it, the best first."""


@dataclass(frozen=True)
class Label:
    """A place's label and where it goes: its name, no longer than `longest_px`, and its counts if it `is_counted`."""

    name: str
    x: int
    y: int
    width_px: int
    longest_px: int
    colour: Colour
    is_counted: bool


def place_labels(*, scene: Scene, sizes: Sizes, wordings: Sequence[Words], room: Room) -> tuple[Label, ...]:
    """The labels of all places, wide enough for the counts of each of the `wordings`, so that nothing jumps.

    Where they do not all find `room`, names are cut shorter, then the counts are left out; what still finds none has
    no label.
    """
    labels: tuple[Label, ...] = ()
    for share, is_counted in _TRIES:
        words = wordings if is_counted else ()
        labels = tuple(_placed(scene, sizes, words, room.copy(), round(sizes.width_px * share)))
        if len(labels) == len(scene.places):
            break
    return labels


def _placed(scene: Scene, sizes: Sizes, wordings: Sequence[Words], room: Room, longest_px: int) -> Iterator[Label]:
    colours = place_colours(scene)
    for line in scene.lines:
        room.take(_arrow_rectangle(line, sizes))
    places: tuple[Line | Zone, ...] = (*scene.lines, *scene.zones)
    for place in places:
        is_excluded = isinstance(place, Zone) and place.kind == EXCLUDE
        colour = GREY if is_excluded else colours[place.name]
        is_counted = any(place.name in words for words in wordings)
        texts = [words[place.name] for words in wordings] if is_counted else [()]
        sheets = [_sheet(place.name, words, colour, sizes, longest_px, 0) for words in texts]
        width, height = max(sheet.width_px for sheet in sheets), sheets[0].height_px
        if isinstance(place, Zone):
            spots = _zone_spots(place, sizes, width, height)
        else:
            spots = _line_spots(place, sizes, width, height)
        spot = room.find(width_px=width, height_px=height, spots=spots)
        if spot is not None:
            yield Label(place.name, spot[0], spot[1], width, longest_px, colour, is_counted)


def label_sheet(*, label: Label, words: Words, sizes: Sizes) -> Glass:
    """The label with the counts in these words; the sheet is shared, so do not put anything on it."""
    counts = words[label.name] if label.is_counted else ()
    return _sheet(label.name, counts, label.colour, sizes, label.longest_px, label.width_px)


@lru_cache(maxsize=512)
def _sheet(name: str, words: tuple[str, ...], colour: Colour, sizes: Sizes, longest_px: int, least_px: int) -> Glass:
    """A dark panel with a bar in the place's colour, the name, and the counts after it."""
    text_px, gap = sizes.text_px, sizes.gap_px
    texts = [write_text(name, size_px=text_px, weight=600, longest_px=longest_px)]
    texts += [write_text(word, size_px=text_px, colour=SOFT_WHITE) for word in words]
    bar = max(3, round(text_px * 0.22))
    needed = bar + sum(text.width_px for text in texts) + (len(texts) + 1) * gap + max(0, len(texts) - 1) * gap // 3
    height = round(text_px * 1.5)
    sheet = panel(width_px=max(needed, least_px), height_px=height, radius_px=max(2, gap // 2))
    sheet.colour[:, :bar] = colour
    sheet.alpha[:, :bar] = 255
    x = bar + gap
    for text in texts:
        sheet.stick(text, x, round((height - text.height_px) / 2))
        x += text.width_px + gap + gap // 3
    return sheet


def _zone_spots(zone: Zone, sizes: Sizes, width: int, height: int) -> Iterator[tuple[float, float]]:
    """Top left corners to try, best first: at the zone's upper edge, at its lower edge, in its middle."""
    corners = pixel_points(points=zone.points, sizes=sizes)
    (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    gap = sizes.gap_px + sizes.line_px
    upper = corners[corners[:, 1] <= top + (bottom - top) * 0.15]
    middle = float(upper[:, 0].mean()) - width / 2
    yield middle, top + gap
    yield middle, top - height - gap
    yield left + gap, top + gap
    yield right - width - gap, top + gap
    yield middle, bottom - height - gap
    yield middle, bottom + gap
    yield (left + right - width) / 2, (top + bottom - height) / 2


def _line_spots(line: Line, sizes: Sizes, width: int, height: int) -> Iterator[tuple[float, float]]:
    """Top left corners to try, best first: on the line's outer side, beyond the arrow, beside the ends."""
    ends = pixel_points(points=(line.start, line.end), sizes=sizes)
    middle = ends.mean(axis=0)
    in_x, in_y = in_direction(line=line, width_px=sizes.width_px, height_px=sizes.height_px)
    # How far the middle of a label must be from the line for the label not to touch it.
    clear = abs(in_x) * width / 2 + abs(in_y) * height / 2 + sizes.gap_px + 2 * sizes.line_px
    beyond = clear + arrow_length_px(sizes)
    for at, distance in (
        (middle, -clear),
        (middle, beyond),
        (ends[0] * 0.75 + ends[1] * 0.25, -clear),
        (ends[0] * 0.25 + ends[1] * 0.75, -clear),
        (ends[0] * 0.8 + ends[1] * 0.2, clear),
        (ends[0] * 0.2 + ends[1] * 0.8, clear),
    ):
        yield float(at[0]) + in_x * distance - width / 2, float(at[1]) + in_y * distance - height / 2


def _arrow_rectangle(line: Line, sizes: Sizes) -> Rectangle:
    """The rectangle that labels avoid because a line's arrow is there."""
    middle = pixel_points(points=(line.start, line.end), sizes=sizes).mean(axis=0)
    in_x, in_y = in_direction(line=line, width_px=sizes.width_px, height_px=sizes.height_px)
    half = sizes.text_px * 0.5
    x, y = middle[0] + in_x * arrow_length_px(sizes) * 0.6, middle[1] + in_y * arrow_length_px(sizes) * 0.6
    return round(x - half), round(y - half), round(x + half), round(y + half)
