"""Zones filled in the colour of a number about each."""

from collections.abc import Mapping

import cv2
import numpy as np

from heatdash.draw.count_words import Words
from heatdash.draw.draw_places import draw_places, zone_area
from heatdash.draw.free_spots import Room
from heatdash.draw.glass import Glass, layer_of
from heatdash.draw.palette import Colour, colour_table
from heatdash.draw.place_labels import label_sheet, place_labels
from heatdash.draw.planes import BGR, flat_picture, whole_picture
from heatdash.draw.sizes import sizes_for
from heatdash.values.arrays import Pixels
from heatdash.values.scene import COUNT, Scene
from heatdash.values.style import Style


def draw_zone_values(
    *,
    picture: Pixels,
    scene: Scene,
    values: Mapping[str, float],
    words: Words,
    style: Style,
    seen_px: int | None = None,
) -> Pixels:
    """The BGR picture with each zone of `values` in the heat colour of its share of the largest, and all `words`.

    A zone without a value, or with 0, keeps the picture. `seen_px` is how wide the picture will be shown.
    """
    height, width = picture.shape[:2]
    sizes = sizes_for(width_px=width, height_px=height, line_width_px=style.line_width_px, seen_px=seen_px)
    glass, top = Glass.clear(width, height), max(values.values(), default=0.0)
    areas = {zone.name: zone_area(zone=zone, sizes=sizes) for zone in scene.zones_of(COUNT)}
    covered = np.zeros((height, width), np.uint8)
    for name in sorted(areas, key=lambda name: int(areas[name].sum())):
        # A smaller zone keeps its own colour where it lies on a larger one.
        glass.fill(cv2.min(areas[name], cv2.bitwise_not(covered)), *_tint(values.get(name, 0.0), top, style))
        covered = cv2.max(covered, areas[name])
    draw_places(scene=scene, sizes=sizes, glass=glass, with_fills=False)
    for label in place_labels(scene=scene, sizes=sizes, wordings=(words,), room=Room(sizes)):
        glass.stick(label_sheet(label=label, words=words, sizes=sizes), label.x, label.y)
    return whole_picture(layer_of(glass=glass, space=BGR).on(flat_picture(picture)))


def _tint(value: float, top: float, style: Style) -> tuple[Colour, float]:
    if value <= 0:
        return (0, 0, 0), 0.0
    blue, green, red = colour_table(style.colormap)[min(255, int(value / top * 256))].tolist()
    return (blue, green, red), style.opacity
