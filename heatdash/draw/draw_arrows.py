"""Draws only the lines' arrows: for a canvas that draws the lines itself and knows no arrows."""

from heatdash.draw.draw_places import draw_arrow
from heatdash.draw.glass import Glass
from heatdash.draw.layer import layer_of
from heatdash.draw.palette import Pixels, place_colours
from heatdash.draw.planes import BGR, flat_picture, whole_picture
from heatdash.draw.sizes import sizes_for
from heatdash.values.scene import Scene


def draw_arrows(*, picture: Pixels, scene: Scene) -> Pixels:
    """The BGR picture with an arrow from the middle of each line to the side on which it counts in."""
    if not scene.lines:
        return picture
    height, width = picture.shape[:2]
    sizes = sizes_for(width_px=width, height_px=height, line_width_px=None)
    glass, colours = Glass.clear(width, height), place_colours(scene)
    for line in scene.lines:
        draw_arrow(line=line, colour=colours[line.name], sizes=sizes, glass=glass)
    return whole_picture(layer_of(glass=glass, space=BGR).on(flat_picture(picture)))
