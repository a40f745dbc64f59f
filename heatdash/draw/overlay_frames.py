"""Heat, places and objects drawn over the frames of a clip, in the decoder's own planes."""

import math
from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from heatdash.draw.draw_objects import ObjectPainter
from heatdash.draw.hide_boxes import HiddenBoxes, hide_boxes
from heatdash.draw.overlay import Overlay
from heatdash.draw.planes import change_space, side_by_side, yuv_space
from heatdash.draw.running_tally import RunningTally, tally_of
from heatdash.draw.sizes import sizes_for
from heatdash.errors import BadSettingError
from heatdash.values.clip import Frame
from heatdash.values.heat import Heat
from heatdash.values.scene import Scene
from heatdash.values.style import Style

HEAT_STEP_S = 0.2
"""Heat changes slowly: it is fetched and coloured once in this much of the clip's time."""


def overlay_frames(
    *,
    frames: Iterable[Frame],
    width_px: int,
    height_px: int,
    heat_at: Callable[[float], Heat],
    peak: Heat,
    scene: Scene,
    style: Style,
    objects: pd.DataFrame,
    blurred: pd.DataFrame,
    events: pd.DataFrame,
    visits: pd.DataFrame,
) -> Iterator[Frame]:
    """Every frame, painted, with its own index and time; for `side_by_side` twice as wide, with the bare one at left.

    Frames are planar yuv420p of even size and come in order; those given are not changed. `heat_at` is called with
    multiples of HEAT_STEP_S, so that a clip painted in parts looks as if painted at once; with `final_heat` it is
    called once, with infinity. `peak` is the most heat that each spot ever has: it tells the top of the colour scale,
    and where legend and panel stand from the first frame to the last. `objects` (TRACKS) and `blurred` (frame and box)
    have a row for every frame in which something is drawn or hidden, in pixels of these frames; `objects`, `events` and
    `visits` are in order.
    """
    if width_px < 2 or height_px < 2 or width_px % 2 or height_px % 2:
        raise BadSettingError("draw.odd_size", width=width_px, height=height_px)
    sizes = sizes_for(width_px=width_px, height_px=height_px, line_width_px=style.line_width_px)
    space = yuv_space(width_px=width_px, height_px=height_px)
    wide_space = yuv_space(width_px=2 * width_px, height_px=height_px)
    painter = ObjectPainter(objects=objects, style=style, sizes=sizes, space=space)
    hidden = HiddenBoxes(blurred) if style.blur else None
    tally, final = RunningTally(events=events, visits=visits), tally_of(events=events, visits=visits)
    overlay = Overlay(
        peak=peak, top=style.top(peak.top), scene=scene, style=style, sizes=sizes, space=space, final=final
    )

    shape = (height_px * 3 // 2, width_px)

    def painted() -> Iterator[Frame]:
        last_step = -math.inf
        for frame in frames:
            if frame.pixels.shape != shape:
                found = str(frame.pixels.shape)
                raise BadSettingError("draw.odd_shape", index=frame.index, shape=found, wanted=str(shape))
            step = _heat_step(frame.t_s, style)
            if step > last_step:
                last_step = step
                overlay.show(heat_at(step * HEAT_STEP_S))
            below = frame.pixels
            if hidden is not None:
                below = hide_boxes(flat=below, boxes=hidden.at(frame.index), space=space)
            pixels = overlay.heated(below)
            painter.draw(flat=pixels, frame=frame.index, t_s=frame.t_s)
            overlay.put_words(pixels, tally.until(frame.t_s))
            if style.side_by_side:
                pixels = side_by_side(left=below, right=pixels, space=space)
                # Players may read a picture twice as wide by the other colour standard: see `yuv_space`.
                pixels = change_space(flat=pixels, before=space, after=wide_space)
            yield Frame(index=frame.index, t_s=frame.t_s, pixels=pixels)

    return painted()


def _heat_step(t_s: float, style: Style) -> float:
    # The small addition keeps rounding from putting a time such as 0.6 into the step before.
    return math.inf if style.final_heat else math.floor(t_s / HEAT_STEP_S + 1e-6)
