"""The guide, run without a browser."""

from pathlib import Path

import pytest

from heatdash import __version__
from heatdash.data_protection import data_protection
from tests.pages.conftest import Visit
from tests.pages.seen import told


@pytest.mark.parametrize(
    ("language", "title", "steps"),
    [("en", "Guide", "Five minutes from clip to answer"), ("zh", "说明", "五分钟从视频到答案")],
)
def test_the_guide_is_told_in_both_languages(visit: Visit, language: str, title: str, steps: str) -> None:
    page = visit("guide", language=language)
    assert told(page) == []
    assert page.title[0].value == title
    assert page.header[0].value == steps
    sections = len(data_protection())
    assert len(page.header) == 7 == len(page.markdown) - sections
    assert len(page.image) == 1
    assert __version__ in page.markdown[-1].value


def test_the_guide_tells_what_holds_here_and_no_folders_to_strangers(
    visit: Visit, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert str(data_folder) in "".join(text.value for text in visit("guide").markdown)
    monkeypatch.setenv("HEATDASH_MODE", "hosted")
    monkeypatch.setenv("HEATDASH_KEEP_DAYS", "12")
    told_to_strangers = "".join(text.value for text in visit("guide").markdown)
    assert "deleted 12 days after" in told_to_strangers
    assert str(data_folder) not in told_to_strangers
