"""Work that takes its time: shown, stopped, left alone, and gone on with whatever happens."""

import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from heatdash.stages.watch import SPAN_FRAMES
from heatdash.values.run import ANALYSIS, QUEUED, RUNNING, STOPPED, Run, Task
from tests.browser.serve_app import ServedApp, serve_app
from tests.browser.visitor import ANALYSED_WITHIN_MS, Visitor
from tests.builders.clips import cut_file, make_clip, make_sound
from tests.builders.long_clips import make_long_clip

pytestmark = pytest.mark.browser

CANCELLED_WITHIN_S = 5.0
WATCHING = re.compile(r"Watching the clip · \d+ of \d+ frames · \d+ frames a second · about .+ left")


@pytest.fixture(scope="module")
def two_spans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip that is kept in two parts while it is watched."""
    seconds = SPAN_FRAMES * 3 // 2 // 25
    return make_long_clip(tmp_path_factory.mktemp("clip") / "Two parts.mp4", seconds=seconds, width=320, height=180)


def _analyses(visitor: Visitor, run: Run) -> list[Task]:
    return [task for task in visitor.register.tasks_of(run.run_id) if task.kind == ANALYSIS]


def _bar(page: Page) -> Locator:
    return page.get_by_test_id("stProgress")


def _workers(app: ServedApp) -> list[psutil.Process]:
    children = psutil.Process(app.process.pid).children(recursive=True)
    return [child for child in children if "heatdash.work.worker" in child.cmdline()]


def test_progress_and_a_live_picture_are_shown(visitor: Visitor, endless: Path) -> None:
    visitor.begins_watching(endless)
    expect(_bar(visitor.page)).to_contain_text(WATCHING)
    expect(visitor.page.get_by_text("What is being seen right now.")).to_be_visible()
    first = visitor.map.get_attribute("src")
    visitor.page.wait_for_function("() => document.querySelector('[data-testid=stImage] img')?.naturalWidth > 0")
    expect(visitor.map).not_to_have_attribute("src", str(first))


def test_cancel_ends_the_work_at_once(visitor: Visitor, endless: Path) -> None:
    visitor.begins_watching(endless)
    expect(_bar(visitor.page)).to_contain_text(WATCHING)
    pressed = time.monotonic()
    visitor.page.get_by_role("button", name="Cancel").click()
    expect(visitor.page.get_by_text("Cancelled. What was already watched is kept")).to_be_visible()
    took_s = time.monotonic() - pressed
    assert took_s < CANCELLED_WITHIN_S
    assert [task.state for task in visitor.analyses] == [STOPPED]
    expect(visitor.page.get_by_role("button", name="Analyse")).to_be_visible()


def test_work_goes_on_while_its_page_is_left(visitor: Visitor, endless: Path) -> None:
    visitor.begins_watching(endless)
    expect(_bar(visitor.page)).to_contain_text(WATCHING)
    before = visitor.analyses[0].done
    run_id = visitor.run.run_id
    visitor.page.get_by_role("navigation").get_by_role("link", name="Guide").click()
    expect(visitor.page).to_have_url(re.compile("/guide"))
    visitor.page.get_by_role("navigation").get_by_role("link", name="Set up").click()
    expect(_bar(visitor.page)).to_contain_text(WATCHING)
    assert visitor.run.run_id == run_id
    assert visitor.analyses[0].done > before


def test_work_goes_on_while_the_browser_is_closed(browser: Browser, app: ServedApp, endless: Path) -> None:
    context = browser.new_context()
    visitor = Visitor(context.new_page(), app)
    visitor.begins_watching(endless)
    expect(_bar(visitor.page)).to_contain_text(WATCHING)
    run, known = visitor.run, context.storage_state()
    context.close()
    context = browser.new_context(storage_state=known)
    back = Visitor(context.new_page(), app)
    back.opens("library")
    expect(back.page.get_by_role("link", name=run.name)).to_be_visible()
    back.page.get_by_role("link", name=run.name).click()
    expect(_bar(back.page)).to_contain_text(WATCHING)
    back.stops_everything()
    context.close()


def test_a_second_run_waits_and_says_so(visitor: Visitor, endless: Path, two_spans: Path) -> None:
    visitor.begins_watching(endless)
    expect(_bar(visitor.page)).to_contain_text(WATCHING)
    first = visitor.run
    second = Visitor(visitor.page.context.new_page(), visitor.app)
    second.begins_watching(two_spans)
    expect(_bar(second.page)).to_contain_text(re.compile("Waiting: (one other is|2 others are) before this one."))
    assert [task.state for task in (visitor.analyses[0], second.analyses[0])] == [RUNNING, QUEUED]
    visitor.page.get_by_role("button", name="Cancel").click()
    second.sees_the_result()
    assert [task.state for task in _analyses(second, first)] == [STOPPED]


def test_a_killed_worker_is_replaced_and_the_work_goes_on(visitor: Visitor, tmp_path: Path) -> None:
    clip = make_long_clip(tmp_path / "Killed.mp4", seconds=32, width=400, height=240)
    visitor.begins_watching(clip)
    expect(_bar(visitor.page)).to_contain_text(WATCHING)
    (worker,) = _workers(visitor.app)
    worker.send_signal(signal.SIGKILL)
    visitor.sees_the_result()
    assert visitor.run.found is not None
    assert visitor.run.found.watched_frames == 32 * 25
    assert len(visitor.analyses) == 1
    assert worker.pid not in [one.pid for one in _workers(visitor.app)]
    assert "it was killed" in visitor.app.log.read_text(encoding="utf-8")


def test_nothing_is_lost_when_the_app_is_started_again(browser: Browser, tmp_path: Path) -> None:
    clip = make_long_clip(tmp_path / "Long.mp4", seconds=SPAN_FRAMES * 2 // 25, width=400, height=240)
    context = browser.new_context()
    with serve_app(data=tmp_path) as app:
        visitor = Visitor(context.new_page(), app)
        visitor.begins_watching(clip)
        expect(_bar(visitor.page)).to_contain_text(WATCHING)
        run = visitor.run
    assert [task.state for task in _analyses(visitor, run)] == [QUEUED]
    with serve_app(data=tmp_path) as app:
        visitor = Visitor(context.new_page(), app)
        visitor.opens(f"set-up?run={run.run_id}")
        expect(visitor.page.get_by_text("See the result")).to_be_visible(timeout=ANALYSED_WITHIN_MS)
        visitor.opens(f"explore?run={run.run_id}")
        visitor.sees_the_result()
        visitor.opens("library")
        expect(visitor.page.get_by_role("link", name=run.name)).to_be_visible()
    context.close()


def _text(folder: Path) -> Path:
    path = folder / "letter.mp4"
    path.write_text("Dear camera,\nplease send the clip.\n" * 50)
    return path


def _empty(folder: Path) -> Path:
    path = folder / "empty.mp4"
    path.touch()
    return path


def _wrong_suffix(folder: Path) -> Path:
    path = folder / "report.pdf"
    path.write_bytes(b"%PDF-1.7")
    return path


BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "empty": (_empty, "“empty.mp4” is empty."),
    "wrong suffix": (_wrong_suffix, "“report.pdf” is neither a clip nor a photo"),
    "text": (_text, "'letter.mp4' is neither a clip nor a picture"),
    "sound": (lambda folder: make_sound(folder / "song.mp4", codec="aac"), "'song.mp4' holds only sound"),
    "cut off": (lambda folder: cut_file(make_clip(folder / "cut.mp4"), to=0.6), "cut off before its index"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_told_in_one_sentence_and_leaves_nothing(visitor: Visitor, tmp_path: Path, case: str) -> None:
    make, words = BAD[case]
    before = len(visitor.register.everyones_runs())
    uploads = set((visitor.app.data / "uploads").glob("*"))
    visitor.uploads(make(tmp_path))
    told = visitor.page.get_by_role("alert").filter(has_text=words)
    expect(told).to_have_count(1)
    assert told.inner_text().strip().endswith(".")
    assert "\n" not in told.inner_text().strip()
    assert len(visitor.register.everyones_runs()) == before
    assert set((visitor.app.data / "uploads").glob("*")) == uploads
    expect(visitor.page.get_by_text("Drop one clip or several here")).to_be_visible()
