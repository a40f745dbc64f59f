"""Which objects a question is about: one selection for everything that is counted, listed, drawn and summed."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from heatdash.measure.paths import Paths
from heatdash.tables.columns import TRACK_ID
from heatdash.values.arrays import Ints, Marks
from heatdash.values.classes import ClassChoice, should_move
from heatdash.values.measure_settings import MeasureSettings


def select_objects(*, paths: Paths, choices: Sequence[ClassChoice], settings: MeasureSettings) -> Marks:
    """Which objects are named by one of the choices (all if there are none), and are long and sure enough.

    An object is as long as the time from its first row to its last, and as sure as its rows on average. People and
    vehicles that never moved are included only where the settings ask for them.
    """
    keep = _named(paths, choices)
    if not settings.keep_static:
        keep &= ~_never_moved(paths)
    if paths.track_count and settings.min_track_s > 0:
        t_s = paths.t_s
        keep &= t_s[paths.first[1:] - 1] - t_s[paths.first[:-1]] >= settings.min_track_s
    if paths.track_count and settings.min_track_conf > 0:
        sums = np.add.reduceat(paths.conf, paths.first[:-1], dtype=np.float64)
        keep &= sums / paths.lengths >= settings.min_track_conf
    return keep


def count_static(*, paths: Paths, choices: Sequence[ClassChoice]) -> int:
    """How many of the objects that the choices name should move but never did."""
    return int((_named(paths, choices) & _never_moved(paths)).sum())


def rows_of(*, tracks: pd.DataFrame, paths: Paths) -> pd.DataFrame:
    """The rows of a table of tracks that belong to the tracks in `paths`, which may be only some of them."""
    if paths.track_count == tracks[TRACK_ID].nunique():
        return tracks
    return tracks[tracks[TRACK_ID].isin(paths.track_id)].reset_index(drop=True)


def _named(paths: Paths, choices: Sequence[ClassChoice]) -> Marks:
    if not choices:
        return np.ones(paths.track_count, dtype=bool)
    named = np.zeros(paths.track_count, dtype=bool)
    for choice in choices:
        one = _has_name(paths.class_code, paths.class_names, choice.class_name)
        if choice.colour is not None:
            one &= _has_name(paths.colour_code, paths.colour_names, choice.colour)
        named |= one
    return named


def _has_name(codes: Ints, names: tuple[str, ...], name: str) -> Marks:
    return codes == names.index(name) if name in names else np.zeros(len(codes), dtype=bool)


def _never_moved(paths: Paths) -> Marks:
    """Which people and vehicles never moved; none in tracks that were not refined."""
    expected_to_move = np.array([should_move(name) for name in paths.class_names], dtype=bool)
    unmoved: Marks = paths.static & expected_to_move[paths.class_code]
    return unmoved
