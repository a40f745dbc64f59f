"""Everything drawn over a picture except the objects: heat, legend, places and counts."""

from dataclasses import replace

from heatdash.draw.class_panel import class_panel
from heatdash.draw.count_words import Words, count_words
from heatdash.draw.draw_places import draw_places
from heatdash.draw.free_spots import Rectangle, Room
from heatdash.draw.glass import Glass, Layer, layer_of
from heatdash.draw.legend import legend
from heatdash.draw.paint_heat import HeatPainter
from heatdash.draw.place_labels import Label, label_sheet, place_labels
from heatdash.draw.planes import Space
from heatdash.draw.quiet_corner import BOTTOM_LEFT, BOTTOM_RIGHT, TOP_LEFT, TOP_RIGHT, Bustle
from heatdash.draw.sizes import Sizes
from heatdash.messages import ENGLISH
from heatdash.values.arrays import Pixels
from heatdash.values.heat import Heat
from heatdash.values.scene import Scene
from heatdash.values.style import Style
from heatdash.values.tally import Tally

Stamp = tuple[Layer, int, int]


class Overlay:
    """Layers, kept ready to be mixed into each picture; heat and the places' outlines are one layer.

    `peak` is the most heat that each spot ever has: legend and panel stand where it is least. `top` is the value at the
    upper end of the colour scale. `final` is the tally at the end: labels and panel have the size that it needs from
    the start.
    """

    def __init__(
        self,
        *,
        peak: Heat,
        top: float,
        scene: Scene,
        style: Style,
        sizes: Sizes,
        space: Space,
        final: Tally,
        language: str = ENGLISH,
    ) -> None:
        self._scene, self._style, self._sizes, self._space = scene, style, sizes, space
        self._final, self._language = final, language
        self._painter = HeatPainter(
            top=top, scene=scene, style=style, width_px=sizes.width_px, height_px=sizes.height_px, space=space
        )
        glass = Glass.clear(sizes.width_px, sizes.height_px)
        if style.places:
            draw_places(scene=scene, sizes=sizes, glass=glass)
        self._places_layer = layer_of(glass=glass, space=space) if glass.alpha.any() else None
        self._layer = self._places_layer
        self._heat: Heat | None = None
        self._legend: list[Stamp] = []
        self._panel_spot: Rectangle | None = None
        self._labels: tuple[Label, ...] = ()
        self._tally: Tally | None = None
        self._stamps: list[Stamp] = []
        self._find_room(Bustle(heat=peak.values, top=top, places=glass, sizes=sizes), metric=peak.metric, top=top)

    def _find_room(self, bustle: Bustle, *, metric: str, top: float) -> None:
        """Put legend and panel into two quiet corners, and the labels where they are clear of both."""
        style, room, taken = self._style, Room(self._sizes), []
        if style.legend:
            sheet = legend(metric=metric, top=top, style=style, sizes=self._sizes, language=self._language)
            spot = bustle.quiet_corner(sheet=sheet, corners=(BOTTOM_RIGHT, BOTTOM_LEFT, TOP_RIGHT, TOP_LEFT))
            if spot is not None:
                taken.append(spot)
                self._legend = [(layer_of(glass=sheet, space=self._space), *spot[:2])]
        panel = self._class_panel(self._final) if style.class_counts else None
        if panel is not None:
            corners = (BOTTOM_LEFT, TOP_LEFT, BOTTOM_RIGHT, TOP_RIGHT)
            self._panel_spot = bustle.quiet_corner(sheet=panel, corners=corners, taken=taken)
            taken += [] if self._panel_spot is None else [self._panel_spot]
        for rectangle in taken:
            room.take(rectangle)
        if style.places:
            # Fewer may need more letters: 0 visitors, 1 visitor.
            first = replace(self._final, lines=(), zones=())
            wordings = [self._words(tally) for tally in (first, self._final)]
            self._labels = place_labels(scene=self._scene, sizes=self._sizes, wordings=wordings, room=room)

    def show(self, heat: Heat) -> None:
        """Paint this heat from now on."""
        if heat is self._heat:
            return
        self._heat = heat
        below = self._painter.layer(heat)
        self._layer = self._places_layer.over(below) if self._places_layer and below else self._places_layer or below

    def heated(self, flat: Pixels) -> Pixels:
        """The picture with the heat and the places' outlines on it, in new memory."""
        return self._layer.on(flat) if self._layer else flat.copy()

    def put_words(self, flat: Pixels, tally: Tally) -> None:
        """Put the legend, the places' names and the counts so far into the picture, over everything else."""
        if tally is not self._tally:
            self._tally, self._stamps = tally, self._make_stamps(tally)
        for layer, x, y in self._stamps:
            layer.stamp(flat, x, y)

    def _make_stamps(self, tally: Tally) -> list[Stamp]:
        stamps, words = list(self._legend), self._words(tally)
        for label in self._labels:
            sheet = label_sheet(label=label, words=words, sizes=self._sizes)
            stamps.append((layer_of(glass=sheet, space=self._space), label.x, label.y))
        panel = self._class_panel(tally)
        if panel is not None and self._panel_spot is not None:
            stamps.append((layer_of(glass=panel, space=self._space), *self._panel_spot[:2]))
        return stamps

    def _words(self, tally: Tally) -> Words:
        return count_words(scene=self._scene, tally=tally, style=self._style, language=self._language)

    def _class_panel(self, tally: Tally) -> Glass | None:
        return class_panel(
            tally=tally, final=self._final, style=self._style, sizes=self._sizes, language=self._language
        )
