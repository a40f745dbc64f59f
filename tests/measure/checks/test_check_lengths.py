"""What keeps a plain name although the class map tells its kind apart by length is told."""

from dataclasses import replace

import numpy as np
import pytest

from heatdash.measure.checks.check_lengths import check_lengths
from heatdash.measure.paths import Paths
from heatdash.values.class_map import AS_THE_MODEL, TRAFFIC, ClassMap
from tests.builders.tracks import paths, walk

LONG_ONLY = ClassMap((("truck >= 12 m", "articulated"),))


def named(*objects: tuple[str, float]) -> Paths:
    """Objects by the names that they have, and their lengths."""
    seen = paths(*(walk(track=n, start=(9, 50), end=(90, 50), seconds=3) for n in range(len(objects))))
    names = tuple(sorted({name for name, _ in objects}))
    code = np.array([names.index(name) for name, _ in objects], dtype=np.int64)
    return replace(seen, class_names=names, class_code=code, length_m=np.array([length for _, length in objects]))


MIXED = named(("truck", np.nan), ("light truck", 6.0), ("heavy truck", 9.0), ("car", np.nan), ("truck", np.nan))


@pytest.mark.parametrize(
    ("seen", "class_map", "is_scaled", "expected"),
    [
        (MIXED, TRAFFIC, True, [("lengths_unknown", (("unknown", 2), ("objects", 4)), ("truck",))]),
        (MIXED, TRAFFIC, False, [("lengths_unscaled", (("objects", 2),), ("truck",))]),
        (MIXED, AS_THE_MODEL, False, []),
        (named(("light truck", 6.0), ("car", np.nan)), TRAFFIC, True, []),
        (named(("car", np.nan)), TRAFFIC, False, []),
        (named(("truck", 8.0), ("articulated", 16.0)), LONG_ONLY, True, []),
        (paths(), TRAFFIC, True, []),
    ],
)
def test_what_could_not_be_measured_is_counted(
    seen: Paths, class_map: ClassMap, is_scaled: bool, expected: list[object]
) -> None:
    found = check_lengths(paths=seen, class_map=class_map, is_scaled=is_scaled)
    assert [(check.kind, check.values, check.classes) for check in found] == expected
