"""One class for an object, from those of its boxes, and how they voted."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from heatdash.values.arrays import Ints, Numbers
from heatdash.values.class_votes import ClassVote, votes_text
from heatdash.values.classes import body_of


@dataclass(frozen=True, eq=False)
class VotedClasses:
    """The class of each owner by its number, and its votes as `votes_text` writes them."""

    class_id: Ints
    votes: tuple[str, ...]


def vote_classes(*, owner: Numbers, class_id: Numbers, weight: Numbers, names: Mapping[int, str]) -> VotedClasses:
    """For each owner, numbered from 0 on, the class that weighs most in its rows; the lower number wins a tie.

    The votes are those for classes of the same kind of body as the winner, each as a share of them all.
    """
    known, codes = np.unique(class_id, return_inverse=True)
    count, owners = len(known), int(owner.max()) + 1 if len(owner) else 0
    if owners == 0:
        return VotedClasses(class_id=np.empty(0, np.int64), votes=())
    weights = np.bincount(owner * count + codes, weights=weight, minlength=owners * count).reshape(-1, count)
    best = weights.argmax(axis=1)
    bodies = np.array([body_of(names[number]) for number in known.tolist()])
    within = weights * (bodies == bodies[best, None])
    thousandths = np.rint(1000 * within / within.sum(axis=1, keepdims=True)).astype(np.int64)
    kinds = [(number, names[number]) for number in known.tolist()]
    votes = tuple(
        votes_text(ClassVote(*kind, share) for kind, share in zip(kinds, row, strict=True))
        for row in thousandths.tolist()
    )
    return VotedClasses(class_id=known[best].astype(np.int64), votes=votes)
