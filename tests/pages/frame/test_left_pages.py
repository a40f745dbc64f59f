"""What a page asks for that the visitor has left."""

from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from pages.parts.frame import left_pages
from pages.parts.frame.left_pages import forget_left_pages


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[RerunData]:
    """What is made anew while the visitor is on Explore."""
    made: list[RerunData] = []
    monkeypatch.setattr(ScriptRunner, "_run_script", ScriptRunner._run_script)
    monkeypatch.setattr(left_pages, "_run", lambda _runner, asked: made.append(asked))
    forget_left_pages()
    return made


def _ask(asked: RerunData) -> None:
    on_explore = SimpleNamespace(_pages_manager=SimpleNamespace(current_page_script_hash="explore"))
    ScriptRunner._run_script(on_explore, asked)  # type: ignore[arg-type]


def test_a_part_of_another_page_is_left_alone(made: list[RerunData]) -> None:
    _ask(RerunData(page_script_hash="guide", fragment_id_queue=["bar"], is_auto_rerun=True))
    _ask(RerunData(page_script_hash="guide", fragment_id_queue=["answers"]))
    assert made == []


@pytest.mark.parametrize(
    "asked",
    [
        RerunData(page_script_hash="explore", fragment_id_queue=["bar"], is_auto_rerun=True),
        RerunData(page_script_hash="explore"),
        RerunData(page_script_hash="guide"),
        RerunData(),
    ],
)
def test_parts_of_this_page_and_whole_pages_are_made(made: list[RerunData], asked: RerunData) -> None:
    _ask(asked)
    assert made == [asked]
