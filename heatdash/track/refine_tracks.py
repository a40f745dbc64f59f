"""Refining tracks into objects, with what a tracker, which sees one frame after another, could not yet know."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from heatdash.tables.columns import (
    BOX,
    BOX_CLASS_ID,
    CLASS_ID,
    CLASS_NAME,
    COLOUR,
    CONF,
    FILLED,
    FRAME,
    LOOK,
    REFINED,
    STATIC,
    T_S,
    TRACK_ID,
    TRACKS,
    VOTES,
)
from heatdash.track.drop_false import drop_doubles, drop_ghosts, drop_parts, never_moved
from heatdash.track.finish_pieces import Filled, report_refining, smooth_boxes
from heatdash.track.join_hidden import fill_behind, join_hidden
from heatdash.track.join_overlapping import join_doubles, join_handovers
from heatdash.track.join_pieces import cut_tracks, join_pieces, lengthen
from heatdash.track.track_pieces import KINDS, TrackPieces, track_pieces
from heatdash.track.untracked_boxes import untracked_boxes
from heatdash.track.vote_classes import vote_classes
from heatdash.track.vote_colours import vote_colours
from heatdash.values.arrays import Floats, Ints, Marks
from heatdash.values.classes import body_of
from heatdash.values.refine_settings import RefineSettings
from heatdash.values.sureness import RefineReport


@dataclass(frozen=True, eq=False)
class Refined:
    """The objects, as a table of tracks with three more columns (REFINED), and a report of what was done."""

    tracks: pd.DataFrame
    report: RefineReport


def refine_tracks(
    *,
    tracks: pd.DataFrame,
    detections: pd.DataFrame,
    settings: RefineSettings,
    frames: Ints,
    times_s: Floats,
    size_px: tuple[int, int],
) -> Refined:
    """The objects behind the tracks: ids from 1 without gaps, in the order in which they are first seen.

    `detections` are the boxes that the tracks were linked from; `frames` are all that were watched, at `times_s`.
    Tracks are cut where the tracker may have changed to another object, joined again using all that is known, and
    extended by boxes that the tracker left out; ghosts are dropped, gaps filled, and boxes smoothed. Where both tables
    have a column `look`, what looks alike is joined more readily; where the tracks have one of the class of each box,
    that is what votes. In a clip of one frame every track is an object.
    """
    TRACKS.check(tracks[list(TRACKS)])
    known = [*TRACKS, LOOK] if LOOK in tracks and LOOK in detections else list(TRACKS)
    tracks = _by_box_class(tracks, detections)[known]
    rows = pd.concat([tracks, untracked_boxes(detections=detections, tracks=tracks)], ignore_index=True)
    pieces = track_pieces(tracks=rows, frames=frames)
    loose = pieces.place[pieces.begins] >= len(tracks)
    raw = pieces.of(~loose)
    seen = raw if len(frames) == 1 else _objects(raw, pieces.of(loose), settings, times_s, size_px)
    full = fill_behind(pieces=seen, settings=settings, times_s=times_s)
    long = seen.t_s[seen.ends] - seen.t_s[seen.begins] >= settings.static_s
    static = never_moved(pieces=seen, still=settings.still, among=long)
    table = _as_table(full, static=static, rows=rows, frames=frames, reach_s=settings.smooth_s, size_px=size_px)
    report = report_refining(raw=raw, seen=seen, static=static, filled=full.filled, times_s=times_s, size_px=size_px)
    return Refined(tracks=table, report=report)


def _by_box_class(tracks: pd.DataFrame, detections: pd.DataFrame) -> pd.DataFrame:
    """The tracks, each box with its own class where that is known, instead of the one that its track voted."""
    if BOX_CLASS_ID not in tracks:
        return tracks
    names = dict(zip(detections[CLASS_ID].tolist(), detections[CLASS_NAME].tolist(), strict=True))
    own = tracks[BOX_CLASS_ID]
    return tracks.assign(**{CLASS_ID: own, CLASS_NAME: own.map(names).astype("string")})


def _objects(
    raw: TrackPieces, loose: TrackPieces, settings: RefineSettings, times_s: Floats, picture_px: tuple[int, int]
) -> TrackPieces:
    """The objects that the raw tracks and the loose boxes show, in the order in which they are first seen."""
    step_s = float(np.median(np.diff(times_s)))
    single = join_doubles(pieces=raw, times_s=times_s)
    single = drop_doubles(join_handovers(pieces=single, settings=settings))
    single = cut_tracks(pieces=single, settings=settings, picture_px=picture_px)
    single = drop_parts(pieces=single, settings=settings)
    objects = join_pieces(pieces=single, settings=settings, picture_px=picture_px)
    objects = lengthen(objects=objects, loose=loose, settings=settings, step_s=step_s, picture_px=picture_px)
    real = drop_ghosts(pieces=objects, settings=settings, step_s=step_s, times_s=times_s, picture_px=picture_px)
    return _in_order(join_hidden(pieces=real, settings=settings, times_s=times_s))


def _in_order(pieces: TrackPieces) -> TrackPieces:
    """The pieces in the order in which they are first seen."""
    rank = np.empty(len(pieces), dtype=np.int64)
    rank[np.lexsort((pieces.step[pieces.begins], pieces.moment[pieces.begins]))] = np.arange(len(pieces))
    return pieces.regrouped(np.arange(len(pieces.place)), rank[pieces.owner])


def _as_table(
    full: Filled,
    *,
    static: Marks,
    rows: pd.DataFrame,
    frames: Ints,
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
    weight = np.where(full.filled, 0.0, pieces.conf)
    class_id = rows[CLASS_ID].to_numpy(np.int64)
    names = dict(zip(class_id.tolist(), rows[CLASS_NAME].tolist(), strict=True))
    kinds = {number: KINDS.index(body_of(name)) for number, name in names.items()}
    own_kind = np.array([kinds[number] for number in class_id[pieces.place].tolist()]) == pieces.kind[owner]
    # A car that was a telephone now and then has votes for what it is not; cut in two, one part may have only those.
    own_kind |= pieces.sums(own_kind & ~full.filled)[owner] == 0
    voted = vote_classes(owner=owner, class_id=class_id[pieces.place], weight=weight * own_kind, names=names)
    table[CLASS_ID] = voted.class_id[owner].astype(np.int16)
    table[CLASS_NAME] = table[CLASS_ID].map(names).astype("string")
    table[COLOUR] = vote_colours(owner=owner, colours=rows[COLOUR].iloc[pieces.place], weight=weight)
    table[VOTES] = pd.Series(np.array(voted.votes, dtype=object)[owner], dtype="string")
    return table.sort_values([FRAME, TRACK_ID], kind="stable", ignore_index=True)[list(REFINED)]
