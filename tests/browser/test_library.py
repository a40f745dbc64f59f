"""The Library in a real browser: a card is one click, and what is deleted can be restored."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from heatdash.settings import DATA_VARIABLE
from heatdash.values.run import Run
from heatdash.values.scene import Scene
from heatdash.web.owner_cookie import OWNER_COOKIE, named_owner
from tests.browser.serve_app import ServedApp
from tests.browser.visitor import Visitor
from tests.builders.analysed_runs import analysed_run, new_run

pytestmark = pytest.mark.browser


@pytest.fixture
def visitor(page: Page, app: ServedApp, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """A new visitor, who has analysed two clips and uploaded a third; what the test makes, the app finds."""
    monkeypatch.setenv(DATA_VARIABLE, str(app.data))
    visitor = Visitor(page, app)
    visitor.opens()
    (owner,) = [named_owner(cookie["value"]) for cookie in page.context.cookies() if cookie["name"] == OWNER_COOKIE]
    for name in ("Entrance", "Aisle"):
        analysed_run(owner=owner, name=name, file=f"{owner}-{name}.mp4")
    new_run(owner=owner, name="Till", file=f"{owner}-till.mp4")
    visitor.opens("library")
    return visitor


def card(visitor: Visitor, name: str) -> Locator:
    return visitor.page.locator("[class*=st-key-run-card-]").filter(has=visitor.page.get_by_role("link", name=name))


def run_named(visitor: Visitor, name: str) -> Run:
    (found,) = [run for run in visitor.register.everyones_runs() if run.name == name and _is_of(visitor, run)]
    return found


def _is_of(visitor: Visitor, run: Run) -> bool:
    return run.owner in [named_owner(cookie["value"]) for cookie in visitor.page.context.cookies()]


def deletes(visitor: Visitor, name: str) -> None:
    """The visitor deletes the result from its card."""
    card(visitor, name).get_by_role("button", name="More for").click()
    visitor.page.get_by_role("button", name="Delete …").click()
    asked = visitor.page.get_by_role("dialog").filter(has_text=f"Delete “{name}”?")
    asked.get_by_role("button", name="Delete", exact=True).click()
    expect(card(visitor, name)).to_have_count(0)
    visitor.waits()


def test_a_clip_goes_and_its_result_stays(visitor: Visitor) -> None:
    run = run_named(visitor, "Entrance")
    card(visitor, "Entrance").get_by_role("button", name="More for").click()
    visitor.page.get_by_role("button", name="Delete the clip, keep the result").click()
    asked = visitor.page.get_by_role("dialog").filter(has_text="Delete the clip of “Entrance” for good?")
    asked.get_by_role("button", name="Delete the clip for good").click()
    expect(card(visitor, "Entrance")).to_contain_text("The clip was deleted on")
    assert not run.source.exists()
    card(visitor, "Entrance").get_by_role("link").click()
    visitor.sees_the_result()
    expect(visitor.page.get_by_text("The picture is the empty scene that was kept.")).to_be_visible()
    visitor.page.get_by_role("tab", name="Video").click()
    expect(visitor.page.get_by_text("No video can be made of it any more.")).to_be_visible()
    expect(visitor.page.locator("video")).to_have_count(0)


@pytest.mark.parametrize("part", ["picture", "facts"])
def test_a_click_anywhere_on_a_card_opens_its_result(visitor: Visitor, part: str) -> None:
    run = run_named(visitor, "Entrance")
    at = {"picture": "[class*=st-key-run-picture-]", "facts": "[data-testid=stCaptionContainer]"}[part]
    # The link lies above everything else, so that it takes the click.
    box = card(visitor, "Entrance").locator(at).bounding_box()
    assert box is not None
    visitor.page.mouse.click(box["x"] + 20, box["y"] + 10)
    expect(visitor.page).to_have_url(re.compile(rf"/explore\?run={run.run_id}"))
    visitor.sees_the_result()


def test_a_card_is_reached_and_opened_by_the_keyboard(visitor: Visitor) -> None:
    link = card(visitor, "Till").get_by_role("link")
    visitor.page.get_by_role("combobox", name="Order").focus()
    visitor.page.keyboard.press("Tab")
    expect(link).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page).to_have_url(re.compile(rf"/set-up\?run={run_named(visitor, 'Till').run_id}"))


def test_what_else_stands_on_a_card_does_not_open_it(visitor: Visitor) -> None:
    card(visitor, "Aisle").get_by_role("button", name="More for").click()
    visitor.page.get_by_role("textbox", name="Name").fill("Aisle 4")
    visitor.page.keyboard.press("Enter")
    expect(card(visitor, "Aisle 4")).to_be_visible()
    card(visitor, "Entrance").get_by_role("button", name="Use these places").click()
    expect(visitor.page.get_by_role("dialog").get_by_text("Door, Gate")).to_be_visible()
    expect(visitor.page).to_have_url(re.compile("/library$"))


def test_places_used_on_a_clip_that_was_being_sketched_on_stay(visitor: Visitor) -> None:
    till, scene = run_named(visitor, "Till"), run_named(visitor, "Entrance").project.scene
    visitor.register.keep_project(run_id=till.run_id, project=replace(till.project, scene=Scene()))
    card(visitor, "Till").get_by_role("link").click()
    expect(visitor.page.locator("canvas.upper-canvas")).to_be_visible()
    visitor.waits()
    visitor.page.get_by_role("navigation").get_by_role("link", name="Library").click()
    card(visitor, "Entrance").get_by_role("button", name="Use these places").click()
    visitor.page.get_by_role("combobox", name="A clip of yours").click()
    visitor.page.get_by_role("option", name=re.compile("^Till")).click()
    visitor.page.get_by_role("button", name="Use the places on this clip").click()
    expect(visitor.page).to_have_url(re.compile("/set-up"))
    expect(visitor.page.get_by_role("textbox", name="Name of the zone Door")).to_be_visible()
    visitor.waits()
    visitor.page.get_by_role("navigation").get_by_role("link", name="Guide").click()
    visitor.waits()
    assert run_named(visitor, "Till").project.scene == scene


def test_cards_are_found_while_one_types(visitor: Visitor) -> None:
    visitor.page.get_by_role("searchbox", name="Search").press_sequentially("ais")
    expect(card(visitor, "Entrance")).to_have_count(0)
    expect(card(visitor, "Aisle")).to_be_visible()
    visitor.page.get_by_role("searchbox", name="Search").fill("cellar")
    visitor.page.get_by_role("button", name="Show all results").click()
    expect(visitor.page.locator("[class*=st-key-run-card-]")).to_have_count(3)


@pytest.fixture
def stranger(browser: Browser, app: ServedApp) -> Iterator[Visitor]:
    """Somebody in another browser."""
    context = browser.new_context()
    yield Visitor(context.new_page(), app)
    context.close()


def test_a_deleted_result_is_closed_to_all_and_open_again_when_that_is_undone(
    visitor: Visitor, stranger: Visitor
) -> None:
    run = run_named(visitor, "Entrance")
    _, token = visitor.register.new_link(run_id=run.run_id, name="Link")
    files = f"{visitor.app.url}heatdash/clip/{token}"
    deletes(visitor, "Entrance")
    stranger.opens(f"explore?shared={token}")
    expect(stranger.alerts.first).to_contain_text("This result was deleted. Whoever made it can restore it")
    assert stranger.page.request.get(files).status == 404
    visitor.page.get_by_role("button", name="Undo").click()
    expect(card(visitor, "Entrance")).to_be_visible()
    assert stranger.page.request.get(files).status == 200
    stranger.page.reload()
    stranger.sees_the_result()


def test_a_result_is_deleted_for_good_at_once_where_that_is_wanted(visitor: Visitor) -> None:
    run = run_named(visitor, "Aisle")
    deletes(visitor, "Aisle")
    visitor.page.reload()
    visitor.waits()
    visitor.page.get_by_text("Deleted: one result, can be undone").click()
    visitor.page.get_by_role("button", name="Delete for good now …").click()
    visitor.page.get_by_role("dialog").get_by_role("button", name="Delete for good", exact=True).click()
    expect(visitor.page.get_by_text("Deleted: one result")).to_have_count(0)
    visitor.finds(lambda: visitor.register.deleted_run(run.run_id) is None and not run.source.exists())


def test_the_library_fits_a_phone(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 390, "height": 800})
    visitor.waits()
    assert visitor.page.evaluate("document.scrollingElement.scrollWidth") <= 390
    box = card(visitor, "Till").bounding_box()
    assert box is not None
    assert box["width"] > 300


def test_the_address_of_a_link_is_copied(visitor: Visitor, stranger: Visitor) -> None:
    run = run_named(visitor, "Entrance")
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.opens(f"explore?run={run.run_id}")
    address = visitor.shares()
    expect(visitor.page.get_by_text("Nobody else can open links to this result")).to_be_visible()
    visitor.page.get_by_role("button", name="Copy", exact=True).click()
    expect(visitor.page.get_by_text("Copied.")).to_be_visible()
    copied = visitor.page.evaluate("navigator.clipboard.readText()")
    assert copied == address
    assert copied.startswith(f"{visitor.app.url}explore?shared=")
    stranger.page.goto(copied)
    stranger.sees_the_result()
