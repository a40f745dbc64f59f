"""Who rides a two-wheeler: judged over time, by the paths alone."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from heatdash.measure.paths import Paths
from heatdash.values.arrays import Floats, Ints, Marks, Numbers
from heatdash.values.classes import PEOPLE
from heatdash.values.stretches import counting_up

AROUND_S = 0.5
"""How fast somebody goes is read off so long before and after: one step pulsates."""
SLOWEST = 0.25
"""Of its own size a second. A two-wheeler that goes slower stands."""
MOST = 0.6
"""Of the time in which both are seen and the two-wheeler moves, a rider sits on it; a passer-by is there for less."""
HALF = 0.5
"""Of the moving two-wheeler's time, or of the person's own, somebody must sit on it to be its rider."""
ON_THE_GROUND = 0.15
"""Of the two-wheeler's height. Whose feet are no higher above where its wheels stand may be walking beside it; a
cyclist's, seen aslant from above, were a quarter to nearly a half of it above."""
WALKING = 1.1
"""Of a person's height a second: as fast as people walk."""


@dataclass(frozen=True, eq=False)
class Riders:
    """Which tracks are one object, and which two-wheelers are ridden.

    `lead` is the first track of each track's object: a rider's and all that is theirs, or the track itself. `ridden`
    marks the two-wheelers that somebody rides. `apart` marks rows of two-wheelers that lie elsewhere than their rider,
    as after getting off.
    """

    lead: Ints
    ridden: Marks
    apart: Marks


@dataclass(frozen=True, eq=False)
class _Meetings:
    """Every two rows of a moving two-wheeler and a person in one frame, and whether the person sits on it there."""

    wheel_row: Ints
    person_row: Ints
    sits: Marks


def find_riders(*, paths: Paths, two_wheelers: Collection[str]) -> Riders:
    """Who rides the two-wheelers of these classes.

    A person rides one where, for most of the time in which it moves and both are seen, the middle of their box lies
    within its width, their feet no lower than its wheels, and their head above it; and where that is at least half of
    its moving time, or half of their own. Several may ride one. Who goes at a walker's pace with their feet on the
    ground walks beside it: that one is not ridden. One that moves by more than its own size without anybody to be seen
    is. One that never does has no rider.
    """
    track = np.repeat(np.arange(paths.track_count), paths.lengths)
    wheels, people = (
        np.array(names, dtype=bool)[paths.class_code]
        for names in (
            [name in two_wheelers for name in paths.class_names],
            [name.lower() in PEOPLE for name in paths.class_names],
        )
    )
    moving = _moving(paths, track, wheels)
    wheels = wheels & _goes_far(paths, moving)
    meetings = _meetings(paths, track, moving & wheels[track], people)
    rides, walks = _pairs(paths, track, meetings, moving)
    ridden = wheels.copy()
    ridden[[wheel for wheel, _ in walks]] = False
    ridden[[wheel for wheel, _ in rides]] = True
    lead = _together(paths.track_count, rides)
    return Riders(lead=lead, ridden=ridden, apart=_apart(paths, track, lead, wheels, people))


def _moving(paths: Paths, track: Ints, wheels: Marks) -> Marks:
    """Marks on the rows in which a two-wheeler moves."""
    moving = np.zeros(len(paths), dtype=bool)
    rows = np.flatnonzero(wheels[track])
    if len(rows):
        moving[rows] = _speed_px(paths, track, rows) > SLOWEST * paths.size_px[track[rows]]
    return moving


def _speed_px(paths: Paths, track: Ints, rows: Ints) -> Floats:
    """How far the feet or wheels go in a second, around each of the rows."""
    before, after = (paths.rows_at(track[rows], paths.t_s[rows] + by_s) for by_s in (-AROUND_S, AROUND_S))
    wide = (paths.x1[after] + paths.x2[after] - paths.x1[before] - paths.x2[before]) / 2
    high = paths.y2[after] - paths.y2[before]
    speed: Floats = np.hypot(wide, high) / np.maximum(paths.t_s[after] - paths.t_s[before], 1e-9)
    return speed


def _goes_far(paths: Paths, moving: Marks) -> Marks:
    """Marks on the tracks that lie further apart than their own size while they move."""
    far = np.zeros(paths.track_count, dtype=bool)
    parts = paths.of_rows(moving)
    if parts.track_count:
        far[np.isin(paths.track_id, parts.track_id[parts.reach_px > parts.size_px])] = True
    return far


def _meetings(paths: Paths, track: Ints, wheel_rows: Marks, people: Marks) -> _Meetings:
    rows, others = np.flatnonzero(wheel_rows), np.flatnonzero(people[track])
    others = others[np.argsort(paths.moment[others], kind="stable")]
    first, stop = (np.searchsorted(paths.moment[others], paths.moment[rows], side=side) for side in ("left", "right"))
    counts = stop - first
    wheel = np.repeat(rows, counts)
    person = others[np.repeat(first, counts) + counting_up(counts)]
    return _Meetings(wheel_row=wheel, person_row=person, sits=_sits(paths, wheel, person))


def _sits(paths: Paths, wheel: Ints, person: Ints) -> Marks:
    """Marks on the pairs of rows in which the person's box is where a rider's is."""
    middle = (paths.x1[person] + paths.x2[person]) / 2
    within = (middle >= paths.x1[wheel]) & (middle <= paths.x2[wheel])
    high = paths.y2[wheel] - paths.y1[wheel]
    feet = (paths.y2[person] >= paths.y1[wheel] + 0.3 * high) & (paths.y2[person] <= paths.y2[wheel] + 0.15 * high)
    return np.asarray(within & feet & (paths.y1[person] <= paths.y1[wheel] + 0.1 * high))


def _pairs(
    paths: Paths, track: Ints, meetings: _Meetings, moving: Marks
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Pairs of a two-wheeler and who rides it, and of one and who walks beside it."""
    wheel, person = track[meetings.wheel_row], track[meetings.person_row]
    keys, pair = np.unique(wheel * paths.track_count + person, return_inverse=True)
    met, sat = np.bincount(pair, minlength=len(keys)), np.bincount(pair, weights=meetings.sits, minlength=len(keys))
    moves = np.bincount(track, weights=moving, minlength=paths.track_count)
    wheel, person = keys // paths.track_count, keys % paths.track_count
    fits = (sat >= MOST * met) & ((sat >= HALF * moves[wheel]) | (sat >= HALF * paths.lengths[person]))
    rides: list[tuple[int, int]] = []
    walks: list[tuple[int, int]] = []
    rows_of_pairs = np.flatnonzero(meetings.sits)
    rows_of_pairs = rows_of_pairs[np.argsort(pair[rows_of_pairs], kind="stable")]
    for number in _one_at_a_time(paths, wheel, person, sat, fits):
        begin, end = np.searchsorted(pair[rows_of_pairs], [number, number + 1])
        rows = rows_of_pairs[begin:end]
        side = walks if _walks(paths, track, meetings.wheel_row[rows], meetings.person_row[rows]) else rides
        side.append((int(wheel[number]), int(person[number])))
    return rides, walks


def _one_at_a_time(paths: Paths, wheel: Ints, person: Ints, sat: Numbers, fits: Marks) -> Iterator[int]:
    """The pairs that fit, the longest first, but for those in which a person would be on two two-wheelers at once."""
    taken: dict[int, list[int]] = {}
    begin, end = paths.moment[paths.first[:-1]], paths.moment[paths.first[1:] - 1]
    for number in np.argsort(-sat, kind="stable").tolist():
        if not fits[number]:
            continue
        one, theirs = int(wheel[number]), taken.setdefault(int(person[number]), [])
        if all(begin[one] > end[other] or end[one] < begin[other] for other in theirs):
            theirs.append(one)
            yield number


def _walks(paths: Paths, track: Ints, wheel_rows: Ints, person_rows: Ints) -> bool:
    """True where the person goes at a walker's pace with their feet on the ground."""
    high = paths.y2[wheel_rows] - paths.y1[wheel_rows]
    above = (paths.y2[wheel_rows] - paths.y2[person_rows]) / np.maximum(high, 1e-9)
    tall = paths.y2[person_rows] - paths.y1[person_rows]
    pace = _speed_px(paths, track, person_rows) / np.maximum(tall, 1e-9)
    return bool(np.median(above) < ON_THE_GROUND and np.median(pace) <= WALKING)


def _together(count: int, rides: list[tuple[int, int]]) -> Ints:
    """For each track, the first one of those that are one object with it."""
    lead = np.arange(count)
    for wheel, person in rides:
        one, other = sorted((int(lead[wheel]), int(lead[person])))
        lead[lead == other] = one
    return lead


def _apart(paths: Paths, track: Ints, lead: Ints, wheels: Marks, people: Marks) -> Marks:
    """Marks on the rows of two-wheelers where their object has a person in the same frame, and none sits on them."""
    apart = np.zeros(len(paths), dtype=bool)
    size = np.bincount(lead, minlength=len(lead)) if len(lead) else lead
    ours = size[lead] > 1
    meetings = _meetings(paths, track, (ours & wheels)[track], people & ours)
    same = lead[track[meetings.wheel_row]] == lead[track[meetings.person_row]]
    apart[meetings.wheel_row[same]] = True
    apart[meetings.wheel_row[same & meetings.sits]] = False
    return apart
