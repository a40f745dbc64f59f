"""Back and Forward: one press is one page, whatever was chosen on it, and whichever result was open."""

import re
import sqlite3
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from heatdash.store.run_database import hash_of
from heatdash.values.project import Project
from heatdash.values.watch_settings import WatchSettings
from tests.browser.serve_app import ServedApp
from tests.browser.visitor import Visitor
from tests.builders.scenes import make_scene

pytestmark = pytest.mark.browser

ASKED = Project(watch=WatchSettings(model="motion"))


@pytest.fixture(scope="module")
def owner(browser: Browser, app: ServedApp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Who has two results."""
    context = browser.new_context()
    visitor, folder = Visitor(context.new_page(), app), tmp_path_factory.mktemp("clip")
    for name, frames in (("Gate", 48), ("Aisle", 64)):
        visitor.has_analysed(make_scene(folder / f"{name}.mp4", frames=frames), project=ASKED)
    yield visitor
    context.close()


@pytest.fixture
def visitor(owner: Visitor) -> Iterator[Visitor]:
    """The owner in a new tab, at the first page."""
    visitor = Visitor(owner.page.context.new_page(), owner.app)
    visitor.opens()
    yield visitor
    visitor.page.close()


def _is_at(visitor: Visitor, title: str, path: str) -> None:
    expect(visitor.page).to_have_title(f"{title} · HeatDash")
    expect(visitor.page).to_have_url(visitor.app.url + path)
    visitor.waits()


def _opens_card(visitor: Visitor, name: str) -> str:
    """The card's result is shown; its address."""
    visitor.page.get_by_role("link", name=name, exact=True).click()
    expect(visitor.page).to_have_title(f"Explore · {name} · HeatDash")
    visitor.sees_the_result()
    return f"explore?run={visitor.run.run_id}"


def _goes_by_menu(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("navigation").get_by_role("link", name=name).click()
    expect(visitor.page).to_have_title(re.compile(f"^{name} "))
    visitor.waits()


def test_one_press_is_one_page(visitor: Visitor) -> None:
    page = visitor.page
    gate = _opens_card(visitor, "Gate")
    visitor.goes_to("Places")
    expect(page).to_have_url(f"{visitor.app.url}{gate}&tab=places")
    for language, title in (("中文", "查看 · Gate"), ("EN", "Explore · Gate")):
        page.get_by_text(language, exact=True).click()
        _is_at(visitor, title, f"{gate}&tab=places")
    _goes_by_menu(visitor, "Library")
    _is_at(visitor, "Library", "library")
    page.go_back()
    _is_at(visitor, "Explore · Gate", f"{gate}&tab=places")
    expect(page.get_by_role("tab", name="Places")).to_have_attribute("aria-selected", "true")
    page.go_back()
    _is_at(visitor, "Start", "")
    page.go_forward()
    _is_at(visitor, "Explore · Gate", f"{gate}&tab=places")
    page.reload()
    _is_at(visitor, "Explore · Gate", f"{gate}&tab=places")
    expect(page.get_by_role("tab", name="Places")).to_have_attribute("aria-selected", "true")
    page.go_forward()
    _is_at(visitor, "Library", "library")


def test_each_page_comes_back_with_its_own_result(visitor: Visitor) -> None:
    gate = _opens_card(visitor, "Gate")
    _goes_by_menu(visitor, "Library")
    aisle = _opens_card(visitor, "Aisle")
    _goes_by_menu(visitor, "Set up")
    visitor.page.go_back()
    _is_at(visitor, "Explore · Aisle", aisle)
    visitor.page.go_back()
    _is_at(visitor, "Library", "library")
    visitor.page.go_back()
    _is_at(visitor, "Explore · Gate", gate)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Gate")


def test_a_result_that_opened_by_itself_lies_one_page_after_its_setting_up(visitor: Visitor, owner: Visitor) -> None:
    page = visitor.page
    page.get_by_label("Choose a file").set_input_files(owner.run.source)
    expect(page).to_have_url(re.compile("/set-up"))
    page.get_by_text("Everything", exact=True).click()
    visitor.chooses_motion()
    page.get_by_role("button", name="Analyse").click()
    visitor.sees_the_result()
    run_id = visitor.run.run_id
    page.go_back()
    _is_at(visitor, "Set up · Aisle", f"set-up?run={run_id}")
    page.go_back()
    _is_at(visitor, "Start", "")


def _old_link(owner: Visitor) -> str:
    """The address of the open result in earlier versions, which goes on working as one link."""
    with sqlite3.connect(owner.app.data / "runs.sqlite") as connection:
        old = (owner.run.run_id, hash_of(owner.run.run_id))
        connection.execute(
            "INSERT OR IGNORE INTO links (run_id, token_hash, name, made_at_s) VALUES (?, ?, '', 0)", old
        )
    return f"explore?run={owner.run.run_id}"


@pytest.mark.parametrize(
    ("tab", "address"),
    [("places", Visitor.link), ("Places", _old_link)],
    ids=["link of today", "link of an earlier version"],
)
def test_whoever_got_a_link_comes_back_to_where_they_were(
    owner: Visitor, browser: Browser, tab: str, address: Callable[[Visitor], str]
) -> None:
    context = browser.new_context(locale="zh-CN")
    guest = Visitor(context.new_page(), owner.app)
    guest.page.goto("about:blank")
    guest.page.goto(f"{owner.app.url}{address(owner)}&tab={tab}")
    expect(guest.page.get_by_role("tab", name="位置")).to_have_attribute("aria-selected", "true")
    expect(guest.page).to_have_title("查看 · Aisle · HeatDash")
    guest.waits()
    guest.page.go_back()
    expect(guest.page).to_have_url("about:blank")
    context.close()


def test_a_page_opened_in_another_tab_has_the_run_with_it(visitor: Visitor) -> None:
    gate = _opens_card(visitor, "Gate")
    _goes_by_menu(visitor, "Guide")
    menu = visitor.page.get_by_role("navigation")
    with visitor.page.context.expect_page() as opened:
        menu.get_by_role("link", name="Explore").click(button="middle")
    expect(opened.value).to_have_url(visitor.app.url + gate)
    expect(opened.value).to_have_title("Explore · Gate · HeatDash")
    opened.value.close()
    with visitor.page.context.expect_page() as opened:
        menu.get_by_role("link", name="Start").click(button="middle")
    expect(opened.value).to_have_title("Start · HeatDash")
    opened.value.close()
