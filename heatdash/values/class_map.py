"""A user's own classes: each of a model's classes, and each kind of rider, by the name that it is to be counted by."""

import csv
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from heatdash.errors import BadSettingError
from heatdash.values.classes import (
    ALL_CLASSES,
    PEOPLE,
    TWO_WHEELERS,
    ClassChoice,
    in_group,
    kind_of,
    should_move,
    understood,
)

LONGEST_NAME = 60
LARGEST_BYTES = 64 * 1024
_RIDER = "person + "
"""What stands before a two-wheeler in the name of whoever rides one."""


@dataclass(frozen=True)
class ClassMap:
    """Pairs of a model's class and the name to count it by, in order of the class; what is in no pair keeps its name.

    `person + bicycle` stands for a person who rides one, both together. Classes are found in any case.
    """

    pairs: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for class_name, name in self.pairs:
            if not class_name or not name:
                raise BadSettingError("values.map_nameless", entry=class_name or name)
            if len(name) > LONGEST_NAME or not name.isprintable() or "," in name or name == ALL_CLASSES:
                raise BadSettingError("values.map_odd_name", name=name[:LONGEST_NAME], most=LONGEST_NAME)
        known = tuple(sorted((_spelt(class_name), name) for class_name, name in self.pairs))
        counted = Counter(class_name.lower() for class_name, _ in known)
        if known and max(counted.values()) > 1:
            raise BadSettingError("values.map_twice", name=max(counted, key=lambda name: counted[name]))
        object.__setattr__(self, "pairs", known)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {class_name.lower(): name for class_name, name in self.pairs}

    def name_of(self, class_name: str, /) -> str:
        """The name to count that class of a model by."""
        return self._names.get(class_name.lower(), class_name)

    def rider_of(self, two_wheeler: str, /) -> str | None:
        """The name to count those by who ride such a two-wheeler; None where they are not told from others."""
        return self._names.get(_RIDER + two_wheeler.lower())

    def classes_of(self, name: str, /) -> tuple[str, ...]:
        """The classes of a model that are counted by that name, for riders what they ride; without any, the name."""
        classes = tuple(class_name.lower().removeprefix(_RIDER) for class_name, own in self.pairs if own == name)
        return classes or (name,)

    def understood(self, choices: Collection[ClassChoice], /, *, known: Mapping[str, str]) -> tuple[ClassChoice, ...]:
        """The choices by the names that objects are counted by; the model's classes are `known` by number.

        An unknown name is refused, and the nearest ones are named.
        """
        names = {number: self.name_of(one) for number, one in known.items()}
        ridden = {number: self.rider_of(one) for number, one in known.items()}
        names |= {_RIDER + number: name for number, name in ridden.items() if name is not None}
        said = [
            ClassChoice(name, choice.colour) for choice in choices for name in self._members(choice, names.values())
        ]
        return understood(choices=said, known=names)

    def renamed(self, choices: Collection[ClassChoice], /, *, to: "ClassMap") -> tuple[ClassChoice, ...]:
        """The choices, which are by this map's names, by those of the other one; a two-wheeler's rider goes with it."""
        meant = [
            ClassChoice(name, choice.colour)
            for choice in choices
            for class_name in self.classes_of(choice.class_name)
            for name in (to.name_of(class_name), to.rider_of(class_name))
            if name is not None
        ]
        return tuple(dict.fromkeys(meant))

    def _members(self, choice: ClassChoice, names: Collection[str]) -> list[str]:
        """The names of what belongs to the group of that name; where there is none, the name itself."""
        said = choice.class_name
        if said.lower() in {name.lower() for name in names}:
            return [said]
        return [name for name in names if any(in_group(said, one) for one in self.classes_of(name))] or [said]

    def kinds_of(self, name: str, /) -> set[str]:
        """What is counted by that name: `people`, `vehicles`, `other`, or several of them."""
        return set(map(kind_of, self.classes_of(name)))

    def should_move(self, name: str, /) -> bool:
        """True where what is counted by that name and never moves is no visitor."""
        return any(map(should_move, self.classes_of(name)))

    def to_json(self) -> dict[str, str]:
        """The map as project.json holds it."""
        return dict(self.pairs)


def _spelt(class_name: str) -> str:
    """The class as the map looks it up; of a rider, always the person first."""
    parts = [part.strip() for part in class_name.lower().split("+")]
    if len(parts) != 2 or not PEOPLE & set(parts):
        return class_name
    ridden = parts[0] if parts[1] in PEOPLE else parts[1]
    if ridden not in TWO_WHEELERS:
        raise BadSettingError("values.map_no_rider", ridden=ridden, known=", ".join(sorted(TWO_WHEELERS)))
    return _RIDER + ridden


AS_THE_MODEL = ClassMap()
TRAFFIC = ClassMap(
    (
        *((name, "pedestrian") for name in PEOPLE),
        ("person + bicycle", "cyclist"),
        ("person + e-scooter", "e-scooter rider"),
        *((f"person + {name}", "motorcyclist") for name in TWO_WHEELERS - {"bicycle", "e-scooter"}),
    )
)
CLASS_MAPS = {"none": AS_THE_MODEL, "traffic": TRAFFIC}
"""The maps that come with HeatDash, by name."""


def class_map_from_json(content: Any, /) -> ClassMap:
    """The map in a mapping of classes to names; anything else is refused."""
    if not isinstance(content, Mapping) or not all(isinstance(text, str) for pair in content.items() for text in pair):
        raise BadSettingError("values.map_odd", found=str(content)[:LONGEST_NAME])
    return ClassMap(tuple((class_name.strip(), name.strip()) for class_name, name in content.items()))


def class_map_from_csv(content: bytes, /) -> ClassMap:
    """The map in a table of two columns, the class and the name to count it by, as spreadsheet programs save one.

    The columns are parted by commas, semicolons or tabs; a heading that begins with `class`, empty lines and lines that
    begin with # are left out.
    """
    if len(content) > LARGEST_BYTES:
        raise BadSettingError("values.map_large", most=LARGEST_BYTES // 1024)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadSettingError("values.map_encoding") from error
    pairs = tuple(_pairs(text))
    if not pairs:
        raise BadSettingError("values.map_empty")
    return ClassMap(pairs)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip(" \t,;")]
    told = [(number, line) for number, line in lines if not line.startswith("#")]
    separator = next((sign for sign in "\t;," if told and sign in told[0][1]), ",")
    for place, (number, line) in enumerate(told):
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=separator))]
        while len(cells) > 2 and not cells[-1]:
            cells.pop()
        if len(cells) != 2:
            raise BadSettingError("values.map_line", line=number, text=line.strip()[:LONGEST_NAME])
        if place > 0 or cells[0].lower() != "class":
            yield cells[0], cells[1]
