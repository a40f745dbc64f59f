"""Objects that are seen in several clips, which follow on one another, as one track each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from heatdash.tables.columns import (
    BOX,
    CLASS_ID,
    CLASS_NAME,
    COLOUR,
    CONF,
    FILLED,
    FRAME,
    REFINED,
    STATIC,
    T_S,
    TRACK_ID,
    VOTES,
)
from heatdash.track.cross_seams import SeamObjects
from heatdash.track.drop_false import never_moved
from heatdash.track.track_pieces import track_pieces
from heatdash.track.vote_classes import vote_classes
from heatdash.track.vote_colours import vote_colours
from heatdash.values.arrays import Ints
from heatdash.values.boxes import overlap
from heatdash.values.class_votes import ClassVote, read_votes
from heatdash.values.refine_settings import RefineSettings

SAME_BOX = 0.7
"""Refined twice, an object's box is smoothed with other neighbours, and so is a little different."""
_ALL_VOTES = 1000
_PIECE = "piece"


@dataclass(frozen=True, eq=False)
class RefinedClip:
    """A clip's refined tracks. Its frame 0 is number `first_frame` of all clips' frames, its time 0 at `offset_s`."""

    tracks: pd.DataFrame
    first_frame: int
    offset_s: float


@dataclass(frozen=True, eq=False)
class United:
    """The objects that are seen in more than one clip, as REFINED with the frames and times of all clips in a row.

    `taken` holds for each clip the ids of its refined tracks that are in there, and so are no objects of their own.
    """

    tracks: pd.DataFrame
    taken: tuple[Ints, ...]


def unite_objects(*, clips: Sequence[RefinedClip], seams: Sequence[SeamObjects], settings: RefineSettings) -> United:
    """The objects that go over the seams between the clips' refined tracks; seam `i` lies after clip `i`.

    An object is known again by its boxes near the seam. What a clip alone took for a false alarm is taken from there.
    An object has the class and colour for which all its boxes vote. Ids count from 1, in the order of the clips.
    """
    known = [_Known(clip.tracks) for clip in clips]
    links = []
    for number, seam in enumerate(seams):
        ends = [known[number + side].ids_of(rows) for side, rows in enumerate((seam.before, seam.after))]
        both = ends[0].index.intersection(ends[1].index)
        links += [((number, ends[0][one]), (number + 1, ends[1][one])) for one in both.tolist()]
    owners = _owners(links)
    taken = tuple(
        np.array(sorted(track for clip, track in owners if clip == number), dtype=np.int64)
        for number in range(len(clips))
    )
    rows = [
        _rows_in(clip, one.tracks(), ids, {track: owners[number, track] for track in ids.tolist()})
        for number, (clip, one, ids) in enumerate(zip(clips, known, taken, strict=True))
    ]
    table = pd.concat(rows, ignore_index=True)
    own = tuple(ids[ids <= one.last_id] for ids, one in zip(taken, known, strict=True))
    return United(_voted(table, settings), own)


class _Known:
    """The tracks of one clip: the refined ones, and what seams know beside them."""

    def __init__(self, tracks: pd.DataFrame):
        self._parts = [tracks]
        self.last_id = int(tracks[TRACK_ID].max()) if len(tracks) else 0
        self._next_id = self.last_id + 1

    def tracks(self) -> pd.DataFrame:
        return pd.concat(self._parts, ignore_index=True) if len(self._parts) > 1 else self._parts[0]

    def ids_of(self, rows: pd.DataFrame) -> "pd.Series[int]":
        """For each object of a seam its id here; boxes of it that are not known are added."""
        tracks = self.tracks()
        found = _same(rows, tracks[tracks[FRAME].isin(rows[FRAME].unique())])
        for one in rows[TRACK_ID].unique().tolist():
            if one not in found:
                found[one], self._next_id = self._next_id, self._next_id + 1
        ids = pd.Series(found, dtype=np.int64)
        named = rows.assign(**{TRACK_ID: rows[TRACK_ID].map(ids)})
        wanted, have = (pd.MultiIndex.from_frame(table[[FRAME, TRACK_ID]]) for table in (named, tracks))
        self._parts.append(named[~wanted.isin(have)][list(REFINED)])
        return ids


def _same(rows: pd.DataFrame, tracks: pd.DataFrame) -> dict[int, int]:
    """For each object the track that has most of its boxes; no track is two objects."""
    pairs = rows.merge(tracks, on=FRAME, suffixes=("", "_known"))
    boxes, known = (pairs[[f"{side}{suffix}" for side in BOX]].to_numpy(np.float64) for suffix in ("", "_known"))
    same = pairs[overlap(boxes, known) >= SAME_BOX]
    shared = same.groupby([TRACK_ID, f"{TRACK_ID}_known"]).size().sort_values(ascending=False, kind="stable")
    found: dict[int, int] = {}
    for one, track in shared.index.tolist():
        if one not in found and track not in found.values():
            found[one] = track
    return found


def _owners(links: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> dict[tuple[int, int], int]:
    """The number, from 1 on, of the object of each clip's track, where any of the links leads to it."""
    tracks = sorted({end for link in links for end in link})
    place = {track: number for number, track in enumerate(tracks)}
    ends = np.array([[place[one], place[other]] for one, other in links], dtype=np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends)), ends.T), shape=(len(tracks), len(tracks)))
    _, owner = connected_components(graph, directed=False)
    return {track: int(number) + 1 for track, number in zip(tracks, owner, strict=True)}


def _rows_in(clip: RefinedClip, tracks: pd.DataFrame, ids: Ints, owner: dict[int, int]) -> pd.DataFrame:
    rows = tracks[tracks[TRACK_ID].isin(ids)]
    changed: dict[str, Any] = {
        FRAME: (rows[FRAME] + clip.first_frame).astype(np.int32),
        T_S: rows[T_S] + clip.offset_s,
        TRACK_ID: rows[TRACK_ID].map(owner).astype(np.int32),
        # Each clip has ids of its own, and its tracks have voted each for itself.
        _PIECE: list(zip([clip.first_frame] * len(rows), rows[TRACK_ID], strict=True)),
    }
    return rows.assign(**changed)


def _voted(table: pd.DataFrame, settings: RefineSettings) -> pd.DataFrame:
    """The table with one class and one colour an object, which is static where it never moved in all that time."""
    owners, owner = np.unique(table[TRACK_ID].to_numpy(), return_inverse=True)
    if len(owners) == 0:
        return table[list(REFINED)]
    weight = np.where(table[FILLED], 0.0, table[CONF].to_numpy(np.float64))
    votes = _votes(table, owner, weight)
    names = dict(zip(votes[CLASS_ID].tolist(), votes[CLASS_NAME].tolist(), strict=True))
    voted = vote_classes(
        owner=votes["owner"].to_numpy(),
        class_id=votes[CLASS_ID].to_numpy(np.int64),
        weight=votes["weight"].to_numpy(np.float64),
        names=names,
    )
    chosen: dict[str, Any] = {
        CLASS_ID: voted.class_id[owner].astype(np.int16),
        COLOUR: vote_colours(owner=owner, colours=table[COLOUR], weight=weight),
        VOTES: pd.Series(np.array(voted.votes, dtype=object)[owner], dtype="string"),
    }
    table = table.assign(**chosen)
    table[CLASS_NAME] = table[CLASS_ID].map(names).astype("string")
    frames = np.unique(table[FRAME].to_numpy(np.int64))
    pieces = track_pieces(tracks=table, frames=frames)
    long = pieces.t_s[pieces.ends] - pieces.t_s[pieces.begins] >= settings.static_s
    table[STATIC] = never_moved(pieces=pieces, still=settings.still, among=long)[owner]
    return table.sort_values([FRAME, TRACK_ID], kind="stable", ignore_index=True)[list(REFINED)]


def _votes(table: pd.DataFrame, owner: Ints, weight: np.ndarray) -> pd.DataFrame:
    """What each piece of each object was called, and how much that weighs."""
    by_piece = table.assign(owner=owner, weight=weight).groupby(["owner", _PIECE], sort=True)
    pieces = by_piece.agg({CLASS_ID: "first", CLASS_NAME: "first", VOTES: "first", "weight": "sum"}).reset_index()
    columns = ["owner", CLASS_ID, CLASS_NAME, VOTES, "weight"]
    rows = []
    for one, class_id, class_name, text, weighs in zip(*(pieces[name].tolist() for name in columns), strict=True):
        votes = read_votes(text) or (ClassVote(class_id, class_name, _ALL_VOTES),)
        rows += [(one, vote.class_id, vote.class_name, weighs * vote.thousandths / _ALL_VOTES) for vote in votes]
    return pd.DataFrame(rows, columns=["owner", CLASS_ID, CLASS_NAME, "weight"])
