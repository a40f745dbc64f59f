"""The panel that counts the crossings of each line by class: a small table with a row for each."""

from functools import lru_cache

from heatdash.draw.glass import Glass, panel
from heatdash.draw.palette import SOFT_WHITE, WHITE
from heatdash.draw.sizes import Sizes
from heatdash.draw.write_text import write_text
from heatdash.messages import ENGLISH, say
from heatdash.values.style import Style
from heatdash.values.tally import Passages, Tally
from heatdash.values.wording import Wording

_MOST_ROWS = 6
_HIGHEST_SHARE = 0.34
"""The largest share of the picture's height that the panel may take; its last row counts those left out."""
_LONGEST_SHARES = (0.28, 0.2)
"""The largest share of the picture's width that the name of a line and that of a class may take."""
Rows = tuple[tuple[str, ...], ...]


def class_panel(*, tally: Tally, final: Tally, style: Style, sizes: Sizes, language: str = ENGLISH) -> Glass | None:
    """The panel with the counts so far, sized for the `final` ones.

    None where no line was crossed, where no counts are shown, and where only one class has crossed and the labels of
    the lines say the same.
    """
    classes = {class_name for _, class_name, _ in final.lines}
    says_more = len(classes) > 1 or (len(classes) == 1 and not style.places)
    if not says_more or not (style.show_in or style.show_out):
        return None
    most = max(1, min(_MOST_ROWS, round(sizes.height_px * _HIGHEST_SHARE / _row_px(sizes)) - 2))
    return _sheet(_rows(tally, final, style, most, language), _rows(final, final, style, most, language), sizes)


def _rows(tally: Tally, final: Tally, style: Style, most: int, language: str) -> Rows:
    """What is counted, then each line and class, the most frequent first in the end, so that no row ever moves."""
    totals = {line: _total(final.of_line(line)) for line, _, _ in final.lines}
    kept = sorted(final.lines, key=lambda row: (-totals[row[0]], row[0], -_total(row[2]), row[1]))
    heads = [say(f"pictures.{name}", language=language) for name in ("crossings", "in", "out")]
    rows = [(heads[0], "", *_shown(heads[1], heads[2], style))]
    before = None
    for line, class_name, _ in kept[:most]:
        passages = tally.of_class(line=line, class_name=class_name)
        counts = _shown(f"{passages.came_in:,}", f"{passages.went_out:,}", style)
        rows.append(("" if line == before else line, Wording(language).class_name(class_name), *counts))
        before = line
    if len(kept) > most:
        rows.append((f"+ {len(kept) - most}",))
    return tuple(rows)


def _shown(came_in: str, went_out: str, style: Style) -> tuple[str, ...]:
    return (came_in,) * style.show_in + (went_out,) * style.show_out


def _total(passages: Passages) -> int:
    return passages.came_in + passages.went_out


@lru_cache(maxsize=64)
def _sheet(rows: Rows, final_rows: Rows, sizes: Sizes) -> Glass:
    gap, row_px = sizes.gap_px, _row_px(sizes)
    title, *cells = _written(final_rows, sizes).items()
    widths = [0] * len(final_rows[0])
    for (_, column), text in cells:
        widths[column] = max(widths[column], text.width_px)
    # The title reaches over the names of lines and classes.
    widths[1] = max(widths[1], title[1].width_px - widths[0] - 2 * gap)
    width = sum(widths) + 2 * gap * len(widths)
    sheet = panel(width_px=width, height_px=len(rows) * row_px + gap, radius_px=gap)
    for (line, column), text in _written(rows, sizes).items():
        x = gap + sum(widths[:column]) + 2 * gap * column
        # Names are aligned left, counts right, so that their digits line up.
        x += widths[column] - text.width_px if column > 1 else 0
        sheet.stick(text, x, gap // 2 + line * row_px - round(sizes.text_px * 0.08))
    return sheet


def _row_px(sizes: Sizes) -> int:
    return round(sizes.text_px * 1.35)


def _written(rows: Rows, sizes: Sizes) -> dict[tuple[int, int], Glass]:
    """The written texts by row and column; those of the first row are bold."""
    written = {}
    for line, row in enumerate(rows):
        for column, text in enumerate(row):
            weight, colour = (600, WHITE) if line == 0 else (500, SOFT_WHITE)
            longest = round(sizes.width_px * _LONGEST_SHARES[column]) if line and column < 2 else None
            sheet = write_text(text, size_px=sizes.text_px, colour=colour, weight=weight, longest_px=longest)
            written[line, column] = sheet
    return written
