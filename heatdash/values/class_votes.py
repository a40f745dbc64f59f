"""What the boxes of one object were called, where they did not agree."""

import json
from collections.abc import Iterable
from typing import NamedTuple

UNANIMOUS = ""
"""The text of an object whose boxes all had one class."""


class ClassVote(NamedTuple):
    """One of the classes that an object's boxes had, and its share of their votes, in thousandths."""

    class_id: int
    class_name: str
    thousandths: int


def votes_text(votes: Iterable[ClassVote], /) -> str:
    """The votes as one short text, the most first, of equal ones in the order given; UNANIMOUS for a single one."""
    ordered = sorted((vote for vote in votes if vote.thousandths), key=lambda vote: -vote.thousandths)
    return json.dumps(ordered, ensure_ascii=False, separators=(",", ":")) if len(ordered) > 1 else UNANIMOUS


def read_votes(text: str, /) -> tuple[ClassVote, ...]:
    """The votes that `votes_text` has put into the text; none where it is UNANIMOUS."""
    return tuple(ClassVote(*entry) for entry in json.loads(text)) if text else ()
