"""The guide, run without a browser."""

import pytest

from heatdash import __version__
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
    assert len(page.header) == len(page.markdown) == 7
    assert len(page.image) == 1
    assert __version__ in page.markdown[-1].value
