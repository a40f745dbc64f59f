"""Round numbers for a scale, with a unit that suits them."""

import math
from dataclasses import dataclass

from heatdash.messages import ENGLISH, say

_ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_CLOCK_STEPS = (1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 60.0)
_MINUTES_FROM_S, _HOURS_FROM_S = 120.0, 7200.0
_LEAST_DISTANCE = 0.6
"""Of a step: a round number closer to the top of a scale than that gives way to the number at the top."""


@dataclass(frozen=True)
class Tick:
    """A mark on a scale: how far along it is, 0 to 1, and its text."""

    share: float
    text: str


def round_ticks(*, top: float, unit: str | None, most: int = 5, language: str = ENGLISH) -> tuple[Tick, ...]:
    """The round ticks of a scale from 0 to `top`, at most `most` of them, the last one with the unit, if there is one.

    Seconds become minutes above 2 minutes and hours above 2 hours.
    """
    if not (math.isfinite(top) and top > 0):
        return (Tick(share=0.0, text=f"0{_unit_text(unit, language)}"),)
    unit, top = _suiting(unit, top)
    *ticks, last = _marks(top, _step(top, most, is_clock=unit in ("s", "min")))
    return (*ticks, Tick(share=last.share, text=last.text + _unit_text(unit, language)))


def scale_ticks(
    *, top: float, unit: str, most: int = 5, is_open: bool = False, language: str = ENGLISH
) -> tuple[Tick, ...]:
    """The ticks of a scale whose top is always told: round ones below it, then the top itself, rounded, with the unit.

    `is_open` says that values above the top exist and look the same: it then gets a plus sign. What is counted has
    whole ticks, and no unit, since the title of its scale says what it is.
    """
    if not (math.isfinite(top) and top > 0):
        return round_ticks(top=top, unit=None if unit == "objects" else unit, language=language)
    is_counted = unit == "objects"
    told, top = (None, top) if is_counted else _suiting(unit, top)
    text = f"{_rounded(top)}{'+' if is_open else ''}{_unit_text(told, language)}"
    # One that gives way to the top may come on top of those asked for.
    for count in range(most + 1, 1, -1):
        step = _step(top, count, is_clock=told in ("s", "min"))
        step = max(1.0, step) if is_counted else step
        zero, *others = _marks(top, step)
        below = [zero, *(tick for tick in others if (1 - tick.share) * top >= step * _LEAST_DISTANCE)]
        if len(below) < most:
            break
    return (*below, Tick(share=1.0, text=text))


def _suiting(unit: str | None, top: float) -> tuple[str | None, float]:
    """The unit in which so large a number is told, and the number in it."""
    if unit != "s":
        return unit, top
    if top > _HOURS_FROM_S:
        return "h", top / 3600.0
    return ("min", top / 60.0) if top > _MINUTES_FROM_S else ("s", top)


def _unit_text(unit: str | None, language: str) -> str:
    return "" if unit is None else f" {say(f'metrics.unit_{unit}', language=language)}"


def _marks(top: float, step: float) -> list[Tick]:
    """The multiples of `step` from 0 up to `top`."""
    decimals = 0
    while decimals < 9 and abs(round(step, decimals) - step) > step * 1e-6:
        decimals += 1
    count = math.floor(top / step + 1e-9)
    texts = ["0", *(f"{step * number:,.{decimals}f}" for number in range(1, count + 1))]
    return [Tick(share=min(1.0, step * number / top), text=text) for number, text in enumerate(texts)]


def _rounded(value: float) -> str:
    """A number to within 4 %, but no coarser than whole: 0.043, 8.4, 15, 1,234."""
    decimals = max(0, -math.floor(math.log10(value / 12)))
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text


def _step(top: float, most: int, *, is_clock: bool) -> float:
    """The smallest round step that needs no more than `most` ticks."""
    least = top / max(1, most - 1) * (1 - 1e-9)
    # The first tick is at 0 and the last at or below the top: there may be one tick fewer, but never too many.
    if is_clock and least > 0.5:
        fitting = [step for step in _CLOCK_STEPS if step >= least]
        if fitting:
            return fitting[0]
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in _ROUND_STEPS if step * power >= least * (1 - 1e-9))
