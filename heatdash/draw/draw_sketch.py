"""The picture that places are sketched on: with each place's name, and each line's arrow to the side that is in."""

import numpy as np

from heatdash.draw.draw_ground import draw_ground
from heatdash.draw.draw_places import arrow_length_px, draw_arrow, in_direction, pixel_points
from heatdash.draw.free_spots import Rectangle, Room
from heatdash.draw.glass import Glass, layer_of
from heatdash.draw.palette import place_colours
from heatdash.draw.place_labels import label_sheet, place_labels
from heatdash.draw.planes import BGR, flat_picture, whole_picture
from heatdash.draw.sizes import Sizes, sizes_for
from heatdash.draw.write_text import write_text
from heatdash.messages import say
from heatdash.values.arrays import Pixels
from heatdash.values.scene import Line, Scene, Zone


def draw_sketch(*, picture: Pixels, scene: Scene, seen_px: int, language: str) -> Pixels:
    """The BGR picture, shown `seen_px` wide, with the names of all places and an arrow marked "in" at each line.

    The outlines, which the canvas draws over it, hide no name where there is room elsewhere. The ground scale, which
    is not on the canvas, is drawn with its metres.
    """
    if not scene.places and scene.ground is None:
        return picture
    height, width = picture.shape[:2]
    sizes = sizes_for(width_px=width, height_px=height, line_width_px=None, seen_px=seen_px)
    glass, colours, room = Glass.clear(width, height), place_colours(scene), Room(sizes)
    if scene.ground is not None:
        for taken in draw_ground(ground=scene.ground, sizes=sizes, glass=glass, language=language):
            room.take(taken)
    for line in scene.lines:
        draw_arrow(line=line, colour=colours[line.name], sizes=sizes, glass=glass)
        room.take(_write_in(line, sizes, glass, language))
    for place in scene.places:
        for spot in _outline(place, sizes):
            room.dislike(spot)
    for label in place_labels(scene=scene, sizes=sizes, wordings=(), room=room):
        glass.stick(label_sheet(label=label, words={}, sizes=sizes), label.x, label.y)
    return whole_picture(layer_of(glass=glass, space=BGR).on(flat_picture(picture)))


def _write_in(line: Line, sizes: Sizes, glass: Glass, language: str) -> Rectangle:
    """Where "in" was written, just beyond the tip of the line's arrow."""
    x, y = pixel_points(points=(line.start, line.end), sizes=sizes).mean(axis=0).tolist()
    in_x, in_y = in_direction(line=line, width_px=sizes.width_px, height_px=sizes.height_px)
    word = write_text(say("pictures.in", language=language), size_px=sizes.text_px, weight=700)
    reach = arrow_length_px(sizes) + sizes.gap_px + abs(in_x) * word.width_px / 2 + abs(in_y) * word.height_px / 2
    left = round(x + in_x * reach - word.width_px / 2)
    top = round(y + in_y * reach - word.height_px / 2)
    glass.stick(word, left, top)
    return left, top, left + word.width_px, top + word.height_px


def _outline(place: Zone | Line, sizes: Sizes) -> list[Rectangle]:
    """Small squares along a place's edges, and larger ones at its corners, where the handles are."""
    points = pixel_points(points=place.points if isinstance(place, Zone) else (place.start, place.end), sizes=sizes)
    handles = [(x, y, sizes.text_px // 2) for x, y in points.tolist()]
    edges = zip(points, np.roll(points, -1, axis=0), strict=True)
    along = [
        (x, y, 1)
        for begin, end in edges
        for x, y in np.linspace(begin, end, 2 + int(np.hypot(*(end - begin)) / sizes.text_px)).tolist()
    ]
    return [(round(x - half), round(y - half), round(x + half), round(y + half)) for x, y, half in (*handles, *along)]
