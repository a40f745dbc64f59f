"""Charts as plain shapes, which the report's page and its PDF draw alike."""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from heatdash.draw.round_ticks import round_ticks
from heatdash.values.wording import Wording

_TOP_PX, _PLOT_PX, _TICK_PX, _TITLE_PX = 30.0, 96.0, 15.0, 31.0
"""The plot's top edge and height; how far below it the marks of its axis and the axis's title are written."""
_LEFT_PX = -30.0
"""Where titles begin, left of the plot."""
_NAME_PX, _BEAM_PX, _ROW_PX = 11.0, 16.0, 36.0
"""In each row of a ranking: where its name is written, where its bar begins, and its whole height."""
_THICK_PX = 11.0
_LONGEST_BEAM = 0.72
"""The share of the width that the longest bar of a ranking takes, so that its value fits beside it."""
_MOST_LEVELS, _MOST_TIMES = 4, 4
_LONGEST_NAME = 36
_TIME_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200)
_DAY_S = 86_400


@dataclass(frozen=True)
class Bar:
    """A bar: its left edge and width as shares of the chart's width, its top edge and height in pixels.

    The largest of a chart is `strong`.
    """

    x: float
    width: float
    y_px: float
    height_px: float
    colour: str
    strong: bool = True


@dataclass(frozen=True)
class Label:
    """A text on the line `y_px` whose start, middle or end is `shift_px` right of `x`, a share of the width."""

    text: str
    x: float
    y_px: float
    anchor: str = "middle"
    shift_px: float = 0.0
    strong: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart's title and shapes. `rules` are the heights of its horizontal lines. Labels may lie left of the plot."""

    title: str
    height_px: float
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    rules: tuple[float, ...] = ()


@dataclass(frozen=True)
class Amount:
    """What happened in one step of an axis; with a second direction, which points down."""

    begin: float
    end: float
    up: float
    down: float = 0.0


@dataclass(frozen=True)
class Ranked:
    """A row of a ranking: its value decides over its place and its bar's length; `told` is the value in words."""

    name: str
    value: float
    told: str
    colour: str


def bar_chart(
    *,
    title: str,
    amounts: Sequence[Amount],
    upright: str,
    ticks: Sequence[tuple[float, str]],
    along: str,
    colour: str,
    whole: bool,
    wording: Wording,
) -> Chart:
    """A bar for each amount, side by side along an axis with `ticks`, which have a position on it and a text.

    `upright` and `along` are the axes' titles. The values are `whole` numbers, or not.
    """
    from_x, to_x = amounts[0].begin, amounts[-1].end
    both = any(one.down for one in amounts)
    half_px = _PLOT_PX / 2 if both else _PLOT_PX
    top = max(max(one.up, one.down) for one in amounts) or 1.0
    ground_px, bottom_px = _TOP_PX + half_px, _TOP_PX + _PLOT_PX

    def share(position: float) -> float:
        return (position - from_x) / (to_x - from_x)

    bars = []
    for one in amounts:
        x, width = share(one.begin), share(one.end) - share(one.begin)
        for value, is_up in ((one.up, True), (one.down, False)):
            height_px = half_px * value / top
            y_px = ground_px - height_px if is_up else ground_px
            if value:
                bars.append(Bar(x + 0.08 * width, 0.84 * width, y_px, height_px, colour, strong=value == top))
    levels = list(_levels(top=top, half_px=half_px, both=both, whole=whole, wording=wording))
    labels = [
        Label(upright, 0.0, 10.0, "start", _LEFT_PX),
        *(Label(text, 0.0, ground_px - up_px + 4.0, "end", -6.0) for up_px, text in levels),
        *(Label(text, share(x), bottom_px + _TICK_PX, _anchor(share(x))) for x, text in ticks),
        Label(along, 0.5, bottom_px + _TITLE_PX),
    ]
    rules = tuple(ground_px - up_px for up_px, _ in levels)
    return Chart(title, bottom_px + _TITLE_PX + 6.0, tuple(bars), tuple(labels), rules)


def _levels(*, top: float, half_px: float, both: bool, whole: bool, wording: Wording) -> Iterator[tuple[float, str]]:
    """The marks of the upright axis: how far above the ground, and the text."""
    most = min(_MOST_LEVELS - both, int(top) + 1 if whole else _MOST_LEVELS)
    for tick in round_ticks(top=top, unit=None, most=most, language=wording.language):
        yield half_px * tick.share, tick.text
        if both and tick.share:
            yield -half_px * tick.share, tick.text


def _anchor(share: float) -> str:
    return "start" if share < 0.04 else "end" if share > 0.96 else "middle"


def rank_chart(*, title: str, rows: Sequence[Ranked], most: int) -> Chart:
    """A bar for each of the `most` largest rows, the largest first; equal ones stay in the order given."""
    ranked = sorted(rows, key=lambda row: -row.value)[:most]
    top = max((row.value for row in ranked), default=0.0) or 1.0
    bars, labels = [], []
    for number, row in enumerate(ranked):
        y_px, width = number * _ROW_PX, _LONGEST_BEAM * row.value / top
        bars.append(Bar(0.0, width, y_px + _BEAM_PX, _THICK_PX, row.colour))
        labels.append(Label(_shortened(row.name), 0.0, y_px + _NAME_PX, "start"))
        labels.append(Label(row.told, width, y_px + _BEAM_PX + 10.0, "start", 6.0, strong=True))
    return Chart(title=title, height_px=len(ranked) * _ROW_PX, bars=tuple(bars), labels=tuple(labels))


def _shortened(name: str) -> str:
    """The name, or as much of it as there is room for; letters of East Asia are twice as wide."""
    room = _LONGEST_NAME
    for number, letter in enumerate(name):
        room -= 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if room < 0:
            return f"{name[:number]}…"
    return name


def round_times(*, from_s: float, to_s: float, wording: Wording) -> list[tuple[float, str]]:
    """The round times of the clip, or of the clock, from `from_s` to `to_s`, each with its text."""
    least_s = (to_s - from_s) / _MOST_TIMES
    step_s = next((step for step in _TIME_STEPS_S if step >= least_s), math.ceil(least_s / _DAY_S) * _DAY_S)
    if wording.start is not None:
        times_s = wording.start.full_steps_s(from_s=from_s, to_s=to_s, step_s=step_s)
        # The clock needs no seconds where all marks are at full minutes.
        told = wording.minute if step_s % 60 == 0 else wording.moment
        return [(t_s, told(t_s)) for t_s in times_s]
    first, last = math.ceil(from_s / step_s - 1e-9), math.floor(to_s / step_s + 1e-9)
    return [(t_s, wording.moment(t_s)) for t_s in (float(number * step_s) for number in range(first, last + 1))]
