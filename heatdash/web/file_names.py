"""The names that files are saved under."""

import unicodedata

LONGEST = 100
_FORBIDDEN = '<>:"/\\|?*'


def safe_name(text: str) -> str:
    """The text as a file name that every system accepts; empty where nothing is left. A shortened one keeps its suffix.

    Control characters and those that change the reading direction are dropped: they can make a name look like another.
    """
    shown = (" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", text))
    kept = "".join("-" if letter in _FORBIDDEN else letter for letter in shown if _is_visible(letter))
    name = " ".join(kept.split()).strip(". ")
    if len(name) <= LONGEST:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 5:
        return name[:LONGEST].rstrip(". ")
    return f"{stem[: LONGEST - len(suffix) - 1].rstrip('. ')}.{suffix}"


def _is_visible(letter: str) -> bool:
    return not unicodedata.category(letter).startswith("C")
