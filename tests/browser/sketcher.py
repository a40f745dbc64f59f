"""Draws on the picture with the mouse or a finger, as people do."""

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from heatdash.values.corners import Point
from tests.browser.visitor import Visitor

HOW = {"Zone": "A zone counts", "Rectangle": "A rectangle is", "Line": "A line counts", "Move": "Drag a place"}


@dataclass(frozen=True)
class Sketcher:
    """A visitor at the picture. Points are fractions of it."""

    visitor: Visitor

    @property
    def stage(self) -> Locator:
        """What takes the gestures."""
        return self.visitor.page.locator(".stage")

    @property
    def size_px(self) -> tuple[float, float]:
        """The picture as it lies in the window."""
        box = self._box()
        return box["width"], box["height"]

    def polygon(self, *corners: Point) -> None:
        """A zone, clicked corner by corner and closed at the first."""
        self.takes("Zone")
        for corner in (*corners, corners[0]):
            self.clicks(corner)

    def rectangle(self, corner: Point, opposite: Point) -> None:
        """A zone, dragged from a corner to the opposite one."""
        self.takes("Rectangle")
        self.drags(corner, opposite)

    def line(self, start: Point, end: Point) -> None:
        """A counting line, dragged from end to end."""
        self.takes("Line")
        self.drags(start, end)

    def takes(self, tool: str) -> None:
        """The tool is chosen, and the picture knows it."""
        page = self.visitor.page
        page.get_by_role("radiogroup", name="What to draw").get_by_text(tool).click()
        expect(page.get_by_text(HOW[tool])).to_be_visible()
        self.visitor.waits()
        self.stage.scroll_into_view_if_needed()

    def sees_places(self, names: Sequence[str]) -> None:
        """The list beside the picture holds these places and no others."""
        expect(self.visitor.page.get_by_role("textbox", name="Name of the")).to_have_count(len(names))
        for name in names:
            expect(self.visitor.page.get_by_role("textbox", name=f"{name}", exact=False)).to_have_value(name)
        self.visitor.waits()

    def clicks(self, point: Point) -> None:
        """The mouse is pressed there once."""
        self.visitor.page.mouse.click(*self._at(point))

    def taps(self, *points: Point) -> None:
        """A finger touches the picture there, one after another."""
        for point in points:
            self.visitor.page.touchscreen.tap(*self._at(point))

    def swipes(self, start: Point, end: Point) -> None:
        """A finger moves over the picture."""
        session = self.visitor.page.context.new_cdp_session(self.visitor.page)
        (from_x, from_y), (to_x, to_y) = self._at(start), self._at(end)
        for step in range(6):
            at = {"x": from_x + (to_x - from_x) * step / 5, "y": from_y + (to_y - from_y) * step / 5}
            kind = "touchMove" if step else "touchStart"
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [at]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def drags(self, start: Point, end: Point) -> None:
        """The mouse is dragged from one point to the other."""
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
        box = self.stage.bounding_box()
        assert box is not None
        return dict(box)
