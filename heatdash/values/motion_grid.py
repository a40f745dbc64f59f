"""The grid of cells in which it is kept what moves."""

CELLS_ALONG = 96
"""Cells along the picture's longer side: a vehicle far away, a fortieth of the picture long, still fills two."""


def motion_grid(size_px: tuple[int, int], /) -> tuple[int, int]:
    """How many columns and rows of cells a picture of that size has; they are about square."""
    cell_px = max(size_px) / CELLS_ALONG
    columns, rows = (max(1, round(side_px / cell_px)) for side_px in size_px)
    return columns, rows
