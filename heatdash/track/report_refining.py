"""What refining did, in figures."""

import numpy as np
import numpy.typing as npt

from heatdash.track.pieces import Marks, Pieces
from heatdash.values.refine_report import RefineReport

AT_EDGE = 0.25
"""Of the object's size: trackers need a moment to begin, in which whoever walks in makes some way."""
CUT_S = 0.5
"""So soon after the clip begins, or before it ends, a begin or an end says nothing."""


def report_refining(
    *,
    raw: Pieces,
    seen: Pieces,
    static: Marks,
    filled: Marks,
    times_s: npt.NDArray[np.float64],
    size_px: tuple[int, int],
) -> RefineReport:
    """What became of the `raw` tracks, of which `seen` are left, with boxes filled in where `filled`."""
    tracked = seen.of_rows(seen.place < len(raw.place))
    track_of, object_of = np.empty(len(raw.place), np.int64), np.full(len(raw.place), -1)
    track_of[raw.place], object_of[tracked.place] = raw.owner, seen.owner[seen.place < len(raw.place)]
    kept = raw.of_rows(object_of[raw.place] >= 0)
    return RefineReport(
        raw_tracks=len(raw),
        tracks=len(seen),
        ghosts=len(raw) - len(kept),
        joins=_changes(track_of[tracked.place], within=tracked),
        splits=_changes(object_of[kept.place], within=kept),
        static_tracks=int(static.sum()),
        filled_share=float(filled.mean()) if len(filled) else 0.0,
        lost_share=_lost_share(seen, times_s, size_px),
        mean_conf=float(seen.conf.mean()) if len(seen) else 0.0,
    )


def _changes(values: npt.NDArray[np.int64], *, within: Pieces) -> int:
    owner = within.owner
    return int(((values[1:] != values[:-1]) & (owner[1:] == owner[:-1])).sum())


def _lost_share(seen: Pieces, times_s: npt.NDArray[np.float64], size_px: tuple[int, int]) -> float:
    margin = AT_EDGE * seen.size_px[:, None]
    lost, counted = 0, 0
    for rows, told in (
        (seen.begins, seen.t_s[seen.begins] > times_s[0] + CUT_S),
        (seen.ends, seen.t_s[seen.ends] < times_s[-1] - CUT_S),
    ):
        box = seen.box[rows]
        inside = (box[:, :2] > margin).all(axis=1) & (box[:, 2:] < np.array(size_px) - margin).all(axis=1)
        lost, counted = lost + int((inside & told).sum()), counted + int(told.sum())
    return lost / counted if counted else 0.0
