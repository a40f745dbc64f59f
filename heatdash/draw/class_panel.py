"""The panel that counts each class: "person 3 in 2 out"."""

from functools import lru_cache

from heatdash.draw.glass import Glass, panel
from heatdash.draw.palette import SOFT_WHITE
from heatdash.draw.sizes import Sizes
from heatdash.draw.write_text import write_text
from heatdash.messages import ENGLISH, say
from heatdash.values.style import Style
from heatdash.values.tally import Tally
from heatdash.values.wording import Wording

_MOST_CLASSES = 6
_HIGHEST_SHARE = 0.34
"""The largest share of the picture's height that the panel may take; its last row counts the classes left out."""
_LONGEST_SHARE = 0.3
Rows = tuple[tuple[str, ...], ...]


def class_panel(*, tally: Tally, final: Tally, style: Style, sizes: Sizes, language: str = ENGLISH) -> Glass | None:
    """The panel with the counts so far, sized for the `final` ones; None where there are none or none are shown."""
    if not final.classes or not (style.show_in or style.show_out):
        return None
    most = max(1, min(_MOST_CLASSES, round(sizes.height_px * _HIGHEST_SHARE / _row_px(sizes)) - 1))
    return _sheet(_rows(tally, final, style, most, language), _rows(final, final, style, most, language), sizes)


def _rows(tally: Tally, final: Tally, style: Style, most: int, language: str) -> Rows:
    """One row per class, ordered by the final number of passages, most first, so that the order never changes."""
    names = sorted(final.classes, key=lambda pair: (-(pair[1].came_in + pair[1].went_out), pair[0]))
    rows = []
    for name, _ in names[:most]:
        passages = tally.of_class(name)
        counts = ((style.show_in, passages.came_in, "in"), (style.show_out, passages.went_out, "out"))
        shown = (
            f"{count:,} {say(f'pictures.{direction}', language=language)}"
            for is_shown, count, direction in counts
            if is_shown
        )
        rows.append((Wording(language).class_name(name), *shown))
    if len(names) > most:
        rows.append((f"+ {len(names) - most}",))
    return tuple(rows)


@lru_cache(maxsize=64)
def _sheet(rows: Rows, final_rows: Rows, sizes: Sizes) -> Glass:
    gap, row_px = sizes.gap_px, _row_px(sizes)
    widths = [0] * max(len(row) for row in final_rows)
    for row in final_rows:
        for column, text in enumerate(row):
            widths[column] = max(widths[column], _text(text, column, sizes).width_px)
    width = sum(widths) + 2 * gap + (len(widths) - 1) * gap * 2
    sheet = panel(width_px=width, height_px=len(rows) * row_px + gap, radius_px=gap)
    for line, row in enumerate(rows):
        right = gap
        for column, text in enumerate(row):
            written = _text(text, column, sizes)
            right += widths[column]
            # Names are aligned left, counts right, so that their digits line up.
            x = gap if column == 0 else right - written.width_px
            sheet.stick(written, x, gap // 2 + line * row_px - round(sizes.text_px * 0.08))
            right += 2 * gap
    return sheet


def _row_px(sizes: Sizes) -> int:
    return round(sizes.text_px * 1.35)


def _text(text: str, column: int, sizes: Sizes) -> Glass:
    if column:
        return write_text(text, size_px=sizes.text_px, colour=SOFT_WHITE)
    longest = round(sizes.width_px * _LONGEST_SHARE)
    return write_text(text, size_px=sizes.text_px, weight=600, longest_px=longest)
