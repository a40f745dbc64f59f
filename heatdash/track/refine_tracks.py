"""Tracks as objects: what a tracker, which sees one frame after another, could not yet know."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from heatdash.tables.check_table import check_table
from heatdash.tables.columns import BOX, CLASS_ID, CLASS_NAME, COLOUR, CONF, FRAME, T_S, TRACK_ID, TRACKS
from heatdash.track.cut_tracks import cut_tracks
from heatdash.track.drop_doubles import drop_doubles
from heatdash.track.drop_ghosts import drop_ghosts
from heatdash.track.fill_gaps import Filled, fill_gaps
from heatdash.track.join_pieces import join_pieces
from heatdash.track.never_moved import never_moved
from heatdash.track.pieces import Marks, Pieces, pieces_of
from heatdash.track.report_refining import report_refining
from heatdash.track.smooth_boxes import smooth_boxes
from heatdash.values.refine_report import RefineReport
from heatdash.values.refine_settings import RefineSettings

FILLED = "filled"
"""True where an object was not seen in that frame, but before and after it."""
STATIC = "static"
"""True in all rows of an object that never moved, for long enough to tell it from one that waits."""


@dataclass(frozen=True, eq=False)
class Refined:
    """The objects, as a table of tracks with two more columns, `filled` and `static`, and what was done to them."""

    tracks: pd.DataFrame
    report: RefineReport


def refine_tracks(
    *,
    tracks: pd.DataFrame,
    settings: RefineSettings,
    frames: npt.NDArray[np.int64],
    times_s: npt.NDArray[np.float64],
    size_px: tuple[int, int],
) -> Refined:
    """The objects behind the tracks: ids from 1 without gaps, in the order in which they are first seen.

    `frames` are all that were watched, at `times_s`. Tracks are cut where the tracker may have changed to another
    object, joined anew by all that is known, ghosts are dropped, gaps filled, and boxes smoothed. In a clip of one
    frame every track is an object.
    """
    check_table(tracks, columns=TRACKS, name="tracks")
    raw = pieces_of(tracks=tracks, frames=frames)
    if len(frames) > 1:
        cut = cut_tracks(pieces=drop_doubles(raw), settings=settings)
        joined = join_pieces(pieces=cut, settings=settings)
        seen = _in_order(drop_ghosts(pieces=joined, settings=settings, times_s=times_s))
    else:
        seen = raw
    full = fill_gaps(pieces=seen, times_s=times_s)
    long = seen.t_s[seen.ends] - seen.t_s[seen.begins] >= settings.static_s
    static = never_moved(pieces=seen, still=settings.still, among=long)
    table = _as_table(full, static=static, tracks=tracks, frames=frames, reach_s=settings.smooth_s, size_px=size_px)
    report = report_refining(
        raw=raw, seen=seen, static=static, filled=full.filled, times_s=times_s, size_px=size_px
    )
    return Refined(tracks=table, report=report)


def _in_order(pieces: Pieces) -> Pieces:
    """The pieces by when they are first seen."""
    rank = np.empty(len(pieces), dtype=np.int64)
    rank[np.lexsort((pieces.step[pieces.begins], pieces.moment[pieces.begins]))] = np.arange(len(pieces))
    return pieces.regrouped(np.arange(len(pieces.place)), rank[pieces.owner])


def _as_table(
    full: Filled,
    *,
    static: Marks,
    tracks: pd.DataFrame,
    frames: npt.NDArray[np.int64],
    reach_s: float,
    size_px: tuple[int, int],
) -> pd.DataFrame:
    pieces, owner, (width, height) = full.pieces, full.pieces.owner, size_px
    box = smooth_boxes(pieces=pieces, reach_s=reach_s).clip(0, [width, height, width, height]).astype(np.float32)
    table = pd.DataFrame(
        {
            FRAME: frames[pieces.moment].astype(np.int32),
            T_S: pieces.t_s,
            TRACK_ID: (owner + 1).astype(np.int32),
            CONF: pieces.conf.astype(np.float32),
            **dict(zip(BOX, box.T, strict=True)),
            FILLED: full.filled,
            STATIC: static[owner],
        }
    )
    chosen = tracks.iloc[pieces.place[_voted(pieces, tracks[CLASS_ID], full.filled)[owner]]]
    table[CLASS_ID], table[CLASS_NAME] = chosen[CLASS_ID].to_numpy(), chosen[CLASS_NAME].array
    table[COLOUR] = tracks[COLOUR].array[pieces.place[_voted(pieces, tracks[COLOUR], full.filled)[owner]]]
    return table.sort_values([FRAME, TRACK_ID], kind="stable", ignore_index=True)[[*TRACKS, FILLED, STATIC]]


def _voted(pieces: Pieces, column: "pd.Series[Any]", filled: Marks) -> npt.NDArray[np.int64]:
    """For each piece a row that bears what most of its rows do, weighted by their confidence."""
    codes, values = pd.factorize(column.iloc[pieces.place], sort=True)
    votes = pd.Series(np.where(filled, 0.0, pieces.conf)).groupby([pieces.owner, codes]).sum()
    best = votes.groupby(level=0).idxmax().map(lambda pair: pair[1]).to_numpy(np.int64)
    fits = np.flatnonzero(codes == best[pieces.owner])
    _, first = np.unique(pieces.owner[fits], return_index=True)
    return fits[first]
