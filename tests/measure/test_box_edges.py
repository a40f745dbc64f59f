"""Boxes close to an edge are cut off by it. The picture is 160 x 90 pixels: 1.6 are close."""

import pytest

from heatdash.measure.box_edges import cut_boxes
from tests.builders.tracks import paths, stand


@pytest.mark.parametrize(
    ("feet", "is_cut"),
    [
        ((80, 50), False),
        ((6, 50), True),
        ((7, 50), False),
        ((154, 50), True),
        ((80, 89), True),
        ((80, 88), False),
        ((80, 21), True),
        ((80, 22), False),
    ],
)
def test_a_box_is_cut_where_it_reaches_an_edge(feet: tuple[float, float], is_cut: bool) -> None:
    assert cut_boxes(paths=paths(stand(track=1, at=feet, seconds=0.2))).tolist() == [is_cut] * 3


def test_only_sides_that_move_the_anchor_count() -> None:
    low = paths(stand(track=1, at=(80, 90), seconds=0.2))
    assert cut_boxes(paths=low, anchor="bottom-center").all()
    assert not cut_boxes(paths=low, anchor="top-center").any()
