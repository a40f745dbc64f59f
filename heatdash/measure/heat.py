"""The heat of a clip at one moment."""

import numpy as np

from heatdash.measure.heat_terms import HeatTerms, Numbers, heat_terms
from heatdash.measure.intensity import intensity_of
from heatdash.measure.paths import Paths
from heatdash.values.heat import Heat
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import Scene


def heat_of(*, paths: Paths, settings: MeasureSettings, scene: Scene, at_s: float | None = None) -> Heat:
    """The exact heat, not smoothed, as it is at `at_s`; at the end of the time range where that is None or later.

    Only frames of the time range count, and of those only what happened up to that moment. Where nothing was watched
    or nobody seen, all is 0. The order of a table's rows and their division among threads change nothing.
    """
    end_s = range_end_s(paths=paths, settings=settings)
    moment_s = end_s if at_s is None else min(at_s, end_s)
    if settings.metric == "intensity":
        part = paths.within(from_s=settings.from_s, to_s=settings.to_s)
        return Heat(intensity_of(paths=part, settings=settings, scene=scene, at_s=moment_s), settings.metric)
    terms = heat_terms(paths=paths, settings=settings, scene=scene)
    return Heat(terms.values_from(total=_total(terms, moment_s), at_s=moment_s), settings.metric)


def range_end_s(*, paths: Paths, settings: MeasureSettings) -> float:
    """When the time that is looked at ends: at `settings.to_s`, or where the watched time ends, if that is sooner."""
    watched_end_s = float(paths.watched.ends_s[-1]) if len(paths.watched.frames) else 0.0
    return watched_end_s if settings.to_s is None else min(settings.to_s, watched_end_s)


def _total(terms: HeatTerms, at_s: float) -> Numbers:
    """What all terms are worth, added up for each cell."""
    worth = terms.gain * terms.left(at_s - terms.end_s)
    lasting = terms.end_s > at_s
    if lasting.any():
        worth[lasting] = terms.level_at(at_s)
    worth -= terms.loss * terms.left(at_s - terms.loss_s)
    worth[terms.begin_s > at_s] = 0.0
    return np.asarray(np.bincount(terms.cell, weights=worth, minlength=terms.grid.cell_count), dtype=np.float64)
