"""Who was lost on the way to a line may have crossed it. The picture has 160 x 90 pixels, bodies 10 x 20."""

import math
from collections.abc import Iterable

import pytest

from heatdash.measure.checks.missed_crossings import missed_crossings
from heatdash.measure.points import anchor_points
from heatdash.values.scene import Line
from tests.builders.tracks import Row, paths, stand, walk

GATE = Line("Gate", (0.5, 0.2), (0.5, 0.8))
"""Down the middle, from 18 to 72 pixels. The clip lasts 10 s."""
WHOLE = stand(track=9, at=(15, 85), seconds=9.8)


def missed(*walks: Iterable[Row], line: Line = GATE, from_s: float = -math.inf, to_s: float = math.inf) -> int:
    seen = paths(WHOLE, *walks)
    points = anchor_points(paths=seen, anchor="bottom-center")
    return missed_crossings(paths=seen, points=points, line=line, from_s=from_s, to_s=to_s)


@pytest.mark.parametrize(
    ("walks", "expected"),
    [
        ([walk(track=1, start=(20, 50), end=(50, 50), seconds=2, begin_s=2)], 1),
        ([walk(track=1, start=(110, 50), end=(140, 50), seconds=2, begin_s=2)], 1),
        ([walk(track=1, start=(50, 50), end=(20, 50), seconds=2, begin_s=2)], 1),
        (
            [
                walk(track=1, start=(20, 50), end=(50, 50), seconds=2, begin_s=2),
                walk(track=2, start=(110, 50), end=(140, 50), seconds=2, begin_s=6),
            ],
            2,
        ),
        ([walk(track=1, start=(20, 50), end=(50, 50), seconds=7, begin_s=2)], 0),
        ([walk(track=1, start=(20, 50), end=(20, 80), seconds=2, begin_s=2)], 0),
        ([walk(track=1, start=(50, 50), end=(50, 70), seconds=2, begin_s=2)], 0),
        ([walk(track=1, start=(40, 60), end=(60, 78), seconds=2, begin_s=2)], 0),
        ([walk(track=1, start=(0, 50), end=(160, 50), seconds=4, begin_s=2)], 0),
        ([walk(track=1, start=(110, 50), end=(140, 50), seconds=2)], 0),
        ([walk(track=1, start=(20, 50), end=(50, 50), seconds=2, begin_s=7.7)], 0),
        ([walk(track=1, start=(50, 50), end=(50, 50), seconds=0, begin_s=2)], 0),
        ([], 0),
    ],
    ids=[
        "lost before it", "found behind it", "found before it, going away", "lost before and found behind",
        "more than 4 s away", "going elsewhere", "along it", "past its end", "seen from edge to edge",
        "there when the clip begins", "there when the clip ends", "seen once", "nobody",
    ],
)  # fmt: skip
def test_ends_that_lead_over_the_line_are_counted(walks: list[list[Row]], expected: int) -> None:
    assert missed(*walks) == expected


def test_only_ends_in_the_time_asked_for_count() -> None:
    lost = walk(track=1, start=(20, 50), end=(50, 50), seconds=2, begin_s=2)
    assert [missed(lost, from_s=at_s, to_s=at_s + 1) for at_s in (2.5, 3.5, 4.5)] == [0, 1, 0]


def test_a_clip_without_anybody_misses_nobody() -> None:
    seen = paths()
    points = anchor_points(paths=seen, anchor="bottom-center")
    assert missed_crossings(paths=seen, points=points, line=GATE, from_s=-math.inf, to_s=math.inf) == 0
