"""Tracks as paths: one after another, each in order of time, in plain arrays."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from heatdash.measure.watched_time import WatchedTime
from heatdash.tables.columns import (
    BOX,
    CLASS_NAME,
    COLOUR,
    CONF,
    FRAME,
    LINKED,
    LOOK,
    REFINED,
    STATIC,
    TRACK_ID,
    TRACKS,
    VOTES,
)
from heatdash.values.arrays import Floats, Floats32, Ints, Marks
from heatdash.values.class_votes import UNANIMOUS

_OF_TRACKS = ("track_id", "class_code", "colour_code", "vote_code", "static", "renamed", "length_m")


@dataclass(frozen=True, eq=False)
class Paths:
    """The rows of a table of tracks, track by track and within a track by time.

    Rows from `first[i]` to before `first[i + 1]` are those of track `i`. `moment` is a row's index in `watched`, which
    all rows share. Boxes are in pixels of the upright picture. `votes` are texts of what boxes were called; `renamed`
    marks the tracks that a question knows by another class than the one that most of their boxes had. `length_m` is how
    long a vehicle is; NaN where that was not, or could not be, measured.
    """

    width_px: int
    height_px: int
    watched: WatchedTime
    class_names: tuple[str, ...]
    colour_names: tuple[str, ...]
    votes: tuple[str, ...]
    first: Ints
    track_id: Ints
    class_code: Ints
    colour_code: Ints
    vote_code: Ints
    static: Marks
    renamed: Marks
    length_m: Floats
    moment: Ints
    conf: Floats32
    x1: Floats32
    y1: Floats32
    x2: Floats32
    y2: Floats32

    def __len__(self) -> int:
        return len(self.moment)

    @property
    def track_count(self) -> int:
        """The number of tracks."""
        return len(self.track_id)

    @property
    def lengths(self) -> Ints:
        """The number of rows of each track."""
        return np.diff(self.first)

    @property
    def t_s(self) -> Floats:
        """Each row's time."""
        return self.watched.t_s[self.moment]

    @property
    def size_px(self) -> Floats:
        """The mean longer side of each track's boxes: a car from above may lie either way."""
        longer = np.maximum(self.x2 - self.x1, self.y2 - self.y1)
        sums = np.add.reduceat(longer, self.first[:-1], dtype=np.float64) if self.track_count else np.empty(0)
        return np.asarray(sums / self.lengths, dtype=np.float64)

    @property
    def reach_px(self) -> Floats:
        """How far apart the middles of each track's boxes lie, from left to right and from top to bottom."""
        if not self.track_count:
            return np.empty(0)
        middles, starts = ((self.x1 + self.x2) / 2, (self.y1 + self.y2) / 2), self.first[:-1]
        wide, high = (np.maximum.reduceat(at, starts) - np.minimum.reduceat(at, starts) for at in middles)
        return np.asarray(np.hypot(wide, high), dtype=np.float64)

    def rows_at(self, track: Ints, t_s: Floats) -> Ints:
        """The row of each track at or after that time; the track's last one where it ended before."""
        moments = len(self.watched.t_s) + 1
        keys = np.repeat(np.arange(self.track_count), self.lengths) * moments + self.moment
        wanted = track * moments + np.searchsorted(self.watched.t_s, t_s)
        return np.clip(np.searchsorted(keys, wanted), self.first[track], self.first[track + 1] - 1)

    def of_tracks(self, keep: Marks) -> "Paths":
        """The paths of the tracks marked in `keep`."""
        if keep.all():
            return self
        lengths = self.lengths
        rows = np.repeat(keep, lengths)
        return replace(
            self,
            first=np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths[keep])]),
            **{name: getattr(self, name)[keep] for name in _OF_TRACKS},
            **{name: getattr(self, name)[rows] for name in ("moment", "conf", *BOX)},
        )

    def of_rows(self, keep: Marks) -> "Paths":
        """The rows marked in `keep`, as paths of their own; tracks without a row are dropped."""
        if keep.all():
            return self
        kept = np.concatenate([np.zeros(1, np.int64), np.cumsum(keep)])[self.first]
        has_rows = np.diff(kept) > 0
        return replace(
            self,
            first=np.concatenate([kept[:-1][has_rows], kept[-1:]]),
            **{name: getattr(self, name)[has_rows] for name in _OF_TRACKS},
            **{name: getattr(self, name)[keep] for name in ("moment", "conf", *BOX)},
        )

    def within(self, *, from_s: float | None, to_s: float | None) -> "Paths":
        """The rows from `from_s` up to, but not including, `to_s`; the watched time is cut to the same range."""
        first, stop = self.watched.moments_within(from_s=from_s, to_s=to_s)
        return self.of_moments(first=first, stop=stop)

    def of_moments(self, *, first: int, stop: int) -> "Paths":
        """The rows of the moments from `first` to before `stop`; the watched time is cut to the same."""
        if first == 0 and stop >= len(self.watched.t_s):
            return self
        part = self.of_rows((self.moment >= first) & (self.moment < stop))
        return replace(part, watched=self.watched.of_moments(first=first, stop=stop), moment=part.moment - first)

    def split(self, parts: int) -> list["Paths"]:
        """The same paths in at most `parts` parts of whole tracks, with about as many rows each."""
        targets = np.linspace(0, len(self), parts + 1)[1:-1]
        cuts = [0, *np.searchsorted(self.first, targets).tolist(), self.track_count]
        return [self._of_span(a, b) for a, b in pairwise(cuts) if b > a] or [self]

    def _of_span(self, begin: int, end: int) -> "Paths":
        """The tracks from number `begin` to before `end`; nothing is copied."""
        first = self.first[begin : end + 1]
        tracks, rows = slice(begin, end), slice(int(first[0]), int(first[-1]))
        return replace(
            self,
            first=first - first[0],
            **{name: getattr(self, name)[tracks] for name in _OF_TRACKS},
            **{name: getattr(self, name)[rows] for name in ("moment", "conf", *BOX)},
        )


def paths_of(*, tracks: pd.DataFrame, watched: WatchedTime, width_px: int, height_px: int) -> Paths:
    """The paths in a table of tracks, refined or not, whose rows may be in any order within a frame."""
    (REFINED if STATIC in tracks else LINKED if LOOK in tracks else TRACKS).check(tracks)
    ids = tracks[TRACK_ID].to_numpy()
    # A stable sort of 16 bits is a radix sort, ten times as fast as one of 64.
    fits_16_bits = len(ids) == 0 or (ids.min() >= 0 and ids.max() < 2**16)
    order = np.argsort(ids.astype(np.uint16) if fits_16_bits else ids, kind="stable")
    sorted_ids = ids[order]
    starts = np.flatnonzero(np.diff(sorted_ids, prepend=sorted_ids[:1] - 1))
    classes, colours = (_codes(tracks[name]) for name in (CLASS_NAME, COLOUR))
    firsts = order[starts]
    none = np.zeros(len(firsts), dtype=bool)
    votes = _codes(tracks[VOTES].iloc[firsts]) if VOTES in tracks else (none.astype(np.int64), (UNANIMOUS,))
    last_frame = int(watched.frames[-1]) if len(watched.frames) else 0
    moment_of_frame = np.zeros(last_frame + 1, dtype=np.int64)
    moment_of_frame[watched.frames] = np.arange(len(watched.frames))
    return Paths(
        width_px=width_px,
        height_px=height_px,
        watched=watched,
        class_names=classes[1],
        colour_names=colours[1],
        votes=votes[1],
        first=np.concatenate([starts, np.full(1, len(ids))]).astype(np.int64),
        track_id=sorted_ids[starts].astype(np.int64),
        class_code=classes[0][firsts],
        colour_code=colours[0][firsts],
        vote_code=votes[0],
        static=tracks[STATIC].to_numpy(dtype=bool)[firsts] if STATIC in tracks else none,
        renamed=none,
        length_m=np.full(len(firsts), np.nan),
        moment=moment_of_frame[tracks[FRAME].to_numpy()[order]],
        **{name: tracks[name].to_numpy()[order].astype(np.float32, copy=False) for name in (CONF, *BOX)},
    )


def _codes(column: "pd.Series[Any]") -> tuple[Ints, tuple[str, ...]]:
    categories = column.astype("category").cat
    return categories.codes.to_numpy().astype(np.int64), tuple(map(str, categories.categories))
