"""Texts are said in the visitor's language."""

import pytest
import streamlit as st

from pages.parts.text.words import LANGUAGE, entries, language, say


class _Browser:
    def __init__(self, locale: str | None):
        self.locale = locale


@pytest.mark.parametrize(
    ("chosen", "locale", "spoken"),
    [
        ("zh", "en-GB", "zh"),
        ("en", "zh-CN", "en"),
        (None, "zh-CN", "zh"),
        (None, "ZH", "zh"),
        (None, "fr-FR", "en"),
        (None, None, "en"),
        ("fr", "zh-CN", "zh"),
    ],
)
def test_the_language_is_the_chosen_one_else_the_browsers_else_english(
    monkeypatch: pytest.MonkeyPatch, chosen: str | None, locale: str | None, spoken: str
) -> None:
    monkeypatch.setattr(st, "session_state", {LANGUAGE: chosen})
    monkeypatch.setattr(st, "context", _Browser(locale))
    assert language() == spoken


@pytest.mark.parametrize(
    ("spoken", "count", "text"),
    [
        ("en", 0, "there are 0."),
        ("en", 1, "there is one."),
        ("en", 2, "there are 2."),
        ("zh", 1, "现有 1 个。"),
    ],
)
def test_one_is_told_in_its_own_words_where_the_language_has_them(
    monkeypatch: pytest.MonkeyPatch, spoken: str, count: int, text: str
) -> None:
    monkeypatch.setattr(st, "session_state", {LANGUAGE: spoken})
    assert text in say("flows.too_few", count=count)


def test_what_is_filled_in_may_hold_braces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {LANGUAGE: "en"})
    assert say("library.delete_title", name="{x}") == "Delete “{x}”?"


def test_a_text_that_is_not_there_is_a_bug() -> None:
    with pytest.raises(KeyError):
        say("frame.nothing")


def test_the_entries_of_a_page_are_known_in_their_order() -> None:
    assert entries("units")[:3] == ("s", "min_s", "h_min")
