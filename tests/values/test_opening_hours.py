"""Opening hours are read, told the same way, and hold by the clock."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatdash.errors import BadSettingError
from heatdash.values.opening_hours import LONGEST_HOURS, OpeningHours

SHOP = OpeningHours.read("Mo-Fr 09:00-20:00; Sa 10:00-18:00")
BAR = OpeningHours.read("Th-Sa 20:00-02:30")
ALWAYS = OpeningHours.read("24/7")
BERLIN, LORD_HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe")


@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr 09:00-20:00; Sa 10:00-18:00",
        "Mo-Su 00:00-24:00",
        "Fr 22:00-02:00",
        "Mo 09:00-12:30,13:30-18:00; Tu-Fr 09:00-18:00",
        "Mo,We,Fr 09:00-12:00; Tu,Th 14:00-18:00",
        "Mo-Tu,Th-Fr,Su 08:05-23:59",
        "Sa-Su 18:00-24:00",
    ],
)
def test_hours_are_told_as_they_are_written(text: str) -> None:
    assert str(OpeningHours.read(text)) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("24/7", "Mo-Su 00:00-24:00"),
        ("monday - FRIDAY 9:00 – 20:00;sat 10:00-18:00;", "Mo-Fr 09:00-20:00; Sa 10:00-18:00"),
        ("Mo-Fr 09:00-20:00\n; Su closed; Sa off", "Mo-Fr 09:00-20:00"),
        ("Sa 10:00-18:00; Mo-Fr 09:00-20:00", "Mo-Fr 09:00-20:00; Sa 10:00-18:00"),
        ("Sa-Mo 10:00-18:00", "Mo,Sa-Su 10:00-18:00"),
        ("Mo 13:00-18:00, 09:00-12:00", "Mo 09:00-12:00,13:00-18:00"),
        ("Mo, Tu 09:00-18:00; We 09:00-18:00", "Mo-We 09:00-18:00"),
        ("Tues-Thurs 22:00-00:00", "Tu-Th 22:00-24:00"),
    ],
)
def test_other_ways_to_write_the_same_are_understood(text: str, told: str) -> None:
    assert str(OpeningHours.read(text)) == told


ODD = "In opening hours '{}' cannot be read; write them as Mo-Fr 09:00-20:00; Sa 10:00-13:00,14:00-18:00."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("always", ODD.format("always")),
        ("09:00-20:00", ODD.format("09:00-20:00")),
        ("Mo-Fr", ODD.format("mo-fr")),
        ("Mo-Fr 9-20", ODD.format("9-20")),
        ("Mo-Fr 09:00-24:30", ODD.format("09:00-24:30")),
        ("Mo-Fr 24:00-02:00", ODD.format("24:00-02:00")),
        ("Mo-Fr 09:60-20:00", ODD.format("09:60-20:00")),
        ("Mo-Fr 09:00", ODD.format("09:00")),
        ("Mo-Fr 09:00-20:00,", ODD.format("")),
        ("Mo-Fx 09:00-20:00", ODD.format("fx")),
        ("M 09:00-20:00", ODD.format("m")),
        ("Di-Do 09:00-20:00", ODD.format("di")),
        ("Mo-We-Fr 09:00-20:00", ODD.format("we-fr")),
        ("Mo 09:00-12:00 Tu 09:00-12:00", ODD.format("mo 09:00-12:00 tu 09:00-12:00")),
        ("x" * (LONGEST_HOURS + 1), ODD.format("x" * 60)),
        (7, ODD.format("7")),
        (None, ODD.format("None")),
        (
            "Mo-Fr 09:00-18:00; Th 09:00-20:00",
            "In the opening hours 'Mo-Fr 09:00-18:00; Th 09:00-20:00' the day Th stands twice; write all its times in "
            "one place, as in Mo 09:00-12:00,13:00-18:00.",
        ),
        ("Mo 09:00-12:00,11:59-18:00", "the times of Mo overlap; let each begin after the one before it has ended."),
        ("Mo 22:00-02:00,23:00-23:30", "the times of Mo overlap"),
        (
            "Mo 09:00-09:00",
            "In the opening hours 'Mo 09:00-09:00' a time of Mo ends when it begins; write 00:00-24:00 for",
        ),
        ("", "By the opening hours '' it is never open; write when it is, as in Mo-Fr 09:00-20:00, or leave them out"),
        ("Su off", "it is never open"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(text: Any, said: str) -> None:
    with pytest.raises(BadSettingError) as refused:
        OpeningHours.read(text)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "spans", [(), ((),) * 7, (((540, 1200),),) * 6, (((-1, 5),),) * 7, (((0, 1441),),) * 7, (((60, 1500),),) * 7]
)
def test_hours_check_themselves(spans: Any) -> None:
    with pytest.raises(BadSettingError):
        OpeningHours(spans)


@pytest.mark.parametrize(
    ("hours", "moment", "is_open"),
    [
        # 2026-11-23 is a Monday.
        (SHOP, "2026-11-23 08:59:59.999", False),
        (SHOP, "2026-11-23 09:00:00", True),
        (SHOP, "2026-11-23 19:59:59.999", True),
        (SHOP, "2026-11-23 20:00:00", False),
        (SHOP, "2026-11-28 09:30:00", False),
        (SHOP, "2026-11-28 10:00:00", True),
        (SHOP, "2026-11-29 12:00:00", False),
        # What begins on Saturday goes on into Sunday; what ends on Thursday morning never began.
        (BAR, "2026-11-28 19:59:00", False),
        (BAR, "2026-11-28 23:00:00", True),
        (BAR, "2026-11-29 02:29:59", True),
        (BAR, "2026-11-29 02:30:00", False),
        (BAR, "2026-11-26 01:00:00", False),
        (BAR, "2026-11-27 01:00:00", True),
        # And from Sunday into Monday.
        (OpeningHours.read("Su 23:00-01:00"), "2026-11-30 00:59:59", True),
        (OpeningHours.read("Su 23:00-01:00"), "2026-11-29 00:30:00", False),
        (ALWAYS, "2026-11-29 23:59:59.999", True),
    ],
)
def test_whether_it_is_open(hours: OpeningHours, moment: str, is_open: bool) -> None:
    assert hours.contains(datetime.fromisoformat(moment)) == is_open


def shown(stretches: tuple[tuple[datetime, datetime], ...]) -> list[str]:
    return [f"{opens:%d %H:%M}{opens:%z} - {closes:%d %H:%M}{closes:%z}" for opens, closes in stretches]


def test_a_week_of_a_shop() -> None:
    week = SHOP.stretches(begin=datetime(2026, 11, 23), end=datetime(2026, 11, 30))
    weekdays = [f"{day} 09:00 - {day} 20:00" for day in range(23, 28)]
    assert shown(week) == [*weekdays, "28 10:00 - 28 18:00"]


@pytest.mark.parametrize(
    ("hours", "begin", "end", "stretches"),
    [
        # Only what lies within; the end is not in it.
        (SHOP, "2026-11-23 12:00", "2026-11-24 09:00", ["23 12:00 - 23 20:00"]),
        (SHOP, "2026-11-23 12:00", "2026-11-24 09:01", ["23 12:00 - 23 20:00", "24 09:00 - 24 09:01"]),
        (SHOP, "2026-11-23 20:00", "2026-11-24 09:00", []),
        (SHOP, "2026-11-23 12:00", "2026-11-23 12:00", []),
        (SHOP, "2026-11-24 12:00", "2026-11-23 12:00", []),
        # What began the evening before.
        (BAR, "2026-11-28 01:00", "2026-11-28 21:00", ["28 01:00 - 28 02:30", "28 20:00 - 28 21:00"]),
        # What goes on is one stretch.
        (ALWAYS, "2026-11-23 12:00", "2026-12-03 07:00", ["23 12:00 - 03 07:00"]),
        (
            OpeningHours.read("Mo 20:00-24:00; Tu 00:00-02:00"),
            "2026-11-23 00:00",
            "2026-11-25 00:00",
            ["23 20:00 - 24 02:00"],
        ),
        (
            OpeningHours.read("Mo 20:00-04:00; Tu 02:00-05:00"),
            "2026-11-23 00:00",
            "2026-11-25 00:00",
            ["23 20:00 - 24 05:00"],
        ),
    ],
)
def test_what_is_open_within_a_time(hours: OpeningHours, begin: str, end: str, stretches: list[str]) -> None:
    found = hours.stretches(begin=datetime.fromisoformat(begin), end=datetime.fromisoformat(end))
    assert shown(found) == stretches


def lasted_h(stretches: tuple[tuple[datetime, datetime], ...]) -> list[float]:
    return [(closes.astimezone(UTC) - opens.astimezone(UTC)).total_seconds() / 3600 for opens, closes in stretches]


@pytest.mark.parametrize(
    ("hours", "zone", "day", "stretches", "hours_each"),
    [
        # Forward from 2:00 to 3:00: a night of 22:00 to 06:00 has seven hours, and 2:30 to 5:00 begins at 3:00.
        ("Sa 22:00-06:00", BERLIN, 28, ["28 22:00+0100 - 29 06:00+0200"], [7]),
        ("Su 02:30-05:00", BERLIN, 29, ["29 03:00+0200 - 29 05:00+0200"], [2]),
        ("Su 02:00-03:00", BERLIN, 29, [], []),
    ],
)
def test_the_night_on_which_the_clock_is_put_forward(
    hours: str, zone: ZoneInfo, day: int, stretches: list[str], hours_each: list[float]
) -> None:
    begin = datetime(2026, 3, day, 0, tzinfo=zone)
    found = OpeningHours.read(hours).stretches(begin=begin, end=begin + timedelta(days=2))
    assert (shown(found), lasted_h(found)) == (stretches, hours_each)


@pytest.mark.parametrize(
    ("hours", "stretches", "hours_each"),
    [
        # Back from 3:00 to 2:00: a night of nine hours; what ends at 2:30 is open twice until then.
        ("Sa 22:00-06:00", ["24 22:00+0200 - 25 06:00+0100"], [9]),
        ("Sa 22:00-02:30", ["24 22:00+0200 - 25 02:30+0200", "25 02:00+0100 - 25 02:30+0100"], [4.5, 0.5]),
        ("Su 02:00-03:00", ["25 02:00+0200 - 25 03:00+0100"], [2]),
        ("Su 01:00-03:00", ["25 01:00+0200 - 25 03:00+0100"], [3]),
        ("Su 00:00-24:00", ["25 00:00+0200 - 26 00:00+0100"], [25]),
    ],
)
def test_the_night_on_which_the_clock_is_put_back(hours: str, stretches: list[str], hours_each: list[float]) -> None:
    begin = datetime(2026, 10, 24, 12, tzinfo=BERLIN)
    found = OpeningHours.read(hours).stretches(begin=begin, end=begin + timedelta(days=2))
    assert (shown(found), lasted_h(found)) == (stretches, hours_each)


def test_half_an_hour_is_put_back_too() -> None:
    # On Lord Howe Island, from 2:00 to 1:30.
    begin = datetime(2026, 4, 5, tzinfo=LORD_HOWE)
    found = OpeningHours.read("Su 01:00-03:00").stretches(begin=begin, end=begin + timedelta(days=1))
    assert (shown(found), lasted_h(found)) == (["05 01:00+1100 - 05 03:00+1030"], [2.5])


def test_a_time_of_day_and_one_in_a_zone_have_nothing_between_them() -> None:
    with pytest.raises(TypeError):
        SHOP.stretches(begin=datetime(2026, 11, 23), end=datetime(2026, 11, 24, tzinfo=UTC))


@st.composite
def some_hours(draw: st.DrawFn) -> OpeningHours:
    """Spans of quarters of an hour, up to two a day, over midnight or not."""
    spans = []
    for _ in range(7):
        edges = draw(st.lists(st.integers(0, 150), unique=True, max_size=4).map(sorted))
        pairs = [(15 * begin, 15 * end) for begin, end in zip(edges[::2], edges[1::2], strict=False)]
        spans.append(tuple(pair for pair in pairs if pair[0] < 1440 and pair[1] - pair[0] < 1440))
    if not any(spans):
        spans[draw(st.integers(0, 6))] = ((0, 1440),)
    return OpeningHours(tuple(spans))


@given(hours=some_hours())
def test_what_is_told_is_read_again(hours: OpeningHours) -> None:
    assert OpeningHours.read(str(hours)) == hours


@given(
    hours=some_hours(),
    zone=st.sampled_from([None, BERLIN, LORD_HOWE, ZoneInfo("Asia/Kolkata")]),
    # About the nights on which one of them is put forward or back.
    day=st.sampled_from([datetime(2026, 3, 27), datetime(2026, 4, 3), datetime(2026, 10, 2), datetime(2026, 10, 23)]),
    minutes=st.integers(0, 2000),
    length_min=st.integers(0, 4 * 1440),
)
def test_each_moment_lies_in_a_stretch_when_it_is_open(
    hours: OpeningHours, zone: ZoneInfo | None, day: datetime, minutes: int, length_min: int
) -> None:
    def after(begin: datetime, minutes: float) -> datetime:
        passed = timedelta(minutes=minutes)
        return begin + passed if zone is None else (begin.astimezone(UTC) + passed).astimezone(zone)

    begin = after(day.replace(tzinfo=zone), minutes)
    found = hours.stretches(begin=begin, end=after(begin, length_min))
    since = [
        tuple((edge.astimezone(UTC) - begin.astimezone(UTC)).total_seconds() / 60 for edge in one) for one in found
    ]
    assert since == sorted(since)
    assert all(before[1] < later[0] for before, later in pairwise(since))
    for minute in range(0, length_min, 15):
        is_in = any(opens <= minute < closes for opens, closes in since)
        assert is_in == hours.contains(after(begin, minute))
