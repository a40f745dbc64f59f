"""Which objects a question is about: one selection for everything that is counted, listed, drawn and summed."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from heatdash.measure.paths import Paths
from heatdash.tables.columns import CLASS_ID, CLASS_NAME, TRACK_ID
from heatdash.values.arrays import Ints, Marks
from heatdash.values.class_map import ClassMap
from heatdash.values.class_votes import UNANIMOUS, read_votes
from heatdash.values.classes import ClassChoice
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project


@dataclass(frozen=True, eq=False)
class Selection:
    """All paths, each by the class that the question knows it by, and marks on those that the question is about.

    `static` counts the objects of the classes asked for that should move but never did, whether they are kept or not.
    """

    paths: Paths
    keep: Marks
    static: int


def select_objects(*, paths: Paths, project: Project) -> Selection:
    """The objects of the classes asked for (all if there are none) that are long and sure enough.

    `paths` are by the names of the project's class map. An object is as long as the time from its first row to its
    last, and as sure as its rows on average. People and vehicles that never moved are included only where the settings
    ask for them.
    """
    known = _as_asked(paths, project.classes)
    named, unmoved = _named(known, project.classes), _never_moved(known, project.names)
    keep = named & _long_and_sure(known, project.measure)
    if not project.measure.keep_static:
        keep &= ~unmoved
    return Selection(paths=known, keep=keep, static=int((named & unmoved).sum()))


def others_that_moved(*, selection: Selection, project: Project) -> Marks:
    """Which objects of classes that were not asked for one might take for those that were; none where all were.

    They moved by more than their own size, are as long and sure as the settings ask for, and are people or vehicles as
    some asked class is. What is neither counts where not only people were asked for, and only where it is as large as
    what is counted usually is: a lorry is called a boat at times, but a bag is a bag.
    """
    paths, kinds_of = selection.paths, project.names.kinds_of
    asked = {choice.class_name for choice in project.classes}
    kinds = {kind for name in asked for kind in kinds_of(name)}
    near = kinds if kinds <= {"people"} else kinds | {"other"}
    marks = ~_of_classes(paths, asked) & ~paths.static
    marks &= _of_classes(paths, [name for name in paths.class_names if kinds_of(name) & near])
    if not marks.any():
        return marks
    marks &= _long_and_sure(paths, project.measure)
    some, counted = paths.of_tracks(marks), paths.of_tracks(selection.keep)
    usual_px = float(np.median(counted.size_px)) if counted.track_count else math.inf
    odd = _of_classes(some, [name for name in some.class_names if kinds_of(name) == {"other"}])
    marks[marks] = (some.reach_px > some.size_px) & (~odd | (some.size_px >= usual_px))
    return marks


def rows_of(*, tracks: pd.DataFrame, paths: Paths) -> pd.DataFrame:
    """The rows of a table of tracks that belong to those in `paths`, by the classes that these know them by."""
    rows = tracks
    if paths.track_count != tracks[TRACK_ID].nunique():
        rows = tracks[tracks[TRACK_ID].isin(paths.track_id)].reset_index(drop=True)
    return _renamed(rows, paths) if paths.renamed.any() else rows


def _as_asked(paths: Paths, choices: Sequence[ClassChoice]) -> Paths:
    """The paths; of an object whose class was not asked for, asked ones may hold half of the votes: then the likeliest.

    Of those it is the ones asked for in its colour, or in any.
    """
    asked = {choice.class_name for choice in choices}
    unasked = ~_of_classes(paths, asked) & _has_many_votes(paths)
    if not choices or not unasked.any():
        return paths
    names, code, renamed = list(paths.class_names), paths.class_code.copy(), np.zeros(paths.track_count, dtype=bool)
    for track in np.flatnonzero(unasked).tolist():
        colour = paths.colour_names[paths.colour_code[track]]
        fitting = {choice.class_name for choice in choices if choice.colour in (None, colour)}
        name = _likeliest(paths.votes[paths.vote_code[track]], fitting)
        if name is not None:
            names += [] if name in names else [name]
            code[track], renamed[track] = names.index(name), True
    return replace(paths, class_names=tuple(names), class_code=code, renamed=renamed)


def _has_many_votes(paths: Paths) -> Marks:
    marks: Marks = np.array([text != UNANIMOUS for text in paths.votes], dtype=bool)[paths.vote_code]
    return marks


def _likeliest(text: str, asked: Collection[str]) -> str | None:
    """Of the classes asked for, the one with the most votes; None where all together hold less than half."""
    votes = read_votes(text)
    held = [vote for vote in votes if vote.class_name in asked]
    if 2 * sum(vote.thousandths for vote in held) < sum(vote.thousandths for vote in votes):
        return None
    return held[0].class_name


def _renamed(rows: pd.DataFrame, paths: Paths) -> pd.DataFrame:
    given = {}
    for track in np.flatnonzero(paths.renamed).tolist():
        name = paths.class_names[paths.class_code[track]]
        votes = read_votes(paths.votes[paths.vote_code[track]])
        given[int(paths.track_id[track])] = next(vote for vote in votes if vote.class_name == name)
    ids = rows[TRACK_ID][rows[TRACK_ID].isin(given)]
    class_id, names = rows[CLASS_ID].copy(), rows[CLASS_NAME].astype(object)
    class_id[ids.index] = ids.map({track: vote.class_id for track, vote in given.items()}).astype(class_id.dtype)
    names[ids.index] = ids.map({track: vote.class_name for track, vote in given.items()})
    return rows.assign(**{CLASS_ID: class_id, CLASS_NAME: names.astype("category")})


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


def _of_classes(paths: Paths, names: Collection[str]) -> Marks:
    marks: Marks = np.array([name in names for name in paths.class_names], dtype=bool)[paths.class_code]
    return marks


def _long_and_sure(paths: Paths, settings: MeasureSettings) -> Marks:
    """Which objects are seen for as long, and are as sure on average, as the settings ask for."""
    keep = np.ones(paths.track_count, dtype=bool)
    if paths.track_count and settings.min_track_s > 0:
        t_s = paths.t_s
        keep &= t_s[paths.first[1:] - 1] - t_s[paths.first[:-1]] >= settings.min_track_s
    if paths.track_count and settings.min_track_conf > 0:
        sums = np.add.reduceat(paths.conf, paths.first[:-1], dtype=np.float64)
        keep &= sums / paths.lengths >= settings.min_track_conf
    return keep


def _never_moved(paths: Paths, class_map: ClassMap) -> Marks:
    """Which people and vehicles never moved; none in tracks that were not refined."""
    expected_to_move = np.array([class_map.should_move(name) for name in paths.class_names], dtype=bool)
    unmoved: Marks = paths.static & expected_to_move[paths.class_code]
    return unmoved
