"""Bars as long as their values, and round marks at the axes."""

import pytest

from heatdash.exports.chart import Amount, Ranked, bar_chart, rank_chart, round_times
from heatdash.values.recording_start import RecordingStart
from heatdash.values.wording import Wording


def chart_of(*amounts: Amount, whole: bool = True):
    return bar_chart(
        title="Gate",
        amounts=amounts,
        upright="times",
        ticks=[(amounts[0].begin, "0:00"), (amounts[-1].end, "0:10")],
        along="time",
        colour="#123456",
        whole=whole,
        wording=Wording(),
    )


def labels_of(chart) -> list[str]:
    return [label.text for label in chart.labels]


def test_bars_stand_side_by_side_and_are_as_high_as_their_values():
    small, large = chart_of(Amount(0, 5, up=1), Amount(5, 10, up=4)).bars
    assert large.height_px == pytest.approx(4 * small.height_px)
    assert small.y_px + small.height_px == pytest.approx(large.y_px + large.height_px)
    assert (small.x + small.width / 2, large.x + large.width / 2) == pytest.approx((0.25, 0.75))
    assert (small.strong, large.strong) == (False, True)


def test_what_went_the_other_way_hangs_below_the_ground():
    came, went = chart_of(Amount(0, 5, up=2), Amount(5, 10, up=0, down=1)).bars
    assert came.height_px == pytest.approx(2 * went.height_px)
    assert went.y_px == pytest.approx(came.y_px + came.height_px)


def test_a_step_in_which_nothing_happened_has_no_bar():
    assert len(chart_of(Amount(0, 5, up=0), Amount(5, 10, up=3)).bars) == 1


@pytest.mark.parametrize(
    ("up", "down", "levels"),
    [(1, 0, ["0", "1"]), (3, 0, ["0", "1", "2", "3"]), (30, 0, ["0", "10", "20", "30"]), (1, 1, ["0", "1", "1"])],
)
def test_whole_numbers_have_whole_marks_and_none_twice(up, down, levels):
    assert labels_of(chart_of(Amount(0, 10, up=up, down=down)))[1:-3] == levels


def test_the_axes_have_titles_and_marks_where_they_belong():
    chart = chart_of(Amount(5, 10, up=0.5), Amount(10, 15, up=0.25), whole=False)
    assert labels_of(chart) == ["times", "0", "0.2", "0.4", "0:00", "0:10", "time"]
    assert [(label.x, label.anchor) for label in chart.labels[-3:-1]] == [(0.0, "start"), (1.0, "end")]


def test_a_ranking_begins_with_the_largest_and_leaves_out_the_rest():
    rows = [Ranked(name, value, f"{value} s", "#123456") for name, value in (("A", 2), ("B", 8), ("C", 1), ("D", 4))]
    chart = rank_chart(title="Stays", rows=rows, most=3)
    assert labels_of(chart) == ["B", "8 s", "D", "4 s", "A", "2 s"]
    assert [bar.width / chart.bars[0].width for bar in chart.bars] == [1, 0.5, 0.25]
    assert [bar.y_px for bar in chart.bars] == sorted(bar.y_px for bar in chart.bars)


@pytest.mark.parametrize(
    ("name", "shown"), [("x" * 36, "x" * 36), ("x" * 37, "x" * 36 + "…"), ("货" * 20, "货" * 18 + "…")]
)
def test_a_long_name_is_cut_where_the_room_ends(name, shown):
    chart = rank_chart(title="", rows=[Ranked(name, 1, "1", "#123456")], most=1)
    assert labels_of(chart)[0] == shown


@pytest.mark.parametrize(
    ("from_s", "to_s", "start", "marks"),
    [
        (0, 24, None, [(0, "0:00"), (10, "0:10"), (20, "0:20")]),
        (0, 24, "12:03:25", [(5, "12:03:30"), (15, "12:03:40")]),
        (0, 600, "12:00:00", [(0, "12:00"), (300, "12:05"), (600, "12:10")]),
        (
            0,
            180,
            "2026-11-21 23:59:00",
            [(0, "23:59"), (60, "22 Nov 00:00"), (120, "22 Nov 00:01"), (180, "22 Nov 00:02")],
        ),
        (0, 8 * 86_400, None, [(0, "0:00"), *((172_800 * n, f"{48 * n}:00:00") for n in range(1, 5))]),
    ],
)
def test_the_times_are_round_by_the_clock(from_s, to_s, start, marks):
    wording = Wording(start=None if start is None else RecordingStart.read(start))
    assert round_times(from_s=from_s, to_s=to_s, wording=wording) == marks
