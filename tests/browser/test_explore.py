"""Every control of Explore in a real browser: the picture follows, and no model runs."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from heatdash.values.class_map import ClassMap
from heatdash.values.project import Project
from heatdash.values.scene import Line, Scene, Zone
from heatdash.values.watch_settings import WatchSettings
from tests.browser.serve_app import ServedApp
from tests.browser.visitor import Visitor
from tests.builders.scenes import make_scene

pytestmark = pytest.mark.browser

GATE = Line(name="Gate", start=(0.5, 1.0), end=(0.5, 0.0))
LEFT = Zone(name="Left", points=((0.0, 0.0), (0.45, 0.0), (0.45, 1.0), (0.0, 1.0)))
ASKED = Project(watch=WatchSettings(model="motion"), scene=Scene(zones=(LEFT,), lines=(GATE,)))
SECONDS = 8
UNITS = "Passenger-car units (PCU)"
WINDOW: ViewportSize = {"width": 1280, "height": 1400}
Change = Callable[[Visitor], None]


@pytest.fixture(scope="module")
def owner(browser: Browser, app: ServedApp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Whose result it is: a red square that goes in through the gate, and a blue one that goes out."""
    context = browser.new_context(viewport=WINDOW)
    visitor = Visitor(context.new_page(), app)
    clip = make_scene(tmp_path_factory.mktemp("clip") / "Gate.mp4", frames=25 * SECONDS)
    visitor.has_analysed(clip, project=ASKED)
    yield visitor
    context.close()


@pytest.fixture
def explorer(owner: Visitor) -> Visitor:
    """The owner at the result, as it was asked for first."""
    run = owner.run
    # A page that is still being made would keep what it was asked, after all.
    owner.waits()
    owner.page.goto("about:blank")
    owner.register.keep_project(run_id=run.run_id, project=ASKED)
    owner.opens(f"explore?run={run.run_id}")
    owner.sees_the_result()
    return owner


def _slide(name: str, key: str, times: int = 1) -> Change:
    def change(visitor: Visitor) -> None:
        slider = visitor.page.get_by_role("slider", name=re.compile(f"^{name}"))
        slider.focus()
        for _ in range(times):
            slider.press(key)

    return change


def _pick(label: str, option: str) -> Change:
    return lambda visitor: visitor.picks(label, option)


def _tick(name: str) -> Change:
    return lambda visitor: visitor.page.get_by_test_id("stCheckbox").filter(has_text=name).locator("label").click()


def _type(label: str, value: str) -> Change:
    def change(visitor: Visitor) -> None:
        field = visitor.page.get_by_test_id("stNumberInput").filter(has_text=label).locator("input")
        field.fill(value)
        field.press("Enter")

    return change


def _choose_red(visitor: Visitor) -> None:
    visitor.page.get_by_text("Choose …", exact=True).click()
    visitor.picks("Kinds and colours", "moving object · red (1)")
    visitor.page.keyboard.press("Escape")


def _choose_viridis(visitor: Visitor) -> None:
    visitor.page.get_by_role("radio", name="viridis").click()


def _type_a_time(visitor: Visitor) -> None:
    visitor.page.get_by_test_id("stPopoverButton").filter(has_text="Type exact times").click()
    visitor.page.get_by_role("spinbutton", name="second, From").focus()
    visitor.page.keyboard.type("02")
    visitor.page.keyboard.press("Enter")


def _drag_the_bars(visitor: Visitor) -> None:
    bars = visitor.page.get_by_test_id("stVegaLiteChart").locator("svg, canvas").first.bounding_box()
    assert bars is not None
    mouse, y = visitor.page.mouse, bars["y"] + bars["height"] / 2
    mouse.move(bars["x"] + 0.05 * bars["width"], y)
    mouse.down()
    mouse.move(bars["x"] + 0.2 * bars["width"], y, steps=4)
    mouse.move(bars["x"] + 0.4 * bars["width"], y, steps=4)
    mouse.up()


IN_SIGHT: dict[str, Change] = {
    "metric": _pick("What", "Different people"),
    "who": _choose_red,
    "time, dragged over the bars": _drag_the_bars,
    "time, typed": _type_a_time,
    "time, by the slider's keys": _slide("When — end", "ArrowLeft", 4),
    "colours": _choose_viridis,
    "strength": _slide("Strength", "ArrowRight", 20),
}
UNDER_EXPERT: dict[str, Change] = {
    "memory": _pick("Memory", "recent, fading"),
    "point that counts": _pick("Point that counts", "head (top middle)"),
    "smoothing": _slide("Smoothing", "ArrowRight", 20),
    "cells": _slide("Cells across", "Home"),
    "hide below": _slide("Hide below", "ArrowRight", 30),
    "scale": _pick("Scale", "fixed"),
    "shortest appearance": _type("Shortest appearance", "60"),
    "zones and lines": _tick("Zones and lines"),
}


def _shown(visitor: Visitor) -> tuple[str, bytes]:
    address = str(visitor.map.get_attribute("src"))
    return address, b64decode(address.removeprefix("data:image/jpeg;base64,"))


def _sees_another_map(visitor: Visitor, before: tuple[str, bytes]) -> None:
    address, picture = before
    expect(visitor.map).not_to_have_attribute("src", address)
    visitor.waits()
    assert _shown(visitor)[1] != picture


@pytest.mark.parametrize("control", IN_SIGHT)
def test_the_map_follows_every_control_in_sight(explorer: Visitor, control: str) -> None:
    before = _shown(explorer)
    IN_SIGHT[control](explorer)
    _sees_another_map(explorer, before)
    assert len(explorer.analyses) == 1, "the clip is not watched again"
    explorer.finds(lambda: explorer.run.project != ASKED)


@pytest.mark.parametrize("control", UNDER_EXPERT)
def test_the_map_follows_every_control_under_expert(explorer: Visitor, control: str) -> None:
    explorer.unfolds("Expert")
    before = _shown(explorer)
    UNDER_EXPERT[control](explorer)
    if control == "scale":
        _type("Top of the scale", "50")(explorer)
    _sees_another_map(explorer, before)
    assert len(explorer.analyses) == 1, "the clip is not watched again"


def test_no_picture_is_missed_where_controls_change_faster_than_a_slow_line(explorer: Visitor) -> None:
    page, fetched, refused = explorer.page, list[str](), list[str]()
    page.on("request", lambda asked: fetched.append(asked.url) if asked.resource_type == "image" else None)
    page.on("response", lambda given: refused.append(given.url) if given.status >= 400 else None)
    before = _shown(explorer)
    slider = page.get_by_role("slider", name="Strength")
    for _ in range(12):
        slider.press("ArrowLeft")
        page.wait_for_timeout(60)
    _sees_another_map(explorer, before)
    assert refused == []
    assert [url for url in fetched if not url.startswith("data:")] == [], "the page brings its pictures along"


@pytest.mark.parametrize(("width", "height"), [(1366, 650), (1024, 768), (1920, 1080)])
def test_the_whole_map_stays_in_sight_beside_controls_that_are_longer_than_the_window(
    explorer: Visitor, width: int, height: int
) -> None:
    page = explorer.page
    page.set_viewport_size({"width": width, "height": height})
    explorer.unfolds("Expert")
    last = page.get_by_test_id("stExpander").filter(has_text="Expert").get_by_test_id("stCheckbox").last
    last.scroll_into_view_if_needed()
    explorer.waits()
    expect(last).to_be_in_viewport()
    expect(explorer.map).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("tab", name="Map")).to_be_in_viewport(ratio=1)
    page.set_viewport_size(WINDOW)


def test_words_on_the_map_are_drawn_for_the_room_that_it_has(explorer: Visitor) -> None:
    wide = _shown(explorer)
    explorer.page.set_viewport_size({"width": 390, "height": 844})
    _sees_another_map(explorer, wide)
    explorer.page.set_viewport_size(WINDOW)
    expect(explorer.map).to_have_attribute("src", wide[0])


def test_the_map_tells_who_was_where(explorer: Visitor) -> None:
    page = explorer.page
    longest = page.get_by_role("button", name=re.compile(r"^\d+ objects?,")).first
    expect(longest).to_be_visible()
    said = longest.inner_text()
    longest.hover()
    expect(page.get_by_role("status").filter(has_text=said)).to_be_visible()
    box = explorer.map.bounding_box()
    assert box
    page.mouse.move(box["x"] + 3, box["y"] + 3)
    expect(page.get_by_role("status").filter(has_text="Nobody stood just here")).to_be_visible()
    longest.click()
    expect(page.get_by_text(re.compile(r"^Who was here: [12]$"))).to_be_visible()
    page.mouse.click(box["x"] + 3, box["y"] + 3)
    expect(page.get_by_text(re.compile("^Who was here"))).to_have_count(0)


def test_the_cards_follow_whom_and_when(explorer: Visitor) -> None:
    gate, picture = explorer.card("Gate"), explorer.card("Whole picture")
    expect(gate).to_contain_text("1 came in 1 went out")
    expect(picture).to_contain_text("2 objects")
    _choose_red(explorer)
    expect(picture).to_contain_text("1 object")
    expect(gate).to_contain_text("1 came in 0 went out")
    _slide("When — end", "ArrowLeft", SECONDS - 1)(explorer)
    expect(gate).to_contain_text("0 came in 0 went out")


def test_a_refresh_keeps_settings_and_tab(explorer: Visitor) -> None:
    explorer.picks("What", "Different people")
    explorer.goes_to("When")
    expect(explorer.page).to_have_url(re.compile("tab=when"))
    explorer.page.reload()
    expect(explorer.page.get_by_role("tab", name="When")).to_have_attribute("aria-selected", "true")
    expect(explorer.page.get_by_role("combobox", name="What")).to_have_count(0)
    explorer.goes_to("Map")
    expect(explorer.page.get_by_role("combobox", name="What")).to_have_value("Different people")
    explorer.finds(lambda: explorer.run.project.measure.metric == "unique_visits")


def test_a_second_tab_sees_the_same(explorer: Visitor) -> None:
    before = _shown(explorer)
    explorer.picks("What", "Different people")
    _sees_another_map(explorer, before)
    second = Visitor(explorer.page.context.new_page(), explorer.app)
    second.opens(f"explore?run={explorer.run.run_id}")
    second.sees_the_result()
    assert _shown(second)[1] == _shown(explorer)[1]
    second.page.close()


def test_strangers_see_nothing_without_the_link(owner: Visitor, page: Page) -> None:
    stranger = Visitor(page, owner.app)
    stranger.opens("library")
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    stranger.opens("explore")
    expect(page.get_by_text("No result is open.")).to_be_visible()
    stranger.opens()
    expect(page.get_by_role("button", name="Try the sample")).to_be_visible()
    expect(page.get_by_text("Recent", exact=True)).to_have_count(0)


def test_the_link_shows_the_result_and_leaves_the_owners_settings(explorer: Visitor, page: Page) -> None:
    link = explorer.shares()
    guest = Visitor(page, explorer.app)
    page.set_viewport_size(WINDOW)
    page.goto(link)
    guest.sees_the_result()
    assert _shown(guest)[1] == _shown(explorer)[1]
    before = _shown(guest)
    guest.picks("What", "Different people")
    _sees_another_map(guest, before)
    assert explorer.run.project == ASKED
    page.get_by_role("navigation").get_by_role("link", name="Set up").click()
    expect(page.get_by_text("You are looking at a clip that someone else shares with you.")).to_be_visible()
    assert explorer.run.run_id not in page.url
    expect(page.get_by_role("button", name="Analyse")).to_have_count(0)


def test_another_language_keeps_the_tab_and_is_kept_itself(explorer: Visitor, page: Page) -> None:
    reader = Visitor(page, explorer.app)
    reader.opens(explorer.link())
    reader.sees_the_result()
    reader.goes_to("Places")
    page.get_by_text("中文", exact=True).click()
    expect(page.get_by_role("tab", name="位置")).to_have_attribute("aria-selected", "true")
    expect(reader.card("整个画面")).to_contain_text("2 个对象")
    page.get_by_text("EN", exact=True).click()
    expect(page.get_by_role("tab", name="Places")).to_have_attribute("aria-selected", "true")
    page.get_by_text("中文", exact=True).click()
    expect(page.get_by_role("tab", name="位置")).to_be_visible()
    page.reload()
    expect(page.get_by_role("tab", name="位置")).to_be_visible()


def test_places_edited_on_the_map_change_the_figures(explorer: Visitor) -> None:
    explorer.page.get_by_text("Edit places", exact=True).click()
    expect(explorer.page.get_by_role("textbox", name="Gate")).to_be_visible()
    explorer.page.get_by_role("button", name="Flip").click()
    explorer.finds(lambda: explorer.run.project.scene.lines == (replace(GATE, start=GATE.end, end=GATE.start),))
    explorer.page.get_by_test_id("stMain").get_by_role("button", name="Delete Gate").click()
    expect(explorer.card("Gate")).to_have_count(0)
    assert len(explorer.analyses) == 1


def test_intervals_and_passenger_car_units_are_set_beside_the_ways(explorer: Visitor) -> None:
    run, arms = explorer.run, Scene(lines=(replace(GATE, name="West"), Line("East", (0.8, 1.0), (0.8, 0.0))))
    explorer.page.goto("about:blank")
    explorer.register.keep_project(run_id=run.run_id, project=replace(ASKED, scene=arms))
    explorer.opens(f"explore?run={run.run_id}&tab=Ways")
    explorer.picks("Movements per", "5 minutes")
    explorer.finds(lambda: explorer.run.project.measure.interval_min == 5)
    explorer.page.get_by_text("Turning movements").first.click()
    explorer.unfolds(UNITS)
    # Typed twice, since a table that is made anew after each change would lose every second one.
    for weight in (2.5, 4):
        _type_weight(explorer, weight)
        explorer.finds(lambda weight=weight: list(explorer.run.project.pcu.unusual(ClassMap()).values()) == [weight])
    explorer.goes_to("When")
    explorer.goes_to("Ways")
    assert list(explorer.run.project.pcu.unusual(ClassMap()).values()) == [4]
    explorer.page.get_by_text("Turning movements").first.click()
    explorer.unfolds(UNITS)
    explorer.page.get_by_role("button", name="Back to the usual weights").click()
    explorer.finds(lambda: not explorer.run.project.pcu.unusual(ClassMap()))
    _type_weight(explorer, 3)
    explorer.finds(lambda: list(explorer.run.project.pcu.unusual(ClassMap()).values()) == [3])


def _type_weight(visitor: Visitor, weight: float) -> None:
    """Another weight of the first class, typed into the table."""
    visitor.waits()
    table = visitor.page.get_by_test_id("stExpander").filter(has_text=UNITS).get_by_test_id("stDataFrame")
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    visitor.page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + 1.5 * box["height"] / 2)
    entry = visitor.page.locator("#portal input")
    entry.fill(f"{weight:g}")
    entry.press("Enter")


def test_ones_own_classes_are_counted_without_another_look(explorer: Visitor, tmp_path: Path) -> None:
    table = tmp_path / "classes.csv"
    table.write_text("class,name\nmoving object,mover\n", encoding="utf-8")
    page = explorer.page
    page.get_by_role("button", name="Names of the classes").click()
    page.locator("input[type=file]").last.set_input_files(table)
    expect(page.get_by_text("moving object: mover")).to_be_visible()
    page.keyboard.press("Escape")
    explorer.finds(lambda: explorer.run.project.class_map.pairs == (("moving object", "mover"),))
    explorer.waits()
    page.get_by_text("Choose …", exact=True).click()
    explorer.picks("Kinds and colours", "mover · red (1)")
    page.keyboard.press("Escape")
    expect(explorer.card("Gate")).to_contain_text("1 came in 0 went out")
    assert len(explorer.analyses) == 1
