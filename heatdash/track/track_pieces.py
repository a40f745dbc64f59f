"""Pieces of tracks as plain arrays."""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import pandas as pd

from heatdash.tables.columns import BOX, CLASS_NAME, CONF, FRAME, LOOK, T_S, TRACK_ID
from heatdash.values.arrays import Floats, Ints, Marks, Numbers
from heatdash.values.classes import body_of

KINDS = ("people", "vehicles", "two-wheelers", "other")
PEOPLE, VEHICLES, MOVERS, OTHER = 0, (1, 2), (0, 1, 2), 3
"""People, vehicles, the kinds that move by themselves, and the others, as indices into KINDS."""
CUT_S = 0.5
"""This soon after the clip starts, or before it ends, the start or end of a track says nothing."""
ROUNDING_S = 1e-6
"""Times are sums of fractions such as 0.04 s, which are not exact."""


@dataclass(frozen=True, eq=False)
class TrackPieces:
    """The rows of a table of tracks, piece by piece, and by time within a piece.

    The rows from `first[i]` up to, but not including, `first[i + 1]` are those of piece `i`, whose kind of object is
    `kind[i]`, an index into KINDS. Each row has its `step` (consecutive rows of a track have consecutive steps), its
    `place` in the table, its `moment` (the frame's place among those watched), its time, box in pixels and confidence,
    and the numbers that say what it looks like, where they were stored.
    """

    first: Ints
    kind: Ints
    step: Ints
    place: Ints
    moment: Ints
    t_s: Floats
    box: Floats
    conf: Floats
    look: Floats

    def __len__(self) -> int:
        return len(self.kind)

    @property
    def lengths(self) -> Ints:
        """The number of rows of each piece."""
        return np.diff(self.first)

    @property
    def owner(self) -> Ints:
        """The piece of each row."""
        return np.repeat(np.arange(len(self)), self.lengths)

    @property
    def begins(self) -> Ints:
        """The first row of each piece."""
        return self.first[:-1]

    @property
    def ends(self) -> Ints:
        """The last row of each piece."""
        return self.first[1:] - 1

    def sums(self, values: Numbers) -> Numbers:
        """The sum of the rows' values in each piece."""
        if len(self) == 0:
            return np.zeros((0, *values.shape[1:]))
        total: Numbers = np.add.reduceat(values, self.begins, axis=0, dtype=np.float64)
        return total

    @cached_property
    def size_px(self) -> Floats:
        """The mean longer side of each piece's boxes; at least 1."""
        longer: Floats = self.sums((self.box[:, 2:] - self.box[:, :2]).max(axis=1))
        return np.maximum(longer / self.lengths, 1.0)

    def of(self, keep: Marks) -> "TrackPieces":
        """The pieces marked in `keep`."""
        return self.of_rows(np.repeat(keep, self.lengths))

    def of_rows(self, keep: Marks) -> "TrackPieces":
        """The rows marked in `keep`; pieces left without a row are dropped."""
        return self.regrouped(np.flatnonzero(keep), self.owner[keep])

    def cut(self, before: Marks) -> "TrackPieces":
        """The same rows, with a new piece beginning at each row marked in `before`."""
        return self.regrouped(np.arange(len(self.place)), self.owner + np.cumsum(before))

    def lost_before(self, longest_s: float) -> Marks:
        """Marks on the rows before which their piece was not seen for longer than that."""
        gap_s = np.diff(self.t_s, prepend=self.t_s[:1])
        lost = (np.diff(self.moment, prepend=self.moment[:1]) > 1) & (gap_s > longest_s + ROUNDING_S)
        lost[self.begins] = False
        return lost

    def regrouped(self, rows: Numbers, owner: Numbers) -> "TrackPieces":
        """The given rows; those of the same owner form one piece, of its first row's kind."""
        order = np.lexsort((self.moment[rows], owner))
        rows, owner = rows[order], owner[order]
        starts = np.flatnonzero(np.diff(owner, prepend=-1))
        former = self.owner[rows[starts]]
        return TrackPieces(
            first=np.append(starts, len(rows)).astype(np.int64),
            kind=self.kind[former],
            step=self.step[rows],
            place=self.place[rows],
            moment=self.moment[rows],
            t_s=self.t_s[rows],
            box=self.box[rows],
            conf=self.conf[rows],
            look=self.look[rows],
        )


def together(*parts: TrackPieces) -> TrackPieces:
    """The pieces of all parts, one part after another."""
    rows = {field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(TrackPieces)}
    lengths = np.concatenate([part.lengths for part in parts])
    return TrackPieces(**{**rows, "first": np.append(0, np.cumsum(lengths)).astype(np.int64)})


def track_pieces(*, tracks: pd.DataFrame, frames: Ints) -> TrackPieces:
    """Every track as one piece, in the order of their ids."""
    rows = tracks.assign(place=np.arange(len(tracks))).sort_values([TRACK_ID, FRAME], kind="stable")
    ids, starts = np.unique(rows[TRACK_ID].to_numpy(np.int64), return_index=True)
    names, codes = np.unique(rows[CLASS_NAME].astype(str).to_numpy(dtype=str), return_inverse=True)
    kind = np.array([KINDS.index(body_of(name)) for name in names], dtype=np.int64)
    return TrackPieces(
        first=np.append(starts, len(rows)).astype(np.int64),
        kind=kind[codes[starts]] if len(ids) else np.empty(0, np.int64),
        step=np.arange(len(rows)) + np.searchsorted(ids, rows[TRACK_ID].to_numpy()),
        place=rows["place"].to_numpy(),
        moment=np.searchsorted(frames, rows[FRAME].to_numpy()),
        t_s=rows[T_S].to_numpy(np.float64),
        box=rows[list(BOX)].to_numpy(np.float64),
        conf=rows[CONF].to_numpy(np.float64),
        look=_looks(rows),
    )


def _looks(rows: pd.DataFrame) -> Floats:
    if LOOK not in rows:
        return np.empty((len(rows), 0))
    return rows[LOOK].to_numpy(np.uint64).view(np.uint8).reshape(-1, 8).astype(np.float64)
