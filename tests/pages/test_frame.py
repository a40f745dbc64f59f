"""What stands around every page, run without a browser."""

import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from heatdash.store.run_register import open_register
from pages.parts.text.words import LANGUAGE
from tests.builders.analysed_runs import analysed_run
from tests.pages.conftest import Visit
from tests.pages.seen import MENU

ROOT = Path(__file__).parents[2]
FRAME = str(ROOT / "pages" / "frame.py")


@pytest.fixture
def frame(data_folder: Path) -> AppTest:
    """The app as a visitor finds it."""
    return AppTest.from_file(FRAME, default_timeout=20)


def _switch(frame: AppTest):
    return frame.segmented_control(key=LANGUAGE)


def test_a_visitor_begins_at_the_first_page_in_english(frame: AppTest) -> None:
    frame.run()
    assert not frame.exception
    assert _switch(frame).value == "en"
    assert _switch(frame).options == ["EN", "中文"]


def test_a_chosen_language_is_spoken_at_once_and_kept(frame: AppTest) -> None:
    frame.run()
    _switch(frame).set_value("zh").run()
    assert not frame.exception
    assert _switch(frame).label == "语言"
    owner = frame.session_state["owner"]
    assert open_register().preference(owner=owner, name=LANGUAGE) == "zh"


def test_the_language_of_the_last_visit_is_spoken_again(frame: AppTest) -> None:
    open_register().set_preference(owner="someone", name=LANGUAGE, value="zh")
    frame.session_state["owner"] = "someone"
    frame.run()
    assert _switch(frame).value == "zh"
    assert _switch(frame).label == "语言"


def test_two_visitors_without_cookies_are_not_the_same(data_folder: Path) -> None:
    owners = {AppTest.from_file(FRAME, default_timeout=20).run().session_state["owner"] for _ in range(2)}
    assert len(owners) == 2


def _taken_along(page: AppTest) -> list[str]:
    return [link.proto.query_string for link in page.page_link[:MENU]]


def test_the_menu_takes_the_open_run_to_the_pages_that_show_it(visit: Visit) -> None:
    run = analysed_run()
    page = visit("explore", run=run)
    assert _taken_along(page) == ["", f"run={run.run_id}", f"run={run.run_id}", "", ""]
    page.switch_page("library.py").run()
    assert _taken_along(page) == ["", f"run={run.run_id}", f"run={run.run_id}", "", ""]


def test_a_run_that_is_gone_is_not_taken_along(visit: Visit) -> None:
    run = analysed_run()
    open_register().delete(run.run_id)
    assert _taken_along(visit("explore", run=run)) == [""] * MENU


@pytest.mark.parametrize("name", ["start", "library", "guide"])
def test_the_address_of_a_page_that_shows_no_run_gives_none_away(visit: Visit, name: str) -> None:
    run = analysed_run(name="Entrance")
    page = visit(name, run=run)
    assert "run" not in page.query_params
    page.switch_page("explore.py").run()
    assert page.title[0].value == "Entrance"
    assert page.query_params["run"] == run.run_id


def test_the_app_starts_without_loading_what_only_an_analysis_needs() -> None:
    code = "import sys, app; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(done.stdout.split())
    assert "streamlit" in loaded
    assert loaded & {"torch", "openvino", "ultralytics", "cv2", "av", "pandas"} == set()
