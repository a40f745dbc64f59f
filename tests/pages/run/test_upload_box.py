"""The words that the box that takes a clip is given."""

import re
from pathlib import Path

import pytest

from heatdash.messages import texts_of
from heatdash.web import receive_upload
from pages.parts.run import upload_box
from pages.parts.text.words import entries

JAVASCRIPT = Path(upload_box.__file__).with_suffix(".js").read_text(encoding="utf-8")
SERVER = Path(receive_upload.__file__).read_text(encoding="utf-8")


def _given() -> set[str]:
    return {*upload_box._WORDS, *upload_box._REFUSALS}


def test_every_word_that_the_browser_asks_for_is_there() -> None:
    asked = set(re.findall(r'words\.(\w+)|fill\("(\w+)"|(?:reason|state)(?: =)?:? "(\w+)"', JAVASCRIPT))
    names = {name for names in asked for name in names if name}
    assert "too_large" in names
    assert names <= _given()


def test_every_word_of_the_box_is_given_to_it() -> None:
    assert set(upload_box._WORDS) == set(entries("upload"))
    assert set(upload_box._WORDS) & set(upload_box._REFUSALS) == set()


@pytest.mark.parametrize("reason", re.findall(r'(?:UploadRefusedError\(|"reason": )"(\w+)"', SERVER))
def test_every_refusal_can_be_told_in_the_visitors_language(reason: str) -> None:
    # Other sites, which alone are told the first, show no page of ours; the second brings its own sentence; the next
    # three pass of themselves, and no page of ours causes the last two.
    silent = {"no_upload", "being_sent", "other_offset", "odd_request", "more_than_stated"}
    assert reason in _given() | {"foreign", "storage"} | silent


def test_every_blank_that_the_server_fills_is_left_for_the_browser_to_fill() -> None:
    blanks = set(re.findall(r"\{(\w+)\}", texts_of("web")["owner_full"]["en"]))
    assert blanks <= set(upload_box._FILLED_BY_THE_BROWSER)
