"""A sample is drawn evenly over class and time, and the same one again by its seed."""

from collections import Counter as CountOf
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from heatdash.audit.model import RIGHT, Audit, AuditStep, Counted, Verdict, drawn
from heatdash.errors import BadSettingError
from heatdash.values.checked import LINE, Sample, Subject

GATE = Subject(LINE, "Gate")


def steps_of(classes: dict[str, int]) -> tuple[AuditStep, ...]:
    """So many of each class, all mixed in time, one each second, and a part between them at the end."""
    names = [name for name, count in classes.items() for _ in range(count)]
    order = sorted(range(len(names)), key=lambda number: number * 7919 % len(names))
    steps = [AuditStep(float(t), t + 2.0, Counted(t + 1.0, "in", t + 1, names[place])) for t, place in enumerate(order)]
    return (*steps, AuditStep(0.0, 1.0))


def test_classes_and_times_have_their_share() -> None:
    steps = steps_of({"person": 600, "car": 270, "bus": 30})
    chosen = drawn(steps=steps, sample=Sample(size=30, seed=3))
    assert CountOf(steps[number].counted.class_name for number in chosen) == {"person": 20, "car": 9, "bus": 1}
    persons = [number for number in chosen if steps[number].counted.class_name == "person"]
    assert max(later - earlier for earlier, later in pairwise(persons)) < 3 * 900 / 20


def test_the_seed_draws_the_same_again_and_another_seed_others() -> None:
    steps = steps_of({"person": 300})
    assert drawn(steps=steps, sample=Sample(30, 3)) == drawn(steps=steps, sample=Sample(30, 3))
    assert len({drawn(steps=steps, sample=Sample(30, seed)) for seed in range(20)}) > 5


def test_each_one_has_the_same_chance() -> None:
    steps, turns = steps_of({"person": 7, "car": 3}), 3000
    times = CountOf(number for seed in range(turns) for number in drawn(steps=steps, sample=Sample(4, seed)))
    assert sorted(times) == list(range(10))
    assert all(count == pytest.approx(turns * 0.4, rel=0.1) for count in times.values())


@given(count=some.integers(1, 60), seed=some.integers(0, 10_000), data=some.data())
def test_nothing_is_drawn_twice(count: int, seed: int, data: some.DataObject) -> None:
    size = data.draw(some.integers(1, count))
    chosen = drawn(steps=steps_of({"person": count}), sample=Sample(size, seed))
    assert len(set(chosen)) == len(chosen) == size
    assert list(chosen) == sorted(chosen)


def test_only_what_was_drawn_is_to_be_looked_at_and_verdicts_stay() -> None:
    audit = Audit(subject=GATE, steps=steps_of({"person": 20}), sample=Sample(size=3, seed=1))
    first, *others = audit.to_see
    outside = next(number for number in audit.counted_steps if number not in audit.to_see)
    for number in (outside, first, *others):
        audit = audit.said(Verdict(number, RIGHT, 0.0))
    assert audit.is_done
    assert audit.count_of(RIGHT) == 3
    again = Audit(subject=GATE, steps=audit.steps).with_text(audit.to_text())
    assert (again, again.sample) == (audit, Sample(size=3, seed=1))


def test_more_than_was_counted_cannot_be_drawn() -> None:
    with pytest.raises(BadSettingError, match="A sample of 21 was asked for, and 20 are counted"):
        Audit(subject=GATE, steps=steps_of({"person": 20}), sample=Sample(size=21, seed=1))
