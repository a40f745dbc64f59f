"""The score of a filled sheet, in figures and in words."""

from dataclasses import dataclass
from typing import Any

from heatdash.audit.correct import checked_count
from heatdash.audit.model import Audit
from heatdash.audit.score import AuditScore, score_of
from heatdash.values.checked import LINE, Interval
from heatdash.values.wording import Wording


@dataclass(frozen=True)
class SheetScore:
    """The score of a filled sheet, in figures and in words."""

    audit: Audit
    seconds: float

    @property
    def score(self) -> AuditScore:
        """The score, as far as it is known."""
        return score_of(audit=self.audit, seconds=self.seconds)

    @property
    def open_counted(self) -> int:
        """How many of the counted that are to be looked at have no verdict yet."""
        return sum(self.audit.steps[step].counted is not None for step in self.audit.open_steps)

    @property
    def open_stretches(self) -> int:
        """How many stretches between them have no verdict yet."""
        return len(self.audit.open_steps) - self.open_counted

    def to_json(self) -> dict[str, Any]:
        """Every figure by name."""
        still_open = {"open_crossings": self.open_counted, "open_stretches": self.open_stretches}
        return {**self.score.to_json(), **still_open, "checked": checked_count(self.audit).to_json()}

    def in_words(self) -> dict[str, str]:
        """The figures in plain words, each with what it means."""
        score = self.score
        figures = {
            "counted": f"{score.counted}: {score.right} right, {score.wrong} wrong",
            "counted rightly": f"{self._precision(score)} of the counted (precision)",
            "in short": checked_count(self.audit).told(Wording()),
        }
        if score.true_count is None:
            return {**figures, **self._left_open()}
        truly = "truly crossed" if self.audit.subject.kind == LINE else "truly came"
        figures |= {
            "missed": str(score.missed),
            "found": f"{_share(score.recall, score.recall_95)} of those who {truly} (recall)",
            truly: str(score.true_count),
        }
        if score.true_95 is not None:
            least, most = score.true_95
            figures["for such a count"] = f"{least:.0f} to {most:.0f} {truly} where {score.counted} are counted"
        if score.error_pct is not None:
            figures["counting error"] = f"{score.error_pct:+.1f} % of the truth"
        if score.geh is not None:
            figures["GEH, as for an hour"] = f"{score.geh:.1f}; below 5 is good"
        return figures

    def _left_open(self) -> dict[str, str]:
        """What still has to be looked at; until then nobody knows how many were missed."""
        if self.audit.is_done:
            return {}
        if not self.open_stretches:
            return {"not looked at yet": f"{self.open_counted} of the counted"}
        todo = f"{self.open_counted} of the counted and {self.open_stretches} stretches between them"
        return {"not looked at yet": f"{todo}; until then nobody knows how many were missed"}

    def _precision(self, score: AuditScore) -> str:
        """The share that is right; what a sample leaves open is told of all that was counted."""
        if self.audit.sample is not None and score.precision is not None:
            return f"{100 * score.precision:.0f} %"
        return _share(score.precision, score.precision_95)


def _share(value: float | None, interval: Interval | None) -> str:
    if value is None or interval is None:
        return "–"
    return f"{100 * value:.0f} % ({100 * interval[0]:.0f} to {100 * interval[1]:.0f} %)"
