"""A result shared with somebody in another browser, who only reads, until the link is ended."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from heatdash.values.project import Project
from heatdash.values.watch_settings import WatchSettings
from tests.browser.serve_app import ServedApp
from tests.browser.visitor import Visitor
from tests.builders.scenes import make_scene

pytestmark = pytest.mark.browser

ASKED = Project(watch=WatchSettings(model="motion"))


@pytest.fixture(scope="module")
def owner(browser: Browser, app: ServedApp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Who has a result."""
    context = browser.new_context()
    visitor = Visitor(context.new_page(), app)
    visitor.has_analysed(make_scene(tmp_path_factory.mktemp("clip") / "Shop.mp4", frames=64), project=ASKED)
    yield visitor
    context.close()


@pytest.fixture
def guest(owner: Visitor, browser: Browser) -> Iterator[Visitor]:
    """Somebody in another browser."""
    context = browser.new_context()
    yield Visitor(context.new_page(), owner.app)
    context.close()


def _download(visitor: Visitor) -> str:
    """The address of everything as one file, as the page offers it."""
    visitor.page.get_by_role("button", name="Download", exact=True).click()
    address = visitor.page.get_by_role("link", name=re.compile("Everything")).get_attribute("href")
    assert address is not None
    return address


def test_a_guest_reads_until_the_link_is_ended(owner: Visitor, guest: Visitor) -> None:
    owner.opens(f"explore?run={owner.run.run_id}")
    owner.sees_the_result()
    run, mine = owner.run, _download(owner)
    owner.page.keyboard.press("Escape")
    guest.page.goto(owner.shares())
    guest.sees_the_result()
    expect(guest.alerts.first).to_contain_text("You are looking at a shared result.")
    expect(guest.page.get_by_role("button", name="Share")).to_have_count(0)
    theirs, get = _download(guest), guest.page.request.get
    assert (get(theirs).status, get(mine).status) == (200, 404), "the owner's address opens for the owner alone"
    guest.page.keyboard.press("Escape")
    guest.goes_to("Video")
    expect(guest.page.get_by_role("button", name="Make the video")).to_have_count(0)
    owner.page.get_by_role("button", name="End “Area manager”").click()
    expect(owner.page.get_by_text("Area manager: ended on")).to_be_visible()
    assert get(theirs, headers={"Range": "bytes=0-9"}).status == 404
    guest.page.get_by_role("tab", name="Map").click()
    expect(guest.page.get_by_text("This link leads to no result")).to_be_visible()
    expect(guest.page.get_by_role("tab", name="Map")).to_have_count(0)
    assert owner.run.project == run.project


def test_sharing_fits_a_phone(owner: Visitor) -> None:
    owner.opens(f"explore?run={owner.run.run_id}")
    owner.sees_the_result()
    owner.page.set_viewport_size({"width": 390, "height": 800})
    owner.shares()
    owner.rests()
    box = owner.page.get_by_role("button", name="End “Area manager”").bounding_box()
    assert box is not None
    assert 0 <= box["x"] <= box["x"] + box["width"] <= 390
    assert owner.page.evaluate("document.scrollingElement.scrollWidth") <= 390
