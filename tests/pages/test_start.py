"""The first page, run without a browser."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

START = str(Path(__file__).parents[2] / "pages" / "start.py")


def test_a_new_visitor_sees_one_next_step(data_folder: Path) -> None:
    page = AppTest.from_file(START).run()
    assert not page.exception
    assert [title.value for title in page.title] == ["See where people go."]
    assert [button.label for button in page.button] == ["Try the sample"]


@pytest.mark.model
def test_the_sample_shows_its_map_and_figures(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HEATDASH_MODELS", raising=False)
    page = AppTest.from_file(START, default_timeout=180).run()
    page.button[0].click().run()
    assert not page.exception
    figures = {metric.label: metric.value for metric in page.metric}
    assert list(figures) == [
        *("Crossing: in · out", "Shop window: visits", "Door: visits"),
        *("Followed: moving object", "Most at once"),
    ]
    assert figures["Crossing: in · out"] == "4 · 4", "as many as truly crossed"
    assert int(figures["Followed: moving object"]) >= 8
    assert any("No detection model was found" in info.value for info in page.info)


def test_what_goes_wrong_is_told_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("HEATDASH_DATA", str(tmp_path / "file"))
    page = AppTest.from_file(START, default_timeout=60).run()
    page.button[0].click().run()
    assert not page.exception
    assert "cannot be made" in page.error[0].value
