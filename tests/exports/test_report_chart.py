"""The curve's shape, and round marks at its axes."""

import pandas as pd
import pytest

from heatdash.exports.report_chart import occupancy_chart
from heatdash.tables.columns import OVER_TIME
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import WHOLE_PICTURE


def over_time(*means: float, step_s: float = 1.0, from_s: float = 0.0, place: str = WHOLE_PICTURE) -> pd.DataFrame:
    rows = [(from_s + n * step_s, from_s + (n + 1) * step_s, place, mean) for n, mean in enumerate(means)]
    return pd.DataFrame(rows, columns=list(OVER_TIME))


def test_the_area_steps_from_mean_to_mean_of_the_whole_picture():
    rows = pd.concat([over_time(9, 9, place="Door"), over_time(2, 4)])
    chart = occupancy_chart(over_time=rows, start=None)
    assert chart.area == "M0 100 L0.0 50.0 L500.0 50.0 L500.0 0.0 L1000.0 0.0 V100Z"
    assert chart.levels == ((0.0, "0"), (0.25, "1"), (0.5, "2"), (0.75, "3"), (1.0, "4"))
    assert chart.step_s == 1


@pytest.mark.parametrize(
    ("seconds", "start", "times_s"),
    [
        (24, None, [0, 10, 20]),
        (24, "12:03:25", [5, 15]),
        (600, None, [0, 300, 600]),
        (86_400, "00:00:00", [0, 21_600, 43_200, 64_800, 86_400]),
        (8 * 86_400, None, [0, 172_800, 345_600, 518_400, 691_200]),
    ],
)
def test_the_times_are_round_by_the_clock(seconds, start, times_s):
    begin = None if start is None else RecordingStart.read(start)
    chart = occupancy_chart(over_time=over_time(1, 1, step_s=seconds / 2), start=begin)
    assert [t_s for _, t_s in chart.times] == times_s
    assert [share * seconds for share, _ in chart.times] == pytest.approx(times_s)


def test_an_empty_picture_lies_flat_on_the_ground():
    chart = occupancy_chart(over_time=over_time(0, 0), start=None)
    assert chart.area == "M0 100 L0.0 100.0 L500.0 100.0 L500.0 100.0 L1000.0 100.0 V100Z"


def test_without_time_there_is_no_chart():
    assert occupancy_chart(over_time=over_time(), start=None) is None
