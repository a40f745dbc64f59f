"""An honest word on each key figure, from what was seen while its numbers were made."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from heatdash.measure.places.place_summaries import Summary
from heatdash.values.sureness import FIGURES, GRADES, ROUGH, SURE, UNSURE, WARNING, RefineReport, SceneCheck, Sureness


@dataclass(frozen=True)
class _Limit:
    """From `rough` on a share makes a figure rough, from `unsure` on unsure."""

    rough: float
    unsure: float


# A door inside the picture is passed without meaning anything: one end in six is no reason yet; two in five are.
_LOST = _Limit(0.15, 0.40)
# Joins an object: a join in every third object is what passers-by cause; more than one in each is guessing.
_JOINED = _Limit(0.30, 1.0)
# What was not seen but taken to be there: short gaps in one tenth, hidden for a third.
_FILLED = _Limit(0.10, 0.30)
# How unsure the model was on average: people in the open have a fifth or a third.
_WEAK = _Limit(0.40, 0.60)
_LIMITS = {"lost": _LOST, "joined": _JOINED, "filled": _FILLED, "weak": _WEAK}
_BY_FIGURE = {
    "different": ("lost", "joined", "weak"),
    "passages": ("filled", "weak"),
    "stays": ("lost", "filled"),
    "map": ("filled", "weak"),
}
_PLACES = {"passages": "line_", "stays": "zone_"}
"""Figures that warnings of places make less sure, by how those warnings are named."""


def grade_figures(
    *, summary: Summary, refining: RefineReport | None, checks: Collection[SceneCheck]
) -> tuple[Sureness, ...]:
    """The sureness of each key figure that there is in the summary of what was counted.

    Without refining only that is known, and nothing is better than rough. Of different objects there are at most as
    many as were followed, and fewer by at most one for each two ends inside the picture: each such pair may be one
    object that was lost and found.
    """
    there_is = {"different": True, "passages": bool(summary["lines"]), "stays": bool(summary["zones"]), "map": True}
    followed = summary["picture"]["unique"]
    return tuple(_of(figure, followed, refining, checks) for figure in FIGURES if there_is[figure])


def _of(figure: str, followed: int, refining: RefineReport | None, checks: Collection[SceneCheck]) -> Sureness:
    grades = {"not_refined": (0.0, ROUGH)} if refining is None else _grades(refining, of=_BY_FIGURE[figure])
    warned = sum(check.severity == WARNING and _concerns(check, figure) for check in checks)
    grades["warned"] = (float(warned), (SURE, ROUGH, UNSURE)[min(warned, 2)])
    reasons = tuple((name, value) for name, (value, grade) in grades.items() if grade != SURE)
    known = Sureness(
        figure=figure, grade=max((grade for _, grade in grades.values()), key=GRADES.index), reasons=reasons
    )
    if figure != "different" or refining is None:
        return known
    return replace(known, least=max(min(1, followed), followed - round(refining.lost_share * followed)), most=followed)


def _grades(report: RefineReport, *, of: tuple[str, ...]) -> dict[str, tuple[float, str]]:
    """The share of each of these reasons, in percent, and its grade."""
    joined = report.joins / report.tracks if report.tracks else 0.0
    weak = 1 - report.mean_conf if report.tracks else 0.0
    shares = {"lost": report.lost_share, "joined": joined, "filled": report.filled_share, "weak": weak}
    return {name: (100 * shares[name], _grade(shares[name], _LIMITS[name])) for name in of}


def _grade(share: float, limit: _Limit) -> str:
    return UNSURE if share >= limit.unsure else ROUGH if share >= limit.rough else SURE


def _concerns(check: SceneCheck, figure: str) -> bool:
    """True for what spoils all numbers, and for what spoils the places that the figure tells of."""
    return check.place is None or check.kind.startswith(_PLACES.get(figure, "-"))
