"""Zones and lines drawn and moved by mouse, finger and keys, and what the app keeps of them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from heatdash.values.corners import Point
from heatdash.values.scene import COUNT, EXCLUDE, Line, Scene
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
    finished.visitor.page.mouse.move(0, 0)
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
    bins = sketcher.visitor.page.get_by_test_id("stMain").get_by_role("button", name=re.compile("^Delete .+ 1"))
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
        for tool in HOW:
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
        *(("radio", tool) for tool in HOW),
        *(("button", name) for name in ("Delete Zone 1", "Delete Line 1", "Flip", "Undo", "Redo", "Clear all")),
        *(("button", f"Where {name} lies") for name in ("Zone 1", "Line 1")),
        *(("textbox", f"Name of the {name}") for name in ("Zone Zone 1", "Line Line 1")),
    ):
        expect(page.get_by_role(role, name=name, exact=True)).to_have_count(1)


def test_a_slip_of_the_mouse_draws_nothing(sketcher: Sketcher) -> None:
    sketcher.line((0.5, 0.5), (0.504, 0.5))
    sketcher.takes("Rectangle")
    expect(sketcher.visitor.alerts).to_have_text(re.compile("No places yet"))
    assert sketcher.visitor.run.project.scene == Scene()


def test_crossing_edges_are_told_and_are_no_place(sketcher: Sketcher) -> None:
    sketcher.polygon((0.2, 0.2), (0.6, 0.6), (0.6, 0.2), (0.2, 0.6))
    told = sketcher.visitor.alerts.filter(has_text="The edges of zone 'Zone 1' cross")
    expect(told).to_contain_text("move its corners so that they do not.")
    assert sketcher.visitor.run.project.scene == Scene()


def test_places_drawn_one_upon_the_other_are_all_kept_each_in_its_colour(sketcher: Sketcher) -> None:
    sketcher.takes("Zone")
    for left in (0.1, 0.4, 0.7):
        for corner in ((left, 0.2), (left + 0.2, 0.2), (left, 0.8), (left, 0.2)):
            sketcher.clicks(corner)
    sketcher.sees_places(["Zone 1", "Zone 2", "Zone 3"])
    sketcher.takes("Line")
    for x in (0.35, 0.65):
        sketcher.drags((x, 0.9), (x, 0.1))
    sketcher.sees_places(["Zone 1", "Zone 2", "Zone 3", "Line 1", "Line 2"])
    scene = _scene(sketcher)
    assert [place.colour for place in scene.places] == [0, 1, 2, 3, 4]
    assert [round(zone.points[0][0], 1) for zone in scene.zones] == [0.1, 0.4, 0.7]
    assert [round(line.start[0], 2) for line in scene.lines] == [0.35, 0.65]


def test_a_zone_that_is_being_drawn_outlasts_what_is_done_beside_it(sketcher: Sketcher) -> None:
    sketcher.line(*ENDS)
    sketcher.sees_places(["Line 1"])
    sketcher.takes("Zone")
    for corner in CORNERS[:2]:
        sketcher.clicks(corner)
    name = sketcher.visitor.page.get_by_role("textbox", name="Line 1")
    name.fill("Gate")
    name.press("Enter")
    sketcher.sees_places(["Gate"])
    sketcher.clicks(CORNERS[2])
    sketcher.visitor.page.get_by_role("button", name="Finish").click()
    sketcher.sees_places(["Zone 1", "Gate"])
    assert len(_scene(sketcher).zones[0].points) == 3


def test_a_place_and_its_corner_are_dragged_with_no_other_step(sketcher: Sketcher) -> None:
    sketcher.rectangle((0.2, 0.2), (0.4, 0.6))
    sketcher.sees_places(["Zone 1"])
    sketcher.takes("Move")
    sketcher.drags((0.3, 0.4), (0.5, 0.5))
    size_px = sketcher.size_px
    sketcher.visitor.finds(lambda: _near((0.4, 0.3), _scene(sketcher).zones[0].points[0], size_px))
    sketcher.visitor.waits()
    sketcher.drags((0.4, 0.3), (0.3, 0.1))
    sketcher.visitor.finds(lambda: _near((0.3, 0.1), _scene(sketcher).zones[0].points[0], size_px))
    assert _near((0.6, 0.7), _scene(sketcher).zones[0].points[2], size_px), "the other corners stay"
    sketcher.visitor.waits()
    sketcher.drags((0.5, 0.5), (0.99, 0.5))
    sketcher.visitor.finds(lambda: max(x for x, _ in _scene(sketcher).zones[0].points) == 1)
    assert _near((0.7, 0.1), _scene(sketcher).zones[0].points[0], size_px), "it stops at the edge, in its shape"


def test_keys_draw_move_delete_and_undo(sketcher: Sketcher) -> None:
    page = sketcher.visitor.page
    page.get_by_role("button", name="Add a zone").focus()
    page.keyboard.press("Enter")
    sketcher.sees_places(["Zone 1"])
    expect(page.get_by_role("button", name="Add a zone")).to_be_focused()
    sketcher.takes("Move")
    zone = page.get_by_role("button", name="Zone Zone 1: arrow keys move it")
    zone.focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    first = lambda: _scene(sketcher).zones[0].points[0]  # noqa: E731
    sketcher.visitor.finds(lambda: first() == pytest.approx((0.36, 0.4)))
    expect(zone).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    sketcher.visitor.finds(lambda: first() == pytest.approx((0.36, 0.395)))
    page.keyboard.press("Delete")
    sketcher.visitor.finds(lambda: len(_scene(sketcher).zones[0].points) == 3)
    expect(zone).to_be_focused()
    page.keyboard.press("Delete")
    sketcher.visitor.finds(lambda: _scene(sketcher) == Scene())
    sketcher.visitor.waits()
    for corners in (3, 4):
        page.keyboard.press("Control+z")
        sketcher.visitor.finds(lambda corners=corners: [len(z.points) for z in _scene(sketcher).zones] == [corners])
        sketcher.visitor.waits()
    page.keyboard.press("Control+Shift+z")
    sketcher.visitor.finds(lambda: len(_scene(sketcher).zones[0].points) == 3)
    page.get_by_role("button", name="Where Zone 1 lies").focus()
    page.keyboard.press("Delete")
    sketcher.visitor.finds(lambda: _scene(sketcher) == Scene())


def test_presses_go_on_from_each_other_and_open_fields_bring_nothing_old_back(sketcher: Sketcher) -> None:
    page = sketcher.visitor.page
    page.get_by_role("button", name="Add a zone").click()
    sketcher.sees_places(["Zone 1"])
    for left in (0.34, 0.33, 0.32, 0.31, 0.3):
        page.get_by_role("button", name="Move Zone 1 to the left").click()
        moved = [(left, 0.35), (left + 0.3, 0.35), (left + 0.3, 0.65), (left, 0.65)]
        # Streamlit takes two presses for one where it has not yet seen the first.
        sketcher.visitor.finds(lambda at=moved: _scene(sketcher).zones[0].points == tuple(map(pytest.approx, at)))
    field = page.get_by_role("spinbutton", name="Corner 1, across")
    expect(field).to_have_value("30.00")
    field.fill("12")
    field.press("Tab")
    expect(page.get_by_role("spinbutton", name="Corner 1, down")).to_be_focused()
    moved[0] = (0.12, 0.35)
    sketcher.visitor.finds(lambda: _scene(sketcher).zones[0].points == tuple(map(pytest.approx, moved)))
    page.get_by_role("button", name="Delete Zone 1").dblclick()
    expect(sketcher.visitor.alerts).to_have_text(re.compile("No places yet"))


def test_undoing_what_is_typed_leaves_the_places_alone(finished: Sketcher) -> None:
    before, name = _scene(finished), finished.visitor.page.get_by_role("textbox", name="Zone 1")
    name.press_sequentially("x")
    name.press("Control+z")
    finished.visitor.waits()
    assert _scene(finished) == before
    expect(finished.visitor.page.get_by_role("button", name="Redo")).to_be_disabled()


def test_the_buttons_of_the_canvas_that_would_do_nothing_are_not_shown(sketcher: Sketcher) -> None:
    sketcher.rectangle(*BOX)
    sketcher.sees_places(["Zone 1"])
    expect(sketcher.visitor.page.locator(".dc-toolbar")).to_be_hidden()
    for name in ("Reset canvas & history", "Update the app with this drawing"):
        expect(sketcher.visitor.page.get_by_role("button", name=name)).to_have_count(0)


@pytest.fixture
def at_the_phone(browser: Browser, app: ServedApp, clip: Path) -> Iterator[Sketcher]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    sketcher = Sketcher(Visitor(context.new_page(), app))
    sketcher.visitor.sets_up(clip)
    sketcher.takes("Zone")
    yield sketcher
    context.close()


def test_fingers_draw_by_taps_and_scroll_by_swipes(at_the_phone: Sketcher) -> None:
    page, size_px = at_the_phone.visitor.page, at_the_phone.size_px
    at_the_phone.taps(*CORNERS)
    expect(page.get_by_role("status").filter(has_text="Finish")).to_have_text(re.compile("Click the first corner"))
    at_the_phone.taps((CORNERS[0][0] + 18 / size_px[0], CORNERS[0][1]))
    at_the_phone.sees_places(["Zone 1"])
    at_the_phone.stage.scroll_into_view_if_needed()
    at_the_phone.taps((0.6, 0.1), (0.9, 0.1), (0.9, 0.4))
    page.get_by_role("button", name="Finish").tap()
    at_the_phone.sees_places(["Zone 1", "Zone 2"])
    at_the_phone.takes("Line")
    at_the_phone.taps((0.5, 0.9), (0.5, 0.1))
    at_the_phone.sees_places(["Zone 1", "Zone 2", "Line 1"])
    scene = _scene(at_the_phone)
    assert all(_near(a, b, size_px) for a, b in zip(CORNERS, scene.zones[0].points, strict=True))
    assert _near((0.5, 0.1), scene.lines[0].end, size_px)
    scrolled = page.get_by_test_id("stMain")
    before = scrolled.evaluate("main => main.scrollTop")
    for tool in ("Zone", "Rectangle", "Line", "Move"):
        at_the_phone.takes(tool)
        at_the_phone.swipes((0.7, 0.9), (0.7, 0.2))
    at_the_phone.visitor.finds(lambda: scrolled.evaluate("main => main.scrollTop") != before)
    at_the_phone.visitor.waits()
    assert _scene(at_the_phone) == scene, "a finger that swipes draws nothing"


def test_fingers_drag_a_place_that_was_tapped_and_any_corner(at_the_phone: Sketcher) -> None:
    size_px = at_the_phone.size_px
    at_the_phone.takes("Rectangle")
    at_the_phone.taps((0.2, 0.3), (0.5, 0.8))
    at_the_phone.sees_places(["Zone 1"])
    at_the_phone.takes("Move")
    at_the_phone.taps((0.35, 0.5))
    at_the_phone.swipes((0.35, 0.5), (0.55, 0.4))
    at_the_phone.visitor.finds(lambda: _near((0.4, 0.2), _scene(at_the_phone).zones[0].points[0], size_px))
    at_the_phone.visitor.waits()
    at_the_phone.swipes((0.7, 0.7), (0.9, 0.9))
    at_the_phone.visitor.finds(lambda: _near((0.9, 0.9), _scene(at_the_phone).zones[0].points[2], size_px))


BAY: tuple[Point, ...] = ((0.3, 0.8), (0.6, 0.8), (0.55, 0.5), (0.35, 0.5))


def test_a_zone_of_four_corners_becomes_the_scale_and_is_measured_and_moved(sketcher: Sketcher) -> None:
    visitor, page = sketcher.visitor, sketcher.visitor.page
    sketcher.polygon(*BAY)
    sketcher.sees_places(["Zone 1"])
    page.get_by_role("combobox", name="What Zone 1 is for").click()
    page.get_by_role("option", name="ground scale").click()
    sketcher.sees_places([])
    visitor.finds(lambda: _scene(sketcher).ground is not None)
    page.get_by_role("spinbutton", name="Width (m)").fill("3.5")
    page.get_by_role("spinbutton", name="Width (m)").press("Enter")
    visitor.finds(lambda: _sides(sketcher) == (3.5, 5.0))
    visitor.waits()
    sketcher.takes("Move")
    sketcher.drags(BAY[0], (0.2, 0.9))
    visitor.finds(lambda: _near((0.2, 0.9), _scene(sketcher).ground.points[0], sketcher.size_px))  # type: ignore[union-attr]
    assert _sides(sketcher) == (3.5, 5.0)
    visitor.waits()
    page.get_by_role("button", name="Delete the ground scale").click()
    visitor.finds(lambda: _scene(sketcher).ground is None)
    visitor.waits()
    page.get_by_role("button", name="Undo").click()
    visitor.finds(lambda: _sides(sketcher) == (3.5, 5.0))


def _sides(sketcher: Sketcher) -> tuple[float, float] | None:
    ground = _scene(sketcher).ground
    return None if ground is None else (ground.width_m, ground.length_m)
