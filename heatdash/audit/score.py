"""The score of a count that was checked by eye."""

import math
from dataclasses import dataclass
from typing import Any

from heatdash.audit.model import OTHER_CLASS, RIGHT, WRONG, Audit
from heatdash.errors import BadSettingError
from heatdash.messages import message
from heatdash.values.checked import Z_95, Interval, wilson

_HOUR_S = 3600.0
_FIGURES = (
    "right", "wrong", "missed", "seconds", "counted", "true_count", "true_95", "error_pct",
    "precision", "precision_95", "recall", "recall_95", "geh",
)  # fmt: skip


@dataclass(frozen=True)
class AuditScore:
    """How a count compares with the truth. Shares are from 0 to 1; what cannot be known is None.

    `missed` is None where nobody has looked for missed crossings, `seconds` where the checked time is not known.
    """

    right: int
    wrong: int
    missed: int | None
    seconds: float | None = None

    def __post_init__(self) -> None:
        for what, count in (("right", self.right), ("wrong", self.wrong), ("missed", self.missed or 0)):
            if count < 0:
                raise BadSettingError("audit.odd_count", what=message(f"audit.{what}"), count=count)
        if self.seconds is not None and not (math.isfinite(self.seconds) and self.seconds > 0):
            raise BadSettingError("audit.no_time", seconds=self.seconds)

    @property
    def counted(self) -> int:
        """How many crossings were counted: right and wrong ones."""
        return self.right + self.wrong

    @property
    def true_count(self) -> int | None:
        """How many crossings there truly were: right and missed ones."""
        return None if self.missed is None else self.right + self.missed

    @property
    def true_95(self) -> Interval | None:
        """The 95 % interval of how many truly cross where as many are counted, and errors are as frequent, as here.

        The true number is counted - wrong + missed; both errors are taken as random and independent. The share of
        wrong ones has Wilson's interval, the number of missed ones the score interval of a Poisson number; the two are
        combined by the method of Zou and Donner (MOVER), which adds the squares of the distances.
        """
        wrong_share = wilson(hits=self.wrong, trials=self.counted)
        if self.missed is None or wrong_share is None:
            return None
        least_wrong, most_wrong = (self.counted * share for share in wrong_share)
        least_missed, most_missed = _poisson(self.missed)
        true_count = self.right + self.missed
        least = true_count - math.hypot(self.missed - least_missed, most_wrong - self.wrong)
        return max(0.0, least), true_count + math.hypot(most_missed - self.missed, self.wrong - least_wrong)

    @property
    def error_pct(self) -> float | None:
        """By how many percent of the truth the count is too high (+) or too low (-)."""
        return 100 * (self.counted - self.true_count) / self.true_count if self.true_count else None

    @property
    def precision(self) -> float | None:
        """The share of the counted crossings that is right."""
        return self.right / self.counted if self.counted else None

    @property
    def precision_95(self) -> Interval | None:
        """Wilson's 95 % interval of the precision."""
        return wilson(hits=self.right, trials=self.counted)

    @property
    def recall(self) -> float | None:
        """The share of the true crossings that was counted."""
        return self.right / self.true_count if self.true_count else None

    @property
    def recall_95(self) -> Interval | None:
        """Wilson's 95 % interval of the recall."""
        return None if self.true_count is None else wilson(hits=self.right, trials=self.true_count)

    @property
    def geh(self) -> float | None:
        """The traffic engineers' measure sqrt(2 (C - T)^2 / (C + T)) for C counted and T true ones; below 5 is good.

        It is meant for one hour: C and T are scaled to an hour where the checked time is known, else taken as they are.
        """
        if self.true_count is None or self.counted + self.true_count == 0:
            return None
        to_an_hour = 1.0 if self.seconds is None else _HOUR_S / self.seconds
        difference = self.counted - self.true_count
        return math.sqrt(2 * difference * difference / (self.counted + self.true_count) * to_an_hour)

    def to_json(self) -> dict[str, Any]:
        """Every figure by name."""
        return {name: getattr(self, name) for name in _FIGURES}


def score_of(*, audit: Audit, seconds: float) -> AuditScore:
    """The score as far as it is known: how many were missed is known only once every step has a verdict.

    What a sample leaves out was not searched for missed ones. Where it is not the class that is checked, what is right
    but for its class is right.
    """
    is_searched = audit.subject.can_miss and audit.sample is None and audit.is_done
    right = audit.count_of(*audit.right_words)
    return AuditScore(
        right=right,
        wrong=audit.count_of(RIGHT, WRONG, OTHER_CLASS) - right,
        missed=len(audit.missed) if is_searched else None,
        seconds=seconds,
    )


def _poisson(count: int) -> Interval:
    """The score interval of a number of rare events."""
    middle, half_width = count + Z_95 * Z_95 / 2, Z_95 * math.sqrt(count + Z_95 * Z_95 / 4)
    return 0.0 if count == 0 else middle - half_width, middle + half_width
