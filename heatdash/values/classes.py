"""The classes of objects: their kinds, their colours, and choosing some of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from heatdash.errors import BadSettingError
from heatdash.messages import Message, message

PEOPLE = frozenset({"person", "people", "pedestrian"})
TWO_WHEELERS = frozenset({"bicycle", "e-scooter", "motor", "motorbike", "motorcycle", "scooter"})
RIDERS = frozenset({"cyclist", "e-scooter rider", "motorcyclist"})
"""Two-wheelers with those who ride them, by the names that traffic counts, and some models, give them."""
LIGHT_TRUCK, HEAVY_TRUCK = "light truck", "heavy truck"
"""What trucks are counted as by their length, where it is known."""
TRUCKS = frozenset({"truck", LIGHT_TRUCK, HEAVY_TRUCK})
VEHICLES = TWO_WHEELERS | RIDERS | TRUCKS | {"bus", "car", "train", "tram", "van"}
_GROUPS = {
    **dict.fromkeys(("people", "person", "persons"), PEOPLE),
    **dict.fromkeys(("vehicles", "vehicle"), VEHICLES),
    **dict.fromkeys(("two-wheelers", "two-wheeler"), TWO_WHEELERS | RIDERS),
    "trucks": TRUCKS,
}
"""The words for several classes at once, which a model may call by other names or one by one."""

ALL_CLASSES = "all classes"
"""The name under which tables list all classes together."""
MOVING_OBJECT = "moving object"
"""What the detector without a model calls everything."""


FURNITURE = frozenset(
    {
        "bed", "bench", "book", "bowl", "cell phone", "chair", "clock", "couch", "dining table", "fire hydrant",
        "hair drier", "keyboard", "laptop", "microwave", "mouse", "oven", "parking meter", "potted plant",
        "refrigerator", "remote", "sink", "stop sign", "toaster", "toilet", "toothbrush", "traffic light", "tv", "vase",
    }
)  # fmt: skip
"""What models know and nobody sees going its way as large as a person or a car."""


def body_of(class_name: str) -> str:
    """`people`, `two-wheelers`, `vehicles` (the others) or `other`: what looks the same for a moment."""
    return "two-wheelers" if class_name in TWO_WHEELERS | RIDERS else kind_of(class_name)


def kind_of(class_name: str) -> str:
    """`people`, `vehicles` or `other`, by the class's name alone."""
    if class_name in PEOPLE:
        return "people"
    return "vehicles" if class_name in VEHICLES else "other"


def counted_noun(class_names: Collection[str]) -> str:
    """`people`, `vehicles` or `other`: what all of these classes are, and so what they are called together."""
    kinds = {kind_of(name) for name in class_names}
    return kinds.pop() if len(kinds) == 1 else "other"


def most_frequent_first(counts: Mapping[str, int], /) -> tuple[tuple[str, int], ...]:
    """The classes with their counts, the largest first, of equal ones in the order of their names."""
    return tuple(sorted(counts.items(), key=lambda named: (-named[1], named[0])))


def should_move(class_name: str) -> bool:
    """True where an object of that class that never moves is no visitor: it is a poster, a mannequin or parked."""
    return kind_of(class_name) != "other" or class_name == MOVING_OBJECT


def may_show_people(class_name: str) -> bool:
    """True where a box of that class may show a person or a face."""
    return class_name in PEOPLE | {MOVING_OBJECT, "face", "head"}


COLOUR_NAMES = (
    "black", "grey", "silver", "white",
    "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown",
)  # fmt: skip
"""The first four have no hue."""

HUELESS_COUNT = 4

UNSURE = "unsure"
"""What stands for the colour of an object that shows no main one: it answers to no colour that is asked for."""
SEEN_COLOURS = (*COLOUR_NAMES, UNSURE)
"""What detectors see: a colour's code is its index in this tuple."""

_SPELLINGS = {"gray": "grey", "violet": "purple"}


def is_colour(text: str) -> bool:
    """True where `text` names a colour, in any spelling."""
    return _normal_spelling(text) in COLOUR_NAMES


def colour_name(text: str) -> str:
    """The colour that `text` names, in the spelling of COLOUR_NAMES. Anything else is refused."""
    name = _normal_spelling(text)
    if name not in COLOUR_NAMES:
        raise BadSettingError("values.colour_unknown", text=text, known=", ".join(COLOUR_NAMES))
    return name


def _normal_spelling(text: str) -> str:
    name = text.strip().lower()
    return _SPELLINGS.get(name, name)


@dataclass(frozen=True)
class ClassChoice:
    """Objects of one class; only those of `colour` where it is given."""

    class_name: str
    colour: str | None = None

    def __post_init__(self) -> None:
        if not self.class_name:
            raise BadSettingError("values.class_nameless")
        if self.colour is not None:
            object.__setattr__(self, "colour", colour_name(self.colour))

    def __str__(self) -> str:
        return self.class_name if self.colour is None else f"{self.class_name}.{self.colour}"


def parse_classes(text: str) -> tuple[ClassChoice, ...]:
    """The choices in a text such as `person,car.red`; none where it is empty, which means every class.

    Only what follows the last dot is a colour, and only where it names one, so that a class name may contain a dot.
    """
    choices = []
    for part in (p.strip() for p in text.split(",")):
        if not part:
            continue
        name, dot, colour = part.rpartition(".")
        choices.append(ClassChoice(name, colour) if dot and is_colour(colour) else ClassChoice(part))
    return tuple(dict.fromkeys(choices))


def present(choices: Collection[ClassChoice], *, among: Collection[ClassChoice]) -> tuple[ClassChoice, ...]:
    """The choices of which something was found; of a group's names, those that the model uses.

    `among` has each class that was found, in each of its colours.
    """
    found = {*among, *(ClassChoice(one.class_name) for one in among)}
    return tuple(choice for choice in choices if choice in found)


def in_group(group: str, class_name: str, /) -> bool:
    """True where the class belongs to that group, which is named in any case."""
    return class_name in _GROUPS.get(group.lower(), ())


def understood(*, choices: Collection[ClassChoice], known: Mapping[str, str]) -> tuple[ClassChoice, ...]:
    """The choices by the names of classes, `known` by number: groups as their classes, in any case, or as numbers.

    A class that is not known is refused, and the nearest ones that are known are named.
    """
    meant = [ClassChoice(name, choice.colour) for choice in choices for name in _names_of(choice, known)]
    return tuple(dict.fromkeys(meant))


def _names_of(choice: ClassChoice, by_number: Mapping[str, str]) -> list[str]:
    said, known = choice.class_name, list(dict.fromkeys(by_number.values()))
    if said in known:
        return [said]
    same = [name for name in known if name.lower() == said.lower()]
    names = same or [name for name in known if in_group(said, name)]
    if names:
        return names
    if said in by_number:
        return [by_number[said]]
    name, _, colour = said.rpartition(".")
    if name in known:
        colour_name(colour)
    nearest = get_close_matches(said, known, n=3, cutoff=0.5) or sorted(known)[:8]
    raise BadSettingError(
        "values.class_unknown", name=said, known=", ".join(nearest), more=_and_more(len(known) - len(nearest))
    )


def _and_more(count: int) -> Message | str:
    return message("values.and_more", count=count) if count > 0 else ""
