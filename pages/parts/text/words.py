"""Every text of the pages, in the visitor's language.

What only pages say lies in pages/words, one file a page; what files and the command line say too, in heatdash/words.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import streamlit as st

from heatdash.messages import filled, texts_of

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
    """The text `topic.entry`, its {blanks} filled in; for a `count` of 1 its `en_one`, where there is one."""
    topic, _, entry = name.partition(".")
    return filled(_texts(topic)[entry], language=language(), values=values)


def entries(topic: str) -> tuple[str, ...]:
    """The names of the topic's entries."""
    return tuple(_texts(topic))


def entry_of(topic: str, text: str) -> str:
    """The name of the topic's entry that reads so in any language; empty where there is none."""
    return next((name for name, entry in _texts(topic).items() if text in entry.values()), "")


@cache
def _texts(topic: str) -> Mapping[str, Mapping[str, str]]:
    """The page's own texts; where it has none of that topic, those that all of HeatDash shares."""
    path = _FOLDER / f"{topic}.toml"
    if not path.exists():
        return texts_of(topic)
    with path.open("rb") as file:
        return tomllib.load(file)
