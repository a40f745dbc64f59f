"""The frame around the pages in a real browser."""

import re
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from heatdash.values.project import Project
from heatdash.values.scene import Line, Scene, Zone
from heatdash.values.watch_settings import WatchSettings
from tests.browser.serve_app import ServedApp, serve_app
from tests.browser.visitor import Visitor
from tests.builders.scenes import make_scene

pytestmark = pytest.mark.browser

PAGES = {"Set up": "set-up", "Explore": "explore", "Library": "library", "Guide": "guide"}


GATE = Line(name="Gate", start=(0.5, 1.0), end=(0.5, 0.0))
LEFT = Zone(name="Left", points=((0.0, 0.0), (0.45, 0.0), (0.45, 1.0), (0.0, 1.0)))
ASKED = Project(watch=WatchSettings(model="motion"), scene=Scene(zones=(LEFT,), lines=(GATE,)))


@pytest.fixture(scope="module")
def result(browser: Browser, app: ServedApp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Whose clip was analysed, with a line and a zone."""
    context = browser.new_context()
    visitor = Visitor(context.new_page(), app)
    visitor.has_analysed(make_scene(tmp_path_factory.mktemp("clip") / "Gate.mp4"), project=ASKED)
    yield visitor
    context.close()


@pytest.fixture
def explorer(result: Visitor) -> Iterator[Visitor]:
    """Who has just come to that result."""
    visitor = Visitor(result.page.context.new_page(), result.app)
    visitor.opens(f"explore?run={result.run.run_id}")
    yield visitor
    visitor.page.close()


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


@pytest.mark.parametrize("language", ["EN", "中文"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (640, 512)], ids=["phone", "laptop at 200 %"])
def test_the_menu_and_every_page_fit(explorer: Visitor, width: int, height: int, language: str) -> None:
    page = explorer.page
    page.set_viewport_size({"width": width, "height": height})
    page.get_by_text(language, exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", {"EN": "en", "中文": "zh-CN"}[language])
    for tab in page.get_by_role("tab").all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        explorer.rests()
        # Brings the tab into view, again where the page has made it anew meanwhile; a fraction of a pixel may be cut.
        tab.hover()
        expect(tab).to_be_in_viewport(ratio=0.99)
        _fits(page, width)
    for number in (1, 3, 4, 0):
        menu = page.get_by_role("navigation").get_by_role("link")
        _goes_to(menu.nth(number))
        explorer.rests()
        for link in menu.all():
            expect(link).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("radiogroup", name=re.compile("Language|语言"))).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("button", name="Main menu")).to_be_in_viewport(ratio=1)
        _fits(page, width)


def _goes_to(link: Locator) -> None:
    """The link's page is shown. Pressed in the first second of Set up, it may have to be pressed once more."""
    link.click()
    with suppress(AssertionError):
        expect(link).to_have_attribute("aria-current", "page", timeout=10_000)
        return
    link.click()
    expect(link).to_have_attribute("aria-current", "page")


def _fits(page: Page, width: int) -> None:
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => Math.max(main.scrollWidth, document.scrollingElement.scrollWidth)") <= width


def test_the_document_is_in_the_language_that_is_read(visit: Page) -> None:
    expect(visit.locator("html")).to_have_attribute("lang", "en")
    visit.get_by_text("中文", exact=True).click()
    expect(visit.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(visit).to_have_title("开始 · HeatDash")
    expect(visit.get_by_role("navigation", name="页面")).to_be_visible()


def test_popovers_are_light_or_dark_as_the_page_is(explorer: Visitor) -> None:
    page = explorer.page
    for theme in ("Dark", "Light"):
        page.get_by_role("button", name="Main menu").click()
        page.get_by_role("menuitemradio", name=theme).click()
        page.keyboard.press("Escape")
        expect(page.locator("html")).to_have_css("color-scheme", theme.lower())


def test_streamlits_runner_stays_away_and_a_lost_connection_is_told_in_the_pages_words(
    page: Page, tmp_path: Path
) -> None:
    page.add_init_script(
        """window.dialogs = 0;
        new MutationObserver(() => { dialogs += document.querySelectorAll("[role=dialog]").length; })
          .observe(document, {childList: true, subtree: true});"""
    )
    with serve_app(data=tmp_path) as app:
        visitor = Visitor(page, app)
        visitor.opens()
        lost = page.get_by_role("alert").filter(has_text="No connection to HeatDash")
        expect(lost).to_be_hidden()
        page.get_by_role("button", name="Try the sample").click()
        page.locator("[data-testid=stApp][data-test-script-state=running]").wait_for()
        app.process.send_signal(signal.SIGSTOP)
        expect(page.get_by_test_id("stStatusWidget")).to_be_attached()
        expect(page.get_by_test_id("stStatusWidget")).to_be_hidden()
        app.process.send_signal(signal.SIGCONT)
        visitor.sees_the_result()
    expect(lost).to_be_visible()
    page.wait_for_function("() => dialogs > 0")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(lost).to_be_visible()


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
