"""Messages: sentences that travel as a key with values, and are put into words where they are read.

The texts are in `words`, one file per topic, English and Chinese side by side. There are no languages but LANGUAGES.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, Union

ENGLISH = "en"
LANGUAGES = (ENGLISH, "zh")
VERBATIM = "messages.verbatim"
"""The key for a text that has none, since another program or an earlier version made it."""
_WORDS = Path(__file__).with_name("words")

Value: TypeAlias = Union[str, int, float, "Message"]


@dataclass(frozen=True)
class Message:
    """A sentence not yet in words: a key such as `media.empty_file`, and the values of the text's {blanks}.

    A value may be a message itself, which is then worded in the same language.
    """

    key: str
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        return self.told(ENGLISH)

    def told(self, language: str) -> str:
        """The sentence in that language."""
        values = {name: value.told(language) if isinstance(value, Message) else value for name, value in self.values}
        return say(self.key, language=language, **values)

    def with_values(self, **values: Value) -> "Message":
        """The message with these values added to its own, or in place of them."""
        return Message(key=self.key, values=tuple((dict(self.values) | values).items()))

    def to_json(self) -> dict[str, Any]:
        """The message as `message_from_json` reads it; the English sentence is for a later version without that key."""
        values = {name: value.to_json() if isinstance(value, Message) else value for name, value in self.values}
        return {"key": self.key, "values": values, "english": str(self)}


def message(key: str, /, **values: Value) -> Message:
    """The message of that key, its blanks filled with the values."""
    return Message(key=key, values=tuple(values.items()))


def verbatim(sentence: str, /) -> Message:
    """A message that reads the same in every language."""
    return message(VERBATIM, sentence=sentence)


def message_from_json(content: Any, /) -> Message:
    """The message that `to_json` has written; a bare text, as earlier versions stored it, is taken verbatim."""
    if isinstance(content, str):
        return verbatim(content)
    topic, _, entry = content["key"].partition(".")
    if entry not in texts_of(topic):
        return verbatim(content["english"])
    stored = content["values"].items()
    values = {name: message_from_json(value) if isinstance(value, Mapping) else value for name, value in stored}
    return message(content["key"], **values)


def say(key: str, /, *, language: str, **values: object) -> str:
    """The text `topic.entry` in that language, its blanks filled with the values."""
    topic, _, entry = key.partition(".")
    return filled(texts_of(topic)[entry], language=language, values=values)


def filled(entry: Mapping[str, str], /, *, language: str, values: Mapping[str, object]) -> str:
    """The entry's text in that language, its blanks filled; for a `count` of 1 its `en_one`, if there is one."""
    one = entry.get(f"{language}_one") if values.get("count") == 1 else None
    return (one or entry[language]).format(**values)


@cache
def texts_of(topic: str) -> Mapping[str, Mapping[str, str]]:
    """The entries of a topic by name, each with its texts by language; none for a topic without a file."""
    path = _WORDS / f"{topic}.toml"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return tomllib.load(file)
