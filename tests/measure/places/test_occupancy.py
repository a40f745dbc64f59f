import numpy as np
import pytest

from heatdash.measure.places.occupancy import Peak, busiest_stretch, busy_seconds, most_at_once, shares_of_bins


def stays(*spans: tuple[float, float]) -> dict[str, np.ndarray]:
    begins, ends = np.array(spans, dtype=float).reshape(-1, 2).T
    return {"enter_s": begins, "exit_s": ends}


@pytest.mark.parametrize(
    ("what", "spans", "expected"),
    [
        ("nobody", [], [0, 0, 0]),
        ("one, in the second bin", [(12, 15)], [0, 1, 0]),
        ("one through all bins", [(0, 30)], [1, 1, 1]),
        ("who comes as another goes", [(1, 5), (5, 9)], [1, 0, 0]),
        ("two who overlap", [(1, 6), (5, 9)], [2, 0, 0]),
        ("who goes at the edge is not in the next bin", [(1, 10), (2, 10)], [2, 0, 0]),
        ("who comes at the edge is not in the bin before", [(10, 11), (10, 12)], [0, 2, 0]),
        ("one goes as another comes at an edge", [(1, 10), (10, 12)], [1, 1, 0]),
        ("still there from before", [(1, 25), (12, 13)], [1, 2, 1]),
    ],
)
def test_most_at_once_in_each_bin(what: str, spans: list[tuple[float, float]], expected: list[int]) -> None:
    edges_s = np.array([0.0, 10, 20, 30])
    assert most_at_once(**stays(*spans), edges_s=edges_s).tolist() == expected, what


def test_a_stay_is_shared_out_among_the_bins_it_lies_in() -> None:
    shares = shares_of_bins(**stays((5, 25), (10, 20), (28, 30)), edges_s=np.array([0.0, 10, 20, 30]))
    found = list(zip(shares.stay.tolist(), shares.bin.tolist(), shares.seconds.tolist(), strict=True))
    assert found == [(0, 0, 5), (0, 1, 10), (0, 2, 5), (1, 1, 10), (2, 2, 2)]


def test_busy_seconds_count_no_second_twice() -> None:
    assert busy_seconds(**stays((1, 4), (3, 6), (10, 11))) == 6
    assert busy_seconds(**stays()) == 0


def test_the_busiest_stretch_is_the_first_with_the_most() -> None:
    assert busiest_stretch(**stays((0, 10), (2, 5), (3, 4), (7, 9), (8, 9))) == Peak(3, 3, 4)


def test_the_busiest_stretch_goes_on_where_one_goes_as_another_comes() -> None:
    assert busiest_stretch(**stays((0, 4), (1, 3), (3, 4))) == Peak(2, 1, 4)


def test_nobody_has_no_busiest_stretch() -> None:
    assert busiest_stretch(**stays()) == Peak(0, None, None)
