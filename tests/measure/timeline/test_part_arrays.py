"""What is kept of a part's answer is the answer."""

import io
from dataclasses import fields

import numpy as np
import pytest

from heatdash.measure.timeline.measure_part import PartAnswer
from heatdash.measure.timeline.part_arrays import from_arrays, to_arrays
from heatdash.values.scene import Scene
from tests.builders.parts import BOTH, DOOR, SECONDS, SHOP, answered


def kept(answer: PartAnswer) -> dict[str, np.ndarray]:
    """The arrays, as a file gives them back."""
    file = io.BytesIO()
    np.savez(file, **to_arrays(answer, from_s=0.0))
    file.seek(0)
    with np.load(file, allow_pickle=False) as arrays:
        return dict(arrays)


@pytest.mark.parametrize("scene", [BOTH, Scene(zones=(SHOP,)), Scene(lines=(DOOR,)), Scene()])
def test_what_was_kept_is_what_was_found(scene: Scene) -> None:
    before = answered(scene)
    after = from_arrays(kept(before), scene=scene, from_s=0.0, to_s=SECONDS)
    assert after.found.class_names == before.found.class_names
    assert after.found.class_of_track.tolist() == before.found.class_of_track.tolist()
    assert after.static == before.static
    happened = [(after.found.picture, before.found.picture)]
    for one, other in zip(after.found.zones, before.found.zones, strict=True):
        assert one.zone == other.zone
        happened += [(getattr(one, name), getattr(other, name)) for name in ("always", "visits", "entries", "exits")]
    for one, other in zip(after.found.lines, before.found.lines, strict=True):
        assert one.line == other.line
        happened += [(one.always, other.always), (one.crossings, other.crossings)]
    for one, other in happened:
        for field in fields(other):
            assert getattr(one, field.name).dtype == getattr(other, field.name).dtype
            assert getattr(one, field.name).tolist() == getattr(other, field.name).tolist()
    assert (after.heat.heat.values == before.heat.heat.values).all()
    assert after.heat.metric == "dwell_time"


def test_a_part_that_lies_later_happened_later() -> None:
    before = answered()
    later = from_arrays(kept(before), scene=BOTH, from_s=3600.0, to_s=3600.0 + SECONDS)
    assert (later.found.zones[0].visits.enter_s - 3600).tolist() == pytest.approx(
        before.found.zones[0].visits.enter_s.tolist()
    )
    assert (later.found.lines[0].crossings.t_s - 3600).tolist() == pytest.approx(
        before.found.lines[0].crossings.t_s.tolist()
    )
    assert later.heat.at_s == pytest.approx(before.heat.at_s + 3600)
    assert later.found.from_s == 3600
