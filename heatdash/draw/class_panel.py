"""The panel that counts the crossings of each line by class: "Gate, person, 3 in, 2 out"."""

from functools import lru_cache

from heatdash.draw.count_words import passage_words
from heatdash.draw.glass import Glass, panel
from heatdash.draw.palette import SOFT_WHITE
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
    title = say("pictures.crossings", language=language)
    return _sheet(title, _rows(tally, final, style, most, language), _rows(final, final, style, most, language), sizes)


def _rows(tally: Tally, final: Tally, style: Style, most: int, language: str) -> Rows:
    """A row for each line and class, ordered by the final number of passages, most first, so that no row ever moves."""
    totals = {line: _total(final.of_line(line)) for line, _, _ in final.lines}
    kept = sorted(final.lines, key=lambda row: (-totals[row[0]], row[0], -_total(row[2]), row[1]))
    rows: list[tuple[str, ...]] = []
    before = None
    for line, class_name, _ in kept[:most]:
        passages = tally.of_class(line=line, class_name=class_name)
        words = passage_words(passages=passages, style=style, language=language)
        rows.append(("" if line == before else line, Wording(language).class_name(class_name), *words))
        before = line
    if len(kept) > most:
        rows.append((f"+ {len(kept) - most}",))
    return tuple(rows)


def _total(passages: Passages) -> int:
    return passages.came_in + passages.went_out


@lru_cache(maxsize=64)
def _sheet(title: str, rows: Rows, final_rows: Rows, sizes: Sizes) -> Glass:
    gap, row_px = sizes.gap_px, _row_px(sizes)
    widths = [0] * max(len(row) for row in final_rows)
    for row in final_rows:
        for column, text in enumerate(row):
            widths[column] = max(widths[column], _text(text, column, sizes).width_px)
    heading = write_text(title, size_px=sizes.text_px, weight=600, longest_px=sizes.width_px // 2)
    width = max(sum(widths) + (len(widths) - 1) * gap * 2, heading.width_px) + 2 * gap
    sheet = panel(width_px=width, height_px=(len(rows) + 1) * row_px + gap, radius_px=gap)
    raised = gap // 2 - round(sizes.text_px * 0.08)
    sheet.stick(heading, gap, raised)
    for line, row in enumerate(rows, start=1):
        right = gap
        for column, text in enumerate(row):
            written = _text(text, column, sizes)
            right += widths[column]
            # Names are aligned left, counts right, so that their digits line up.
            x = right - widths[column] if column < 2 else right - written.width_px
            sheet.stick(written, x, raised + line * row_px)
            right += 2 * gap
    return sheet


def _row_px(sizes: Sizes) -> int:
    return round(sizes.text_px * 1.35)


def _text(text: str, column: int, sizes: Sizes) -> Glass:
    longest = round(sizes.width_px * _LONGEST_SHARES[column]) if column < 2 else None
    return write_text(text, size_px=sizes.text_px, colour=SOFT_WHITE, longest_px=longest)
