import numpy as np
import pytest

from heatdash.measure.compare.held_regions import held_regions, outlines_of


def marks(*rows: str) -> np.ndarray:
    return np.array([[letter == "#" for letter in row] for row in rows])


def lines(*rows: str) -> list[list[tuple[float, float]]]:
    """The outlines, in cells from the top left: columns, rows."""
    cells = marks(*rows)
    return [
        [(round(x * cells.shape[1], 6), round(y * cells.shape[0], 6)) for x, y in line] for line in outlines_of(cells)
    ]


def test_a_cell_has_four_corners_clockwise() -> None:
    assert lines("...", ".#.") == [[(1, 1), (2, 1), (2, 2), (1, 2)]]


def test_a_line_turns_only_where_the_area_does() -> None:
    assert lines("##.", "###") == [[(0, 0), (2, 0), (2, 1), (3, 1), (3, 2), (0, 2)]]


def test_a_hole_has_a_line_of_its_own_the_other_way_round() -> None:
    around, hole = lines("###", "#.#", "###")
    assert around == [(0, 0), (3, 0), (3, 3), (0, 3)]
    assert hole == [(1, 1), (1, 2), (2, 2), (2, 1)]


@pytest.mark.parametrize("rows", [("#.", ".#"), (".#", "#.")])
def test_cells_that_touch_at_a_corner_have_a_line_each(rows: tuple[str, ...]) -> None:
    first, second = lines(*rows)
    assert len(first) == len(second) == 4


def test_a_hole_that_touches_the_outside_at_a_corner_belongs_to_the_line_around() -> None:
    (around,) = lines("###", "#.#", "##.")
    assert around == [(0, 0), (3, 0), (3, 2), (2, 2), (2, 1), (1, 1), (1, 2), (2, 2), (2, 3), (0, 3)]


def test_no_cell_has_no_line() -> None:
    assert lines("...", "...") == []


def test_the_line_holds_as_much_as_the_cells_do() -> None:
    cells = np.random.default_rng(5).random((18, 32)) < 0.55
    area = 0.0
    for line in outlines_of(cells):
        x, y = np.array(line).T
        area += 0.5 * float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())
    assert area == pytest.approx(cells.mean())


def test_regions_are_apart_by_direction_and_come_with_the_largest_change_first() -> None:
    held = marks("##.#", "...#")
    score = np.array([[4.0, -5.0, 0.0, 6.0], [0.0, 0.0, 0.0, 5.0]])
    before, after = np.full((2, 4), 10.0), np.array([[15.0, 2.0, 10.0, 20.0], [10.0, 10.0, 10.0, 30.0]])
    p = np.array([[0.02, 0.01, 1.0, 0.03], [1.0, 1.0, 1.0, 0.04]])
    first, second, third = held_regions(held=held, score=score, before=before, after=after, p=p)
    assert (first.is_more, first.before_s_per_h, first.after_s_per_h, first.p) == (True, 20.0, 50.0, 0.03)
    assert first.outlines == (((0.75, 0.0), (1.0, 0.0), (1.0, 1.0), (0.75, 1.0)),)
    assert (second.is_more, second.after_s_per_h, second.cells.tolist()) == (False, 2.0, marks(".#..", "....").tolist())
    assert (third.is_more, third.after_s_per_h) == (True, 15.0)
