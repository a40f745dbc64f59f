"""The pages' texts without the pages."""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parents[2] / "pages" / "words"


def sayer(language: str) -> Callable[..., str]:
    """What says a text in that language, as the pages do."""

    def say(name: str, **values: object) -> str:
        page, _, entry = name.partition(".")
        text = _texts(page)[entry]
        one = text.get(f"{language}_one") if values.get("count") == 1 else None
        return (one or text[language]).format(**values)

    return say


@cache
def _texts(page: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((_FOLDER / f"{page}.toml").read_text(encoding="utf-8"))
