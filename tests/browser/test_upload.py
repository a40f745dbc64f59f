"""The upload box in a real browser, with the app hosted under a path."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from heatdash.web.owner_cookie import OWNER_COOKIE, named_owner
from tests.browser.serve_app import ServedApp
from tests.builders.clips import make_clip

pytestmark = pytest.mark.browser

SLOW_BYTES_PER_S = 150_000


@pytest.fixture
def box(page: Page, upload_app: ServedApp) -> Page:
    """The page with the box, just loaded by a new visitor."""
    page.goto(upload_app.url)
    expect(page.get_by_text("Drop a clip here")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    return page


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return make_clip(tmp_path / "Entrance.mp4", frames=25)


def _choose(page: Page, *, name: str, size: int = 1000) -> None:
    page.get_by_label("Choose a file").set_input_files({"name": name, "mimeType": "video/mp4", "buffer": b"x" * size})


def _uploads(app: ServedApp) -> set[Path]:
    return set((app.data / "uploads").glob("*"))


def _slow_down(page: Page, bytes_per_s: int) -> None:
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_per_s}
    network.send("Network.emulateNetworkConditions", conditions)


def test_a_clip_arrives_is_told_once_and_plays(box: Page, clip: Path, upload_app: ServedApp) -> None:
    before = _uploads(upload_app)
    box.get_by_label("Choose a file").set_input_files(clip)
    expect(box.get_by_text("arrived 1: Entrance.mp4")).to_be_visible()
    expect(box.get_by_text("Entrance.mp4 is uploaded.")).to_be_visible()
    (new,) = _uploads(upload_app) - before
    assert (new / "clip.mp4").read_bytes() == clip.read_bytes()
    box.get_by_role("button", name="Again").click()
    expect(box.get_by_text("arrived 1: Entrance.mp4")).to_be_visible()
    video = box.locator("video")
    expect(video).to_have_js_property("readyState", 4)
    assert "/heat/heatdash/clip/" in video.evaluate("video => video.src")


def test_a_clip_can_be_dropped(box: Page) -> None:
    dropped = box.evaluate_handle(
        "() => { const data = new DataTransfer(); data.items.add(new File(['moving'], 'Dropped.mov')); return data; }"
    )
    box.get_by_text("Drop a clip here").dispatch_event("drop", {"dataTransfer": dropped})
    expect(box.get_by_text("arrived 1: Dropped.mov")).to_be_visible()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_box_is_used_with_the_keyboard_alone(box: Page, clip: Path, key: str) -> None:
    # From here on the browser hands over its dialogs; told only as the key is pressed, it may be too late to hear it.
    box.on("filechooser", lambda chooser: None)
    box.get_by_role("button", name="Again").focus()
    box.keyboard.press("Tab")
    expect(box.get_by_label("Choose a file")).to_be_focused()
    with box.expect_file_chooser() as chooser:
        box.keyboard.press(key)
    chooser.value.set_files(clip)
    expect(box.get_by_text("arrived 1: Entrance.mp4")).to_be_visible()


def test_what_is_no_clip_is_refused_in_place_and_another_can_be_chosen(box: Page) -> None:
    _choose(box, name="report.pdf")
    expect(box.get_by_role("alert")).to_have_text(re.compile("“report.pdf” is neither a clip nor a photo"))
    _choose(box, name="clip.mp4")
    expect(box.get_by_text("arrived 1: clip.mp4")).to_be_visible()
    expect(box.get_by_role("alert")).to_be_empty()


def test_too_large_a_clip_is_refused_before_it_is_sent(box: Page) -> None:
    sent: list[str] = []
    box.on("request", lambda request: sent.append(request.url))
    _choose(box, name="long.mp4", size=3_000_001)
    expect(box.get_by_role("alert")).to_have_text(re.compile("at most 0.003 GB are accepted"))
    assert [url for url in sent if "upload" in url] == []


def test_the_apps_own_refusal_is_told(box: Page) -> None:
    box.context.clear_cookies()
    _choose(box, name="clip.mp4")
    expect(box.get_by_role("alert")).to_have_text(re.compile("Your browser keeps no cookies of this app"))


def test_a_lost_connection_is_told(box: Page) -> None:
    box.route("**/heatdash/upload?*", lambda route: route.abort("connectionreset"))
    _choose(box, name="clip.mp4")
    expect(box.get_by_role("alert")).to_have_text("The upload broke off. Check the connection and try again.")


def test_an_upload_goes_on_while_the_page_runs_and_tells_how_far_it_is(box: Page) -> None:
    _slow_down(box, SLOW_BYTES_PER_S)
    _choose(box, name="clip.mp4", size=600_000)
    expect(box.get_by_role("progressbar")).to_have_attribute("aria-label", "Uploading clip.mp4")
    expect(box.get_by_text(re.compile(r"\d+ % · 0\.\d of 0\.6 MB · about \d+ s left"))).to_be_visible()
    box.get_by_role("button", name="Again").click()
    box.get_by_text("中文", exact=True).click()
    expect(box.get_by_text("正在上传 clip.mp4")).to_be_visible()
    _slow_down(box, -1)
    expect(box.get_by_text("arrived 1: clip.mp4")).to_be_visible()


def test_a_cancelled_upload_leaves_nothing_and_another_can_begin(box: Page, upload_app: ServedApp) -> None:
    before = _uploads(upload_app)
    _slow_down(box, SLOW_BYTES_PER_S)
    _choose(box, name="clip.mp4", size=2_900_000)
    expect(box.get_by_text(re.compile(r"about \d+ s left"))).to_be_visible()
    box.get_by_role("button", name="Cancel").click()
    expect(box.get_by_text("Drop a clip here")).to_be_visible()
    _slow_down(box, -1)
    _choose(box, name="other.mp4")
    expect(box.get_by_text("arrived 1: other.mp4")).to_be_visible()
    # The app hears of the end when it next reads; it has half a minute for that.
    for _ in range(300):
        if len(_uploads(upload_app) - before) == 1:
            return
        box.wait_for_timeout(100)
    pytest.fail("The cancelled upload is still there.")


def test_the_box_speaks_the_browsers_language(browser: Browser, upload_app: ServedApp) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(upload_app.url)
    expect(page.get_by_text("把视频拖到这里")).to_be_visible()
    context.close()


def test_the_box_fits_a_phone(box: Page) -> None:
    box.set_viewport_size({"width": 390, "height": 800})
    expect(box.get_by_text("Drop a clip here")).to_be_in_viewport(ratio=1)
    assert box.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_the_very_first_session_knows_its_visitor(box: Page) -> None:
    (cookie,) = [cookie for cookie in box.context.cookies() if cookie["name"] == OWNER_COOKIE]
    expect(box.get_by_text(f"owner {named_owner(cookie['value'])}")).to_be_visible()
    assert cookie["httpOnly"]


def test_a_chosen_language_is_there_after_a_refresh(box: Page) -> None:
    box.get_by_text("中文", exact=True).click()
    expect(box.get_by_text("把视频拖到这里")).to_be_visible()
    box.reload()
    expect(box.get_by_text("把视频拖到这里")).to_be_visible()


@pytest.mark.parametrize("place", ["page", "fragment"])
def test_errors_are_told_in_place(box: Page, upload_app: ServedApp, place: str) -> None:
    alerts = box.get_by_test_id("stAlert")
    box.get_by_role("button", name=f"{place} mistake").click()
    expect(alerts).to_have_text(["Zone 'Door' has 2 corners; draw at least 3."])
    box.get_by_role("button", name="Again").click()
    expect(alerts).to_have_count(0)
    box.get_by_role("button", name=f"{place} bug").click()
    expect(alerts).to_have_text([re.compile("Something broke. .* code [0-9a-f]{6}")])
    (code,) = re.findall(r"code ([0-9a-f]{6})", alerts.inner_text())
    assert f"code {code}" in upload_app.log.read_text(encoding="utf-8")
