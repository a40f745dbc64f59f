"""The legend: what the colours of the heat mean."""

import math

import cv2
import numpy as np

from heatdash.draw.glass import Glass, panel
from heatdash.draw.legend_values import UNPAINTED
from heatdash.draw.palette import SOFT_WHITE, WHITE, colour_table
from heatdash.draw.round_ticks import scale_ticks
from heatdash.draw.sizes import Sizes
from heatdash.draw.write_text import write_text
from heatdash.messages import ENGLISH
from heatdash.values.metrics import METRICS
from heatdash.values.style import Style

_BAR_TEXTS = 9.5
"""The length of the colour bar, in multiples of the text size; it is longer where the title is."""


def legend(*, metric: str, top: float, style: Style, sizes: Sizes, language: str = ENGLISH) -> Glass:
    """A small dark panel with the metric's name, a bar of the colours, and round numbers with their unit."""
    text_px, gap = sizes.text_px, sizes.gap_px
    longest = max(40, sizes.width_px - 2 * sizes.margin_px - 2 * gap)
    title = write_text(METRICS[metric].title(language), size_px=text_px, weight=600, longest_px=longest)
    bar_px = min(longest, max(round(text_px * _BAR_TEXTS), title.width_px))
    row_px, bar_high = round(text_px * 1.2), max(5, round(text_px * 0.5))
    width, height = bar_px + 2 * gap + 2, 2 * row_px + bar_high + round(gap * 1.3)
    sheet = panel(width_px=width, height_px=height, radius_px=gap)
    sheet.stick(title, gap, 0)
    bar_top = row_px + round(gap * 0.5)
    sheet.stick(_bar(style, bar_px, bar_high), gap, bar_top)
    _write_ticks(
        sheet, _ticks(METRICS[metric].unit, top, style, bar_px, text_px, language), gap, bar_px, bar_top + bar_high
    )
    return sheet


def _bar(style: Style, width: int, height: int) -> Glass:
    shares = (np.arange(width) + 0.5) / width
    colours = colour_table(style.colormap)[np.clip((shares * 256).astype(np.int64), 0, 255)].astype(np.float32)
    colours[shares < style.threshold] *= UNPAINTED
    row = np.rint(colours).astype(np.uint8)[None]
    return Glass(
        cv2.resize(row, (width, height), interpolation=cv2.INTER_NEAREST), np.full((height, width), 255, np.uint8)
    )


def _ticks(unit: str, top: float, style: Style, bar_px: int, text_px: int, language: str) -> list[tuple[float, Glass]]:
    """As many ticks as fit side by side without touching: how far along the bar each is, and its text."""
    for most in (5, 4, 3, 2):
        is_open = style.normalization == "absolute"
        ticks = scale_ticks(top=top, unit=unit, most=most, is_open=is_open, language=language)
        sheets = [
            (tick.share, write_text(tick.text, size_px=_tick_px(text_px), colour=SOFT_WHITE, weight=500))
            for tick in ticks
        ]
        starts = [_text_x(share, sheet, bar_px) for share, sheet in sheets]
        ends = [start + sheet.width_px for start, (_, sheet) in zip(starts, sheets, strict=True)]
        if all(end + text_px * 0.4 <= start for end, start in zip(ends, starts[1:], strict=False)):
            return sheets
    return [sheets[0], sheets[-1]] if len(sheets) > 1 and ends[0] + 2 < starts[-1] else sheets[-1:]


def _tick_px(text_px: int) -> int:
    return max(10, round(text_px * 0.86))


def _text_x(share: float, sheet: Glass, bar_px: int) -> int:
    """Where on the bar a tick's text begins: centred below its mark, but never reaching past the ends of the bar."""
    return round(min(max(0.0, share * bar_px - sheet.width_px / 2), float(bar_px - sheet.width_px)))


def _write_ticks(sheet: Glass, ticks: list[tuple[float, Glass]], left: int, bar_px: int, top: int) -> None:
    mark_px = max(1, math.floor(sheet.height_px / 40))
    for share, text in ticks:
        x = left + min(round(share * bar_px), bar_px - mark_px)
        mark = np.zeros(sheet.alpha.shape, np.uint8)
        mark[top : top + 2 * mark_px + 1, x : x + mark_px] = 255
        sheet.fill(mark, WHITE, 0.9)
        sheet.stick(text, left + _text_x(share, text, bar_px), top + mark_px)
