"""How often two periods of a simulated shop are said to differ: with nothing changed, and with a shelf that draws more.

python -m benchmarks.compare [--rounds 200]

With nothing changed it tells false alarms, by what is exchanged between the periods: what HeatDash exchanges, and
beside it people, each for himself, single seconds, single blocks of five minutes, and hours. With a shelf that stops
more people it tells how often that is found, and how often the true change lies in the interval that is told.
"""

import argparse
import json
import statistics
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array

from benchmarks.busy_shop import CELLS, Stays, cut_up, days, even, in_blocks, one_day, part_of, shelf_cells, stays
from benchmarks.measure import median
from heatdash.measure.compare.compare_periods import compare_periods
from heatdash.measure.compare.compare_values import compare_values
from heatdash.measure.compare.match_times import DAYS, LEVEL, PAIRED, RUNS, TOLD, UNPAIRED, MatchedTimes
from heatdash.measure.compare.period_blocks import PeriodBlocks
from heatdash.values.arrays import Floats, Ints

DRAWS = (0.2, 0.5, 1.0)
"""How much more often the shelf stops people."""
SIGNS = 499
"""In how many ways single people and seconds are exchanged."""
SINGLE_BLOCKS_EVERY = 10
"""The blocks of two weeks, one by one, are exchanged in one round of so many, as that takes a second."""
HOUR_BLOCKS, DAY_BLOCKS, WEEK_DAYS = 12, 144, 7
SHELF = shelf_cells()

Outcomes = Iterator[tuple[str, bool]]
Told = tuple[float, float, float]
"""The least and the most that a change is told to be, and what it was measured to be."""


def main() -> None:
    """Prints one JSON document; shares are in percent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    alarms, found = defaultdict[str, list[bool]](list), defaultdict[str, list[bool]](list)
    told = defaultdict[str, list[Told]](list)
    for number in range(rounds):
        random = np.random.default_rng((5, number))
        before = days(random, first=0, count=2 * WEEK_DAYS)
        for name, alarm in (*alarms_of_a_day(random), *alarms_of_days(random, before, number)):
            alarms[name].append(alarm)
        for draw in (0.0, *DRAWS):
            for name, was_found, change in changes(random, before, draw):
                told[f"{name}, {draw:.0%} more"].append(change)
                found[f"{name}, {draw:.0%} more"].append(was_found)
    after = days(np.random.default_rng(6), first=14, count=14)
    report = {
        "rounds": rounds,
        "nothing changed: false alarms, percent": percent(alarms),
        "a shelf stops more people: found there, percent": percent(found),
        "the true change is within the 95 % interval, percent": percent(
            {name: within(changes) for name, changes in told.items()}
        ),
        "seconds for two weeks beside two weeks": median(lambda: compare_periods(before=before, after=after), 5),
    }
    print(json.dumps(report, indent=2))


def alarms_of_a_day(random: np.random.Generator) -> Outcomes:
    """Two stretches of one day, one after the other, in which as many come; then a morning and an afternoon."""
    for hours, blocks in ((0.5, 6), (1.5, 18), (3, 36), (6, 72)):
        # Whoever is in the shop when it begins came in the hour before.
        groups = even(random, blocks=HOUR_BLOCKS + 2 * blocks)
        people = later(stays(random, groups=groups), by_s=HOUR_BLOCKS * 300.0)
        day = one_day(in_blocks(people, blocks=2 * blocks))
        before, after = part_of(day, first=0, stop=blocks), part_of(day, first=blocks, stop=2 * blocks)
        name = f"{hours:g} hours of a day"
        if blocks == 18:
            stretch, stay, seconds = cut_up(people, length_s=1.0)
            within = stretch < 2 * blocks * 300
            at = stretch[within], people.cell[stay[within]], seconds[within]
            yield f"{name}, single seconds", differs(*at, is_after=np.arange(at[0].max() + 1) >= blocks * 300)
            person = people.person[stay[within]]
            came = np.full(int(person.max()) + 1, np.inf)
            np.minimum.at(came, person, at[0])
            yield f"{name}, people", differs(person, *at[1:], is_after=came >= blocks * 300)
        yield f"{name}, single blocks", holds(before, after, cut_into(before, after, blocks=1))
        if blocks >= 18:
            yield f"{name}, as HeatDash does", holds(before, after)
    day = days(random, first=0, count=1)
    yield "a morning beside an afternoon, runs", holds(part_of(day, first=0, stop=72), part_of(day, first=72, stop=144))


def alarms_of_days(random: np.random.Generator, before: PeriodBlocks, number: int) -> Outcomes:
    """Days beside later days."""
    after = days(random, first=2 * WEEK_DAYS, count=2 * WEEK_DAYS)
    for name, count in (("a Monday beside a Monday", 1), ("a week beside a week", WEEK_DAYS)):
        part = part_of(before, first=0, stop=count * DAY_BLOCKS), part_of(after, first=0, stop=count * DAY_BLOCKS)
        hours = cut_into(*part, blocks=HOUR_BLOCKS)
        yield f"{name}, hours in pairs", holds(*part, MatchedTimes(TOLD, PAIRED, DAYS, hours.before, hours.after))
        if count == 1 or number % SINGLE_BLOCKS_EVERY == 0:
            yield f"{name}, single blocks", holds(*part, cut_into(*part, blocks=1))
    for name, count in (("4 days", 4), ("5 days", 5), ("a week", 7), ("two weeks", 14)):
        part = part_of(before, first=0, stop=count * DAY_BLOCKS), part_of(after, first=0, stop=count * DAY_BLOCKS)
        yield f"{name} beside {name}, as HeatDash does", holds(*part)


def changes(random: np.random.Generator, before: PeriodBlocks, draw: float) -> Iterator[tuple[str, bool, Told]]:
    """Whether a shelf that stops so many more is found, and what is told of the time spent there."""
    after = days(random, first=2 * WEEK_DAYS, count=2 * WEEK_DAYS, draw=draw)
    for name, count in (("5 days", 5), ("a week", 7), ("two weeks", 14)):
        part = part_of(before, first=0, stop=count * DAY_BLOCKS), part_of(after, first=0, stop=count * DAY_BLOCKS)
        yield (name, *change_at_the_shelf(*part))
    half = 6 * HOUR_BLOCKS
    groups = even(random, blocks=half), even(random, blocks=half)
    heat = (stays(random, groups=groups[0]), stays(random, groups=groups[1], draw=draw))
    day = one_day(np.concatenate([in_blocks(people, blocks=half) for people in heat]))
    part = part_of(day, first=0, stop=half), part_of(day, first=half, stop=2 * half)
    yield ("6 hours of a day", *change_at_the_shelf(*part))


def change_at_the_shelf(before: PeriodBlocks, after: PeriodBlocks) -> tuple[bool, Told]:
    """Whether more is said to hold at the shelf, and the interval of the change there, in seconds a watched hour."""
    compared = compare_periods(before=before, after=after)
    is_found = bool((compared.holds & SHELF & (compared.score > 0)).any())
    change = compare_values(before=at_the_shelf(before), after=at_the_shelf(after)).changes[0]
    assert change.difference_95 is not None
    return is_found, (*change.difference_95, change.difference)


def at_the_shelf(period: PeriodBlocks) -> PeriodBlocks:
    """The period with the time spent at the shelf alone."""
    return PeriodBlocks(period.begins, period.watched_s, period.amounts[:, SHELF].sum(axis=1)[:, None])


def within(changes: list[Told]) -> list[bool]:
    """Whether each interval holds the true change: what was measured on average."""
    true = statistics.fmean(measured for *_, measured in changes)
    return [least <= true <= most for least, most, _ in changes]


def holds(before: PeriodBlocks, after: PeriodBlocks, matched: MatchedTimes | None = None) -> bool:
    """True where something is said to hold, anywhere."""
    return bool(compare_periods(before=before, after=after, matched=matched).holds.any())


def cut_into(before: PeriodBlocks, after: PeriodBlocks, *, blocks: int) -> MatchedTimes:
    """Both periods in runs of so many blocks, which are then exchanged."""
    units = (tuple(np.arange(len(period.begins)).reshape(-1, blocks)) for period in (before, after))
    return MatchedTimes(TOLD, UNPAIRED, RUNS, *units)


def differs(unit: Ints, cell: Ints, seconds: Floats, *, is_after: np.ndarray) -> bool:
    """True where a difference would be said to hold if each unit could have come before or after by itself."""
    heat = csr_array((seconds, (unit, cell)), shape=(len(is_after), CELLS))
    signs = np.random.default_rng(8).choice((-1.0, 1.0), (SIGNS, len(is_after)))
    signs = np.concatenate([np.where(is_after, 1.0, -1.0)[None], signs])
    square = np.asarray(heat.power(2).sum(axis=0))
    there = square > 0
    usual = np.asarray(heat.sum(axis=0)) * square.sum() / heat.sum()
    scores = np.abs((heat.T @ signs.T).T[:, there]) / np.sqrt((square + usual)[there])
    farthest = scores.max(axis=1)
    return bool((farthest >= farthest[0]).mean() <= LEVEL)


def later(people: Stays, *, by_s: float) -> Stays:
    """The stays with time counted from so many seconds later on; what was over by then is left out."""
    end_s = people.begin_s + people.seconds - by_s
    begin_s = np.maximum(people.begin_s - by_s, 0.0)
    there = end_s > begin_s
    return Stays(people.person[there], begin_s[there], (end_s - begin_s)[there], people.cell[there])


def percent(outcomes: dict[str, list[bool]]) -> dict[str, float]:
    """How often each came true."""
    return {name: round(100 * statistics.fmean(some), 1) for name, some in outcomes.items()}


if __name__ == "__main__":
    main()
