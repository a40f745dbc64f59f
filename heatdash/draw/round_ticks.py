"""Round numbers for a scale, with a unit that suits them."""

import math
from dataclasses import dataclass

from heatdash.messages import ENGLISH, say

_ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_CLOCK_STEPS = (1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 60.0)
_MINUTES_FROM_S, _HOURS_FROM_S = 120.0, 7200.0


@dataclass(frozen=True)
class Tick:
    """A mark on a scale: how far along it is, 0 to 1, and its text."""

    share: float
    text: str


def round_ticks(
    *, top: float, unit: str | None, most: int = 5, is_open: bool = False, language: str = ENGLISH
) -> tuple[Tick, ...]:
    """The ticks of a scale from 0 to `top`, at most `most` of them, the last one with the unit, where there is one.

    Seconds become minutes above 2 minutes and hours above 2 hours. `is_open` says that values above the top
    exist and look the same: a tick at the very top then gets a plus sign.
    """
    if not (math.isfinite(top) and top > 0):
        return (Tick(share=0.0, text=f"0{_unit_text(unit, language)}"),)
    if unit == "s":
        unit, per_unit = _time_unit(top)
        top /= per_unit
    step = _step(top, most, is_clock=unit in ("s", "min"))
    count = math.floor(top / step + 1e-9)
    decimals = 0
    while decimals < 9 and abs(round(step, decimals) - step) > step * 1e-6:
        decimals += 1
    texts = ["0", *(f"{step * number:,.{decimals}f}" for number in range(1, count + 1))]
    if is_open and top - step * count < top * 0.01:
        texts[-1] += "+"
    texts[-1] += _unit_text(unit, language)
    return tuple(Tick(share=min(1.0, step * number / top), text=text) for number, text in enumerate(texts))


def _unit_text(unit: str | None, language: str) -> str:
    return "" if unit is None else f" {say(f'metrics.unit_{unit}', language=language)}"


def _time_unit(top_s: float) -> tuple[str, float]:
    if top_s > _HOURS_FROM_S:
        return "h", 3600.0
    return ("min", 60.0) if top_s > _MINUTES_FROM_S else ("s", 1.0)


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
