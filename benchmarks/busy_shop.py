"""A shop with people in it, simulated: who is in which cell of the picture and when, day by day; nothing is filmed.

Groups of one to four come through the door, pass four of the shop's spots, stop at some of them and leave. They come in
two rushes a day, more on Saturdays, on some days more than on others, and in some half hours more than in others. A few
stand in one place for minutes.
"""

from dataclasses import dataclass

import numpy as np

from heatdash.measure.compare.period_blocks import BLOCK_S, Moments, PeriodBlocks
from heatdash.values.arrays import Floats, Ints, Marks

COLUMNS, ROWS, CELLS = 32, 18, 32 * 18
WIDE_M, DEEP_M, DOOR = 16.0, 9.0, (0.5, 0.98)
OPENS_H, CLOSES_H = 9, 21
BLOCKS_A_DAY = (CLOSES_H - OPENS_H) * 12
FIRST_DAY = np.datetime64("2026-03-02", "D")
"""A Monday."""

GROUPS_AN_HOUR = 40.0
GROUP_SIZES = (0.6, 0.25, 0.1, 0.05)
WEEKDAYS = (0.9, 0.9, 0.95, 1.0, 1.2, 1.5, 0.8)
RUSHES = ((12.5, 0.9, 0.9), (18.0, 1.1, 1.2))
"""When each rush is, how long, and how much it adds to half of the usual number."""
DAYS_VARY, HALF_HOURS_VARY = 0.15, 0.2
"""The standard deviation of the number of people, as a share of it, from day to day and from half hour to half hour."""
SPOTS, VISITED, STOPS = 24, 4, 0.35
STOP_S, SHELF_STOP_S, STOPS_VARY = 15.0, 25.0, 0.9
"""How long a group stops, in the middle, and the standard deviation of its logarithm."""
STANDS, STANDS_S = 0.04, 420.0
"""Which share of groups stands at its first spot, and for how long on average."""
SHELF, SHELF_STOPS = 0, 0.15
"""The spot whose shelf may draw more people, and which share of groups stops there as it is."""
_PIECES = 6
"""Into how many pieces the way from one spot to the next is cut."""

_plan = np.random.default_rng(11)
_SPOTS_AT = _plan.uniform((0.08, 0.1), (0.92, 0.9), (SPOTS, 2))
_LIKED = _plan.dirichlet(np.full(SPOTS, 2.0)).cumsum()


@dataclass(frozen=True, eq=False)
class Stays:
    """One item per stay of a person in a cell: who, from when, for how long, and where."""

    person: Ints
    begin_s: Floats
    seconds: Floats
    cell: Ints


def shelf_cells() -> Marks:
    """The cells within two and a half cells of the shelf."""
    x, y = _SPOTS_AT[SHELF]
    rows, columns = np.mgrid[:ROWS, :COLUMNS]
    return np.hypot(rows - int(y * ROWS), columns - int(x * COLUMNS)) <= 2.5


def rushing(random: np.random.Generator, *, weekday: int) -> Floats:
    """How many groups come in each five minutes of such a day, on average."""
    hour = OPENS_H + (np.arange(BLOCKS_A_DAY) + 0.5) / 12
    rushes = (more * np.exp(-0.5 * ((hour - at) / long) ** 2) for at, long, more in RUSHES)
    return (0.5 + sum(rushes)) * WEEKDAYS[weekday] * _varied(random, DAYS_VARY, 1) * even(random, blocks=BLOCKS_A_DAY)


def even(random: np.random.Generator, *, blocks: int) -> Floats:
    """How many groups come in each of so many five minutes, where there is no rush."""
    return GROUPS_AN_HOUR / 12 * np.repeat(_varied(random, HALF_HOURS_VARY, -(-blocks // 6)), 6)[:blocks]


def _varied(random: np.random.Generator, by: float, count: int) -> Floats:
    return np.exp(random.normal(-by * by / 2, by, count))


def stays(random: np.random.Generator, *, groups: Floats, draw: float = 0.0) -> Stays:
    """Where those are who come, `groups` of them in each five minutes; the shelf stops `draw` more than it did."""
    coming = random.poisson(groups)
    count = int(coming.sum())
    begin_s = (np.repeat(np.arange(len(groups)), coming) + random.random(count)) * BLOCK_S
    spots = np.searchsorted(_LIKED, random.random((count, VISITED)))
    stop_s = np.exp(random.normal(np.log(STOP_S), STOPS_VARY, (count, VISITED)))
    stop_s *= random.random((count, VISITED)) < STOPS
    at_shelf = np.flatnonzero(random.random(count) < SHELF_STOPS * (1 + draw))
    turn = random.integers(0, VISITED, len(at_shelf))
    spots[at_shelf, turn] = SHELF
    stop_s[at_shelf, turn] = np.exp(random.normal(np.log(SHELF_STOP_S), STOPS_VARY, len(at_shelf)))
    standing = random.random(count) < STANDS
    stop_s[standing, 0] = random.exponential(STANDS_S, int(standing.sum()))
    group = np.repeat(np.arange(count), random.choice(len(GROUP_SIZES), count, p=GROUP_SIZES) + 1)
    return _walked(random, begin_s[group], _SPOTS_AT[spots[group]], stop_s[group])


def _walked(random: np.random.Generator, begin_s: Floats, spots: Floats, stop_s: Floats) -> Stays:
    """Each person's way through the door, by the spots and out, a metre a second, in pieces, with the stops on it."""
    people = len(begin_s)
    door = np.broadcast_to(np.array(DOOR), (people, 1, 2))
    beside = random.normal(0, (0.012, 0.02), (people, 1, 2)) + random.normal(0, (0.01, 0.015), (people, VISITED + 2, 2))
    at = (np.concatenate([door, spots, door], axis=1) + beside).clip(0, 0.999)
    way = np.diff(at, axis=1)
    piece_s = np.hypot(way[..., 0] * WIDE_M, way[..., 1] * DEEP_M)[..., None] / _PIECES
    middles = (np.arange(_PIECES) + 0.5)[:, None] / _PIECES
    points = np.concatenate([at[:, :-1, None] + way[:, :, None] * middles, at[:, 1:, None]], axis=2)
    stops = np.concatenate([stop_s, np.zeros((people, 1))], axis=1)[..., None]
    seconds = np.concatenate([np.repeat(piece_s, _PIECES, axis=2), stops], axis=2).reshape(people, -1)
    begins = begin_s[:, None] + np.cumsum(seconds, axis=1) - seconds
    cell = (points[..., 1] * ROWS).astype(np.int64) * COLUMNS + (points[..., 0] * COLUMNS).astype(np.int64)
    took = seconds.ravel() > 0
    person = np.repeat(np.arange(people), seconds.shape[1])
    return Stays(person[took], begins.ravel()[took], seconds.ravel()[took], cell.ravel()[took])


def cut_up(found: Stays, *, length_s: float) -> tuple[Ints, Ints, Floats]:
    """The stays cut at every multiple of that length: which stretch of time, which stay, and the seconds in it."""
    first = (found.begin_s // length_s).astype(np.int64)
    last = ((found.begin_s + found.seconds) // length_s).astype(np.int64)
    count = last - first + 1
    stay = np.repeat(np.arange(len(first)), count)
    stretch = first[stay] + np.arange(len(stay)) - np.repeat(np.cumsum(count) - count, count)
    end_s = np.minimum((found.begin_s + found.seconds)[stay], (stretch + 1) * length_s)
    return stretch, stay, end_s - np.maximum(found.begin_s[stay], stretch * length_s)


def in_blocks(found: Stays, *, blocks: int) -> Floats:
    """The seconds of stay in each cell in each five minutes; what comes later is left out."""
    stretch, stay, seconds = cut_up(found, length_s=BLOCK_S)
    within = stretch < blocks
    at = stretch[within] * CELLS + found.cell[stay[within]]
    return np.bincount(at, seconds[within], minlength=blocks * CELLS).reshape(blocks, ROWS, COLUMNS)


def days(random: np.random.Generator, *, first: int, count: int, draw: float = 0.0) -> PeriodBlocks:
    """So many days of the shop, from the day of that number on; day 0 is a Monday."""
    numbers = range(first, first + count)
    heat = [
        in_blocks(stays(random, groups=rushing(random, weekday=day % 7), draw=draw), blocks=BLOCKS_A_DAY)
        for day in numbers
    ]
    return _period(np.concatenate([block_begins(day) for day in numbers]), np.concatenate(heat))


def block_begins(day: int) -> Moments:
    """When the five minutes of the day of that number begin."""
    opens = (FIRST_DAY + day).astype("datetime64[m]") + 60 * OPENS_H
    return opens + 5 * np.arange(BLOCKS_A_DAY)


def part_of(period: PeriodBlocks, *, first: int, stop: int) -> PeriodBlocks:
    """The blocks from that number to before another."""
    part = slice(first, stop)
    return PeriodBlocks(period.begins[part], period.watched_s[part], period.amounts[part])


def _period(begins: Moments, heat: Floats) -> PeriodBlocks:
    return PeriodBlocks(begins, np.full(len(begins), BLOCK_S), heat)


def one_day(heat: Floats) -> PeriodBlocks:
    """Blocks of day 0, from when the shop opens on."""
    return _period(block_begins(0)[: len(heat)], heat)
