"""How sure a key figure is, and why not surer."""

from dataclasses import dataclass
from typing import Any

SURE, ROUGH, UNSURE = "sure", "rough", "unsure"
GRADES = (SURE, ROUGH, UNSURE)
"""Right but for single objects; right by and large; better checked by eye."""
FIGURES = ("different", "passages", "stays", "map")


@dataclass(frozen=True)
class Sureness:
    """The grade of one of FIGURES; `reasons` name what keeps it from a better one, each with its share in percent.

    The reason `warned` comes with the number of warnings instead. `least` and `most` bound a count, where what was
    seen gives bounds: what nobody saw is in no bound.
    """

    figure: str
    grade: str
    reasons: tuple[tuple[str, float], ...] = ()
    least: int | None = None
    most: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The sureness as summary.json shows it."""
        told: dict[str, Any] = {"grade": self.grade, "because": {name: round(value, 1) for name, value in self.reasons}}
        return told if self.least is None else {**told, "least": self.least, "most": self.most}
