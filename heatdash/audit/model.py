"""Checking a count by eye: what is looked at, what was said of it, and how far it is."""

import json
from dataclasses import asdict, dataclass, replace

from heatdash.errors import BadSettingError

RIGHT, WRONG, MISSED, WATCHED = "right", "wrong", "missed", "watched"
QUICK, QUICK_FROM_S = 4, 10.0
"""Where nothing was counted for so long, the clip is shown so many times as fast."""


@dataclass(frozen=True)
class CountedCrossing:
    """A crossing that was counted: when, which way (in, out), and the track that made it."""

    t_s: float
    direction: str
    track_id: int


@dataclass(frozen=True)
class AuditStep:
    """A part of the clip to look at: around one counted crossing, or, where there is none, between the crossings."""

    from_s: float
    to_s: float
    crossing: CountedCrossing | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.from_s < self.to_s:
            raise BadSettingError("audit.empty_part", from_s=self.from_s, to_s=self.to_s)

    @property
    def speed(self) -> int:
        """How many times as fast as it was the part is shown; a crossing is never hurried."""
        return QUICK if self.crossing is None and self.to_s - self.from_s >= QUICK_FROM_S else 1

    @property
    def words(self) -> tuple[str, ...]:
        """What can be said of it. One more crossing may have been missed in either."""
        return (WATCHED, MISSED) if self.crossing is None else (RIGHT, WRONG, MISSED)


@dataclass(frozen=True)
class Verdict:
    """What was said of the step of that number: right or wrong of a crossing, watched of a part between; or missed.

    `t_s` is the moment of the clip that it was said of.
    """

    step: int
    word: str
    t_s: float


@dataclass(frozen=True)
class Audit:
    """The steps, and the verdicts in the order given. Of a step the last verdict counts; missed ones add up."""

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
        """What holds of the step; an empty word where nothing was said yet."""
        words = [verdict.word for verdict in self.verdicts if verdict.step == step and verdict.word != MISSED]
        return words[-1] if words else ""

    @property
    def missed_s(self) -> tuple[float, ...]:
        """The moments of the crossings that were missed."""
        return tuple(verdict.t_s for verdict in self.verdicts if verdict.word == MISSED)

    @property
    def is_done(self) -> bool:
        """True once every step has been judged: only then is it known how many were missed."""
        return self.next_open(0) is None

    def next_open(self, step: int) -> int | None:
        """The next step, from this one on and then from the begin, of which nothing was said; None where all is."""
        turns = (*range(step, len(self.steps)), *range(step))
        return next((number for number in turns if not self.verdict_of(number)), None)

    def count_of(self, word: str) -> int:
        """How many steps are right, wrong or watched."""
        return sum(self.verdict_of(step) == word for step in range(len(self.steps)))

    def verdicts_to_json(self) -> str:
        """The text that `with_verdicts` reads."""
        return json.dumps([asdict(verdict) for verdict in self.verdicts])

    def with_verdicts(self, text: str) -> "Audit":
        """The same steps with the verdicts that `verdicts_to_json` has written."""
        return replace(self, verdicts=tuple(Verdict(**entry) for entry in json.loads(text)))
