"""Zones and lines drawn by mouse, and what the app keeps of them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from heatdash.values.scene import COUNT, EXCLUDE, Line, Point, Scene
from tests.browser.serve_app import ServedApp
from tests.browser.sketcher import HOW, Sketcher
from tests.browser.visitor import Visitor
from tests.builders.scenes import make_scene

pytestmark = pytest.mark.browser

CORNERS: tuple[Point, ...] = ((0.1, 0.2), (0.35, 0.15), (0.4, 0.6), (0.15, 0.7))
BOX: tuple[Point, Point] = ((0.55, 0.3), (0.8, 0.75))
ENDS: tuple[Point, Point] = ((0.9, 0.9), (0.88, 0.1))
NEAR_PX = 2


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_scene(tmp_path_factory.mktemp("clip") / "Door.mp4", frames=10)


@pytest.fixture
def sketcher(page: Page, app: ServedApp, clip: Path) -> Sketcher:
    """A visitor whose clip has just been uploaded, at the canvas."""
    page.set_viewport_size({"width": 1280, "height": 1200})
    visitor = Visitor(page, app)
    visitor.sets_up(clip)
    return Sketcher(visitor)


@pytest.fixture(scope="module")
def finished(browser: Browser, app: ServedApp, clip: Path) -> Iterator[Sketcher]:
    """One visitor who has drawn a zone and a line, for the tests that change nothing but these."""
    context = browser.new_context(viewport={"width": 1280, "height": 1200})
    sketcher = Sketcher(Visitor(context.new_page(), app))
    sketcher.visitor.sets_up(clip)
    sketcher.rectangle(*BOX)
    sketcher.sees_places(["Zone 1"])
    sketcher.line(*ENDS)
    sketcher.sees_places(["Zone 1", "Line 1"])
    yield sketcher
    context.close()


def _scene(sketcher: Sketcher) -> Scene:
    """What the app keeps of the sketch."""
    return sketcher.visitor.run.project.scene


def _near(drawn: Point, kept: Point, size_px: tuple[float, float]) -> bool:
    return all(abs(a - b) * size <= NEAR_PX for a, b, size in zip(drawn, kept, size_px, strict=True))


@pytest.mark.parametrize("width_px", [1280, 800])
def test_places_lie_where_the_mouse_went(sketcher: Sketcher, width_px: int) -> None:
    visitor = sketcher.visitor
    visitor.page.set_viewport_size({"width": width_px, "height": 1200})
    visitor.opens(f"set-up?run={visitor.run.run_id}")
    sketcher.polygon(*CORNERS)
    sketcher.sees_places(["Zone 1"])
    sketcher.rectangle(*BOX)
    sketcher.sees_places(["Zone 1", "Zone 2"])
    sketcher.line(*ENDS)
    sketcher.sees_places(["Zone 1", "Zone 2", "Line 1"])
    scene, size_px = visitor.run.project.scene, sketcher.size_px
    polygon, rectangle = scene.zones
    (line,) = scene.lines
    assert len(polygon.points) == len(CORNERS)
    assert all(_near(drawn, kept, size_px) for drawn, kept in zip(CORNERS, polygon.points, strict=True))
    (left, top), (right, bottom) = BOX
    sides = (left, top), (right, top), (right, bottom), (left, bottom)
    assert all(any(_near(corner, kept, size_px) for kept in rectangle.points) for corner in sides)
    assert _near(ENDS[0], line.start, size_px)
    assert _near(ENDS[1], line.end, size_px)
    visitor.page.reload()
    sketcher.sees_places(["Zone 1", "Zone 2", "Line 1"])
    assert visitor.run.project.scene == scene, "a refresh changes nothing, to the last digit"


def test_a_place_is_renamed_and_a_name_that_is_taken_is_told(finished: Sketcher) -> None:
    page = finished.visitor.page
    name = page.get_by_role("textbox", name="Zone 1")
    name.fill("Line 1")
    name.press("Enter")
    expect(finished.visitor.alerts).to_have_text("Two places are named 'Line 1'; give each a name of its own.")
    name.fill("Door")
    name.press("Enter")
    finished.sees_places(["Door", "Line 1"])
    expect(finished.visitor.alerts).to_have_count(0)
    finished.visitor.finds(lambda: [zone.name for zone in _scene(finished).zones] == ["Door"])
    back = page.get_by_role("textbox", name="Door")
    back.fill("Zone 1")
    back.press("Enter")
    finished.sees_places(["Zone 1", "Line 1"])


def test_a_line_is_turned_round(finished: Sketcher) -> None:
    (before,) = _scene(finished).lines
    finished.visitor.page.get_by_role("button", name="Flip").click()
    turned = Line(name=before.name, start=before.end, end=before.start)
    finished.visitor.finds(lambda: _scene(finished).lines == (turned,))


def test_a_zone_is_left_out_instead_of_counted(finished: Sketcher) -> None:
    assert [zone.kind for zone in _scene(finished).zones] == [COUNT]
    finished.visitor.picks("What Zone 1 is for", "leave out")
    finished.visitor.finds(lambda: [zone.kind for zone in _scene(finished).zones] == [EXCLUDE])


def test_places_are_deleted_one_by_one(sketcher: Sketcher) -> None:
    sketcher.rectangle(*BOX)
    sketcher.sees_places(["Zone 1"])
    sketcher.line(*ENDS)
    sketcher.sees_places(["Zone 1", "Line 1"])
    bins = sketcher.visitor.page.get_by_test_id("stMain").get_by_role("button", name="delete")
    bins.first.click()
    sketcher.sees_places(["Line 1"])
    bins.first.click()
    expect(sketcher.visitor.alerts).to_have_text(re.compile("No places yet"))
    sketcher.visitor.waits()
    assert _scene(sketcher) == Scene()


def test_the_picture_stays_where_it_is_whatever_tool_is_explained(sketcher: Sketcher) -> None:
    page = sketcher.visitor.page
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 1200})
        sketcher.visitor.waits()
        canvas, tops = page.locator("canvas.upper-canvas"), set()
        for tool in ("Zone", "Rectangle", "Line"):
            page.get_by_role("radio", name=tool, exact=True).click()
            expect(page.get_by_text(HOW[tool])).to_be_visible()
            sketcher.visitor.waits()
            box, main = canvas.bounding_box(), page.get_by_test_id("stMain")
            assert box is not None
            tops.add(round(box["y"] + main.evaluate("main => main.scrollTop")))
        assert len(tops) == 1, f"{width}: {tops}"


def test_what_is_only_a_sign_to_the_eye_has_a_name_to_the_ear(finished: Sketcher) -> None:
    page = finished.visitor.page
    for role, name in (
        *(("radio", tool) for tool in ("Zone", "Rectangle", "Line")),
        *(("button", name) for name in ("Delete Zone 1", "Delete Line 1", "Flip")),
        *(("textbox", f"Name of the {name}") for name in ("Zone Zone 1", "Line Line 1")),
    ):
        expect(page.get_by_role(role, name=name, exact=True)).to_have_count(1)


def test_a_slip_of_the_mouse_is_told_and_is_no_place(sketcher: Sketcher) -> None:
    sketcher.line((0.5, 0.5), (0.504, 0.5))
    expect(sketcher.visitor.alerts.filter(has_text="too small; draw it from one end to the other.")).to_be_visible()
    assert sketcher.visitor.run.project.scene == Scene()


def test_crossing_edges_are_told_and_are_no_place(sketcher: Sketcher) -> None:
    sketcher.polygon((0.2, 0.2), (0.6, 0.6), (0.6, 0.2), (0.2, 0.6))
    told = sketcher.visitor.alerts.filter(has_text="The edges of zone 'Zone 1' cross")
    expect(told).to_contain_text("move its corners so that they do not.")
    assert sketcher.visitor.run.project.scene == Scene()
