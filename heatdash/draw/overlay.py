"""Everything drawn over a picture except the objects: heat, legend, places and counts."""

from heatdash.draw.class_panel import class_panel
from heatdash.draw.draw_places import draw_places
from heatdash.draw.glass import Glass, Layer, layer_of
from heatdash.draw.legend import legend
from heatdash.draw.paint_heat import HeatPainter
from heatdash.draw.place_labels import Label, Rectangle, label_sheet, place_labels
from heatdash.draw.planes import Space
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

    `final` is the tally at the end: labels and panels have the size that it needs from the start.
    """

    def __init__(
        self,
        *,
        heat: Heat,
        top: float,
        scene: Scene,
        style: Style,
        sizes: Sizes,
        space: Space,
        final: Tally,
        language: str = ENGLISH,
    ) -> None:
        self._style, self._sizes, self._space, self._final, self._language = style, sizes, space, final, language
        self._painter = HeatPainter(
            top=top, scene=scene, style=style, width_px=sizes.width_px, height_px=sizes.height_px, space=space
        )
        taken: list[Rectangle] = []
        glass = Glass.clear(sizes.width_px, sizes.height_px)
        if style.places:
            draw_places(scene=scene, sizes=sizes, glass=glass)
        self._legend: list[Stamp] = []
        if style.legend:
            sheet = legend(metric=heat.metric, top=top, style=style, sizes=sizes, language=language)
            taken.append(_corner(sheet, sizes, at_right=True))
            self._legend = [(layer_of(glass=sheet, space=space), *taken[-1][:2])]
        self._panel_corner = self._find_panel_corner(scene, taken)
        self._labels: tuple[Label, ...] = ()
        if style.places:
            self._labels = place_labels(
                scene=scene, style=style, sizes=sizes, final=final, taken=taken, language=language
            )
        has_places = bool(glass.alpha.any())
        self._places_layer = layer_of(glass=glass, space=space) if has_places else None
        self._heat: Heat | None = None
        self._layer: Layer | None = self._places_layer
        self._tally: Tally | None = None
        self._stamps: list[Stamp] = []
        self.show(heat)

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
        stamps = list(self._legend)
        for label in self._labels:
            passages = tally.of_place(label.name)
            sheet = label_sheet(
                label=label, passages=passages, style=self._style, sizes=self._sizes, language=self._language
            )
            stamps.append((layer_of(glass=sheet, space=self._space), label.x, label.y))
        if self._panel_corner is not None:
            panel = self._class_panel(tally)
            if panel is not None:
                stamps.append((layer_of(glass=panel, space=self._space), *self._panel_corner))
        return stamps

    def _class_panel(self, tally: Tally) -> Glass | None:
        return class_panel(
            tally=tally, final=self._final, style=self._style, sizes=self._sizes, language=self._language
        )

    def _find_panel_corner(self, scene: Scene, taken: list[Rectangle]) -> tuple[int, int] | None:
        """The class panel's top left corner: at the bottom left, or the top left where the legend is in the way."""
        if not self._style.class_counts or not scene.places:
            return None
        panel = self._class_panel(self._final)
        if panel is None:
            return None
        rectangle = _corner(panel, self._sizes, at_right=False)
        if taken and taken[0][0] < rectangle[2] + self._sizes.gap_px:
            margin = self._sizes.margin_px
            rectangle = (margin, margin, margin + panel.width_px, margin + panel.height_px)
        taken.append(rectangle)
        return rectangle[0], rectangle[1]


def _corner(sheet: Glass, sizes: Sizes, *, at_right: bool) -> Rectangle:
    x = sizes.width_px - sizes.margin_px - sheet.width_px if at_right else sizes.margin_px
    y = sizes.height_px - sizes.margin_px - sheet.height_px
    return x, y, x + sheet.width_px, y + sheet.height_px
