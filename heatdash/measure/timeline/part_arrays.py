"""A part's answer as a few arrays, which can be kept, and the answer again."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np

from heatdash.measure.heat.heat_total import HeatTotal
from heatdash.measure.places.find_places import FoundLine, FoundPlaces, FoundZone
from heatdash.measure.places.line_crossings import Crossings
from heatdash.measure.places.zone_visits import Visits
from heatdash.measure.timeline.measure_part import PartAnswer
from heatdash.values.scene import COUNT, Scene

Arrays = dict[str, Any]
_Happened = TypeVar("_Happened", Crossings, Visits)
_ZONE, _LINE = ("always", "visits", "entries", "exits"), ("always", "crossings")
_TIMES = {"enter_s", "exit_s", "t_s"}
_KINDS = {"track": np.int64, "goes_in": np.bool_, "cut_begin": np.bool_, "cut_end": np.bool_}
"""Of the columns that are no numbers with a fraction."""


def to_arrays(answer: PartAnswer, /, *, from_s: float) -> Arrays:
    """The answer as arrays, with times since `from_s`, so that it holds wherever the part lies."""
    found, heat = answer.found, answer.heat
    visits = [*(getattr(zone, name) for zone in found.zones for name in _ZONE), found.picture]
    crossings = [getattr(line, name) for line in found.lines for name in _LINE]
    arrays: Arrays = {
        "class_names": np.array(found.class_names, dtype=str),
        "class_of_track": found.class_of_track,
        "static": np.array(answer.static),
        **_stacked("visits", visits, Visits, from_s),
        **_stacked("crossings", crossings, Crossings, from_s),
    }
    if heat is not None:
        arrays |= {
            "heat": heat.total,
            "heat_numbers": np.array([heat.observed_s, heat.half_life_s, heat.at_s - from_s]),
            "metric": np.array(heat.metric),
        }
    return arrays


def from_arrays(arrays: Arrays, /, *, scene: Scene, from_s: float, to_s: float) -> PartAnswer:
    """The answer that `to_arrays` has put into the arrays, of a part that lies from `from_s` to `to_s`."""
    visits = _unstacked("visits", arrays, Visits, from_s)
    crossings = _unstacked("crossings", arrays, Crossings, from_s)
    zones = [FoundZone(zone, *(next(visits) for _ in _ZONE)) for zone in scene.zones_of(COUNT)]
    lines = [FoundLine(line, *(next(crossings) for _ in _LINE)) for line in scene.lines]
    class_of_track = arrays["class_of_track"]
    found = FoundPlaces(
        from_s=from_s,
        to_s=to_s,
        until_s=math.inf,
        watched_s=np.array([[from_s, to_s]]),
        class_names=tuple(arrays["class_names"].tolist()),
        class_of_track=class_of_track,
        track_id=np.arange(1, len(class_of_track) + 1),
        zones=tuple(zones),
        lines=tuple(lines),
        picture=next(visits),
    )
    heat = None
    if "heat" in arrays:
        observed_s, half_life_s, at_s = arrays["heat_numbers"].tolist()
        heat = HeatTotal(str(arrays["metric"]), arrays["heat"], observed_s, half_life_s, at_s + from_s)
    return PartAnswer(found, heat, int(arrays["static"]))


def _stacked(name: str, groups: Sequence[_Happened], kind: type[_Happened], from_s: float) -> Arrays:
    """All groups one after another, field by field, and where each ends: few arrays are read faster than many."""
    arrays: Arrays = {column: _one_after_another(groups, column) for column in _columns(kind)}
    ends = np.cumsum([len(group) for group in groups], dtype=np.int64)
    times = {field: values - from_s for field, values in arrays.items() if field in _TIMES}
    return {f"{name}_ends": ends, **{f"{name}_{field}": values for field, values in {**arrays, **times}.items()}}


def _one_after_another(groups: Sequence[Any], column: str) -> Any:
    nothing: Any = np.empty(0, _KINDS.get(column, np.float64))
    return np.concatenate([nothing, *(getattr(group, column) for group in groups)])


def _unstacked(name: str, arrays: Arrays, kind: type[_Happened], from_s: float) -> Iterator[_Happened]:
    values = {column: arrays[f"{name}_{column}"] for column in _columns(kind)}
    for field in _TIMES & set(values):
        values[field] = values[field] + from_s
    begin = 0
    for end in arrays[f"{name}_ends"].tolist():
        yield kind(**{field: column[begin:end] for field, column in values.items()})
        begin = end


def _columns(kind: type) -> list[str]:
    return [column.name for column in fields(kind)]
