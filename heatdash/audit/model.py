"""An audit, the check of a count by eye: its steps, the verdicts on them, and how far it has come."""

import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from heatdash.errors import BadSettingError
from heatdash.values.checked import CLASS, LINE, Sample, Subject, check_sample

RIGHT, WRONG, OTHER_CLASS, MISSED, WATCHED = "right", "wrong", "class", "missed", "watched"
ON_COUNTED = (RIGHT, WRONG, OTHER_CLASS)
"""The verdicts on what was counted: it is so, it is not, or it is so of something of another class."""
QUICK, QUICK_FROM_S = 4, 10.0
"""Where nothing was counted for at least QUICK_FROM_S, the clip is shown QUICK times as fast."""


@dataclass(frozen=True)
class Counted:
    """Something that was counted: when, by which track, and what that was taken for.

    `direction` is that of a crossing (in, out); for a visit, whether its coming in was seen, or only its going out
    (out); else empty. Where it has a second moment, as a visit that was left again, that is `until_s`.
    """

    t_s: float
    direction: str
    track_id: int
    class_name: str = ""
    until_s: float | None = None


@dataclass(frozen=True)
class AuditStep:
    """A part of the clip to watch: around something counted, or, where `counted` is None, between such moments.

    What ends elsewhere has a second part, `then`, which is shown after the first.
    """

    from_s: float
    to_s: float
    counted: Counted | None = None
    then: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        for from_s, to_s in self.parts:
            if not 0 <= from_s < to_s:
                raise BadSettingError("audit.empty_part", from_s=from_s, to_s=to_s)

    @property
    def parts(self) -> tuple[tuple[float, float], ...]:
        """The stretches of the clip that are shown, one after the other."""
        return ((self.from_s, self.to_s),) if self.then is None else ((self.from_s, self.to_s), self.then)

    @property
    def moment_s(self) -> float:
        """What the part is about: the moment of what was counted, or where the stretch begins."""
        return self.from_s if self.counted is None else self.counted.t_s

    @property
    def speed(self) -> int:
        """How many times as fast the part is shown; what was counted is never sped up."""
        return QUICK if self.counted is None and self.to_s - self.from_s >= QUICK_FROM_S else 1


@dataclass(frozen=True)
class Verdict:
    """A verdict on the step of that number, about the moment `t_s` of the clip.

    `class_name` is what truly is there, for another class or a missed one, and `direction` which way a missed one
    went. `by` is the name of who gave it, empty where they gave none, and `at_s` when, in seconds since 1970. Verdicts
    of earlier versions have none of these.
    """

    step: int
    word: str
    t_s: float
    class_name: str = ""
    direction: str = ""
    by: str = ""
    at_s: float | None = None


@dataclass(frozen=True)
class Audit:
    """The steps, and the verdicts in the order given. A step's last verdict counts; missed ones add up.

    With a `sample` only the steps that it draws are to be looked at.
    """

    subject: Subject
    steps: tuple[AuditStep, ...]
    verdicts: tuple[Verdict, ...] = ()
    sample: Sample | None = None

    def __post_init__(self) -> None:
        for verdict in self.verdicts:
            if not 0 <= verdict.step < len(self.steps) or verdict.word not in self.words_for(verdict.step):
                raise BadSettingError(
                    "audit.odd_verdict", verdict=verdict.word, part=verdict.step + 1, parts=len(self.steps)
                )
        if self.sample is not None:
            check_sample(sample=self.sample, counted=len(self.counted_steps))

    @cached_property
    def counted_steps(self) -> tuple[int, ...]:
        """The numbers of the steps that show something counted."""
        return tuple(number for number, step in enumerate(self.steps) if step.counted is not None)

    @cached_property
    def to_see(self) -> tuple[int, ...]:
        """The numbers of the steps that are to be looked at, in order."""
        return tuple(range(len(self.steps))) if self.sample is None else drawn(steps=self.steps, sample=self.sample)

    def words_for(self, step: int) -> tuple[str, ...]:
        """The verdicts that the step can get; where it is sensible, one may also have been missed there."""
        words = (WATCHED,) if self.steps[step].counted is None else ON_COUNTED
        return (*words, MISSED) if self.subject.can_miss else words

    @property
    def right_words(self) -> tuple[str, ...]:
        """The verdicts by which something was counted rightly: but where classes are checked, of whatever class."""
        return (RIGHT,) if self.subject.kind == CLASS else (RIGHT, OTHER_CLASS)

    def said(self, verdict: Verdict) -> "Audit":
        """The audit with one more verdict."""
        return replace(self, verdicts=(*self.verdicts, verdict))

    def undone(self) -> "Audit":
        """The audit without the last verdict."""
        return replace(self, verdicts=self.verdicts[:-1])

    @cached_property
    def last(self) -> dict[int, Verdict]:
        """The verdict that holds for each step that has one, missed ones aside."""
        return {verdict.step: verdict for verdict in self.verdicts if verdict.word != MISSED}

    def verdict_of(self, step: int) -> str:
        """The word of the verdict that holds for the step; an empty one where there is none yet."""
        return self.last[step].word if step in self.last else ""

    @property
    def missed(self) -> tuple[Verdict, ...]:
        """The verdicts that tell of something missed."""
        return tuple(verdict for verdict in self.verdicts if verdict.word == MISSED)

    @property
    def open_steps(self) -> tuple[int, ...]:
        """The numbers of the steps that are to be looked at and have no verdict yet, in order."""
        return tuple(number for number in self.to_see if number not in self.last)

    @property
    def is_done(self) -> bool:
        """True once every step that is to be looked at has a verdict."""
        return not self.open_steps

    @property
    def first_to_see(self) -> int:
        """The first open step; where all have a verdict, the first one that is to be looked at."""
        return (*self.open_steps, *self.to_see)[0]

    def next_open(self, step: int) -> int | None:
        """The next step to look at without a verdict, from this one on, then from the first; None if all have one."""
        return min(self.open_steps, key=lambda number: (number < step, number), default=None)

    def count_of(self, *words: str) -> int:
        """How many of the steps to look at have one of these verdicts."""
        return sum(self.verdict_of(step) in words for step in self.to_see)

    def to_text(self) -> str:
        """The verdicts and the sample, as a text that `with_text` reads."""
        sample = None if self.sample is None else asdict(self.sample)
        return json.dumps({"verdicts": [asdict(verdict) for verdict in self.verdicts], "sample": sample})

    def with_text(self, text: str) -> "Audit":
        """The audit with what `to_text` has written; earlier versions wrote only the list of verdicts."""
        kept = json.loads(text)
        verdicts, sample = (kept, None) if isinstance(kept, list) else (kept["verdicts"], kept["sample"])
        return replace(
            self,
            verdicts=tuple(Verdict(**entry) for entry in verdicts),
            sample=None if sample is None else Sample(**sample),
        )

    def identity(self) -> str:
        """What tells the check from those of other counts; that of a line is what it always was."""
        subject = self.subject.place if self.subject.kind == LINE else asdict(self.subject)
        return json.dumps([subject, [_identity(step) for step in self.steps]])


def _identity(step: AuditStep) -> dict[str, object]:
    counted = step.counted
    of_counted = counted and {name: getattr(counted, name) for name in ("t_s", "direction", "track_id")}
    return {"from_s": step.from_s, "to_s": step.to_s, "crossing": of_counted}


def drawn(*, steps: Sequence[AuditStep], sample: Sample) -> tuple[int, ...]:
    """The numbers of the steps that the sample draws among the counted ones, ascending.

    The counted ones are put in order by class and, within a class, by time; from a chance beginning on, one in so many
    is taken. So each has the same chance, and every class and every time has its share.
    """
    counted = [(step.counted.class_name, step.counted.t_s, number) for number, step in enumerate(steps) if step.counted]
    order, stride = sorted(counted), len(counted) / sample.size
    begin = random.Random(sample.seed).random() * stride
    return tuple(sorted(order[int(begin + stride * turn)][2] for turn in range(sample.size)))
