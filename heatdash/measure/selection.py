"""Which objects a question is about: one selection for all that is counted, listed, drawn and summed."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from heatdash.measure.paths import Paths
from heatdash.tables.columns import TRACK_ID
from heatdash.values.arrays import Ints, Marks
from heatdash.values.classes import ClassChoice, should_move
from heatdash.values.measure_settings import MeasureSettings


def select_objects(*, paths: Paths, choices: Sequence[ClassChoice], settings: MeasureSettings) -> Marks:
    """Marks the objects that one of the choices names (all where there is none), long and sure enough.

    An object is as long as the time from its first row to its last, and as sure as its rows on average. People and
    vehicles that never moved are marked only where the settings ask for them.
    """
    keep = _named(paths, choices)
    if not settings.keep_static:
        keep &= ~_still(paths)
    if paths.track_count and settings.min_track_s > 0:
        t_s = paths.t_s
        keep &= t_s[paths.first[1:] - 1] - t_s[paths.first[:-1]] >= settings.min_track_s
    if paths.track_count and settings.min_track_conf > 0:
        sums = np.add.reduceat(paths.conf, paths.first[:-1], dtype=np.float64)
        keep &= sums / paths.lengths >= settings.min_track_conf
    return keep


def count_static(*, paths: Paths, choices: Sequence[ClassChoice]) -> int:
    """How many objects that one of the choices names should move and never did."""
    return int((_named(paths, choices) & _still(paths)).sum())


def rows_of(*, tracks: pd.DataFrame, paths: Paths) -> pd.DataFrame:
    """The rows of a table of tracks that are those of the paths' objects, which may be fewer than the table's."""
    if paths.track_count == tracks[TRACK_ID].nunique():
        return tracks
    return tracks[tracks[TRACK_ID].isin(paths.track_id)].reset_index(drop=True)


def _named(paths: Paths, choices: Sequence[ClassChoice]) -> Marks:
    if not choices:
        return np.ones(paths.track_count, dtype=bool)
    named = np.zeros(paths.track_count, dtype=bool)
    for choice in choices:
        one = _coded(paths.class_code, paths.class_names, choice.class_name)
        if choice.colour is not None:
            one &= _coded(paths.colour_code, paths.colour_names, choice.colour)
        named |= one
    return named


def _coded(codes: Ints, names: tuple[str, ...], name: str) -> Marks:
    return codes == names.index(name) if name in names else np.zeros(len(codes), dtype=bool)


def _still(paths: Paths) -> Marks:
    """Marks people and vehicles that never moved; nothing in tracks that were not refined."""
    moves = np.array([should_move(name) for name in paths.class_names], dtype=bool)
    still: Marks = paths.static & moves[paths.class_code]
    return still
