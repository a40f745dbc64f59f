"""Which objects are asked for: a class, and perhaps a colour."""

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

from heatdash.errors import BadSettingError
from heatdash.values.colours import colour_name, is_colour


@dataclass(frozen=True)
class ClassChoice:
    """Objects of one class; only those of `colour` where it is given."""

    class_name: str
    colour: str | None = None

    def __post_init__(self) -> None:
        if not self.class_name:
            raise BadSettingError("A class without a name was asked for; write names such as person,car.red.")
        if self.colour is not None:
            object.__setattr__(self, "colour", colour_name(self.colour))

    def __str__(self) -> str:
        return self.class_name if self.colour is None else f"{self.class_name}.{self.colour}"


def parse_classes(text: str) -> tuple[ClassChoice, ...]:
    """The choices that `person,car.red` names; none where the text is empty, which means every class.

    Only what follows the last dot is a colour, and only where it names one, so that a class name may hold a dot.
    """
    choices = []
    for part in (p.strip() for p in text.split(",")):
        if not part:
            continue
        name, dot, colour = part.rpartition(".")
        choices.append(ClassChoice(name, colour) if dot and is_colour(colour) else ClassChoice(part))
    return tuple(dict.fromkeys(choices))


def check_classes(*, choices: Collection[ClassChoice], known: Collection[str]) -> None:
    """Nothing; a class that the model does not know is refused, with the nearest names it does know."""
    for choice in choices:
        if choice.class_name not in known:
            name, _, colour = choice.class_name.rpartition(".")
            if name in known:
                colour_name(colour)
            near = get_close_matches(choice.class_name, known, n=3, cutoff=0.5) or sorted(known)[:8]
            raise BadSettingError(
                f"This model does not know the class '{choice.class_name}'; "
                f"it knows {', '.join(near)}{_and_more(len(known) - len(near))}."
            )


def _and_more(count: int) -> str:
    return f" and {count} more (python -m heatdash models lists them)" if count > 0 else ""
