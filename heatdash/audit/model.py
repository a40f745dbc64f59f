"""An audit, the check of a count by eye: its steps, the verdicts on them, and how far it has come."""

import json
from dataclasses import asdict, dataclass, replace

from heatdash.errors import BadSettingError

RIGHT, WRONG, MISSED, WATCHED = "right", "wrong", "missed", "watched"
QUICK, QUICK_FROM_S = 4, 10.0
"""Where nothing was counted for at least QUICK_FROM_S, the clip is shown QUICK times as fast."""


@dataclass(frozen=True)
class CountedCrossing:
    """A crossing that was counted: when, in which direction (in, out), and by which track."""

    t_s: float
    direction: str
    track_id: int


@dataclass(frozen=True)
class AuditStep:
    """A part of the clip to watch: around one counted crossing, or, where `crossing` is None, between crossings."""

    from_s: float
    to_s: float
    crossing: CountedCrossing | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.from_s < self.to_s:
            raise BadSettingError("audit.empty_part", from_s=self.from_s, to_s=self.to_s)

    @property
    def speed(self) -> int:
        """How many times as fast the part is shown; a crossing is never sped up."""
        return QUICK if self.crossing is None and self.to_s - self.from_s >= QUICK_FROM_S else 1

    @property
    def words(self) -> tuple[str, ...]:
        """The verdicts that the step can get; in any step, a crossing may also have been missed."""
        return (WATCHED, MISSED) if self.crossing is None else (RIGHT, WRONG, MISSED)


@dataclass(frozen=True)
class Verdict:
    """A verdict on the step of that number: right or wrong on a crossing, watched on a part between; or missed.

    `t_s` is the moment of the clip that it is about.
    """

    step: int
    word: str
    t_s: float


@dataclass(frozen=True)
class Audit:
    """The steps, and the verdicts in the order given. A step's last verdict counts; missed ones add up."""

    steps: tuple[AuditStep, ...]
    verdicts: tuple[Verdict, ...] = ()

    def __post_init__(self) -> None:
        for verdict in self.verdicts:
            if not 0 <= verdict.step < len(self.steps) or verdict.word not in self.steps[verdict.step].words:
                raise BadSettingError(
                    "audit.odd_verdict", verdict=verdict.word, part=verdict.step + 1, parts=len(self.steps)
                )

    def said(self, verdict: Verdict) -> "Audit":
        """The audit with one more verdict."""
        return replace(self, verdicts=(*self.verdicts, verdict))

    def undone(self) -> "Audit":
        """The audit without the last verdict."""
        return replace(self, verdicts=self.verdicts[:-1])

    def verdict_of(self, step: int) -> str:
        """The verdict that holds for the step, missed ones aside; an empty word where there is none yet."""
        words = [verdict.word for verdict in self.verdicts if verdict.step == step and verdict.word != MISSED]
        return words[-1] if words else ""

    @property
    def missed_s(self) -> tuple[float, ...]:
        """The moments of the crossings that were missed."""
        return tuple(verdict.t_s for verdict in self.verdicts if verdict.word == MISSED)

    @property
    def is_done(self) -> bool:
        """True once every step has a verdict: only then is it known how many crossings were missed."""
        return self.next_open(0) is None

    def next_open(self, step: int) -> int | None:
        """The next step without a verdict, from this one on and then from the first; None where all have one."""
        order = (*range(step, len(self.steps)), *range(step))
        return next((number for number in order if not self.verdict_of(number)), None)

    def count_of(self, word: str) -> int:
        """How many steps have this verdict (right, wrong or watched)."""
        return sum(self.verdict_of(step) == word for step in range(len(self.steps)))

    def verdicts_to_json(self) -> str:
        """The verdicts as a text that `with_verdicts` reads."""
        return json.dumps([asdict(verdict) for verdict in self.verdicts])

    def with_verdicts(self, text: str) -> "Audit":
        """The audit with the verdicts that `verdicts_to_json` has written."""
        return replace(self, verdicts=tuple(Verdict(**entry) for entry in json.loads(text)))
