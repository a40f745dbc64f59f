"""Making and using frames side by side."""

import threading
import time
from collections.abc import Iterator

import pytest

from heatdash.media.prefetch import WAITING, prefetch


def test_every_item_comes_in_its_order():
    assert list(prefetch(iter(range(100)))) == list(range(100))
    assert list(prefetch(iter(()))) == []
    assert list(prefetch(iter([None, 1]))) == [None, 1]


def test_an_error_comes_after_the_items_before_it():
    def failing() -> Iterator[int]:
        yield from range(3)
        raise OSError("the disk is gone")

    seen = []
    with pytest.raises(OSError, match="the disk is gone"):
        seen.extend(_kept(seen, prefetch(failing())))
    assert seen == [0, 1, 2]


def _kept(seen: list[int], items: Iterator[int]) -> Iterator[int]:
    for item in items:
        seen.append(item)
    return iter(())


def test_only_a_few_are_made_ahead_and_the_maker_ends_with_its_user():
    made = []

    def counting() -> Iterator[int]:
        for number in range(1000):
            made.append(number)
            yield number

    before = threading.active_count()
    items = prefetch(counting())
    assert next(items) == 0
    time.sleep(0.3)
    assert len(made) <= WAITING + 2
    items.close()
    assert threading.active_count() == before
