"""What has been counted so far at each line and zone."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Passages:
    """How often objects came in and went out."""

    came_in: int = 0
    went_out: int = 0


@dataclass(frozen=True)
class Tally:
    """The passages of each line, class by class, and the visitors of each zone; never a sum over places.

    `lines` holds a line, a class and its passages, `zones` a zone and how many different tracks were there, both in the
    order first seen. `zone_classes` are the classes of all who came to a zone by the end, `class_names` those that are
    counted, also where nothing was seen of them. In a `still` picture nobody passes, and all who are seen are in view.
    """

    lines: tuple[tuple[str, str, Passages], ...] = ()
    zones: tuple[tuple[str, int], ...] = ()
    zone_classes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    class_names: tuple[str, ...] = ()
    still: bool = False

    def of_line(self, line: str) -> Passages:
        """The passages of all classes over that line."""
        passed = [passages for name, _, passages in self.lines if name == line]
        return Passages(sum(one.came_in for one in passed), sum(one.went_out for one in passed))

    def of_class(self, *, line: str, class_name: str) -> Passages:
        """The passages of one class over that line; zeros where none of its objects has passed it."""
        found = (passages for name, kind, passages in self.lines if (name, kind) == (line, class_name))
        return next(found, Passages())

    def visitors(self, zone: str) -> int:
        """How many different tracks have been in that zone."""
        return dict(self.zones).get(zone, 0)

    def classes_at(self, zone: str) -> tuple[str, ...]:
        """The classes of that zone's visitors; where nobody came, all that are counted."""
        return dict(self.zone_classes).get(zone, self.class_names)
