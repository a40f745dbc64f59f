"""How many have come in and gone out so far."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Passages:
    """How often something came in and went out."""

    came_in: int = 0
    went_out: int = 0


@dataclass(frozen=True)
class Tally:
    """The passages of each place, and of each class over the places that count it; pairs, in the order first seen."""

    places: tuple[tuple[str, Passages], ...] = ()
    classes: tuple[tuple[str, Passages], ...] = ()

    def of_place(self, name: str) -> Passages:
        """The passages of a line or zone; none where nothing has passed it."""
        return dict(self.places).get(name, Passages())

    def of_class(self, name: str) -> Passages:
        """The passages of a class; none where nothing of it has passed."""
        return dict(self.classes).get(name, Passages())
