"""The labels of zones and lines: name and counts, placed inside the picture and clear of each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from heatdash.draw.draw_places import arrow_length_px, in_direction, pixel_points
from heatdash.draw.glass import Glass, panel
from heatdash.draw.palette import GREY, SOFT_WHITE, Colour, place_colours
from heatdash.draw.sizes import Sizes
from heatdash.draw.write_text import write_text
from heatdash.messages import ENGLISH, say
from heatdash.values.scene import COUNT, EXCLUDE, Line, Scene, Zone
from heatdash.values.style import Style
from heatdash.values.tally import Passages, Tally

Rectangle = tuple[int, int, int, int]
"""Left, top, right and bottom, the last two exclusive."""
_LONGEST_SHARE = 0.42
"""The largest share of the picture's width that a name may take."""


@dataclass(frozen=True)
class Label:
    """A place's label and where it goes; `is_counted` where it shows counts beside the name."""

    name: str
    x: int
    y: int
    width_px: int
    colour: Colour
    is_counted: bool


def place_labels(
    *,
    scene: Scene,
    style: Style,
    sizes: Sizes,
    final: Tally,
    taken: Iterable[Rectangle] = (),
    language: str = ENGLISH,
) -> tuple[Label, ...]:
    """The labels of all places, as wide as the `final` counts need, so that nothing jumps while they grow.

    `taken` are the rectangles of other panels. Where no spot is free, the one that overlaps least is used.
    """
    colours, used = place_colours(scene), [*taken, *(_arrow_rectangle(line, sizes) for line in scene.lines)]
    labels: list[Label] = []
    counted = {name for name, _ in final.places}
    places: tuple[Line | Zone, ...] = (*scene.lines, *scene.zones)
    for place in places:
        is_excluded = isinstance(place, Zone) and place.kind == EXCLUDE
        is_counting = isinstance(place, Line) or place.kind == COUNT or place.name in counted
        shows_counts = is_counting and not is_excluded
        colour = GREY if is_excluded else colours[place.name]
        words = _words(final.of_place(place.name), style, language) if shows_counts else ()
        sheet = _sheet(place.name, words, colour, sizes, None)
        width, height = sheet.width_px, sheet.height_px
        if isinstance(place, Zone):
            spots = _zone_spots(place, sizes, width, height)
        else:
            spots = _line_spots(place, sizes, width, height)
        best = min(
            (_moved_inside(spot, sizes) for spot in _rectangles(spots, width, height)),
            key=lambda spot: sum(_overlap(spot, other) for other in used),
        )
        used.append(best)
        labels.append(Label(place.name, best[0], best[1], width, colour, shows_counts))
    return tuple(labels)


def label_sheet(*, label: Label, passages: Passages, style: Style, sizes: Sizes, language: str = ENGLISH) -> Glass:
    """The label with the counts so far; the sheet is shared, so do not put anything on it."""
    words = _words(passages, style, language) if label.is_counted else ()
    return _sheet(label.name, words, label.colour, sizes, label.width_px)


def _words(passages: Passages, style: Style, language: str) -> tuple[str, ...]:
    shown = ((style.show_in, passages.came_in, "in"), (style.show_out, passages.went_out, "out"))
    return tuple(
        f"{count:,} {say(f'pictures.{direction}', language=language)}"
        for is_shown, count, direction in shown
        if is_shown
    )


@lru_cache(maxsize=512)
def _sheet(name: str, words: tuple[str, ...], colour: Colour, sizes: Sizes, width_px: int | None) -> Glass:
    """A dark panel with a bar in the place's colour, the name, and the counts after it."""
    text_px, gap = sizes.text_px, sizes.gap_px
    longest = round(sizes.width_px * _LONGEST_SHARE)
    texts = [write_text(name, size_px=text_px, weight=600, longest_px=longest)]
    texts += [write_text(word, size_px=text_px, colour=SOFT_WHITE) for word in words]
    bar = max(3, round(text_px * 0.22))
    needed = bar + sum(text.width_px for text in texts) + (len(texts) + 1) * gap + max(0, len(texts) - 1) * gap // 3
    height = round(text_px * 1.5)
    sheet = panel(width_px=max(needed, width_px or 0), height_px=height, radius_px=max(2, gap // 2))
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


def _rectangles(spots: Iterable[tuple[float, float]], width: int, height: int) -> Iterator[Rectangle]:
    """The rectangles at all spots; then each a little higher or lower, for crowded pictures."""
    corners = [(round(x), round(y)) for x, y in spots]
    for shift in (0, -height, height, -2 * height, 2 * height):
        for x, y in corners:
            yield x, y + shift, x + width, y + shift + height


def _moved_inside(spot: Rectangle, sizes: Sizes) -> Rectangle:
    """The rectangle moved into the picture; one that is too large keeps its top left corner in view."""
    left, top, right, bottom = spot
    width, height, edge = right - left, bottom - top, 2
    left = max(edge, min(left, sizes.width_px - width - edge))
    top = max(edge, min(top, sizes.height_px - height - edge))
    return left, top, left + width, top + height


def _overlap(one: Rectangle, other: Rectangle) -> int:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(0, wide) * max(0, high)
