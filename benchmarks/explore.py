"""How soon Explore shows the new map after a control was changed: from the input event until the picture is painted.

python -m benchmarks.explore [--minutes 10] [--objects 10] [--rounds 4]
"""

import argparse
import json
import os
import re
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from playwright.sync_api import Page, sync_playwright

from benchmarks.measure import FPS as WALKED_FPS
from benchmarks.measure import scene, walks
from heatdash.settings import DATA_VARIABLE
from heatdash.stages.link import TRACKS_FILE
from heatdash.stages.watch import DETECTIONS_FILE
from heatdash.store.run_register import open_register
from heatdash.tables.columns import CLASS_NAME, DETECTIONS, LOOK, T_S, TRACK_ID
from heatdash.values.project import Project
from heatdash.values.run import Found, UsedModel
from heatdash.web.owner_cookie import OWNER_COOKIE, named_owner
from tests.browser.serve_app import ServedApp, serve_app
from tests.builders.analysed_runs import keep_table
from tests.builders.long_clips import FPS, make_long_clip

KEY = "e" * 40
BUSY_PERCENT = 10
WATCH = """() => {
  const map = () => document.querySelector('[data-testid="stImage"] img');
  const state = window.measured = {began: 0, shown: map().src, seconds: null};
  for (const name of ["keydown", "click", "pointerup"])
    document.addEventListener(name, () => { state.began = performance.now(); }, true);
  const look = async () => {
    const image = map();
    if (!image || image.src === state.shown) return;
    state.shown = image.src;
    const began = state.began;
    await image.decode();
    requestAnimationFrame(() => requestAnimationFrame(() => { state.seconds = (performance.now() - began) / 1000; }));
  };
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, attributeFilter: ["src"]});
}"""
Change = Callable[[Page, int], None]


def main() -> None:
    """Prints median and 90th percentile of each control as one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--objects", type=int, default=10, help="objects in view at once")
    parser.add_argument("--rounds", type=int, default=4, help="changes of each control")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ[DATA_VARIABLE] = folder
        with serve_app(data=Path(folder)) as app, a_page(app) as page:
            rows = show_result(page, app, minutes=chosen.minutes, objects=chosen.objects)
            let_rest(app)
            taken = {name: [took(page, change, n) for n in range(chosen.rounds)] for name, change in CONTROLS.items()}
    every = [seconds for times in taken.values() for seconds in times]
    report: dict[str, Any] = {"rows": rows, "changes": len(every)}
    report |= {f"{name}, seconds": spread(times) for name, times in taken.items()}
    print(json.dumps({**report, "all, seconds": spread(every)}, indent=2))


@contextmanager
def a_page(app: ServedApp) -> Iterator[Page]:
    """The first page in a browser as a shop's computer has it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 2000})
        page.set_default_timeout(120_000)
        page.goto(app.url)
        page.get_by_text("Choose a file").wait_for()
        yield page
        browser.close()


def show_result(page: Page, app: ServedApp, *, minutes: int, objects: int) -> int:
    """How many rows the tracks have that Explore shows now, as if a worker had watched every frame."""
    clip = make_long_clip(app.data / "clip.mp4", seconds=60 * minutes, width=1920, height=1080)
    tracks = walks(frames=60 * minutes * FPS, at_once=objects)
    tracks[T_S] *= WALKED_FPS / FPS
    (owner,) = [named_owner(cookie["value"]) for cookie in page.context.cookies() if cookie["name"] == OWNER_COOKIE]
    project = Project(scene=scene())
    run = open_register().new_run(owner=owner, name="Ten minutes", source=clip, project=project)
    keep_table(run, kind="tracks", key=KEY, file=TRACKS_FILE, table=tracks)
    boxes = tracks.assign(**{LOOK: np.uint64(0)})[list(DETECTIONS)]
    keep_table(run, kind="detections", key=KEY, file=DETECTIONS_FILE, table=boxes)
    counts = tracks.groupby(CLASS_NAME, observed=True)[TRACK_ID].nunique()
    found = Found(
        tracks_key=KEY,
        detections_key=KEY,
        project=project,
        model=UsedModel(name="none", backend="none", origin="none", sha256=None),
        runs_on="CPU",
        watched_frames=60 * minutes * FPS,
        duration_s=60.0 * minutes,
        class_counts=tuple((str(name), int(count)) for name, count in counts.items()),
        notices=(),
    )
    open_register().keep_found(run_id=run.run_id, found=found)
    page.goto(f"{app.url}explore?run={run.run_id}")
    page.get_by_test_id("stImage").locator("img").wait_for()
    page.get_by_test_id("stExpander").filter(has_text="Expert").locator("summary").click()
    page.get_by_role("slider", name="Smoothing").wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH)
    return len(tracks)


def let_rest(app: ServedApp) -> None:
    """Wait until the worker, which makes the sample ready whenever nothing else is asked of it, has come to its end."""
    workers = psutil.Process(app.process.pid).children(recursive=True)
    while any(worker.cpu_percent(interval=2) > BUSY_PERCENT for worker in workers):
        pass


def took(page: Page, change: Change, number: int) -> float:
    """The seconds from the input event to the painted map."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.evaluate("measured.seconds = null")
    change(page, number)
    page.wait_for_function("() => measured.seconds !== null")
    return float(page.evaluate("measured.seconds"))


def press(name: str, key: str) -> Change:
    """A key on a slider."""
    return lambda page, number: page.get_by_role("slider", name=re.compile(f"^{name}")).press(key)


def pick(label: str, *options: str) -> Change:
    """An entry of a list, another one each time."""

    def change(page: Page, number: int) -> None:
        page.get_by_role("combobox", name=label, exact=True).click()
        page.get_by_role("option", name=options[number % len(options)], exact=True).click()

    return change


def choose_colours(page: Page, number: int) -> None:
    """Another colour map."""
    page.get_by_role("radio", name=("inferno", "jet", "magma", "plasma")[number % 4], exact=True).click()


def choose_objects(page: Page, number: int) -> None:
    """Other objects."""
    page.get_by_text(("People", "Vehicles", "Everything")[number % 3], exact=True).click()


def drag_over_the_bars(page: Page, number: int) -> None:
    """Another stretch of time."""
    box = page.get_by_test_id("stVegaLiteChart").locator("svg, canvas").first.bounding_box()
    assert box is not None
    y, from_x = box["y"] + box["height"] / 2, box["x"] + box["width"] * (0.1 + 0.1 * (number % 4))
    page.mouse.move(from_x, y)
    page.mouse.down()
    page.mouse.move(from_x + 0.4 * box["width"], y, steps=3)
    page.mouse.up()


CONTROLS: dict[str, Change] = {
    "strength": press("Strength", "ArrowRight"),
    "metric": pick("What", "Different people", "Time spent", "Share of time in use", "People at once (average)"),
    "smoothing": press("Smoothing", "ArrowRight"),
    "time, by key": press("When — end", "ArrowLeft"),
    "time, by mouse": drag_over_the_bars,
    "colours": choose_colours,
    "objects": choose_objects,
}


def spread(seconds: list[float]) -> dict[str, float]:
    """Median and 90th percentile."""
    tenths = statistics.quantiles(seconds, n=10, method="inclusive")
    return {"median": round(statistics.median(seconds), 3), "90th percentile": round(tenths[8], 3)}


if __name__ == "__main__":
    main()
