"""A count that was checked by eye: what was looked at, and what it says of all that was counted."""

import math
import random
from dataclasses import dataclass
from typing import Any

from heatdash.errors import BadSettingError
from heatdash.values.wording import Wording

Interval = tuple[float, float]

Z_95 = 1.959963984540054
"""95 % of a normal distribution lie within this many standard deviations of its mean."""

LINE, ZONE, FLOW, CLASS = "line", "zone", "flow", "class"
"""What can be checked: crossings of a line, visits to a zone, ways from place to place, and what objects are."""


@dataclass(frozen=True)
class Subject:
    """The count that is checked: of a line or zone, of the ways from `place` to `to_place`, or of objects' kinds."""

    kind: str
    place: str = ""
    to_place: str = ""

    @property
    def can_miss(self) -> bool:
        """True where someone who looks can also find what was not counted."""
        return self.kind in (LINE, ZONE)

    def told(self, wording: Wording) -> str:
        """The subject in the reader's words: a place's own name, Door → Gate, or what objects are."""
        return wording.say(f"audit.subject_{self.kind}", place=self.place, to_place=self.to_place)


@dataclass(frozen=True)
class Sample:
    """Which of the counted are looked at: `size` of them, the same ones for the same `seed`."""

    size: int
    seed: int


_MOST_SEEDS = 10_000


def new_sample(*, size: int) -> Sample:
    """A sample by a new seed, short enough to be written down."""
    return Sample(size=size, seed=random.randrange(_MOST_SEEDS))


@dataclass(frozen=True)
class CheckedCount:
    """A count and what looking at it has shown: of a whole check, or of one figure of one class.

    Of the `counted`, `checked` have a verdict, and `right` of these were right; `missed` were found besides. With a
    `sample` only what it has drawn was to be looked at. `is_done`: all that was to be looked at has been. `by` are the
    names of those who looked, as far as they gave one, and `at_s` is when the last verdict was given.
    """

    subject: Subject
    counted: int
    checked: int
    right: int
    missed: int
    is_done: bool
    sample: Sample | None = None
    figure: str = ""
    class_name: str = ""
    by: tuple[str, ...] = ()
    at_s: float | None = None

    @property
    def wrong(self) -> int:
        """How many of the checked were not right."""
        return self.checked - self.right

    @property
    def corrected(self) -> int:
        """The count with every correction that was made; what nobody has looked at stays as it was counted."""
        return self.counted - self.wrong + self.missed

    @property
    def right_95(self) -> Interval | None:
        """The 95 % interval of how many of all counted are right; None unless a whole sample was looked at.

        It is Wilson's interval of the share, within what is known for sure of those looked at.
        """
        share = wilson(hits=self.right, trials=self.checked)
        if share is None or self.sample is None or not self.is_done:
            return None
        return max(self.right, self.counted * share[0]), min(self.counted - self.wrong, self.counted * share[1])

    @property
    def estimated(self) -> float | None:
        """How many of all counted are right, if they are as often as in the sample; None where `right_95` is."""
        return None if self.right_95 is None else self.counted * self.right / self.checked

    def told(self, wording: Wording) -> str:
        """In a sentence: how much was looked at, and what that says of all."""
        blanks = {name: getattr(self, name) for name in ("counted", "checked", "right", "wrong", "missed", "corrected")}
        if self.sample is not None and self.right_95 is None:
            return wording.say("audit.told_drawn", size=self.sample.size, **blanks)
        if self.right_95 is not None and self.checked < self.counted:
            least, most = self.right_95
            shares = {"least_pct": f"{100 * least / self.counted:.0f}", "most_pct": f"{100 * most / self.counted:.0f}"}
            return wording.say("audit.told_sample", least=round(least), most=round(most), **shares, **blanks)
        searched = "searched" if self.subject.can_miss and self.sample is None else "seen"
        return wording.say(f"audit.told_{searched if self.is_done else 'part'}", **blanks)

    def to_json(self) -> dict[str, Any]:
        """Every figure by name."""
        right_95 = self.right_95
        return {
            "check": self.subject.kind,
            "place": self.subject.place or None,
            "to_place": self.subject.to_place or None,
            **{name: getattr(self, name) for name in ("counted", "checked", "right", "wrong", "missed", "corrected")},
            "done": self.is_done,
            "sample": None if self.sample is None else {"size": self.sample.size, "seed": self.sample.seed},
            "right_share_95": None if right_95 is None else [round(count / self.counted, 4) for count in right_95],
            "right_95": None if right_95 is None else [round(count, 1) for count in right_95],
        }


def wilson(*, hits: int, trials: int) -> Interval | None:
    """Wilson's 95 % interval of a share; None where there were no trials."""
    if trials == 0:
        return None
    share, square = hits / trials, Z_95 * Z_95
    middle = share + square / (2 * trials)
    half_width = Z_95 * math.sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    scale = 1 + square / trials
    least, most = (middle - half_width) / scale, (middle + half_width) / scale
    # At the ends rounding would leave a tiny difference to 0 and 1.
    return 0.0 if hits == 0 else least, 1.0 if hits == trials else most


def check_sample(*, sample: Sample, counted: int) -> None:
    """Refuse a sample of nothing, or of more than was counted."""
    if not 1 <= sample.size <= counted:
        raise BadSettingError("audit.sample_size", size=sample.size, counted=counted)
