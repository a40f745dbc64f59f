"""Whether what is told apart by its length could be measured."""

from collections import Counter

import numpy as np

from heatdash.measure.paths import Paths
from heatdash.values.arrays import Marks
from heatdash.values.class_map import ClassMap
from heatdash.values.sureness import SceneCheck


def check_lengths(*, paths: Paths, class_map: ClassMap, is_scaled: bool) -> list[SceneCheck]:
    """A finding where objects keep a plain name that the class map would tell apart by length.

    `paths` are by the map's names. With a ground scale it tells how many of how many, all of them by whatever name;
    without one, that it is missing.
    """
    unmeasured = _counts(paths, np.isnan(paths.length_m))
    plain = tuple(name for name in class_map.plain_names if unmeasured[name])
    unknown = sum(unmeasured[name] for name in plain)
    if not unknown:
        return []
    if not is_scaled:
        return [SceneCheck("lengths_unscaled", values=(("objects", unknown),), classes=plain)]
    every = _counts(paths, np.ones(paths.track_count, dtype=bool))
    objects = sum(every[name] for name in class_map.told_by_length)
    return [SceneCheck("lengths_unknown", values=(("unknown", unknown), ("objects", objects)), classes=plain)]


def _counts(paths: Paths, marks: Marks) -> Counter[str]:
    """How many of the marked objects each name has."""
    return Counter(paths.class_names[code] for code in paths.class_code[marks].tolist())
