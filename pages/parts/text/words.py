"""Every text of the pages, in the visitor's language.

Texts that only the pages use are in pages/words; those that files and the command line use too, in heatdash/words.
Both have one file per topic.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import streamlit as st

from heatdash.messages import filled, texts_of

LANGUAGES = {"en": "EN", "zh": "中文"}
"""The languages offered, named as their readers know them. The first is the default."""
LANGUAGE = "language"
"""The session's key of the chosen language."""
_FOLDER = Path(__file__).parents[2] / "words"


def language() -> str:
    """The visitor's language: the one chosen, else the browser's where it is offered, else English."""
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
    """The name of the topic's entry that has this text in any language; empty where there is none."""
    return next((name for name, entry in _texts(topic).items() if text in entry.values()), "")


@cache
def _texts(topic: str) -> Mapping[str, Mapping[str, str]]:
    """The pages' own texts on the topic; where they have none, those that all of HeatDash shares."""
    path = _FOLDER / f"{topic}.toml"
    if not path.exists():
        return texts_of(topic)
    with path.open("rb") as file:
        return tomllib.load(file)
