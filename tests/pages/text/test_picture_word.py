"""Words in pictures are the visitor's."""

import numpy as np
import pytest
import streamlit as st

from heatdash.draw.draw_picture import draw_picture
from heatdash.draw.round_ticks import round_ticks
from heatdash.values.metrics import METRIC_WORDS
from heatdash.values.style import Style
from heatdash.values.tally import Passages, Tally
from pages.parts.text.picture_word import picture_word
from pages.parts.text.words import LANGUAGE
from tests.builders.answers import SCENE
from tests.draw.pictures import grey, half_hot


@pytest.fixture
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {LANGUAGE: "zh"})


@pytest.mark.usefixtures("_chinese")
def test_every_word_that_is_drawn_is_known() -> None:
    asked: dict[str, str] = {}

    def told(word: str) -> str:
        asked[word] = picture_word(word)
        return asked[word]

    tally = Tally(places=(("Gate", Passages(3, 2)),), classes=(("person", Passages(3, 2)),))
    shown = {"background": grey(width=640, height=360), "top": 40.0, "scene": SCENE, "style": Style(), "tally": tally}
    picture = draw_picture(heat=half_hot(), **shown, word=told)
    assert np.any(picture != draw_picture(heat=half_hot(), **shown))
    assert asked == {"Time spent": "停留时间", "s": "秒", "in": "进", "out": "出", "person": "人"}


@pytest.mark.usefixtures("_chinese")
def test_every_metric_and_unit_of_the_legend_is_known() -> None:
    assert [words.title for words in METRIC_WORDS.values() if picture_word(words.title) == words.title] == []
    units = [words.unit for words in METRIC_WORDS.values()]
    ticks = [round_ticks(top=top, unit=unit, word=picture_word)[-1].text for unit in units for top in (9, 500, 9000)]
    assert [text for text in ticks if text.isascii() and not text.endswith("%")] == []


def test_english_readers_get_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {LANGUAGE: "en"})
    for word in ("Time spent", "in", "at once", "person"):
        assert picture_word(word) == word
