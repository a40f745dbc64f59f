"""What components of our own have sent, or somebody in their name."""

import math
from typing import Any

import pytest

from pages.parts.frame.sent import sent_numbers, sent_texts

NESTED: Any = []
for _ in range(10_000):
    NESTED = [NESTED]
ANYTHING = [None, True, "12", [], {}, NESTED, math.nan, math.inf, -math.inf, 1e7, 10**400, {"x": 1}, b"x"]


def test_numbers_are_taken_in_the_order_of_their_names() -> None:
    assert sent_numbers({"y": 2, "x": 1.5, "z": "more"}, "x", "y") == (1.5, 2.0)


def test_texts_are_taken_in_the_order_of_their_names() -> None:
    assert sent_texts({"tab": "map", "place": "入口"}, "place", "tab") == ("入口", "map")


@pytest.mark.parametrize("odd", ANYTHING, ids=range(len(ANYTHING)))
def test_anything_else_is_nothing(odd: Any) -> None:
    assert sent_numbers(odd, "x", "y") is None
    assert sent_numbers({"x": odd, "y": 1}, "x", "y") is None
    assert sent_texts(odd, "x") is None


@pytest.mark.parametrize("odd", [None, 1, "two\nlines", "x" * 201, ["x"]])
def test_a_text_is_one_line(odd: Any) -> None:
    assert sent_texts({"x": odd}, "x") is None
