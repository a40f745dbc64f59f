"""Corners of what is drawn, in fractions of the upright picture."""

Point = tuple[float, float]


def turn(a: Point, b: Point, c: Point, /) -> float:
    """Above 0 where the way from `a` by `b` to `c` turns to the one side, below 0 to the other; 0 straight on."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
