"""How many objects have come in and gone out so far."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Passages:
    """How often objects came in and went out."""

    came_in: int = 0
    went_out: int = 0


@dataclass(frozen=True)
class Tally:
    """The passages of each place, and of each class over the places that count it, as pairs in the order first seen."""

    places: tuple[tuple[str, Passages], ...] = ()
    classes: tuple[tuple[str, Passages], ...] = ()

    def of_place(self, name: str) -> Passages:
        """The passages of a line or zone; zeros where nothing has passed it."""
        return dict(self.places).get(name, Passages())

    def of_class(self, name: str) -> Passages:
        """The passages of a class; zeros where none of its objects has passed."""
        return dict(self.classes).get(name, Passages())
