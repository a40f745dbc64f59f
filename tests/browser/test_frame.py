"""The frame around the pages in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.serve_app import ServedApp, serve_app

pytestmark = pytest.mark.browser

PAGES = {"Set up": "set-up", "Explore": "explore", "Library": "library", "Guide": "guide"}


@pytest.fixture
def visit(page: Page, app: ServedApp) -> Page:
    """The first page, just loaded by a new visitor."""
    page.goto(app.url)
    expect(page.get_by_role("radiogroup", name="Language")).to_be_visible()
    return page


def _background(page: Page) -> str:
    return str(page.get_by_test_id("stApp").evaluate("shown => getComputedStyle(shown).backgroundColor"))


@pytest.mark.parametrize(("title", "path"), PAGES.items())
def test_every_page_is_one_click_away(visit: Page, title: str, path: str) -> None:
    visit.get_by_role("navigation").get_by_role("link", name=title).click()
    expect(visit).to_have_url(re.compile(f"/{path}$"))
    expect(visit.get_by_test_id("stException")).to_have_count(0)


def test_the_whole_frame_changes_its_language_and_keeps_it(visit: Page) -> None:
    visit.get_by_text("中文", exact=True).click()
    links = visit.get_by_role("navigation").get_by_role("link")
    for title in ("开始", "设置", "查看", "记录", "说明"):
        expect(links.filter(has_text=title)).to_be_visible()
    visit.reload()
    expect(links.filter(has_text="说明")).to_be_visible()


def test_light_and_dark_are_one_menu_away_and_stay(visit: Page) -> None:
    light = _background(visit)
    visit.get_by_role("button", name="Main menu").click()
    visit.get_by_role("menuitemradio", name="Dark").click()
    expect(visit.get_by_test_id("stApp")).not_to_have_css("background-color", light)
    dark = _background(visit)
    visit.reload()
    expect(visit.get_by_test_id("stApp")).to_have_css("background-color", dark)


def test_the_corner_fits_a_phone(visit: Page) -> None:
    visit.set_viewport_size({"width": 390, "height": 800})
    expect(visit.get_by_role("radiogroup", name="Language")).to_be_in_viewport(ratio=1)
    expect(visit.get_by_role("button", name="Main menu")).to_be_in_viewport(ratio=1)
    assert visit.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_a_visitor_is_known_again_after_the_app_was_restarted(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_context().new_page()
    with serve_app(data=tmp_path) as app:
        page.goto(app.url)
        page.get_by_text("中文", exact=True).click()
        expect(page.get_by_role("radiogroup", name="语言")).to_be_visible()
    with serve_app(data=tmp_path) as app:
        page.goto(app.url)
        expect(page.get_by_role("radiogroup", name="语言")).to_be_visible()
    page.context.close()
