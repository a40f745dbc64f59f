"""How a camera's files are named, as a person writes it down: where day and time stand in the name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from heatdash.errors import BadSettingError

_FIELDS = {
    "year": r"(?:19|20)[0-9]{2}",
    "month": r"(?:0[1-9]|1[0-2])",
    "day": r"(?:0[1-9]|[12][0-9]|3[01])",
    "hour": r"(?:[01][0-9]|2[0-3])",
    "minute": r"[0-5][0-9]",
    "second": r"[0-5][0-9]",
    "ms": r"[0-9]{3}",
}
"""What may stand in braces, and what it stands for: always so many digits."""
_DIGITS = {"year": 4, "ms": 3}
_OPTIONAL = {"ms"}
_TOKEN = re.compile(r"\{(\w*)\}|\*|[^{}*]")
_ANYTHING = re.compile(r"\*+")
LONGEST_PATTERN = 200
_MOST_SHOWN = 60


class _Piece(NamedTuple):
    """What stands between two `*`: as it has one length only, there is never anything to be tried twice."""

    form: re.Pattern[str]
    length: int

    def at(self, name: str, place: int) -> re.Match[str] | None:
        return self.form.fullmatch(name, place, place + self.length) if 0 <= place <= len(name) - self.length else None


@dataclass(frozen=True)
class NamePattern:
    """A pattern such as `cam1_{year}{month}{day}T{hour}{minute}{second}`: `*` is anything, all else stands for itself.

    It is held against the file's name, with or without its ending, large and small letters alike. With a `/` in it, it
    takes in as many of the folders that the file lies in: `{year}-{month}-{day}/{hour}.{minute}.{second}-*`; a `*` does
    not reach into another folder. A name in which day and time can be found at two places fits in none.
    """

    text: str

    def __post_init__(self) -> None:
        if not isinstance(self.text, str) or not 0 < len(self.text) <= LONGEST_PATTERN or not self.text.isprintable():
            raise BadSettingError("values.pattern_odd", pattern=str(self.text)[:_MOST_SHOWN], most=LONGEST_PATTERN)
        stray, found = _TOKEN.sub("", self.text), _fields_in(self.text)
        unknown = [f"{{{name}}}" for name in found if name not in _FIELDS]
        if unknown or stray:
            raise BadSettingError(
                "values.pattern_unknown", pattern=self.text, found=(*unknown, *stray)[0], known=_braced(_FIELDS)
            )
        twice = [name for name in found if found.count(name) > 1]
        if twice:
            raise BadSettingError("values.pattern_twice", pattern=self.text, found=_braced(twice[:1]))
        missing = [name for name in _FIELDS if name not in found and name not in _OPTIONAL]
        if missing:
            raise BadSettingError("values.pattern_missing", pattern=self.text, missing=_braced(missing))

    def __str__(self) -> str:
        return self.text

    def moment_in(self, path: str, /) -> datetime | None:
        """What the name at the end of the path says by the camera's clock; None where it does not fit, or no day is so.

        Folders of the path are parted by `/`.
        """
        names = path.split("/")[-len(self._folders) :]
        if len(names) < len(self._folders):
            return None
        *folders, name = names
        stem, dot, _ = name.rpartition(".")
        told = {self._moment([*folders, last]) for last in {name, stem if dot else name}} - {None}
        return told.pop() if len(told) == 1 else None

    @cached_property
    def _folders(self) -> tuple[tuple[_Piece, ...], ...]:
        """Of each folder, and of the name, what stands between the `*`."""
        folders = self.text.replace("\\", "/").split("/")
        return tuple(tuple(_piece(text) for text in _ANYTHING.split(folder)) for folder in folders)

    def _moment(self, names: Sequence[str]) -> datetime | None:
        found: dict[str, tuple[int, str]] = {}
        for pieces, name in zip(self._folders, names, strict=True):
            early, late = (_find(name, pieces, from_end=from_end) for from_end in (False, True))
            if early is None or early != late:
                return None
            found |= early
        year, month, day, hour, minute, second, ms = (int(found.get(name, (0, "0"))[1]) for name in _FIELDS)
        try:
            return datetime(year, month, day, hour, minute, second, ms * 1000)
        except ValueError:
            return None


def _find(name: str, pieces: Sequence[_Piece], *, from_end: bool) -> dict[str, tuple[int, str]] | None:
    """Where each field stands in the name, and what it says, the pieces as early as they can be or as late.

    None where they do not fit. Any other way has each piece somewhere between the two.
    """
    first, last = pieces[0].at(name, 0), pieces[-1].at(name, len(name) - pieces[-1].length)
    if first is None or last is None:
        return None
    found, low, high = [first, last], first.end(), last.start()
    if low > high if len(pieces) > 1 else low < len(name):
        return None
    for piece in reversed(pieces[1:-1]) if from_end else pieces[1:-1]:
        places = range(low, high - piece.length + 1)
        fitting = (piece.at(name, place) for place in (reversed(places) if from_end else places))
        match = next((one for one in fitting if one is not None), None)
        if match is None:
            return None
        found.append(match)
        low, high = (low, match.start()) if from_end else (match.end(), high)
    return {field: (match.start(field), value) for match in found for field, value in match.groupdict().items()}


def _piece(text: str) -> _Piece:
    form, length = "", 0
    for token in _TOKEN.finditer(text):
        field = token[1]
        form += re.escape(token[0]) if field is None else f"(?P<{field}>{_FIELDS[field]})"
        length += 1 if field is None else _DIGITS.get(field, 2)
    return _Piece(re.compile(form, re.IGNORECASE), length)


def _fields_in(text: str) -> list[str]:
    return [token[1] for token in _TOKEN.finditer(text) if token[1] is not None]


def _braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
