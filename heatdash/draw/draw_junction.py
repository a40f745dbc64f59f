"""A junction with ribbons from arm to arm, as wide as many went that way."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import dist

import numpy as np

from heatdash.draw.arrows import Arrow, arrow_along, darken, draw_arrows, write_numbers
from heatdash.draw.draw_places import draw_places
from heatdash.draw.glass import Glass, layer_of
from heatdash.draw.palette import place_colours
from heatdash.draw.planes import BGR, flat_picture, whole_picture
from heatdash.draw.sizes import Sizes, sizes_for
from heatdash.messages import ENGLISH, say
from heatdash.values.arrays import Floats, Ints, Pixels
from heatdash.values.classes import counted_noun
from heatdash.values.junction import Junction
from heatdash.values.scene import Scene

_WIDEST, _LEAST, _BEYOND, _APART = 4.5, 2.0, 1.6, 0.7
"""In letters: all ribbons on one side of an arm, at most and where arms are short; how far they reach beyond an arm;
and half the gap between its sides."""
_OF_ARM = 0.4
"""How much of the shortest arm one side may take."""
_FLARE = 0.25
_ROUND = 0.55
"""How far a ribbon goes straight on before it bends, as a share of the way between its ends."""
_NUMBER_AT = (0.3, 0.38, 0.22, 0.46, 0.16, 0.54, 0.62, 0.7)


def draw_junction(
    *,
    picture: Pixels,
    scene: Scene,
    counts: Ints,
    class_names: Collection[str],
    seen_px: int | None = None,
    language: str = ENGLISH,
) -> Pixels:
    """The BGR picture with a ribbon for each pair of arms that anybody took, in the colour of where it begins.

    `counts` tells how many went from each arm to each, in the order drawn; they are of these classes. Ribbons come in
    on the right-hand side of an arm and leave on the other, those that turn left next to its middle, as lanes do.
    """
    height, width = picture.shape[:2]
    sizes = sizes_for(width_px=width, height_px=height, line_width_px=None, seen_px=seen_px)
    lines = replace(scene, zones=())
    glass = Glass.clear(width, height)
    darken(glass)
    draw_places(scene=lines, sizes=sizes, glass=glass, with_arrows=False)
    ribbons = list(_Ribbons(lines, Junction(tuple(lines.arms.values()), width, height), counts, sizes).arrows())
    draw_arrows(glass=glass, arrows=ribbons, sizes=sizes)
    sentences = [say(f"pictures.movements_{counted_noun(class_names)}", language=language)] if ribbons else []
    write_numbers(glass=glass, scene=lines, arrows=ribbons, sizes=sizes, sentences=sentences, at=_NUMBER_AT)
    return whole_picture(layer_of(glass=glass, space=BGR).on(flat_picture(picture)))


@dataclass(frozen=True, eq=False)
class _Ribbons:
    scene: Scene
    junction: Junction
    counts: Ints
    sizes: Sizes

    def arrows(self) -> Iterator[Arrow]:
        """The ribbons, the widest first, so that narrow ones lie on top."""
        colours = place_colours(self.scene)
        pairs = sorted(zip(*np.nonzero(self.counts), strict=True), key=lambda pair: (-self.counts[pair], pair))
        for origin, destination in pairs:
            yield arrow_along(
                path=self._path(int(origin), int(destination)),
                count=int(self.counts[origin, destination]),
                colour=colours[self.junction.arms[origin][0].name],
                width_px=self._width_px(self.counts[origin, destination]),
                sizes=self.sizes,
                flare=_FLARE,
            )

    def _width_px(self, count: int) -> float:
        return float(max(2, self.sizes.line_px, self._unit_px * count))

    @cached_property
    def _unit_px(self) -> float:
        """How much wider one more makes a ribbon: those on one side of the fullest arm have room beside each other."""
        text_px = self.sizes.text_px
        shortest_px = min(dist(*self.junction.ends(arm)) for arm in self.junction.arms)
        room_px = min(_WIDEST * text_px, max(_LEAST * text_px, _OF_ARM * shortest_px))
        return float(room_px / max(self.counts.sum(axis=1).max(), self.counts.sum(axis=0).max()))

    def _path(self, origin: int, destination: int) -> Floats:
        """Points along a curve that comes in over the one arm and leaves over the other."""
        begin = self._end(origin, destination, incoming=True)
        end = self._end(destination, origin, incoming=False)
        bend = _ROUND * float(np.hypot(*(end - begin)))
        if origin == destination:
            bend = 0.8 * float(np.hypot(*(np.array(self.junction.centre) - self._middles[origin])))
        share = np.linspace(0, 1, 97)[:, None]
        first, second = begin + bend * self._inwards[origin], end + bend * self._inwards[destination]
        curve = (1 - share) ** 3 * begin + share**3 * end
        return np.asarray(curve + 3 * share * (1 - share) * ((1 - share) * first + share * second))

    def _end(self, arm: int, other: int, *, incoming: bool) -> Floats:
        """Where the ribbon to or from the other arm begins or ends, a little beyond the arm."""
        clockwise = self.junction.clockwise_from(arm)
        # Next to the middle lie those who turn back, then those who turn left as seen by their drivers.
        order = [arm, *(clockwise if incoming else reversed(clockwise))]
        counts = self.counts if incoming else self.counts.T
        taken = [one for one in order if counts[arm, one]]
        widths = [self._width_px(counts[arm, one]) for one in taken]
        at = taken.index(other)
        aside = _APART * self.sizes.text_px + sum(widths[:at]) + widths[at] / 2
        inwards = self._inwards[arm]
        right = np.array((-inwards[1], inwards[0])) * (1 if incoming else -1)
        return np.asarray(self._middles[arm] + aside * right - _BEYOND * self.sizes.text_px * inwards)

    @cached_property
    def _middles(self) -> Floats:
        return np.array(self.junction.middles)

    @cached_property
    def _inwards(self) -> Floats:
        """The direction, one pixel long, from each arm to the centre; from an arm that lies in it, downwards."""
        ways = np.array(self.junction.centre) - self._middles
        lengths = np.hypot(*ways.T)[:, None]
        return np.where(lengths > 0, ways / np.maximum(lengths, 1e-9), (0.0, 1.0))
