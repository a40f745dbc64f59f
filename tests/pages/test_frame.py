"""What stands around every page, run without a browser."""

import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from heatdash.store.run_register import open_register
from pages.parts.text.words import LANGUAGE

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


def test_the_app_starts_without_loading_what_only_an_analysis_needs() -> None:
    code = "import sys, app; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(done.stdout.split())
    assert "streamlit" in loaded
    assert loaded & {"torch", "openvino", "ultralytics", "cv2", "av", "pandas"} == set()
