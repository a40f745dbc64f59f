"""Tracks, cut where the tracker may have changed from one object to another."""

import numpy as np

from heatdash.track.pieces import Pieces
from heatdash.track.ways import ways_of
from heatdash.values.refine_settings import RefineSettings


def cut_tracks(*, pieces: Pieces, settings: RefineSettings) -> Pieces:
    """The pieces, cut where one was lost for longer than a tracker is trusted, and where its box leaps.

    A box leaps that lies further beside its way than an object can stray. What belongs together all the same is
    joined again by what is known of the whole clip.
    """
    end, start = np.arange(len(pieces.place) - 1), np.arange(1, len(pieces.place))
    gap_s = pieces.t_s[start] - pieces.t_s[end]
    lost = (pieces.moment[start] - pieces.moment[end] > 1) & (gap_s > settings.trusted_gap_s + 1e-6)
    owner = pieces.owner
    strayed = ways_of(pieces).leap_px(end=end, start=start) / pieces.size_px[owner[:-1]]
    cuts = (lost | (strayed > settings.reach * (1.0 + gap_s))) & (owner[1:] == owner[:-1])
    return pieces.cut(np.append(np.zeros(len(owner) - len(cuts), dtype=bool), cuts))
