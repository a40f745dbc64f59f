"""Bins are as long as asked for; where that is left to the time looked at, they are few, round and not too few."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from heatdash.measure.paths import Paths
from heatdash.measure.places.count_bins import MOST_BINS, STEPS_S, bin_edges_s, bin_length_s, count_bins
from heatdash.measure.places.event_table import event_table
from heatdash.measure.places.find_places import FoundPlaces, find_places
from heatdash.tables.columns import COUNTS
from heatdash.values.measure_settings import AUTO_BINS, MeasureSettings
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import WHOLE_PICTURE, Line, Scene, Zone
from tests.builders.tracks import paths, stand, walk


@pytest.mark.parametrize(("bin_min", "expected_s"), [(1, 60), (15, 900), (None, 47.5)])
def test_bins_are_as_long_as_asked_for(bin_min: int | None, expected_s: float) -> None:
    assert bin_length_s(bin_min=bin_min, seconds=47.5) == expected_s


@pytest.mark.parametrize(
    ("seconds", "expected_s"),
    [(0, 1), (7, 1), (30, 1), (30.5, 2), (60, 2), (600, 30), (3600, 120), (8 * 3600, 1800), (86400, 3600)],
)
def test_the_time_looked_at_decides_where_that_is_left_to_it(seconds: float, expected_s: float) -> None:
    assert bin_length_s(bin_min=AUTO_BINS, seconds=seconds) == expected_s


@pytest.mark.parametrize("seconds", [8, 12.5, 24, 60, 61, 90, 301, 749, 1801, 5400, 20_000, 100_000, 250_000])
def test_a_chart_has_neither_few_bars_nor_too_many(seconds: float) -> None:
    bars = seconds / bin_length_s(bin_min=AUTO_BINS, seconds=seconds)
    assert min(8, seconds / STEPS_S[0]) <= bars <= MOST_BINS


SHOP = Zone("Shop", ((0.25, 0.0), (0.5, 0.0), (0.5, 1.0), (0.25, 1.0)))
POST = Line("Post", (0.375, 1), (0.375, 0))
SCENE = Scene(zones=(SHOP,), lines=(POST,))
IN = (60.0, 50.0)


def found(seen: Paths, *, scene: Scene = SCENE, class_names: tuple[str, ...] = ()) -> FoundPlaces:
    return find_places(paths=seen, settings=MeasureSettings(), scene=scene, class_names=class_names)


def edges(*moments: float) -> np.ndarray:
    return np.array(moments, dtype=float)


def of_place(table: pd.DataFrame, place: str) -> list[list[object]]:
    """In, out, unique, mean and most of each bin."""
    rows = table[table["place"] == place].iloc[:, 4:].astype(object).values.tolist()
    return [[None if pd.isna(value) else round(value, 6) for value in row] for row in rows]


@pytest.mark.parametrize(
    ("what", "wishes", "expected"),
    [
        ("one bin for all", {"from_s": 30, "to_s": 200, "bin_min": None}, [30, 200]),
        ("minutes count from the begin", {"from_s": 30, "to_s": 200, "bin_min": 1}, [30, 90, 150, 200]),
        ("the last bin may be whole", {"from_s": 0, "to_s": 120, "bin_min": 1}, [0, 60, 120]),
        ("shorter than a bin", {"from_s": 0, "to_s": 7, "bin_min": 5}, [0, 7]),
        ("full minutes", {"from_s": 0, "to_s": 130, "bin_min": 1, "start": "10:00:10"}, [0, 50, 110, 130]),
        ("begins on the minute", {"from_s": 0, "to_s": 90, "bin_min": 1, "start": "10:00:00"}, [0, 60, 90]),
        (
            "quarters of the hour from 9:50",
            {"from_s": 0, "to_s": 3000, "bin_min": 15, "start": "09:50:00"},
            [0, 600, 1500, 2400, 3000],
        ),
        ("a range by the clock", {"from_s": 100, "to_s": 200, "bin_min": 1, "start": "00:00:50"}, [100, 130, 190, 200]),
        ("over midnight", {"from_s": 0, "to_s": 100, "bin_min": 60, "start": "23:59:30"}, [0, 30, 100]),
        (
            "hours of a clock that is put back from 3:00 to 2:00",
            {"from_s": 0, "to_s": 9000, "bin_min": 60, "start": "2026-10-25 01:30:00 Europe/Berlin"},
            [0, 1800, 5400, 9000],
        ),
        ("no time at all", {"from_s": 10, "to_s": 10, "bin_min": 1}, [10, 10]),
        ("as suits the time", {"from_s": 3, "to_s": 6.5, "bin_min": AUTO_BINS}, [3, 4, 5, 6, 6.5]),
        ("no time to suit", {"from_s": 3, "to_s": 3, "bin_min": AUTO_BINS}, [3, 3]),
    ],
)
def test_edges_of_bins(what: str, wishes: dict[str, Any], expected: list[float]) -> None:
    start = RecordingStart.read(wishes["start"]) if "start" in wishes else None
    assert bin_edges_s(**{**wishes, "start": start}).tolist() == expected, what


def test_a_walk_through_a_zone_and_over_a_line_is_counted_in_its_bins() -> None:
    # Inside from 1.95 s to 3.95 s, over the line at 2.95 s.
    table = count_bins(
        found=found(paths(walk(track=1, start=(1, 50), end=(121, 50), seconds=6))), edges_s=edges(0, 3, 10)
    )
    assert list(table.columns) == list(COUNTS)
    assert table["place"].tolist() == ["Shop", "Post", WHOLE_PICTURE] * 2
    assert of_place(table, "Shop") == [[1, 0, 1, 0.35, 1], [0, 1, 1, round(0.95 / 7, 6), 1]]
    assert of_place(table, "Post") == [[1, 0, 1, None, None], [0, 0, 0, None, None]]
    assert of_place(table, WHOLE_PICTURE) == [[None, None, 1, 1, 1], [None, None, 1, round(3.05 / 7, 6), 1]]


def test_what_happens_on_an_edge_belongs_to_the_later_bin() -> None:
    seen = paths(walk(track=1, start=(1, 50), end=(121, 50), seconds=6))
    cross_s = float(event_table(found=found(seen)).query("kind == 'cross'")["t_s"].iloc[0])
    table = count_bins(found=found(seen), edges_s=edges(0, cross_s, 10))
    assert [row[0] for row in of_place(table, "Post")] == [0, 1]


def test_every_bin_place_and_class_has_a_row_also_of_what_was_never_seen() -> None:
    table = count_bins(found=found(paths(), class_names=("person", "car")), edges_s=edges(0, 5, 10))
    assert len(table) == 2 * 3 * 2
    assert table["class_name"].tolist()[:2] == ["car", "person"]
    assert of_place(table, "Shop") == [[0, 0, 0, 0, 0]] * 4
    assert table["unique"].sum() == 0


def test_unique_counts_a_track_once_in_a_bin_and_again_in_the_next() -> None:
    to_and_fro = [
        row
        for turn in range(4)
        for row in walk(track=1, start=(20, 50), end=(100, 50), seconds=0.9, begin_s=2 * turn)
        + walk(track=1, start=(100, 50), end=(20, 50), seconds=0.9, begin_s=2 * turn + 1)
    ]
    table = count_bins(found=found(paths(to_and_fro)), edges_s=edges(0, 4, 10))
    assert [row[:3] for row in of_place(table, "Post")] == [[2, 2, 1], [2, 2, 1]]


def test_classes_are_counted_apart_and_together() -> None:
    seen = paths(
        stand(track=1, at=IN, seconds=3.9, begin_s=1.05),
        stand(track=2, at=IN, seconds=3.9, begin_s=5.05, class_name="car"),
        stand(track=3, at=IN, seconds=3.9, begin_s=3.05, class_name="car"),
    )
    apart = count_bins(found=found(seen), edges_s=edges(0, 10))
    together = count_bins(found=found(seen), edges_s=edges(0, 10), by_class=False)
    assert [row[4] for row in of_place(apart, "Shop")] == [2, 1]
    assert "class_name" not in together
    assert together["occupancy_max"].iloc[0] == 2
    assert together["occupancy_mean"].iloc[0] == pytest.approx(apart["occupancy_mean"][:2].sum())


def test_without_a_zone_the_whole_picture_still_tells_when_it_is_busy() -> None:
    table = count_bins(found=found(paths(stand(track=1, at=IN, seconds=5)), scene=Scene()), edges_s=edges(0, 5, 10))
    assert of_place(table, WHOLE_PICTURE) == [[None, None, 1, 1, 1], [None, None, 1, 0.01, 1]]


def test_a_range_behind_the_clip_has_one_empty_bin() -> None:
    table = count_bins(found=found(paths(stand(track=1, at=IN, seconds=5))), edges_s=edges(10, 10))
    assert len(table) == 3
