from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.measure.places.measure_counts import Counts, measure_counts
from heatdash.measure.places.movements import ALL
from heatdash.tables.columns import DIRECTION, ENTER_S, EVENTS, EXIT_S, KIND, PLACE, T_S, TRACK_ID, VISITS
from heatdash.values.arrays import Ints
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import WHOLE_PICTURE, Line, Scene, Zone
from tests.builders.tracks import Row, along, paths

SCENE = Scene(
    zones=(
        Zone("Shop", ((0.25, 0.1), (0.5, 0.1), (0.6, 0.9), (0.25, 0.8))),
        Zone("Mirror", ((0.0, 0.0), (0.2, 0.0), (0.2, 0.3), (0.0, 0.3)), "exclude"),
        Zone("Till", ((0.55, 0.4), (0.9, 0.2), (0.9, 0.9))),
    ),
    lines=(Line("Gate", (0, 0.5), (1, 0.6)), Line("Post", (0.5, 1), (0.4, 0.2))),
)
SECONDS = 150


def crowd(*, tracks: int = 14, seed: int = 5) -> list[list[Row]]:
    """Random strolls, some after others, of two classes."""
    random = np.random.default_rng(seed)
    strolls = []
    for track in range(1, tracks + 1):
        length, begin = int(random.integers(50, 400)), random.integers(0, SECONDS * 10 - 400) / 10
        begin = 0.0 if track == 1 else begin
        steps = random.normal(0, 4, (length, 2)) + random.normal(0, 0.3, 2)
        points = np.cumsum(steps, axis=0) + random.uniform((0, 0), (160, 90))
        # Reflected at the picture's edges, as people turn round there.
        width_height = np.array([160, 90])
        points = np.abs((points + width_height) % (2 * width_height) - width_height)
        class_name = "car" if track % 3 == 0 else "person"
        strolls.append(along(track=track, points=points.tolist(), begin_s=begin, class_name=class_name))
    return strolls


CROWD = paths(*crowd(), seconds=SECONDS)


def counts(seen: Any = CROWD, *, start: RecordingStart | None = None, scene: Scene = SCENE, **wishes: Any) -> Counts:
    return measure_counts(
        paths=seen, settings=MeasureSettings(**wishes), scene=scene, start=start, class_names=("bus",)
    )


WHOLE = counts()


def test_the_crowd_is_worth_counting() -> None:
    assert WHOLE.events[KIND].value_counts().min() > 20
    assert WHOLE.visits["cut_begin"].any()
    assert (WHOLE.bins["occupancy_max"] > 1).any()
    assert min(len(WHOLE.flows), len(WHOLE.journeys)) > 5
    assert whole_counts(WHOLE)[ALL, ALL, ALL] > 5


def test_columns_are_those_of_the_files() -> None:
    assert list(WHOLE.events.columns) == list(EVENTS)
    assert list(WHOLE.visits.columns) == list(VISITS)
    assert WHOLE.zones["class_name"].tolist() == ["bus", "car", "person"] * 2


TABLES = [field for field in fields(Counts) if field.name not in ("found", "movements")]
"""The answers: all but what they, and the movements, are made from."""


def assert_same(one: Counts, other: Counts) -> None:
    for field in TABLES:
        a, b = getattr(one, field.name), getattr(other, field.name)
        if isinstance(a, pd.DataFrame):
            pd.testing.assert_frame_equal(a, b)
        else:
            assert a == b
    assert (whole_counts(one) == whole_counts(other)).all()


def whole_counts(of: Counts) -> Ints:
    return of.movements.counts(of.movements.whole_s)


def test_the_order_of_rows_within_a_frame_changes_nothing() -> None:
    def shuffled(table: pd.DataFrame) -> pd.DataFrame:
        return table.sample(frac=1, random_state=3).sort_values("frame", kind="stable", ignore_index=True)

    assert_same(WHOLE, counts(paths(*crowd(), seconds=SECONDS, order=shuffled)))


@pytest.mark.parametrize("parts", [2, 5])
def test_splitting_the_tracks_among_workers_changes_nothing(parts: int) -> None:
    answers = [counts(part) for part in CROWD.split(parts)]
    for name, by in (("events", [T_S, PLACE, TRACK_ID]), ("visits", [ENTER_S, PLACE, TRACK_ID])):
        whole = getattr(WHOLE, name)
        together = pd.concat([getattr(answer, name) for answer in answers]).astype(whole.dtypes)
        pd.testing.assert_frame_equal(together.sort_values(by, ignore_index=True), whole)


@settings(max_examples=15)
@given(cut_s=st.one_of(st.floats(0.1, SECONDS - 0.1), st.sampled_from(WHOLE.events[T_S].tolist())))
def test_two_ranges_side_by_side_hold_what_the_whole_holds(cut_s: float) -> None:
    before, after = counts(to_s=cut_s), counts(from_s=cut_s)
    together = pd.concat([before.events, after.events], ignore_index=True)
    pd.testing.assert_frame_equal(together, WHOLE.events)
    assert (whole_counts(before) + whole_counts(after) == whole_counts(WHOLE)).all()
    seconds = [(part.visits[EXIT_S] - part.visits[ENTER_S]).sum() for part in (before, after, WHOLE)]
    assert seconds[0] + seconds[1] == pytest.approx(seconds[2])
    assert (after.visits[ENTER_S] >= cut_s).all()
    assert (before.visits[EXIT_S] <= cut_s).all()


@pytest.mark.parametrize(
    "wishes",
    [
        {"bin_min": 1},
        {"bin_min": 1, "start": RecordingStart.read("10:00:17")},
        {"bin_min": None},
        {"bin_min": 1, "from_s": 13.0, "to_s": 127.0, "line_rule": "once", "min_visit_s": 0.4},
        {"bin_min": 1, "line_rule": "net"},
    ],
)
def test_the_bins_add_up_to_the_events_and_the_seconds(wishes: dict[str, Any]) -> None:
    answer = counts(**wishes)
    bins, events = answer.bins, answer.events
    for place in (*SCENE.zones_of("count"), *SCENE.lines):
        of_place, happened = bins[bins[PLACE] == place.name], events[events[PLACE] == place.name]
        for direction in ("in", "out"):
            assert of_place[direction].sum() == (happened[DIRECTION] == direction).sum()
    seconds = bins["occupancy_mean"] * (bins["bin_end_s"] - bins["bin_start_s"])
    visits = answer.visits[answer.visits[PLACE] == "Shop"]
    assert seconds[bins[PLACE] == "Shop"].sum() == pytest.approx((visits[EXIT_S] - visits[ENTER_S]).sum())
    lines = answer.summary["lines"]
    assert lines["Gate"]["in"] == bins.loc[bins[PLACE] == "Gate", "in"].sum()


def test_the_whole_picture_is_as_full_as_its_frames() -> None:
    frames = np.concatenate([[row["frame"] for row in stroll] for stroll in crowd()])
    at_once = np.bincount(frames)
    assert WHOLE.summary["picture"]["occupancy_max"] == at_once.max()
    together = WHOLE.bins_together[WHOLE.bins_together[PLACE] == WHOLE_PICTURE]
    assert together["occupancy_max"].tolist() == [int(part.max()) for part in np.split(at_once, [600, 1200])]
    # A frame stands for the time half-way to its neighbours, so that the one on an edge belongs to both bins.
    means = [part.mean() for part in np.split(np.pad(at_once, (0, 1500 - len(at_once))), [600, 1200])]
    assert together["occupancy_mean"].tolist() == pytest.approx(means, abs=0.01)


def test_every_event_of_a_visit_stands_in_the_events() -> None:
    entries = WHOLE.events[WHOLE.events[KIND] == "enter"]
    seen = WHOLE.visits[~WHOLE.visits["cut_begin"]]
    assert entries[[PLACE, TRACK_ID, T_S]].values.tolist() == seen[[PLACE, TRACK_ID, ENTER_S]].values.tolist()


def test_nothing_seen_is_told_in_zeros() -> None:
    answer = counts(paths(seconds=SECONDS))
    assert len(answer.events) == len(answer.visits) == len(answer.flows) == 0
    assert len(answer.bins) == 3 * 5
    assert answer.bins[["in", "out", "unique"]].fillna(0).to_numpy().sum() == 0


def test_a_question_without_places_has_the_whole_picture() -> None:
    answer = counts(scene=Scene())
    assert set(answer.bins[PLACE]) == {WHOLE_PICTURE}
    assert answer.summary["picture"]["unique"] == 14


def test_marked_tracks_are_counted_as_if_there_were_no_others() -> None:
    keep = CROWD.class_code == CROWD.class_names.index("car")
    remembered: dict[Any, Any] = {}
    asked = {"settings": MeasureSettings(line_rule="once"), "scene": SCENE}
    measure_counts(paths=CROWD, remembered=remembered, **asked)
    marked = measure_counts(paths=CROWD, keep=keep, remembered=remembered, **asked)
    alone = measure_counts(paths=CROWD.of_tracks(keep), **asked)
    for table in TABLES:
        if table.name != "summary":
            expected = getattr(alone, table.name)
            assert len(expected) > 0
            pd.testing.assert_frame_equal(getattr(marked, table.name), expected, check_categorical=False)
    assert marked.summary == alone.summary
