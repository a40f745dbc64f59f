"""Finding results: those that fit what is searched for, in the order asked for."""

import re
from collections.abc import Sequence
from datetime import datetime

from heatdash.values.run import Run
from pages.parts.text.spoken import spoken_day, visitor_moment
from pages.parts.text.words import say

RECORDED, UPLOADED, NAME, LONGEST = "recorded", "uploaded", "name", "longest"
ORDERS = (RECORDED, UPLOADED, NAME, LONGEST)


def ordered(runs: Sequence[Run], *, by: str) -> list[Run]:
    """The runs in that order; those that are equal in it, and those of which it is not known, the last uploaded first.

    By the recording, a clip whose day is not known stands where it was uploaded; by length, it comes last where its
    length is not known.
    """
    newest = sorted(runs, key=lambda run: run.created_at_s, reverse=True)
    if by == RECORDED:
        return sorted(newest, key=_moment, reverse=True)
    if by == NAME:
        return sorted(newest, key=lambda run: _as_people_sort(run.name))
    if by == LONGEST:
        return sorted(newest, key=lambda run: run.found.duration_s if run.found else 0.0, reverse=True)
    return newest


def fitting(runs: Sequence[Run], *, wanted: str) -> list[Run]:
    """The runs in whose name or date each of the `wanted` words occurs, in any order and in small or big letters.

    The date is the one that the card tells, also as 2026-11-21, and with the whole words for its month and weekday.
    """
    words = wanted.casefold().split()
    return [run for run in runs if all(word in _said_of(run) for word in words)]


def _said_of(run: Run) -> str:
    day = _moment(run)
    month, weekday = say("library.months").split()[day.month - 1], say("library.weekdays").split()[day.weekday()]
    return f"{run.name} {day:%Y-%m-%d} {spoken_day(day)} {month} {weekday}".casefold()


def _moment(run: Run) -> datetime:
    """When the run's clip was recorded, where that is known to the day; else when it was uploaded."""
    start = run.project.start
    if start is not None and start.has_day:
        # By the clock where the camera hangs, as the card tells it.
        return start.moment.replace(tzinfo=None)
    return visitor_moment(run.created_at_s)


def _as_people_sort(name: str) -> list[tuple[str, int]]:
    """A key that sorts "Aisle 9" before "aisle 10"."""
    parts = re.findall(r"(\D*)(\d*)", name.casefold())
    return [(text, int(number or -1)) for text, number in parts]
