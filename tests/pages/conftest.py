"""The pages, run without a browser."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.components.v2.manifest_scanner import scan_component_manifests
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, app_test, local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from heatdash.errors import HeatDashError
from heatdash.store.run_register import open_register
from heatdash.values.run import Run
from heatdash.work.read_apart import APART, ReadsApart
from pages.parts.answer.room_size import Room
from pages.parts.run.upload_box import Arrived, Upload
from pages.parts.text.tell_error import tell_error
from pages.parts.text.words import LANGUAGE
from tests.builders.analysed_runs import new_run
from tests.sketch.fabric import sent_back

FRAME = str(Path(__file__).parents[2] / "pages" / "frame.py")
COMPILED, INSTALLED = ScriptCache(), cache(scan_component_manifests)
EXAMINED = cache(APART.examine)
Visit = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _mistakes_are_told_and_bugs_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A HeatDashError is told as the app tells it; anything else shows as an exception, for tests to fail by."""
    begin = LocalScriptRunner.__init__

    def begin_and_tell(runner: LocalScriptRunner, *args: Any, **kwargs: Any) -> None:
        begin(runner, *args, **kwargs)
        runner._on_script_error = lambda error: isinstance(error, HeatDashError) and tell_error(error)

    monkeypatch.setattr(LocalScriptRunner, "__init__", begin_and_tell)


@pytest.fixture(autouse=True)
def _visits_share_what_the_app_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are compiled, and components found among all packages, once, as in the app; AppTest would begin anew."""
    for module in (app_test, local_script_runner):
        monkeypatch.setattr(module, "ScriptCache", lambda: COMPILED)
    monkeypatch.setattr("streamlit.components.v2.manifest_scanner.scan_component_manifests", INSTALLED)


@pytest.fixture(autouse=True)
def _pages_are_waited_for_in_peace(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest would look a thousand times a second whether a page is ready, which takes turns with the page."""
    look = local_script_runner.require_widgets_deltas

    def wait(runner: LocalScriptRunner, timeout: float) -> None:
        assert runner._script_thread is not None
        runner._script_thread.join(timeout)
        look(runner, timeout=0.1)

    monkeypatch.setattr(local_script_runner, "require_widgets_deltas", wait)


@pytest.fixture(autouse=True)
def _a_clip_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most pages show the same clip, of which the same pictures tell the same, whatever the data folder."""
    monkeypatch.setattr(ReadsApart, "examine", lambda reader, clip: EXAMINED(clip))


@pytest.fixture
def visit(data_folder: Path) -> Iterator[Visit]:
    """Opens a page, as a file in pages/ is named, for a visitor; `run` is the one that the address names.

    Whoever did not make it has a link, unless `named` is what the address names it by.
    """

    def visit(
        page: str, *, run: Run | None = None, owner: str = "anna", language: str = "en", named: str = ""
    ) -> AppTest:
        # AppTest asks for the words of options outside of any visit.
        st.session_state[LANGUAGE] = language
        app = AppTest.from_file(FRAME, default_timeout=60)
        app.context = {"url": f"http://localhost/{page.replace('_', '-')}"}
        app.session_state["owner"] = owner
        app.session_state[LANGUAGE] = language
        app.switch_page("guide.py").run()
        if named:
            app.query_params["shared"] = named
        elif run is not None and run.owner == owner:
            app.query_params["run"] = run.run_id
        elif run is not None:
            app.query_params["shared"] = open_register().new_link(run_id=run.run_id, name="Link")[1]
        return app.switch_page(f"{page}.py").run()

    yield visit
    st.session_state.pop(LANGUAGE, None)


@dataclass
class Canvas:
    """Stands in for the canvas, which needs a browser. `given` is what the page gave it last."""

    given: dict[str, Any] = field(default_factory=dict)
    sent: dict[str, Any] | None = None

    def draw(self, *shapes: dict[str, Any]) -> None:
        """The visitor draws the shapes beside those that are there."""
        self.sent = sent_back(self.given["initial_drawing"], *shapes)

    def __call__(self, **given: Any) -> None:
        self.given = given


@pytest.fixture
def canvas(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> Canvas:
    """The canvas of the pages, in a room 600 pixels wide."""
    if "pages.parts.sketch.sketch_places" not in sys.modules:
        # Its package can be imported by a running app only, which this is.
        visit("set_up", run=new_run(file="first.mp4", owner="first"), owner="first")
    stand_in = Canvas()
    monkeypatch.setattr("pages.parts.sketch.sketch_places.st_canvas", stand_in)
    monkeypatch.setattr("pages.parts.sketch.sketch_places.sent_drawing", lambda key: stand_in.sent)
    monkeypatch.setattr("pages.parts.sketch.sketch_places.room_size", lambda *, key: Room(width_px=600, window_px=2000))
    return stand_in


@pytest.fixture
def arrivals(monkeypatch: pytest.MonkeyPatch) -> list[Upload]:
    """What arrives through the box that takes a clip, in whichever page is made next."""
    waiting: list[Upload] = []
    for module in ("upload_box", "manage_run"):
        monkeypatch.setattr(f"pages.parts.run.{module}.upload_box", lambda key: _taken(waiting))
    return waiting


def _taken(waiting: list[Upload]) -> Arrived:
    return Arrived(uploads=tuple(waiting.pop(0) for _ in list(waiting)))
