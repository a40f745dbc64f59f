"""What ten seconds, looked at twice, say of the larger size."""

import json
from collections.abc import Mapping

import pytest

from heatdash.values.classes import parse_classes
from heatdash.values.trial import SMALL_PX, larger_px, trial_from_json
from tests.builders.trials import look, trial


def test_the_smaller_objects_are_the_larger_the_model_looks() -> None:
    assert larger_px(own_px=640, size_px=SMALL_PX) == 960
    assert larger_px(own_px=640, size_px=SMALL_PX - 0.1) == 1280
    assert larger_px(own_px=640, size_px=300.0) == 960


def test_it_is_larger_than_the_models_own_as_long_as_there_is_a_larger_one() -> None:
    assert larger_px(own_px=416, size_px=300.0) == 640
    assert larger_px(own_px=1280, size_px=300.0) == 1920
    assert larger_px(own_px=1280, size_px=10.0) == 1920


def test_where_nothing_was_found_it_may_be_very_small() -> None:
    assert larger_px(own_px=640, size_px=None) == 1280


def test_it_is_the_smaller_kind_that_decides_and_other_things_only_where_there_is_no_other() -> None:
    heights = {"people": 90.0, "vehicles": 60.0, "other": 12.0}
    assert look(height_px=heights).least_px(scale=0.5) == 30.0
    assert look(height_px={"other": 12.0}).least_px(scale=0.5) == 6.0
    assert look(height_px={}).least_px(scale=0.5) is None


def test_a_trial_is_read_as_it_was_written() -> None:
    tried = trial(own=look({"person": 3}), larger=look({"person": 7, "car": 1}, input_px=1280))
    assert trial_from_json(json.loads(json.dumps(tried.to_json()))) == tried


def test_the_whole_clip_takes_as_long_as_its_frames() -> None:
    tried = trial(own=look(seconds=2.0), larger=look(seconds=5.0), frames=100, clip_frames=3000)
    assert tried.times_as_long == 2.5
    assert tried.clip_seconds(tried.own) == 60.0
    assert tried.clip_seconds(tried.larger) == 150.0


Counts = Mapping[str, tuple[int, int]]
ADVISED: dict[str, tuple[Counts, Counts, bool]] = {
    "more people": ({"person": (3, 100)}, {"person": (7, 240)}, True),
    "people where there were none": ({}, {"person": (1, 20)}, True),
    "fewer pieces, seen much longer": ({"person": (8, 370)}, {"person": (7, 470)}, True),
    "the same": ({"person": (9, 520)}, {"person": (9, 521)}, False),
    "more pieces of the same": ({"person": (9, 500)}, {"person": (12, 510)}, False),
    "a poster that flickers": ({"person": (9, 500)}, {"person": (10, 520)}, False),
    "fewer": ({"person": (9, 500)}, {"person": (6, 300)}, False),
    "nothing": ({}, {}, False),
    "things nobody asked for": ({"person": (3, 90)}, {"person": (3, 90), "tv": (4, 400)}, False),
}
"""Objects and the frames in which they are seen, before and after; and whether the larger size is worth it."""


@pytest.mark.parametrize("case", ADVISED)
def test_the_larger_size_is_advised_where_it_sees_clearly_more(case: str) -> None:
    before, after, advised = ADVISED[case]
    own, larger = (look({n: c for n, (c, _) in one.items()}, {n: m for n, (_, m) in one.items()})
                   for one in (before, after))  # fmt: skip
    assert trial(own=own, larger=larger).is_advised(()) is advised


def test_only_the_chosen_classes_count() -> None:
    tried = trial(
        own=look({"person": 3}, {"person": 90}), larger=look({"person": 3, "car": 4}, {"person": 90, "car": 99})
    )
    assert tried.is_advised(())
    assert tried.is_advised(parse_classes("car.red"))
    assert not tried.is_advised(parse_classes("person"))


def test_without_people_and_vehicles_everything_counts() -> None:
    tried = trial(own=look({"duck": 1}, {"duck": 10}), larger=look({"duck": 4}, {"duck": 40}))
    assert tried.names(()) == {"duck"}
    assert tried.is_advised(())
