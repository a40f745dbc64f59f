"""Sentences by their keys: what is said travels as a key with values, and is worded where it is read.

The texts lie in `words`, one file a topic, English and Chinese side by side. Only the languages of LANGUAGES are there.
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
"""The key of what has no key: a text that another program or an earlier version has said."""
_WORDS = Path(__file__).with_name("words")

Value: TypeAlias = Union[str, int, float, "Message"]


@dataclass(frozen=True)
class Message:
    """What is said: a key such as `media.empty_file`, and the values of the text's {blanks}.

    A value may be a message itself, which is then told in the same language.
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
        """The message with these values in the place of its own."""
        return Message(key=self.key, values=tuple((dict(self.values) | values).items()))

    def to_json(self) -> dict[str, Any]:
        """What `message_from_json` reads; the English sentence stands in where a later version has no such key."""
        values = {name: value.to_json() if isinstance(value, Message) else value for name, value in self.values}
        return {"key": self.key, "values": values, "english": str(self)}


def message(key: str, /, **values: Value) -> Message:
    """The message of that key, its blanks filled with the values."""
    return Message(key=key, values=tuple(values.items()))


def verbatim(sentence: str, /) -> Message:
    """A message that reads so in every language."""
    return message(VERBATIM, sentence=sentence)


def message_from_json(content: Any, /) -> Message:
    """The message that `to_json` has written; a bare text, as earlier versions stored it, as it stands."""
    if isinstance(content, str):
        return verbatim(content)
    topic, _, entry = content["key"].partition(".")
    if entry not in texts_of(topic):
        return verbatim(content["english"])
    values = content["values"].items()
    told = {name: message_from_json(value) if isinstance(value, Mapping) else value for name, value in values}
    return message(content["key"], **told)


def say(key: str, /, *, language: str, **values: object) -> str:
    """The text `topic.entry` in that language, its blanks filled with the values."""
    topic, _, entry = key.partition(".")
    return filled(texts_of(topic)[entry], language=language, values=values)


def filled(entry: Mapping[str, str], /, *, language: str, values: Mapping[str, object]) -> str:
    """The entry's text in that language, its blanks filled; for a `count` of 1 its `en_one`, where there is one."""
    one = entry.get(f"{language}_one") if values.get("count") == 1 else None
    return (one or entry[language]).format(**values)


@cache
def texts_of(topic: str) -> Mapping[str, Mapping[str, str]]:
    """Every entry of a topic, by its name: the texts by language. A topic without a file has none."""
    path = _WORDS / f"{topic}.toml"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return tomllib.load(file)
