"""Outlines that are simple, and those whose edges meet."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.values.outline import Point, crosses_itself
from heatdash.values.scene import MOST_CORNERS, Zone


def slowly_crosses_itself(points: Sequence[Point]) -> bool:
    """The same, one pair of edges after another."""
    edges = list(zip(points, (*points[1:], points[0]), strict=True))
    for (i, (a, b)), (j, (c, d)) in combinations(enumerate(edges), 2):
        if j - i == 1 or (i == 0 and j == len(edges) - 1):
            before, corner, after = (a, b, d) if j - i == 1 else (c, a, b)
            back = (before[0] - corner[0]) * (after[0] - corner[0]) + (before[1] - corner[1]) * (after[1] - corner[1])
            if turn(before, corner, after) == 0 and back > 0:
                return True
        elif _meet(a, b, c, d):
            return True
    return False


def turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    triples = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    turns = [turn(*triple) for triple in triples]
    if turns[0] * turns[1] < 0 and turns[2] * turns[3] < 0:
        return True
    return any(turned == 0 and _between(*triple) for turned, triple in zip(turns, triples, strict=True))


def _between(a: Point, b: Point, p: Point) -> bool:
    return all(min(a[axis], b[axis]) <= p[axis] <= max(a[axis], b[axis]) for axis in (0, 1))


ON_A_GRID = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda corner: (corner[0] / 4, corner[1] / 4))
ANYWHERE = st.tuples(st.floats(0, 1), st.floats(0, 1))


@given(st.one_of(st.lists(corner, min_size=3, max_size=9, unique=True) for corner in (ON_A_GRID, ANYWHERE)))
@settings(max_examples=500)
def test_all_pairs_at_once_are_as_one_after_another(points: list[Point]) -> None:
    assert crosses_itself(tuple(points)) == slowly_crosses_itself(points)


def circle(corners: int) -> tuple[Point, ...]:
    angles = 2 * np.pi * np.arange(corners) / corners
    return tuple(zip((0.5 + 0.4 * np.cos(angles)).tolist(), (0.5 + 0.4 * np.sin(angles)).tolist(), strict=True))


@pytest.mark.parametrize("corners", [3, 4, 40, MOST_CORNERS])
def test_a_round_zone_is_one_whatever_its_corners(corners: int) -> None:
    assert len(Zone(name="Round", points=circle(corners)).points) == corners


def test_two_corners_exchanged_make_edges_cross() -> None:
    points = list(circle(MOST_CORNERS))
    points[100], points[300] = points[300], points[100]
    assert crosses_itself(tuple(points))
