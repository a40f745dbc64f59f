"""Tracks by a user's own classes: renamed, and riders made one with what they ride."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd

from heatdash.measure.paths import Paths
from heatdash.measure.riders import Riders, find_riders
from heatdash.tables.columns import (
    CLASS_ID,
    CLASS_NAME,
    COLOUR,
    CONF,
    FILLED,
    FRAME,
    STATIC,
    TRACK_ID,
    VOTES,
    X1,
    X2,
    Y1,
    Y2,
)
from heatdash.values.arrays import Ints, Marks
from heatdash.values.class_map import ClassMap
from heatdash.values.class_votes import UNANIMOUS, ClassVote, read_votes, votes_text


def map_tracks(*, tracks: pd.DataFrame, paths: Paths, class_map: ClassMap) -> pd.DataFrame:
    """The rows of all tracks by the names of the map; `paths` are those of the same table.

    A rider and what they ride are one track with the lower id of theirs. Its box is the smallest around both where they
    are seen together, the person's alone where they are apart, and otherwise that of the one that is seen. Its colour
    is the person's. An object's class is the name that holds most of its boxes' votes; of equal ones, its own.
    """
    if not class_map.pairs:
        return tracks
    two_wheelers = [name for name in paths.class_names if class_map.rider_of(name) is not None]
    riders = find_riders(paths=paths, two_wheelers=two_wheelers)
    order = np.argsort(tracks[TRACK_ID].to_numpy(), kind="stable")
    track = np.empty(len(tracks), dtype=np.int64)
    track[order] = np.repeat(np.arange(paths.track_count), paths.lengths)
    apart = np.zeros(len(tracks), dtype=bool)
    apart[order] = riders.apart
    table = _renamed(tracks, track, paths, class_map, riders)
    several = np.bincount(riders.lead, minlength=paths.track_count)[riders.lead] > 1
    if not several.any():
        return table
    ours = several[track]
    merged = _merged(table[ours & ~apart], track[ours & ~apart], paths, riders)
    joined = pd.concat([table[~ours], merged])
    return joined.sort_values([FRAME, TRACK_ID], kind="stable", ignore_index=True)


@dataclass(frozen=True)
class _Name:
    """What an object is counted by; the model's number, where other boxes than its own class's have decided; votes."""

    name: str
    class_id: int | None
    votes: str


def _name(class_name: str, text: str, class_map: ClassMap, ridden: bool, length_m: float) -> _Name:
    def named(one: str) -> str:
        return (class_map.rider_of(one) if ridden else None) or class_map.name_of(one, length_m)

    votes, own = read_votes(text), named(class_name)
    shares: Counter[str] = Counter()
    for vote in votes:
        shares[named(vote.class_name)] += vote.thousandths
    first = {named(vote.class_name): vote.class_id for vote in reversed(votes)}
    name = max(shares, key=lambda one: (shares[one], one == own), default=own)
    mapped = votes_text(ClassVote(first[one], one, share) for one, share in shares.items())
    return _Name(name=name, class_id=None if name == own else first[name], votes=mapped)


def _renamed(tracks: pd.DataFrame, track: Ints, paths: Paths, class_map: ClassMap, riders: Riders) -> pd.DataFrame:
    """The rows by their tracks' new names; `track` is the track of each row."""
    kinds = _kinds(paths, riders, class_map)
    known = {
        key: _name(paths.class_names[key[0]], paths.votes[key[1]], class_map, key[2], length_m)
        for key, length_m in dict(zip(kinds, paths.length_m.tolist(), strict=True)).items()
    }
    told = [known[key] for key in kinds]
    names = sorted({one.name for one in told})
    code = np.array([names.index(one.name) for one in told], dtype=np.int64)
    table = tracks.assign(**{CLASS_NAME: pd.Categorical.from_codes(code[track], pd.Index(names))})
    if VOTES in table:
        texts = sorted({UNANIMOUS, *(one.votes for one in told)})
        text = np.array([texts.index(one.votes) for one in told], dtype=np.int64)
        table[VOTES] = pd.Categorical.from_codes(text[track], pd.Index(texts))
    class_id = np.array([-1 if one.class_id is None else one.class_id for one in told])[track]
    table[CLASS_ID] = np.where(class_id < 0, table[CLASS_ID], class_id).astype(np.int16)
    return table


def _kinds(paths: Paths, riders: Riders, class_map: ClassMap) -> list[tuple[int, int, bool, int]]:
    """What each track's name depends on; the last is the number of limits that its length has reached."""
    reached = np.searchsorted(class_map.limits_m, paths.length_m, side="right")
    reached[np.isnan(paths.length_m)] = -1
    parts = (paths.class_code, paths.vote_code, riders.ridden, reached)
    return list(zip(*(part.tolist() for part in parts), strict=True))


def _merged(rows: pd.DataFrame, track: Ints, paths: Paths, riders: Riders) -> pd.DataFrame:
    """The rows of objects of several tracks, one a frame."""
    lead = riders.lead[track]
    order = np.lexsort((track, rows[FRAME].to_numpy(), lead))
    rows, lead, track = rows.iloc[order], lead[order], track[order]
    frame = rows[FRAME].to_numpy()
    first = np.flatnonzero((np.diff(lead, prepend=-1) != 0) | (np.diff(frame, prepend=-1) != 0))
    lead = lead[first]
    ridden, person = (_longest(paths, riders, marks) for marks in (riders.ridden, ~riders.ridden))
    of_track = rows.groupby(track)[[CLASS_ID, CLASS_NAME, COLOUR]].first()
    one = rows.iloc[first].assign(
        **{TRACK_ID: paths.track_id[lead].astype(np.int32)},
        **{CONF: np.maximum.reduceat(rows[CONF].to_numpy(), first)},
        **{side: np.minimum.reduceat(rows[side].to_numpy(), first) for side in (X1, Y1)},
        **{side: np.maximum.reduceat(rows[side].to_numpy(), first) for side in (X2, Y2)},
        **{name: of_track[name].reindex(ridden[lead]).array for name in (CLASS_ID, CLASS_NAME)},
        **{COLOUR: of_track[COLOUR].reindex(person[lead]).array},
    )
    if VOTES in one:
        votes = pd.Categorical([UNANIMOUS] * len(one), categories=rows[VOTES].cat.categories)
        filled = np.logical_and.reduceat(rows[FILLED].to_numpy(), first)
        one[FILLED], one[STATIC], one[VOTES] = filled, False, votes
    return one[list(rows.columns)]


def _longest(paths: Paths, riders: Riders, marks: Marks) -> Ints:
    """For each object, by its lead, the marked one of its tracks that is seen for longest."""
    found = np.zeros(paths.track_count, dtype=np.int64)
    tracks = np.flatnonzero(marks)
    tracks = tracks[np.argsort(paths.lengths[tracks], kind="stable")]
    found[riders.lead[tracks]] = tracks
    return found
