"""The bar of work in a real browser: there on every page, whatever is left, loaded again or started again."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from heatdash.values.project import Project
from heatdash.values.run import ANALYSIS, Run
from heatdash.values.watch_settings import WatchSettings
from heatdash.web.owner_cookie import OWNER_COOKIE, named_owner
from tests.browser.serve_app import serve_app
from tests.browser.visitor import ANALYSED_WITHIN_MS, Visitor
from tests.builders.long_clips import make_long_clip

pytestmark = pytest.mark.browser

WATCHING = re.compile(r"Endless · Watching the clip · \d+% · about .+ left")
READY = "Front door · the result is ready"
PAGES = ("Guide", "Library", "Explore", "Set up", "Start")


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip that is watched in a few seconds: time to go to another page."""
    return make_long_clip(tmp_path_factory.mktemp("clip") / "Front door.mp4", seconds=16, width=320, height=180)


def _asks_elsewhere(visitor: Visitor, clip: Path) -> Run:
    """The visitor reads the Guide while a clip of theirs is analysed, asked for in another tab."""
    visitor.opens("guide")
    (owner,) = [
        named_owner(cookie["value"]) for cookie in visitor.page.context.cookies() if cookie["name"] == OWNER_COOKIE
    ]
    project = Project(watch=WatchSettings(model="motion"))
    run = visitor.register.new_run(owner=owner, name="Front door", source=clip, project=project)
    visitor.register.ask(run_id=run.run_id, kind=ANALYSIS, project=project)
    return run


def _goes(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()
    address = "/$" if name == "Start" else f"/{name.lower().replace(' ', '-')}"
    expect(visitor.page).to_have_url(re.compile(f"{address}(\\?|$)" if name != "Start" else r":\d+/(\?|$)"))


def test_work_is_told_of_on_every_page_after_back_and_after_a_reload(visitor: Visitor, endless: Path) -> None:
    visitor.begins_watching(endless)
    for name in PAGES:
        _goes(visitor, name)
        expect(visitor.bar).to_have_text(WATCHING)
    visitor.page.go_back()
    expect(visitor.bar).to_have_text(WATCHING)
    visitor.page.reload()
    expect(visitor.bar).to_have_text(WATCHING)
    visitor.bar.get_by_role("button", name="Show").click()
    expect(visitor.page).to_have_url(re.compile("/set-up"))
    expect(visitor.page.get_by_role("button", name="Cancel")).to_be_visible()


def test_a_second_tab_and_a_second_window_tell_the_same_and_strangers_see_nothing(
    visitor: Visitor, browser: Browser, endless: Path
) -> None:
    visitor.begins_watching(endless)
    expect(visitor.bar).to_have_text(WATCHING)
    tab = Visitor(visitor.page.context.new_page(), visitor.app)
    tab.opens("guide")
    expect(tab.bar).to_have_text(WATCHING)
    known = visitor.page.context.storage_state()
    for state, count in ((known, 1), (None, 0)):
        context = browser.new_context(storage_state=state)
        other = Visitor(context.new_page(), visitor.app)
        other.opens("library")
        expect(other.bar).to_have_count(count)
        context.close()


def test_what_ends_meanwhile_is_told_and_opened_with_one_click_and_then_it_is_gone(
    visitor: Visitor, short: Path
) -> None:
    _asks_elsewhere(visitor, short)
    expect(visitor.bar).to_contain_text(READY, timeout=ANALYSED_WITHIN_MS)
    tab = Visitor(visitor.page.context.new_page(), visitor.app)
    tab.opens("library")
    expect(tab.bar).to_contain_text(READY)
    visitor.bar.get_by_role("button", name="Open the result").click()
    visitor.sees_the_result()
    expect(visitor.page.get_by_role("heading", name="Front door")).to_be_visible()
    expect(visitor.page.get_by_text(READY)).to_have_count(0)
    expect(tab.page.get_by_text(READY)).to_have_count(0)


def test_what_a_page_asks_for_as_it_is_left_does_not_empty_the_next_one(visitor: Visitor, endless: Path) -> None:
    sent: list[str | bytes] = []
    servers: list[WebSocketRoute] = []

    def pass_on(browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()
        servers.append(server)
        browser.on_message(lambda message: (sent.append(message), server.send(message)))

    visitor.page.route_web_socket(re.compile("/_stcore/stream"), pass_on)
    visitor.begins_watching(endless)
    _goes(visitor, "Guide")
    expect(visitor.bar).to_have_text(WATCHING)
    before = len(sent)
    visitor.finds(lambda: len(sent) > before)
    visitor.bar.get_by_role("button", name="Show").click()
    expect(visitor.page.get_by_role("button", name="Cancel")).to_be_visible()
    servers[-1].send(sent[before])
    visitor.page.wait_for_timeout(2500)
    expect(visitor.page.get_by_role("button", name="Cancel")).to_be_visible()


def test_the_first_video_is_there_without_being_asked_for(visitor: Visitor, tmp_path: Path) -> None:
    _asks_elsewhere(visitor, make_long_clip(tmp_path / "Another.mp4", seconds=8, width=320, height=180))
    # Who looks now need not wait until their open page has heard of it.
    visitor.opens("guide")
    ready = visitor.page.get_by_text("Front door · the video is ready")
    expect(ready).to_be_visible(timeout=ANALYSED_WITHIN_MS)
    visitor.bar.get_by_role("button", name="Open the video").click()
    expect(visitor.page.get_by_role("tab", name="Video")).to_have_attribute("aria-selected", "true")
    expect(visitor.page.get_by_role("tabpanel", name="Video").locator("video")).to_be_visible()
    expect(visitor.page.get_by_text("the video is ready")).to_have_count(0)
    expect(visitor.page.get_by_role("button", name="Make the video")).to_have_count(0)


def test_explore_opens_by_itself_where_the_result_is_waited_for(visitor: Visitor, short: Path) -> None:
    run = _asks_elsewhere(visitor, short)
    visitor.opens(f"explore?run={run.run_id}")
    visitor.sees_the_result()


def test_without_work_the_bar_takes_no_room(visitor: Visitor) -> None:
    visitor.opens("guide")
    main = visitor.page.get_by_test_id("stMainBlockContainer")
    title = main.get_by_role("heading", name="Guide")
    expect(title).to_be_visible()
    expect(visitor.bar).to_have_count(0)
    before = title.bounding_box()
    assert before is not None
    assert before["y"] == main.evaluate("box => parseFloat(getComputedStyle(box).paddingTop)")
    visitor.page.wait_for_timeout(2500)
    assert title.bounding_box() == before


def test_work_is_told_of_after_the_browser_and_the_app_were_started_again(
    browser: Browser, endless: Path, short: Path, tmp_path: Path
) -> None:
    context = browser.new_context()
    with serve_app(data=tmp_path) as app:
        visitor = Visitor(context.new_page(), app)
        _asks_elsewhere(visitor, short)
        visitor.opens("guide")
        expect(visitor.bar).to_contain_text(READY, timeout=ANALYSED_WITHIN_MS)
        visitor.begins_watching(endless)
        expect(visitor.bar).to_contain_text(WATCHING)
        known = context.storage_state()
    context.close()
    context = browser.new_context(storage_state=known)
    with serve_app(data=tmp_path) as app:
        visitor = Visitor(context.new_page(), app)
        visitor.opens("guide")
        expect(visitor.bar).to_contain_text(READY)
        expect(visitor.bar).to_contain_text(WATCHING)
        visitor.bar.get_by_role("button", name="Do not show “Front door” here any more").first.click()
        expect(visitor.page.get_by_text(READY)).to_have_count(0)
        visitor.page.reload()
        expect(visitor.bar).to_contain_text(WATCHING)
        expect(visitor.page.get_by_text(READY)).to_have_count(0)
        visitor.stops_everything()
    context.close()
