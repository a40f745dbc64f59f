"""How sure each key figure is, judged by what was seen while its numbers were made."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from heatdash.measure.places.place_summaries import Summary
from heatdash.values.sureness import (
    DIFFERENT,
    GRADES,
    MAP,
    PASSAGES,
    ROUGH,
    STAYS,
    SURE,
    UNSURE,
    WARNING,
    RefineReport,
    SceneCheck,
    Sureness,
)


@dataclass(frozen=True)
class _Limit:
    """A share of at least `rough` makes a figure rough, of at least `unsure` unsure."""

    rough: float
    unsure: float


# People who use a door inside the picture end there too: one end in six is no reason yet; two in five are.
_LOST = _Limit(0.15, 0.40)
# Joins per object: passers-by cause a join in every third object; more than one in each is guessing.
_JOINED = _Limit(0.30, 1.0)
# Rows not seen but filled in: a tenth are short gaps; a third are objects hidden for long.
_FILLED = _Limit(0.10, 0.30)
# How unsure the model was on average: a fifth to a third for people in the open.
_WEAK = _Limit(0.40, 0.60)
# Of who crossed or may have: one in ten is a slip; with one in three the road is hidden where it leads to the line.
_MISSED = _Limit(0.10, 0.33)
_MISSES = {"line_missed": "missed", "line_moved_unseen": "moved"}
"""The checks that count who may have crossed a line uncounted, and the reason that each is told as."""
_LIMITS = {"lost": _LOST, "joined": _JOINED, "filled": _FILLED, "weak": _WEAK}
_UNSEEN = 2.0
"""Twice as large a share as is hidden now and then is never seen at all, at most: measured on crowds by chance."""
_TOGETHER = 0.5
"""Half as many again as moved over a line unseen: two that meet there look like one."""
_BY_FIGURE = {
    DIFFERENT: ("lost", "joined", "weak"),
    PASSAGES: ("filled", "weak"),
    STAYS: ("lost", "filled"),
    MAP: ("filled", "weak"),
}


def grade_figures(
    *, summary: Summary, refining: RefineReport | None, checks: Collection[SceneCheck]
) -> tuple[Sureness, ...]:
    """The sureness of the figures in the summary of what was counted: of each line, each zone, and the whole picture.

    A warning about a place tells on that place alone. Without refining, the only reasons are that and the warnings, and
    no grade is better than rough. There are fewer different objects than were followed by at most one for each two ends
    inside the picture: each such pair may be one object that was lost and found. More crossed a line than were counted
    by those who were lost or first found on their way over it, and by what moved over it and was followed as nothing.
    What moved over some line so is one of the different objects, too. Of both there are more where objects hide each
    other: who is hidden all the time was never followed.
    """
    figures: list[tuple[str, str | None, int]] = [(DIFFERENT, None, summary["picture"]["unique"])]
    figures += [(PASSAGES, name, line["in"] + line["out"]) for name, line in summary["lines"].items()]
    figures += [(STAYS, name, 0) for name in summary["zones"]]
    figures.append((MAP, None, 0))
    return tuple(_sureness_of(figure, place, count, refining, checks) for figure, place, count in figures)


def _sureness_of(
    figure: str, place: str | None, count: int, refining: RefineReport | None, checks: Collection[SceneCheck]
) -> Sureness:
    """How sure a figure is; `count` is what it says, where it is a number of objects or crossings."""
    grades = {"not_refined": (0.0, ROUGH)} if refining is None else _grades(refining, reasons=_BY_FIGURE[figure])
    warned = sum(check.severity == WARNING and check.place in (None, place) for check in checks)
    grades["warned"] = (float(warned), (SURE, ROUGH, UNSURE)[min(warned, 2)])
    misses = {_MISSES[c.kind]: c.values[0][1] for c in checks if c.place == place and c.kind in _MISSES}
    if figure == DIFFERENT and (crossed := [c.values[0][1] for c in checks if c.kind == "line_moved_unseen"]):
        # The same ones may have moved over several lines.
        misses["moved_anywhere"] = max(crossed)
    missed = sum(misses.values())
    grades |= {reason: (times, _grade(missed / (count + missed), _MISSED)) for reason, times in misses.items()}
    reasons = tuple((name, value) for name, (value, grade) in grades.items() if grade != SURE)
    worst = max((grade for _, grade in grades.values()), key=GRADES.index)
    graded = Sureness(figure=figure, grade=worst, place=place, reasons=reasons)
    if refining is None or figure not in (DIFFERENT, PASSAGES):
        return graded
    moved = misses.get("moved", misses.get("moved_anywhere", 0.0))
    most = (count + missed - moved) * (1 + _UNSEEN * refining.filled_share) + moved * (1 + _TOGETHER)
    doubles = round(refining.lost_share * count) if figure == DIFFERENT else 0
    return replace(graded, least=max(min(1, count), count - doubles), most=round(most))


def _grades(report: RefineReport, *, reasons: tuple[str, ...]) -> dict[str, tuple[float, str]]:
    """The share of each of the reasons, in percent, and its grade."""
    joined = report.joins / report.tracks if report.tracks else 0.0
    weak = 1 - report.mean_conf if report.tracks else 0.0
    shares = {"lost": report.lost_share, "joined": joined, "filled": report.filled_share, "weak": weak}
    return {name: (100 * shares[name], _grade(shares[name], _LIMITS[name])) for name in reasons}


def _grade(share: float, limit: _Limit) -> str:
    return UNSURE if share >= limit.unsure else ROUGH if share >= limit.rough else SURE
