"""Draws on the canvas with the mouse, as people do."""

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import expect

from heatdash.values.scene import Point
from tests.browser.visitor import Visitor

HOW = {"Zone": "A zone counts", "Rectangle": "A rectangle is", "Line": "A line counts"}


@dataclass(frozen=True)
class Sketcher:
    """A visitor at the canvas. Points are fractions of the canvas, which the picture fills."""

    visitor: Visitor

    @property
    def size_px(self) -> tuple[float, float]:
        """The canvas as it lies in the window."""
        box = self._box()
        return box["width"], box["height"]

    def polygon(self, *corners: Point) -> None:
        """A zone, clicked corner by corner and closed at the first."""
        self.takes("Zone")
        for corner in (*corners, corners[0]):
            self.visitor.page.mouse.click(*self._at(corner))

    def rectangle(self, corner: Point, opposite: Point) -> None:
        """A zone, dragged from a corner to the opposite one."""
        self.takes("Rectangle")
        self._drag(corner, opposite)

    def line(self, start: Point, end: Point) -> None:
        """A counting line, dragged from end to end."""
        self.takes("Line")
        self._drag(start, end)

    def takes(self, tool: str) -> None:
        """The tool is chosen, and the canvas knows it."""
        page = self.visitor.page
        page.get_by_role("radiogroup", name="What to draw").get_by_text(tool).click()
        expect(page.get_by_text(HOW[tool])).to_be_visible()
        self.visitor.waits()
        page.locator("canvas.upper-canvas").scroll_into_view_if_needed()

    def sees_places(self, names: Sequence[str]) -> None:
        """The list beside the picture holds these places and no others."""
        expect(self.visitor.page.get_by_role("textbox", name="Name of the")).to_have_count(len(names))
        for name in names:
            expect(self.visitor.page.get_by_role("textbox", name=f"{name}", exact=False)).to_have_value(name)
        self.visitor.waits()

    def _drag(self, start: Point, end: Point) -> None:
        mouse = self.visitor.page.mouse
        mouse.move(*self._at(start))
        mouse.down()
        mouse.move(*self._at(((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)), steps=3)
        mouse.move(*self._at(end))
        mouse.up()

    def _at(self, point: Point) -> Point:
        box = self._box()
        return box["x"] + point[0] * box["width"], box["y"] + point[1] * box["height"]

    def _box(self) -> dict[str, float]:
        box = self.visitor.page.locator("canvas.upper-canvas").bounding_box()
        assert box is not None
        return dict(box)
