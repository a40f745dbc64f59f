"""Two or more ways of doing one thing, timed in turn, so that a machine that drifts drifts for all."""

import statistics
from collections.abc import Callable, Mapping
from typing import Any


def side_by_side(*, ways: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, Any]:
    """Each way's median figure over `rounds`, all figures, and the median ratio of the first way to each other one.

    Every way runs once before the first round, uncounted.
    """
    for way in ways.values():
        way()
    figures: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            figures[name].append(way())
    first, *others = ways
    ratios = {
        f"{first} / {other}": statistics.median(a / b for a, b in zip(figures[first], figures[other], strict=True))
        for other in others
    }
    return {
        "median": {name: round(statistics.median(values), 3) for name, values in figures.items()},
        "all": {name: [round(value, 3) for value in values] for name, values in figures.items()},
        "ratio": {name: round(value, 3) for name, value in ratios.items()},
    }
