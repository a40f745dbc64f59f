import numpy as np
import pytest

from heatdash.measure.heat.cell_grid import cell_grid


@pytest.mark.parametrize(
    ("grid", "picture", "shape"),
    [(160, (1920, 1080), (90, 160)), (16, (1080, 1920), (28, 16)), (1, (1920, 1080), (1, 1)), (3, (900, 10), (1, 3))],
)
def test_rows_make_the_cells_as_square_as_they_get(grid, picture, shape):
    made = cell_grid(grid=grid, width_px=picture[0], height_px=picture[1])
    assert made.shape == shape
    assert made.cell_count == shape[0] * shape[1]


@pytest.mark.parametrize("grid", [1, 7, 49, 160, 999])
def test_each_border_belongs_to_the_cell_after_it_and_the_last_one_to_the_last_cell(grid):
    made = cell_grid(grid=grid, width_px=grid * 3, height_px=grid * 3)
    borders = np.arange(0, grid * 3 + 1, 3, dtype=np.float32)
    expected = [*range(grid), grid - 1]
    assert made.columns_at(borders).tolist() == made.rows_at(borders).tolist() == expected
    just_before = np.nextafter(borders[1:], np.float32(0))
    assert made.columns_at(just_before).tolist() == made.rows_at(just_before).tolist() == list(range(grid))


def test_cells_are_numbered_row_by_row():
    made = cell_grid(grid=16, width_px=160, height_px=90)
    x, y = np.float32([0, 15, 160, 160]), np.float32([0, 25, 0, 90])
    assert made.cells_at(x, y).tolist() == [0, 2 * 16 + 1, 15, 9 * 16 - 1]
