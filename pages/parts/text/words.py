"""Every text of the pages, in the visitor's language. The texts lie in pages/words, one file a page."""

import tomllib
from functools import cache
from pathlib import Path

import streamlit as st

LANGUAGES = {"en": "EN", "zh": "中文"}
"""The languages offered, as their readers know them. The first stands in where nothing else is asked for."""
LANGUAGE = "language"
"""The key of the session's language."""
_FOLDER = Path(__file__).parents[2] / "words"


def language() -> str:
    """The visitor's language: as chosen, else the browser's first that there is, else English."""
    chosen = st.session_state.get(LANGUAGE)
    if chosen in LANGUAGES:
        return str(chosen)
    asked = (st.context.locale or "")[:2].lower()
    return asked if asked in LANGUAGES else next(iter(LANGUAGES))


def say(name: str, /, **values: object) -> str:
    """The text `page.entry`, its {blanks} filled in; for a `count` of 1 its `en_one`, where there is one."""
    page, _, entry = name.partition(".")
    text = _texts(page)[entry]
    spoken = language()
    one = text.get(f"{spoken}_one") if values.get("count") == 1 else None
    return (one or text[spoken]).format(**values)


def entries(page: str) -> tuple[str, ...]:
    """The names of the page's entries."""
    return tuple(_texts(page))


def in_english(page: str) -> dict[str, str]:
    """The page's texts in English, by their names."""
    return {name: text["en"] for name, text in _texts(page).items()}


def entry_of(page: str, text: str) -> str:
    """The name of the page's entry that reads so in any language; empty where there is none."""
    return next((name for name, entry in _texts(page).items() if text in entry.values()), "")


@cache
def _texts(page: str) -> dict[str, dict[str, str]]:
    with (_FOLDER / f"{page}.toml").open("rb") as file:
        return tomllib.load(file)
