"""Pieces without those that are a part of another object."""

import numpy as np

from heatdash.track.overlap import covered
from heatdash.track.pieces import MOVERS, Pieces
from heatdash.values.refine_settings import RefineSettings

WITHIN = 0.8
"""The share of a box inside another one above which it lies in it."""


def drop_parts(*, pieces: Pieces, settings: RefineSettings) -> Pieces:
    """The pieces without weak ones of people and vehicles whose boxes lie in a surer one's more often than not.

    Such are the upper half of a body that is boxed whole, a driver, and an advertisement on a bus.
    """
    owner, by_moment = pieces.owner, np.argsort(pieces.moment, kind="stable")
    sure = pieces.sums(pieces.conf) / pieces.lengths
    weak = (sure < settings.weak_conf) & np.isin(pieces.kind, MOVERS)
    rows = np.flatnonzero(weak[owner])
    moments = pieces.moment[by_moment]
    first, stop = (np.searchsorted(moments, pieces.moment[rows], side=side) for side in ("left", "right"))
    row = np.repeat(rows, stop - first)
    other = by_moment[np.arange(len(row)) - np.repeat(np.cumsum(stop - first) - stop, stop - first)]
    lies = covered(pieces.box[row], by=pieces.box[other]) > WITHIN
    inside = np.zeros(len(owner))
    inside[row[lies & (sure[owner[other]] > sure[owner[row]])]] = 1.0
    return pieces.of(~weak | (pieces.sums(inside) <= pieces.lengths / 2))
