import numpy as np
import pandas as pd
import pytest

from heatdash.track.vote_colours import vote_colours


def voted(*boxes: tuple[int, str, float]) -> dict[int, str]:
    """The colour of each owner, from rows of owner, colour and weight."""
    owner, colours, weight = map(np.array, zip(*boxes, strict=True))
    chosen = vote_colours(owner=owner, colours=pd.Series(colours), weight=weight)
    return dict(zip(owner.tolist(), chosen.tolist(), strict=True))


def test_the_colour_with_half_of_the_weight_wins() -> None:
    assert voted((1, "red", 0.9), (1, "blue", 0.4), (1, "grey", 0.4)) == {1: "red"}


def test_of_shades_that_have_half_together_the_median_wins() -> None:
    gleaming = ((1, "white", 0.4), (1, "silver", 0.2), (1, "grey", 0.3))
    assert voted(*gleaming, (1, "blue", 0.8)) == {1: "silver"}
    assert voted(*gleaming, (1, "blue", 1.0)) == {1: "blue"}
    assert voted((1, "white", 0.6), (1, "black", 0.5)) == {1: "white"}


def test_without_half_of_the_weight_the_colour_is_unsure() -> None:
    assert voted((1, "red", 0.9), (1, "blue", 0.5), (1, "grey", 0.5)) == {1: "unsure"}


def test_boxes_that_are_unsure_vote_like_any_other() -> None:
    assert voted((1, "unsure", 0.6), (1, "red", 0.3)) == {1: "unsure"}


def test_each_owner_votes_alone_and_what_was_filled_in_does_not_count() -> None:
    assert voted((3, "red", 0.0), (7, "grey", 0.2), (3, "blue", 0.5), (3, "red", 0.0)) == {3: "blue", 7: "grey"}


@pytest.mark.parametrize("kind", ["string", "category", "object"])
def test_nobody_has_no_colour(kind: str) -> None:
    none = vote_colours(owner=np.empty(0, np.int64), colours=pd.Series([], dtype=kind), weight=np.empty(0))
    assert none.shape == (0,)
