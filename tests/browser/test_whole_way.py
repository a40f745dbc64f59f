"""The whole way of a visitor: from a file on their machine to files they take home."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import av
import openpyxl
import pandas as pd
import pypdf
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from heatdash.cli import main
from heatdash.exports.files import DOWNLOAD, EXPORTS
from heatdash.tables.columns import IN, OUT, PLACE
from heatdash.values.project import project_from_json
from heatdash.values.run import VIDEO
from heatdash.values.scene import scene_from_json
from tests.browser.serve_app import ServedApp
from tests.browser.sketcher import Sketcher
from tests.browser.visitor import Visitor
from tests.builders.commands import NOT_ALWAYS
from tests.builders.scenes import FPS, make_scene

pytestmark = pytest.mark.browser

FRAMES = 75
TABLES = ("counts.csv", "zones.csv", "flows.csv", "events.csv", "tracks.csv", "heat.csv")
FILES = {export.name for export in EXPORTS if DOWNLOAD in export.offered_to} - NOT_ALWAYS


@pytest.fixture(scope="module")
def result(browser: Browser, app: ServedApp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Two squares that cross a line in opposite directions, sketched on and analysed; one visit for all tests."""
    context = browser.new_context(viewport={"width": 1280, "height": 1200}, accept_downloads=True)
    visitor = Visitor(context.new_page(), app)
    visitor.sets_up(make_scene(tmp_path_factory.mktemp("clip") / "Front door.mp4", frames=FRAMES))
    sketcher = Sketcher(visitor)
    sketcher.polygon((0.05, 0.05), (0.4, 0.05), (0.4, 0.95), (0.05, 0.95))
    sketcher.sees_places(["Zone 1"])
    sketcher.rectangle((0.65, 0.05), (0.95, 0.95))
    sketcher.sees_places(["Zone 1", "Zone 2"])
    sketcher.line((0.52, 0.98), (0.52, 0.02))
    sketcher.sees_places(["Zone 1", "Zone 2", "Line 1"])
    visitor.chooses_motion()
    visitor.begins()
    visitor.sees_the_result()
    yield visitor
    context.close()


@pytest.fixture(scope="module")
def downloads(result: Visitor) -> Locator:
    """The list of files, open below its button, after the video was made."""
    _make_video(result)
    result.page.get_by_role("button", name="Download", exact=True).click()
    shown = result.page.get_by_test_id("stPopoverBody")
    expect(shown.get_by_text("Everything as one ZIP")).to_be_visible()
    return shown


def _make_video(visitor: Visitor) -> Locator:
    """The video's element, the video in it made."""
    visitor.goes_to("Video")
    panel = visitor.page.get_by_role("tabpanel", name="Video")
    video, make = panel.locator("video"), panel.get_by_role("button", name="Make the video")
    expect(video.or_(make)).to_be_visible()
    if make.is_visible():
        make.click()
    expect(video).to_be_visible(timeout=120_000)
    return video


def _saved(visitor: Visitor, link: Locator, folder: Path) -> Path:
    with visitor.page.expect_download() as got:
        link.click()
    path = folder / got.value.suggested_filename
    got.value.save_as(path)
    return path


def test_what_was_found_is_told_on_cards(result: Visitor) -> None:
    expect(result.card("Line 1")).to_contain_text("1 came in 1 went out")
    expect(result.card("Whole picture")).to_contain_text("2 objects")


def test_a_card_leads_to_what_it_sums_up(result: Visitor) -> None:
    result.card("Whole picture").get_by_role("button", name="Whole picture: Over time").click()
    expect(result.page.get_by_role("tab", name="When")).to_have_attribute("aria-selected", "true")
    expect(result.page.get_by_role("combobox", name="Place")).to_have_value("Whole picture")
    result.card("Line 1").get_by_role("heading").click()
    expect(result.page.get_by_role("combobox", name="Place")).to_have_value("Line 1")


@pytest.mark.parametrize("tab", ["When", "Places", "Ways"])
def test_every_tab_shows_its_chart_and_its_table(result: Visitor, tab: str) -> None:
    result.goes_to(tab)
    panel = result.page.get_by_role("tabpanel", name=tab)
    expect(panel.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    expect(panel.get_by_test_id("stDataFrame").first).to_be_visible()
    expect(result.page.get_by_test_id("stException")).to_have_count(0)


def test_a_picked_track_shows_its_way(result: Visitor) -> None:
    result.goes_to("Objects")
    table = result.page.get_by_role("tabpanel", name="Objects").get_by_test_id("stDataFrame")
    expect(table).to_be_visible()
    table.click(position={"x": 17, "y": 55})
    expect(result.page.get_by_text(re.compile("^The path of number 1"))).to_be_visible()
    expect(result.page.locator("video")).to_be_visible()


def test_the_video_plays_in_the_page(result: Visitor) -> None:
    video = _make_video(result)
    expect(video).to_have_js_property("readyState", 4)
    assert video.evaluate("video => video.videoWidth") >= 160
    video.evaluate("video => { video.muted = true; return video.play(); }")
    result.page.wait_for_function("() => document.querySelector('video').currentTime > 0.5")
    assert video.evaluate("video => video.error") is None
    assert [task.kind for task in result.tasks].count(VIDEO) == 1


def test_the_video_is_saved_and_has_every_frame(result: Visitor, downloads: Locator, tmp_path: Path) -> None:
    path = _saved(result, downloads.get_by_role("link", name="heatmap.mp4"), tmp_path)
    assert path.name == "Front door - heatmap.mp4"
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert sum(1 for _ in container.decode(stream)) == FRAMES
        assert float(stream.average_rate or 0) == FPS


def test_the_counts_that_are_saved_are_those_on_the_page(result: Visitor, downloads: Locator, tmp_path: Path) -> None:
    counts = pd.read_csv(_saved(result, downloads.get_by_role("link", name="counts.csv"), tmp_path))
    at_line = counts[counts[PLACE] == "Line 1"]
    expect(result.card("Line 1")).to_contain_text(f"{at_line[IN].sum():.0f} came in {at_line[OUT].sum():.0f} went out")


def test_the_workbook_opens(result: Visitor, downloads: Locator, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(_saved(result, downloads.get_by_role("link", name="workbook.xlsx"), tmp_path))
    told = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"Zone 1", "Zone 2", "Line 1"} <= told


def test_the_report_is_saved_as_a_pdf(result: Visitor, downloads: Locator, tmp_path: Path) -> None:
    path = _saved(result, downloads.get_by_role("link", name="report.pdf"), tmp_path)
    assert path.name == "Front door - report.pdf"
    assert "Line 1" in pypdf.PdfReader(path).pages[0].extract_text()


def test_the_report_opens_without_a_network(
    result: Visitor, downloads: Locator, browser: Browser, tmp_path: Path
) -> None:
    path = _saved(result, downloads.get_by_role("link", name="report.html"), tmp_path)
    context = browser.new_context(offline=True)
    page, asked, failed = context.new_page(), list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.goto(path.as_uri())
    expect(page.get_by_role("heading", name="Front door")).to_be_visible()
    assert page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    assert page.locator("img").count() > 0
    assert failed == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()


def test_the_zip_holds_everything(result: Visitor, downloads: Locator, tmp_path: Path) -> None:
    path = _saved(result, downloads.get_by_role("link", name="Everything as one ZIP"), tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {*FILES, "heatmap.mp4"}
        for name in TABLES:
            assert not pd.read_csv(io.BytesIO(archive.read(name)), header=None, comment="#").empty, name


def test_the_project_file_makes_the_same_again(
    result: Visitor, downloads: Locator, data_folder: Path, tmp_path: Path
) -> None:
    project = _saved(result, downloads.get_by_role("link", name="project.json"), tmp_path)
    assert project_from_json(json.loads(project.read_text())) == result.run.project
    out = tmp_path / "again"
    asked = ["analyze", str(result.run.source), "--project", str(project), "--no-video", "--quiet", "--out", str(out)]
    with suppress(SystemExit):
        main(asked)
    again = pd.read_csv(out / "counts.csv")
    saved = pd.read_csv(_saved(result, downloads.get_by_role("link", name="counts.csv"), tmp_path))
    pd.testing.assert_frame_equal(again, saved)


def test_the_places_that_are_saved_are_taken_again(result: Visitor, tmp_path: Path) -> None:
    page = result.page.context.new_page()
    page.goto(f"{result.app.url}set-up?run={result.run.run_id}")
    with page.expect_download() as got:
        page.get_by_role("button", name="Save places").click()
    got.value.save_as(tmp_path / "scene.json")
    assert scene_from_json(json.loads((tmp_path / "scene.json").read_text())) == result.run.project.scene
    page.close()


@pytest.mark.model
def test_a_real_clip_is_counted(page: Page, app: ServedApp, real_model: Path, real_clip: Callable[[str], Path]) -> None:
    page.set_viewport_size({"width": 1280, "height": 1200})
    visitor = Visitor(page, app)
    visitor.sets_up(real_clip("tud-campus.mp4"))
    sketcher = Sketcher(visitor)
    sketcher.line((0.5, 0.95), (0.5, 0.35))
    sketcher.sees_places(["Line 1"])
    visitor.begins()
    visitor.sees_the_result()
    seen = re.search(r"(\d+) (people|objects)", visitor.card("Whole picture").inner_text())
    assert seen
    assert int(seen[1]) >= 6, "eight people walk by"
    assert visitor.run.found is not None
    assert visitor.run.found.model.name in real_model.name
    page.get_by_text("Everything", exact=True).click()
    expect(visitor.map).to_be_visible()


def test_the_sample_is_one_click(page: Page, app: ServedApp) -> None:
    visitor = Visitor(page, app)
    visitor.opens()
    page.get_by_role("button", name="Try the sample").click()
    expect(page).to_have_url(re.compile("/(explore|set-up)"), timeout=120_000)
    visitor.sees_the_result()
    assert visitor.run.name == "Sample: a plaza"
    expect(visitor.card("Whole picture")).to_contain_text(re.compile(r"\d+ (people|objects)"))
