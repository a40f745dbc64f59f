"""Two walk abreast: to the right for 5 s, then back and towards the camera. People are 20 pixels tall, frames come ten
a second."""

import numpy as np
import pandas as pd
import pytest

from heatdash.tables.columns import CLASS_NAME, FILLED, FRAME, T_S, TRACK_ID
from heatdash.values.refine_settings import RefineSettings
from tests.builders.refined import refined
from tests.builders.tracks import Point, Row, along, stand, walk

BESIDE = (5.0, -2.0)
SECONDS = 12


def way(from_s: float, to_s: float, *, off: Point = (0.0, 0.0), scale: float = 1.0) -> list[Point]:
    """Where one of the two is, ten times a second, `off` the one who is in front."""
    t_s = np.arange(round(from_s * 10), round(to_s * 10)) / 10
    x = np.where(t_s < 5, 20 + 12 * t_s, 80 - 8 * (t_s - 5))
    y = np.where(t_s < 5, 50, 50 + 4 * (t_s - 5))
    return list(zip((x * scale + off[0]).tolist(), (y + off[1]).tolist(), strict=True))


def abreast(from_s: float, to_s: float, *, track: int, off: Point = BESIDE, class_name: str = "person") -> list[Row]:
    return along(track=track, points=way(from_s, to_s, off=off), begin_s=from_s, class_name=class_name)


def people(*walks: list[Row], settings: RefineSettings | None = None, seconds: float = SECONDS) -> list[pd.DataFrame]:
    """The rows of each person after refining."""
    table = refined(*walks, seconds=seconds, settings=settings).tracks
    return [rows for _, rows in table.groupby(TRACK_ID)]


def test_who_was_hidden_behind_a_companion_is_one_and_went_with_that_one() -> None:
    found = people(abreast(0, 12, track=1, off=(0, 0)), abreast(0, 3, track=2), abreast(8, 12, track=3))
    assert len(found) == 2
    hidden = found[1]
    assert hidden[FRAME].tolist() == list(range(120))
    assert hidden.loc[hidden[FILLED], FRAME].tolist() == list(range(30, 80))
    # A straight way between would be 20 pixels away from where both have turned.
    truth = np.array(way(0, 12, off=BESIDE))
    feet = np.column_stack([(hidden["x1"] + hidden["x2"]) / 2, hidden["y2"]])
    assert np.abs(feet - truth).max() < 1.0


def test_who_comes_out_on_the_other_side_changes_sides_meanwhile() -> None:
    found = people(
        abreast(0, 12, track=1, off=(0, 0)), abreast(0, 3, track=2), abreast(8, 12, track=3, off=(-5.0, -2.0))
    )
    assert len(found) == 2
    at = found[1].set_index(FRAME)
    middle = ((at["x1"] + at["x2"]) / 2).loc[[29, 54, 80]].to_numpy()
    front = np.array(way(0, 12))[[29, 54, 80], 0]
    assert middle - front == pytest.approx([5, 0, -5], abs=0.6)


@pytest.mark.parametrize(
    ("lost", "found"),
    [
        # Nobody stands in front of who is lost, or of who is found.
        ({"off": (14.0, -2.0)}, {}),
        ({}, {"off": (14.0, -2.0)}),
        # Lost on the left, and found a body's height above: that is somebody else.
        ({"off": (-5.0, 7.0)}, {"off": (5.0, -7.0)}),
        # A dog is no person, and hides behind none.
        ({"class_name": "dog"}, {"class_name": "dog"}),
    ],
)
def test_who_is_not_hidden_by_the_one_they_walk_with_is_not_joined(lost: dict, found: dict) -> None:
    told = people(abreast(0, 12, track=1, off=(0, 0)), abreast(0, 3, track=2, **lost), abreast(8, 12, track=3, **found))
    assert len(told) == 3


def test_who_only_passes_behind_somebody_walks_with_nobody() -> None:
    against = walk(track=2, start=(56, 48), end=(35, 48), seconds=1.5)
    told = people(abreast(0, 12, track=1, off=(0, 0)), against, abreast(8, 12, track=3))
    assert len(told) == 3


def test_who_was_beside_another_for_a_moment_only_may_have_passed() -> None:
    told = people(abreast(0, 12, track=1, off=(0, 0)), abreast(2.6, 3, track=2), abreast(8, 12, track=3))
    assert len(told) == 3


def test_each_companion_hides_the_one_that_walks_with_them() -> None:
    second = along(track=4, points=[(x, y + 25) for x, y in way(0, 12)])
    told = people(
        abreast(0, 12, track=1, off=(0, 0)), second, abreast(0, 3, track=2), abreast(8, 12, track=3, off=(5, 23))
    )
    assert len(told) == 4


def test_beside_a_clerk_there_is_one_customer_after_another() -> None:
    told = people(
        stand(track=1, at=(80, 60), seconds=11.9),
        stand(track=2, at=(85, 58), seconds=3.0),
        stand(track=3, at=(86, 57), seconds=2.9, begin_s=9.0),
        settings=RefineSettings(longest_rest_s=3.0),
    )
    assert len(told) == 3


@pytest.mark.parametrize(("longest_s", "count"), [(5.3, 2), (5.0, 3)])
def test_for_too_long_nobody_is_hidden(longest_s: float, count: int) -> None:
    told = people(
        abreast(0, 12, track=1, off=(0, 0)),
        abreast(0, 3, track=2),
        abreast(8, 12, track=3),
        settings=RefineSettings(longest_hidden_s=longest_s),
    )
    assert len(told) == count


def test_of_two_in_front_the_pair_is_told_once() -> None:
    told = people(
        abreast(0, 12, track=1, off=(0, 0)),
        abreast(0, 12, track=4, off=(10, 0)),
        abreast(0, 3, track=2),
        abreast(8, 12, track=3),
    )
    assert len(told) == 3
    assert all(rows[FRAME].is_unique for rows in told)
    assert {rows[CLASS_NAME].iloc[0] for rows in told} == {"person"}
    assert told[-1][T_S].is_monotonic_increasing
