"""The upload box in a real browser, with the app hosted under a path."""

import hashlib
import re
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from heatdash.store.upload_records import read_record
from heatdash.web.owner_cookie import OWNER_COOKIE, named_owner
from tests.browser.serve_app import ServedApp, serve_app
from tests.builders.clips import make_clip

pytestmark = pytest.mark.browser

SLOW_BYTES_PER_S = 150_000


@pytest.fixture
def box(page: Page, upload_app: ServedApp) -> Page:
    """The page with the box, just loaded by a new visitor."""
    page.goto(upload_app.url)
    expect(page.get_by_text("Drop one clip or several here")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    return page


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return make_clip(tmp_path / "Entrance.mp4", frames=25)


def _choose(page: Page, *, name: str, size: int = 1000, content: bytes = b"") -> None:
    file = {"name": name, "mimeType": "video/mp4", "buffer": content or b"x" * size}
    page.get_by_label("Choose a file").set_input_files(file)


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
    box.get_by_text("Drop one clip or several here").dispatch_event("drop", {"dataTransfer": dropped})
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


def test_an_upload_goes_on_by_itself_when_the_network_is_back(box: Page, upload_app: ServedApp) -> None:
    content, before = secrets.token_bytes(2_900_000), _uploads(upload_app)
    _slow_down(box, SLOW_BYTES_PER_S)
    _choose(box, name="clip.mp4", content=content)
    expect(box.get_by_text(re.compile(r"about \d+ s left"))).to_be_visible()
    box.context.set_offline(True)
    expect(
        box.get_by_text(re.compile(r"Connection lost. \d+ % is here; going on as soon as it is back."))
    ).to_be_visible()
    (new,) = _uploads(upload_app) - before
    # What the browser had sent by then may still be on its way.
    box.wait_for_timeout(500)
    arrived_bytes = (new / "clip.mp4").stat().st_size
    assert 0 < arrived_bytes < len(content)
    sent: list[int] = []
    box.on("request", lambda request: sent.append(int(request.headers.get("upload-offset", 0))))
    box.context.set_offline(False)
    _slow_down(box, -1)
    expect(box.get_by_text("arrived 1: clip.mp4")).to_be_visible()
    assert max(sent) >= arrived_bytes, "it went on there"
    assert _uploads(upload_app) - before == {new}
    assert (new / "clip.mp4").read_bytes() == content


def test_an_upload_goes_on_after_the_server_was_killed_and_started_again(
    page: Page, tmp_path: Path, upload_app: ServedApp
) -> None:
    content = secrets.token_bytes(2_900_000)
    settings = {"script": Path(__file__).with_name("upload_app.py"), "data": tmp_path}
    with serve_app(**settings) as app:
        page.goto(app.url)
        expect(page.get_by_text("Drop one clip or several here")).to_be_visible()
        _slow_down(page, SLOW_BYTES_PER_S)
        _choose(page, name="clip.mp4", content=content)
        expect(page.get_by_text(re.compile(r"about \d+ s left"))).to_be_visible()
        page.wait_for_timeout(1500)
        app.process.kill()
        expect(page.get_by_text("Connection lost.")).to_be_visible()
    (new,) = _uploads(app)
    arrived_bytes = (new / "clip.mp4").stat().st_size
    assert 0 < arrived_bytes < len(content)
    _slow_down(page, -1)
    with serve_app(**settings, port=urlsplit(app.url).port):
        expect(page.get_by_text("clip.mp4 is uploaded.")).to_be_visible()
        record = read_record(new)
        assert record is not None
        assert record.sha256 == hashlib.sha256(content).hexdigest()
        expect(page.get_by_text("arrived 1: clip.mp4")).to_be_visible()


def test_an_upload_goes_on_when_the_page_was_loaded_anew(box: Page, upload_app: ServedApp, tmp_path: Path) -> None:
    clip, before = tmp_path / "Entrance.mp4", _uploads(upload_app)
    clip.write_bytes(secrets.token_bytes(2_900_000))
    _slow_down(box, SLOW_BYTES_PER_S)
    box.get_by_label("Choose a file").set_input_files(clip)
    expect(box.get_by_text(re.compile(r"about \d+ s left"))).to_be_visible()
    box.wait_for_timeout(1500)
    box.reload()
    expect(box.get_by_text("Drop one clip or several here")).to_be_visible()
    (new,) = _uploads(upload_app) - before
    arrived_bytes = (new / "clip.mp4").stat().st_size
    assert arrived_bytes > 0
    _slow_down(box, -1)
    with box.expect_request(lambda request: request.method == "PATCH") as first:
        box.get_by_label("Choose a file").set_input_files(clip)
    assert int(first.value.headers["upload-offset"]) >= arrived_bytes
    expect(box.get_by_text("arrived 1: Entrance.mp4")).to_be_visible()
    assert (new / "clip.mp4").read_bytes() == clip.read_bytes()


def test_several_files_come_one_after_the_other_and_each_can_be_cancelled(box: Page, upload_app: ServedApp) -> None:
    before = _uploads(upload_app)
    _slow_down(box, SLOW_BYTES_PER_S)
    names = ["Door.mp4", "Till.mp4", "notes.txt", "Shelf.mp4", "Yard.mp4"]
    files = [{"name": name, "mimeType": "video/mp4", "buffer": b"x" * 600_000} for name in names]
    box.get_by_label("Choose a file").set_input_files(files)
    expect(box.get_by_role("progressbar", name="Uploading Door.mp4")).to_be_visible()
    expect(box.get_by_text("Waiting for its turn")).to_have_count(3)
    expect(box.get_by_role("alert")).to_have_text(re.compile("“notes.txt” is neither a clip nor a photo"))
    box.get_by_role("button", name="Cancel: Till.mp4").click()
    box.get_by_role("button", name="Cancel: Door.mp4").click()
    expect(box.get_by_role("progressbar", name="Uploading Shelf.mp4")).to_be_visible()
    _slow_down(box, -1)
    expect(box.get_by_text("arrived 2: Shelf.mp4, Yard.mp4")).to_be_visible()
    expect(box.get_by_text("Shelf.mp4 is uploaded.\nYard.mp4 is uploaded.")).to_be_visible()
    expect(box.get_by_role("progressbar")).to_have_count(0)
    assert len(_uploads(upload_app) - before) == 2


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
    expect(box.get_by_text("Drop one clip or several here")).to_be_visible()
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
    expect(page.get_by_text("把一个或多个视频拖到这里")).to_be_visible()
    context.close()


def test_the_box_fits_a_phone(box: Page) -> None:
    box.set_viewport_size({"width": 390, "height": 800})
    expect(box.get_by_text("Drop one clip or several here")).to_be_in_viewport(ratio=1)
    assert box.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_the_very_first_session_knows_its_visitor(box: Page) -> None:
    (cookie,) = [cookie for cookie in box.context.cookies() if cookie["name"] == OWNER_COOKIE]
    expect(box.get_by_text(f"owner {named_owner(cookie['value'])}")).to_be_visible()
    assert cookie["httpOnly"]


def test_a_chosen_language_is_there_after_a_refresh(box: Page) -> None:
    box.get_by_text("中文", exact=True).click()
    expect(box.get_by_text("把一个或多个视频拖到这里")).to_be_visible()
    box.reload()
    expect(box.get_by_text("把一个或多个视频拖到这里")).to_be_visible()


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
