import pytest

from heatdash.draw.round_ticks import round_ticks, scale_ticks


def texts(top: float, unit: str, **more) -> list[str]:
    return [tick.text for tick in round_ticks(top=top, unit=unit, **more)]


@pytest.mark.parametrize(
    ("top", "unit", "wanted"),
    [
        (45.0, "s", ["0", "15", "30", "45 s"]),
        (50.0, "s", ["0", "15", "30", "45 s"]),
        (60.0, "s", ["0", "15", "30", "45", "60 s"]),
        (119.0, "s", ["0", "30", "60", "90 s"]),
        (240.0, "s", ["0", "1", "2", "3", "4 min"]),
        (3600.0, "s", ["0", "15", "30", "45", "60 min"]),
        (5 * 3600.0, "s", ["0", "2", "4 h"]),
        (0.9, "at_once", ["0", "0.25", "0.50", "0.75 at once"]),
        (100.0, "pct", ["0", "25", "50", "75", "100 %"]),
        (7.0, "objects", ["0", "2", "4", "6 objects"]),
        (40000.0, "points", ["0", "10,000", "20,000", "30,000", "40,000 points"]),
    ],
)
def test_ticks_are_round_and_the_last_has_the_unit(top: float, unit: str, wanted: list[str]) -> None:
    assert texts(top, unit) == wanted


def test_ticks_lie_where_their_numbers_are() -> None:
    assert [tick.share for tick in round_ticks(top=50.0, unit="s")] == pytest.approx([0, 0.3, 0.6, 0.9])


@pytest.mark.parametrize(
    ("top", "unit", "wanted"),
    [
        (50.0, "s", ["0", "15", "30", "50 s"]),
        (58.0, "s", ["0", "15", "30", "45", "58 s"]),
        (15.13, "s", ["0", "5", "10", "15 s"]),
        (9.57, "s", ["0", "5", "9.6 s"]),
        (60.0, "s", ["0", "15", "30", "45", "60 s"]),
        (438.0, "s", ["0", "2", "4", "6", "7.3 min"]),
        (0.164, "s", ["0", "0.05", "0.10", "0.16 s"]),
        (7.0, "objects", ["0", "2", "4", "7"]),
        (1.0, "objects", ["0", "1"]),
        (100.0, "pct", ["0", "25", "50", "75", "100 %"]),
        (40321.0, "points", ["0", "10,000", "20,000", "30,000", "40,321 points"]),
        (0.0, "s", ["0 s"]),
    ],
)
def test_the_top_of_a_scale_is_always_told(top: float, unit: str, wanted: list[str]) -> None:
    ticks = scale_ticks(top=top, unit=unit)
    assert [tick.text for tick in ticks] == wanted
    assert ticks[-1].share == (1.0 if top else 0.0)


def test_an_open_scale_says_that_there_is_more_beyond_its_top() -> None:
    assert [tick.text for tick in scale_ticks(top=50.0, unit="s", is_open=True)] == ["0", "15", "30", "50+ s"]


@pytest.mark.parametrize("most", [2, 3, 4, 5])
@pytest.mark.parametrize("top", [1e-7, 0.013, 1.0, 33.0, 58.0, 119.9, 130.0, 7300.0, 1e9])
def test_a_scale_has_no_more_ticks_than_asked_for(top: float, most: int) -> None:
    assert 2 <= len(scale_ticks(top=top, unit="s", most=most)) <= most
    assert 2 <= len(scale_ticks(top=top, unit="points", most=most)) <= most


def test_an_empty_scale_has_one_tick() -> None:
    assert texts(0.0, "s") == ["0 s"]


@pytest.mark.parametrize("most", [2, 3, 4, 5])
@pytest.mark.parametrize("top", [1e-7, 0.013, 1.0, 33.0, 119.9, 130.0, 7300.0, 1e9])
def test_there_are_never_more_ticks_than_asked_for(top: float, most: int) -> None:
    assert 1 <= len(texts(top, "s", most=most)) <= most
    assert 1 <= len(texts(top, "points", most=most)) <= most
