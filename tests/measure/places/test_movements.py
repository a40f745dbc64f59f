"""Movements by hand, and beside a twin in plain loops."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.measure.places.find_places import find_places
from heatdash.measure.places.movement_table import movement_table
from heatdash.measure.places.movements import ALL, ONE_ARM, Movements, measure_movements
from heatdash.measure.places.whole_ways import ONE_PLACE, WholeWays
from heatdash.tables.columns import MOVEMENTS
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.pcu import PcuWeights
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import Line, Scene
from tests.builders.tracks import paths

ARMS = ("North", "East", "South")
SCENE = Scene(lines=tuple(Line(name, (0, y), (1, y)) for name, y in zip(ARMS, (0.2, 0.5, 0.8), strict=True)))
CLASSES = ("car", "truck")
Way = tuple[int, int, int, float]
"""Origin, destination, class, and when it began."""


def movements(
    *ways: Way, to_s: float = 5400.0, from_s: float = 0.0, interval_min: int = 15, start: str | None = None
) -> Movements:
    """The movements of these ways, as they come from a clip that is that long."""
    found = find_places(paths=paths(), settings=MeasureSettings(), scene=SCENE, class_names=CLASSES)
    columns = [np.array(values) for values in zip(*ways, strict=True)] or [np.empty(0, int)] * 4
    made = WholeWays(np.arange(len(ways)), columns[0], columns[1], columns[3].astype(float))
    found = replace(
        found, from_s=from_s, to_s=to_s, until_s=np.inf, watched_s=np.array([[from_s, to_s]]), class_of_track=columns[2]
    )
    begin = None if start is None else RecordingStart.read(start)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("heatdash.measure.places.movements.ways_over_arms", lambda _: made)
        return measure_movements(found=found, interval_min=interval_min, start=begin)


def test_counts_have_totals_and_keep_apart_who_was_seen_at_one_arm_only() -> None:
    seen = movements((0, 1, 0, 10), (0, 1, 1, 20), (0, 0, 0, 30), (2, ONE_PLACE, 0, 40))
    counts = seen.counts(seen.whole_s)
    assert (counts[0, 1].tolist(), counts[0, 0].tolist()) == ([1, 1, 2], [1, 0, 1])
    assert counts[0, ALL].tolist() == [2, 1, 3]
    assert counts[ALL, 1].tolist() == [1, 1, 2]
    assert counts[ALL, ALL].tolist() == [2, 1, 3]
    assert counts[2, ONE_ARM].tolist() == counts[ALL, ONE_ARM].tolist() == [1, 0, 1]
    assert counts[2, ALL].tolist() == [0, 0, 0]


def test_intervals_follow_the_clock_where_it_is_known_and_else_the_beginning() -> None:
    assert movements(to_s=1000).intervals_s == [(0, 900), (900, 1000)]
    assert movements(to_s=1000, start="12:10:00").intervals_s == [(0, 300), (300, 1000)]
    assert movements(to_s=1000, interval_min=5).intervals_s == [(0, 300), (300, 600), (600, 900), (900, 1000)]


def _in_quarters(*counts: int) -> list[Way]:
    return [(0, 1, 0, 900 * quarter + 5) for quarter, count in enumerate(counts) for _ in range(count)]


def test_the_peak_hour_is_the_first_of_the_busiest_and_has_its_factor() -> None:
    seen = movements(*_in_quarters(1, 5, 5, 6, 4, 1), (0, ONE_PLACE, 0, 5200))
    assert seen.peak_hour_s == (900, 4500)
    assert seen.peak_factors()[ALL, ALL, ALL] == pytest.approx(20 / (4 * 6))
    assert np.isnan(seen.peak_factors()[1, 0, 0])
    assert movements(*_in_quarters(5, 5, 5, 5, 5, 5)).peak_hour_s == (0, 3600)


def test_only_full_quarters_make_a_peak_hour() -> None:
    begins_late = {"start": "12:05:00", "to_s": 600 + 4 * 900.0}
    assert movements((0, 1, 0, 10), (0, 1, 0, 700), **begins_late).peak_hour_s == (600, 4200)
    assert movements((0, 1, 0, 10), (0, 1, 0, 700), start="12:05:00", to_s=4100).peak_hour_s is None
    assert movements((0, 1, 0, 10), to_s=3599).peak_hour_s is None
    assert movements((0, ONE_PLACE, 0, 10)).peak_hour_s is None, "nobody went anywhere"
    assert np.isnan(movements((0, 1, 0, 10), to_s=3599).peak_factors()).all()


def test_units_are_weighted_by_class() -> None:
    seen = movements((0, 1, 0, 10), (0, 1, 1, 20), (2, 1, 1, 20))
    units = seen.in_pcu(seen.counts(seen.whole_s), weights=PcuWeights().changed({"truck": 2.5}))
    assert units[0, 1].tolist() == [1, 2.5, 3.5]
    assert units[ALL, ALL].tolist() == [1, 5, 6]


def test_the_table_has_every_interval_the_whole_time_and_the_peak_hour() -> None:
    seen = movements(*_in_quarters(1, 2, 0, 1, 0), (1, ONE_PLACE, 1, 10), to_s=4500)
    table = movement_table(movements=seen, weights=PcuWeights())
    assert list(table) == list(MOVEMENTS)
    ways = table[(table["kind"] == "movement") & (table["class_name"] == "all classes")]
    assert ways["period"].tolist() == [*["interval"] * 5, "whole_time", "peak_hour"]
    assert ways["count"].tolist() == [1, 2, 0, 1, 0, 4, 4]
    assert ways[["origin", "destination"]].drop_duplicates().values.tolist() == [["North", "East"]]
    assert ways["peak_hour_factor"].tolist()[-1] == 0.5
    assert table["peak_hour_factor"].notna().tolist() == (table["period"] == "peak_hour").tolist()
    assert table["per_hour_extrapolated"].isna().all()
    whole = table[table["period"] == "whole_time"].drop(columns=["bin_start_s", "bin_end_s"])
    assert whole[["kind", "origin", "destination", "class_name", "count", "pcu"]].values.tolist() == [
        ["movement", "North", "East", "car", 4, 4.0],
        ["movement", "North", "East", "all classes", 4, 4.0],
        ["from", "North", "", "car", 4, 4.0],
        ["from", "North", "", "all classes", 4, 4.0],
        ["one_arm", "East", "", "truck", 1, 2.0],
        ["one_arm", "East", "", "all classes", 1, 2.0],
        ["to", "", "East", "car", 4, 4.0],
        ["to", "", "East", "all classes", 4, 4.0],
        ["one_arm", "", "", "truck", 1, 2.0],
        ["one_arm", "", "", "all classes", 1, 2.0],
        ["total", "", "", "car", 4, 4.0],
        ["total", "", "", "all classes", 4, 4.0],
    ]


def test_a_short_time_has_a_rate_per_hour_instead_of_a_peak_hour() -> None:
    table = movement_table(movements=movements((0, 1, 0, 10), (0, 1, 0, 20), to_s=1800), weights=PcuWeights())
    whole = table[table["period"] == "whole_time"]
    assert set(whole["per_hour_extrapolated"]) == {4.0}
    assert table[table["period"] == "interval"]["per_hour_extrapolated"].isna().all()
    assert "peak_hour" not in set(table["period"])


def test_where_nobody_went_the_table_has_columns_and_no_rows() -> None:
    assert movement_table(movements=movements(), weights=PcuWeights()).shape == (0, len(MOVEMENTS))


WAYS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(ONE_PLACE, 2), st.integers(0, 1), st.floats(0, 7199)), max_size=40
)


@settings(max_examples=40)
@given(WAYS, st.sampled_from((5, 15, 60)))
def test_the_table_agrees_with_plain_loops(ways: list[Way], interval_min: int) -> None:
    seen = movements(*ways, to_s=7200, interval_min=interval_min)
    expected: Counter[tuple[object, ...]] = Counter()
    peak = _slow_peak(ways)
    for origin, destination, kind, begin_s in ways:
        step_s = 60 * interval_min
        periods = [("interval", begin_s // step_s * step_s), ("whole_time", 0.0)]
        periods += [("peak_hour", peak)] if peak is not None and peak <= begin_s < peak + 3600 else []
        a, b = ARMS[origin], (*ARMS, "")[destination]
        told = [("one_arm", a, ""), ("one_arm", "", "")]
        if destination != ONE_PLACE:
            told = [("movement", a, b), ("from", a, ""), ("to", "", b), ("total", "", "")]
        for period in periods:
            for row in told:
                for name in (CLASSES[kind], "all classes"):
                    expected[*period, *row, name] += 1
    table = movement_table(movements=seen, weights=PcuWeights())
    keys = table[["period", "bin_start_s", "kind", "origin", "destination", "class_name"]].itertuples(index=False)
    found = {tuple(key): count for key, count in zip(keys, table["count"], strict=True) if count}
    assert found == expected


def _slow_peak(ways: list[Way]) -> float | None:
    moved = [begin_s for _, destination, _, begin_s in ways if destination != ONE_PLACE]
    hours = {900.0 * n: sum(900 * n <= t < 900 * n + 3600 for t in moved) for n in range(5)}
    best = max(hours, key=lambda begin: (hours[begin], -begin))
    return best if hours[best] else None
