"""A user's own classes: each of a model's classes, and each kind of rider, by the name that it is to be counted by."""

import csv
import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from heatdash.errors import BadSettingError
from heatdash.values.classes import (
    ALL_CLASSES,
    HEAVY_TRUCK,
    LIGHT_TRUCK,
    PEOPLE,
    TWO_WHEELERS,
    ClassChoice,
    in_group,
    kind_of,
    should_move,
    understood,
)
from heatdash.values.length_rule import LengthRule, length_rule

LONGEST_NAME = 60
LARGEST_BYTES = 64 * 1024
_RIDER = "person + "
"""What stands before a two-wheeler in the name of whoever rides one."""


@dataclass(frozen=True)
class ClassMap:
    """Pairs of a model's class and the name to count it by, in order of the class; what is in no pair keeps its name.

    `person + bicycle` stands for a person who rides one, both together. `truck < 7.5 m` and `truck >= 7.5 m` stand for
    what is so short or long: of several that hold, the one with the nearest limit; where none does, or the length is
    unknown, the class is counted as without them. Classes are found in any case.
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
        for class_name, rules in self._rules.items():
            below = [rule.limit_m for rule, _ in rules if rule.is_below]
            above = [rule.limit_m for rule, _ in rules if not rule.is_below]
            if len(below) > 1 or (below and above and below[0] > min(above)):
                raise BadSettingError("values.map_lengths_overlap", name=class_name)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {class_name.lower(): name for class_name, name in self.pairs if length_rule(class_name) is None}

    @cached_property
    def _rules(self) -> dict[str, list[tuple[LengthRule, str]]]:
        """The rules of each class and the names to count by where they hold, the highest limit first."""
        rules: dict[str, list[tuple[LengthRule, str]]] = {}
        for class_name, name in self.pairs:
            rule = length_rule(class_name)
            if rule is not None:
                rules.setdefault(rule.class_name.lower(), []).append((rule, name))
        return {one: sorted(those, key=lambda told: -told[0].limit_m) for one, those in rules.items()}

    def name_of(self, class_name: str, length_m: float = math.nan, /) -> str:
        """The name to count an object of that class of a model by; of an unknown length where none is given."""
        by_length = (name for rule, name in self._rules.get(class_name.lower(), ()) if rule.holds(length_m))
        return next(by_length, self._names.get(class_name.lower(), class_name))

    def names_of(self, class_name: str, /) -> tuple[str, ...]:
        """All names that objects of that class may have: the one of any length, then those by their length."""
        by_length = (name for _, name in self._rules.get(class_name.lower(), ()))
        return tuple(dict.fromkeys((self.name_of(class_name), *by_length)))

    @property
    def limits_m(self) -> tuple[float, ...]:
        """The lengths from which on objects have other names, in order; none where no length matters."""
        return tuple(sorted({rule.limit_m for rules in self._rules.values() for rule, _ in rules}))

    def is_by_length(self, name: str, /) -> bool:
        """True where only the length of an object can give it that name, in any case."""
        told = {own.lower() for rules in self._rules.values() for _, own in rules}
        return name.lower() in told - {own.lower() for own in self._names.values()}

    @property
    def plain_names(self) -> tuple[str, ...]:
        """What objects that are told apart by length are counted as while their length is unknown."""
        return tuple(sorted({self.name_of(class_name) for class_name in self._rules}))

    @property
    def told_by_length(self) -> tuple[str, ...]:
        """All names of objects that are told apart by length, whether it is known or not."""
        return tuple(sorted({name for class_name in self._rules for name in self.names_of(class_name)}))

    @property
    def without_lengths(self) -> "ClassMap":
        """The map for a place where no length is known."""
        if not self._rules:
            return self
        return ClassMap(tuple(pair for pair in self.pairs if length_rule(pair[0]) is None))

    def rider_of(self, two_wheeler: str, /) -> str | None:
        """The name to count those by who ride such a two-wheeler; None where they are not told from others."""
        return self._names.get(_RIDER + two_wheeler.lower())

    def classes_of(self, name: str, /) -> tuple[str, ...]:
        """The classes of a model that are counted by that name, for riders what they ride; without any, the name."""
        classes = (_class_in(class_name).lower().removeprefix(_RIDER) for class_name, own in self.pairs if own == name)
        return tuple(dict.fromkeys(classes)) or (name,)

    def understood(self, choices: Collection[ClassChoice], /, *, known: Mapping[str, str]) -> tuple[ClassChoice, ...]:
        """The choices by the names that objects are counted by; the model's classes are `known` by number.

        An unknown name is refused, and the nearest ones are named.
        """
        names = {number: self.name_of(one) for number, one in known.items()}
        names |= {f"{number} {name}": name for number, one in known.items() for name in self.names_of(one)[1:]}
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
            for name in (*to.names_of(class_name), to.rider_of(class_name))
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


def _class_in(entry: str) -> str:
    """The class that an entry of the map is about, whatever the length."""
    rule = length_rule(entry)
    return entry if rule is None else rule.class_name


def _spelt(class_name: str) -> str:
    """The class as the map looks it up; of a rider, always the person first."""
    rule = length_rule(class_name)
    if rule is not None:
        return str(rule)
    parts = [part.strip() for part in class_name.lower().split("+")]
    if len(parts) != 2 or not PEOPLE & set(parts):
        return class_name
    ridden = parts[0] if parts[1] in PEOPLE else parts[1]
    if ridden not in TWO_WHEELERS:
        raise BadSettingError("values.map_no_rider", ridden=ridden, known=", ".join(sorted(TWO_WHEELERS)))
    return _RIDER + ridden


AS_THE_MODEL = ClassMap()
LIGHT_BELOW_M = 7.5
"""Vans and trucks of up to 3.5 t are 5 to 7 m long, those of 7.5 t 6 to 8.5 m, of 12 t and more 8 m and longer."""
TRAFFIC = ClassMap(
    (
        *((name, "pedestrian") for name in PEOPLE),
        ("person + bicycle", "cyclist"),
        ("person + e-scooter", "e-scooter rider"),
        *((f"person + {name}", "motorcyclist") for name in TWO_WHEELERS - {"bicycle", "e-scooter"}),
        (f"truck < {LIGHT_BELOW_M:g} m", LIGHT_TRUCK),
        (f"truck >= {LIGHT_BELOW_M:g} m", HEAVY_TRUCK),
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
