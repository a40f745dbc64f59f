"""Writes the tables of the docs that the code knows best: `python -m docs.make_tables`.

A table stands between `<!-- table NAME -->` and `<!-- end -->`; what stands there is replaced.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from heatdash.exports.files import DOWNLOAD, EXPORTS, FOLDER
from heatdash.tables.columns import (
    CORRECTED,
    COUNTS,
    EVENTS,
    FLOWS,
    JOURNEYS,
    MOVEMENTS,
    PARTS,
    TRACKS_CSV,
    VERDICTS,
    ZONES,
)
from heatdash.tables.table import Table
from heatdash.values.metrics import METRICS
from heatdash.variables import DATA_VARIABLE, SETTINGS
from heatdash.web.tell_metrics import SERIES

FOLDER_OF_DOCS = Path(__file__).parent
_PLACE = re.compile(r"(<!-- table (.+?) -->\n).*?(<!-- end -->)", re.DOTALL)


def _rows(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [tuple(head), ("---",) * len(tuple(head)), *map(tuple, rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _metrics() -> str:
    rows = ((f"`{one.key}`", one.title(), one.meaning(), one.unit_text().strip()) for one in METRICS.values())
    return _rows(("metric", "on the screen", "what it is", "unit"), rows)


def _exports() -> str:
    def had(export_to: tuple[str, ...], door: str) -> str:
        return "yes" if door in export_to else ""

    rows = (
        (f"`{one.name}`", one.title(), had(one.offered_to, FOLDER), had(one.offered_to, DOWNLOAD)) for one in EXPORTS
    )
    return _rows(("file", "what it is", "`analyze`", "Download"), rows)


def _columns(table: Table) -> str:
    rows = ((f"`{one.name}`", one.unit, one.meaning()) for one in table.columns)
    return _rows(("column", "unit", "what stands in it"), rows)


def _settings() -> str:
    rows = (
        (
            f"`{one.variable}`",
            "the system's data folder" if one.variable == DATA_VARIABLE else one.local,
            "" if one.hosted == one.local else one.hosted,
            str(one.meaning),
        )
        for one in SETTINGS.values()
    )
    return _rows(("variable", "default", "default when hosted, where it is another", "what it sets"), rows)


def _series() -> str:
    rows = ((f"`{one.name}`", one.kind, ", ".join(f"`{label}`" for label in one.labels), one.meaning) for one in SERIES)
    return _rows(("series", "kind", "labels", "what it is"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "metrics": _metrics,
    "exports": _exports,
    "settings": _settings,
    "series": _series,
    **{
        f"{table.name}.csv": lambda table=table: _columns(table)
        for table in (TRACKS_CSV, EVENTS, COUNTS, ZONES, FLOWS, JOURNEYS, MOVEMENTS, PARTS, CORRECTED, VERDICTS)
    },
}


def with_tables(text: str) -> str:
    """The text with every table as the code has it now."""
    return _PLACE.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}{found[3]}", text)


def pages_with_tables() -> list[Path]:
    """The pages of the docs that hold such a table."""
    return [page for page in sorted(FOLDER_OF_DOCS.glob("*.md")) if _PLACE.search(page.read_text(encoding="utf-8"))]


if __name__ == "__main__":
    for page in pages_with_tables():
        page.write_text(with_tables(page.read_text(encoding="utf-8")), encoding="utf-8")
