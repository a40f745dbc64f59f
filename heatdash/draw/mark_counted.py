"""Places, and the object that was counted there, marked on frames."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from heatdash.draw.draw_objects import ObjectPainter
from heatdash.draw.draw_places import draw_places
from heatdash.draw.glass import Glass, layer_of
from heatdash.draw.planes import yuv_space
from heatdash.draw.sizes import sizes_for
from heatdash.values.clip import Frame
from heatdash.values.scene import Scene
from heatdash.values.style import Style

_BOX_PX = 4
_STYLE = Style(boxes=True)


def mark_counted(
    *, frames: Iterable[Frame], width_px: int, height_px: int, scene: Scene, objects: pd.DataFrame
) -> Iterator[Frame]:
    """Every frame with the scene's places, the arrow of each line's way in, and a bold box around each of `objects`.

    Frames are planar yuv420p of even size and come in order; those given are not changed. `objects` are TRACKS,
    ordered by frame, in pixels of these frames.
    """
    sizes = sizes_for(width_px=width_px, height_px=height_px, line_width_px=None)
    space = yuv_space(width_px=width_px, height_px=height_px)
    glass = Glass.clear(width_px, height_px)
    draw_places(scene=scene, sizes=sizes, glass=glass)
    layer = layer_of(glass=glass, space=space)
    painter = ObjectPainter(objects=objects, style=_STYLE, sizes=replace(sizes, line_px=_BOX_PX), space=space)
    for frame in frames:
        pixels = layer.on(frame.pixels)
        painter.draw(flat=pixels, frame=frame.index, t_s=frame.t_s)
        yield replace(frame, pixels=pixels)
