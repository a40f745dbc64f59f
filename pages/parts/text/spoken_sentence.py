"""What the engine has said in English, in the visitor's language."""

import re
from functools import cache

from pages.parts.text.words import in_english, language, say

_PAGE = "engine"
_ENGLISH = "en"
_SAID_THEMSELVES = {"what", "advice", "reason"}
"""Blanks that hold a part of a sentence; all others hold names and numbers, which are the same in every language."""
_BLANK = re.compile(r"\{(\w+)\}")


def spoken_sentence(sentence: str) -> str:
    """The sentence in the visitor's language; as it stands where there is no translation."""
    if language() == _ENGLISH:
        return sentence
    for name, pattern in _patterns():
        found = pattern.fullmatch(sentence)
        if found:
            parts = found.groupdict().items()
            blanks = {blank: spoken_sentence(text) if blank in _SAID_THEMSELVES else text for blank, text in parts}
            return say(f"{_PAGE}.{name}", **blanks)
    return sentence


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """How each known sentence is recognised; those with the most words of their own come first."""
    known = sorted(in_english(_PAGE).items(), key=lambda entry: -len(_BLANK.sub("", entry[1])))
    return [(name, re.compile(_pattern(text), re.DOTALL)) for name, text in known]


def _pattern(text: str) -> str:
    pieces = _BLANK.split(text)
    return "".join(f"(?P<{piece}>.*?)" if number % 2 else re.escape(piece) for number, piece in enumerate(pieces))
