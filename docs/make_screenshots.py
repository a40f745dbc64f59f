"""Pictures of every page, in the widths of a phone, a laptop and a large screen, into docs/screenshots.

make screenshots
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.serve_app import ServedApp, serve_app

FOLDER = Path(__file__).with_name("screenshots")
HEIGHTS_PX = {390: (844, 2400), 1280: (800, 1300), 1920: (1080, 1300)}
"""By width: at least so high, and for a longer page at most so high."""
MOST_BYTES = 150_000
UPLOADED = "Entrance Monday.mp4"
STILL = """() => [...document.images].every(image => image.complete)
  && document.getAnimations().every(one => one.playState !== "running")
"""


def main() -> None:
    """Writes every picture anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    expect.set_options(timeout=180_000)
    with tempfile.TemporaryDirectory() as data, serve_app(data=Path(data)) as app, a_browser() as browser:
        visitor = browser.new_context()
        page = visitor.new_page()
        take(page, "start", app.url)
        run = try_sample(page, app)
        for tab in ("Map", "When", "Places", "Ways"):
            take(page, f"explore-{tab.lower()}", f"{app.url}explore?run={run}&tab={tab}")
        take(page, "set-up", f"{app.url}set-up?run={run}")
        begin_another(page, app)
        take(page, "running", None)
        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_role("button", name="Analyse")).to_be_visible()
        for name in ("library", "guide"):
            take(page, name, f"{app.url}{name}")
        for name, settings in (("dark", {"color_scheme": "dark"}), ("chinese", {"locale": "zh-CN"})):
            take_as(browser, visitor, f"explore-{name}", f"{app.url}explore?run={run}", **settings)


@contextmanager
def a_browser() -> Iterator[Browser]:
    """The machine's own Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


def try_sample(page: Page, app: ServedApp) -> str:
    """The id of the sample's run, its result shown."""
    page.goto(app.url)
    page.get_by_role("button", name="Try the sample").click()
    expect(page).to_have_url(re.compile("/explore"))
    expect(page.get_by_test_id("stImage").locator("img")).to_be_visible()
    found = re.search(r"run=([\w-]+)", page.url)
    assert found is not None
    return found[1]


def begin_another(page: Page, app: ServedApp) -> None:
    """The sample's clip, uploaded as someone's own, is being watched at every frame."""
    (clip,) = (app.data / "store").rglob("sample.mp4")
    page.goto(app.url)
    file = {"name": UPLOADED, "mimeType": "video/mp4", "buffer": clip.read_bytes()}
    page.get_by_label("Choose a file").set_input_files(file)
    page.get_by_text("Every frame", exact=True).click()
    page.get_by_role("button", name="Analyse").click()
    expect(page.get_by_text("What is being seen right now.")).to_be_visible()


def take(page: Page, name: str, address: str | None) -> None:
    """The page in each width; as it is where no address is given."""
    for width_px, (least_px, most_px) in HEIGHTS_PX.items():
        page.set_viewport_size({"width": width_px, "height": least_px})
        if address is not None:
            page.goto(address)
        settle(page)
        long_px = page.get_by_test_id("stMain").evaluate("shown => shown.scrollHeight")
        page.set_viewport_size({"width": width_px, "height": max(least_px, min(long_px, most_px))})
        settle(page)
        keep(page.screenshot(), FOLDER / f"{name}-{width_px}.jpg")


def take_as(browser: Browser, visitor: BrowserContext, name: str, address: str, **settings: Any) -> None:
    """The page as the visitor sees it whose machine has these settings."""
    other = browser.new_context(storage_state=visitor.storage_state(), **settings)
    take(other.new_page(), name, address)
    other.close()


def settle(page: Page) -> None:
    """Nothing on the page changes or moves any more."""
    expect(page.get_by_role("radiogroup", name=re.compile("Language|语言"))).to_be_visible()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    page.wait_for_function(STILL)


def keep(png: bytes, path: Path) -> None:
    """The picture as JPEG, as good as its size allows."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    for quality in range(85, 35, -5):
        picture.save(path, quality=quality, optimize=True, progressive=True)
        if path.stat().st_size < MOST_BYTES:
            return
    raise ValueError(f"{path.name} has {path.stat().st_size} bytes at the lowest quality; {MOST_BYTES} are the most.")


if __name__ == "__main__":
    main()
