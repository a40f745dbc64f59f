"""An object has one class, and its votes are kept where its boxes did not agree."""

import numpy as np

from heatdash.track.vote_classes import vote_classes
from heatdash.values.class_votes import UNANIMOUS, ClassVote, read_votes, votes_text
from tests.builders.detections import CLASS_IDS, CLASS_NAMES


def voted(*boxes: tuple[int, str, float]) -> list[tuple[str, dict[str, int]]]:
    """Of each owner its class and its votes; boxes are given by owner, class and weight."""
    owner, names, weight = (np.array(column) for column in zip(*boxes, strict=True))
    class_id = np.array([CLASS_IDS[name] for name in names])
    found = vote_classes(owner=owner, class_id=class_id, weight=weight.astype(float), names=CLASS_NAMES)
    return [
        (CLASS_NAMES[number], {vote.class_name: vote.thousandths for vote in read_votes(text)})
        for number, text in zip(found.class_id.tolist(), found.votes, strict=True)
    ]


def test_the_class_that_weighs_most_wins_and_the_others_are_kept() -> None:
    assert voted((0, "truck", 0.6), (0, "train", 0.5), (0, "train", 0.4), (0, "truck", 0.0)) == [
        ("train", {"train": 600, "truck": 400})
    ]


def test_of_equal_ones_the_lower_number_wins() -> None:
    assert voted((0, "truck", 0.5), (0, "car", 0.5)) == [("car", {"car": 500, "truck": 500})]


def test_where_all_agree_nothing_is_kept() -> None:
    assert voted((0, "car", 0.5), (1, "bus", 0.9), (1, "bus", 0.8)) == [("car", {}), ("bus", {})]


def test_only_one_kind_of_body_has_a_say_in_the_shares() -> None:
    assert voted((0, "car", 0.6), (0, "bus", 0.4), (0, "person", 0.5)) == [("car", {"car": 600, "bus": 400})]


def test_of_nobody_there_are_no_votes() -> None:
    none = np.empty(0, np.int64)
    found = vote_classes(owner=none, class_id=none, weight=np.empty(0), names={})
    assert (len(found.class_id), found.votes) == (0, ())


def test_votes_are_read_as_they_were_written_the_most_first() -> None:
    votes = (ClassVote(7, "truck", 300), ClassVote(6, 'Zug, "alt"', 700))
    assert read_votes(votes_text(votes)) == (votes[1], votes[0])
    assert votes_text(votes[:1]) == UNANIMOUS
    assert votes_text([votes[1], ClassVote(2, "car", 0)]) == UNANIMOUS
    assert read_votes(UNANIMOUS) == ()
