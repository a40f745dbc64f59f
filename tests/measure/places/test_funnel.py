"""Who passed, came in and stopped, by hand: Gate is crossed at x = 80, Far lies right of x = 120."""

import numpy as np
import pandas as pd
import pytest

from heatdash.measure.places.funnel import Funnel, Step, funnel
from heatdash.measure.places.place_tables import track_table
from heatdash.tables.columns import ENTER_S, EXIT_S, FIRST_S, LAST_S
from heatdash.values.scene import WHOLE_PICTURE, Scene, Zone
from tests.builders.answers import DOOR, GATE, answer
from tests.builders.tracks import stand, walk

FAR = Zone(name="Far", points=((0.75, 0.0), (1.0, 0.0), (1.0, 1.0), (0.75, 1.0)))
ALL, IN_BY_GATE = Step(WHOLE_PICTURE), Step("Gate")
PASSING = stand(track=1, at=(60, 50), seconds=4)
IN = walk(track=2, start=(60, 40), end=(110, 40), seconds=5)
STOPPING = [
    *walk(track=3, start=(60, 50), end=(130, 50), seconds=5),
    *stand(track=3, at=(131, 50), seconds=4, begin_s=5.1),
]
OUT = walk(track=4, start=(110, 60), end=(60, 60), seconds=5)
THERE_FIRST = [
    *stand(track=5, at=(140, 70), seconds=3), *walk(track=5, start=(139, 70), end=(60, 70), seconds=2, begin_s=3.1),
    *walk(track=5, start=(62, 70), end=(100, 70), seconds=2, begin_s=5.2),
]  # fmt: skip


def told(*steps: Step, walks=(PASSING, IN, STOPPING, OUT, THERE_FIRST), edges_s=(0, 5, 10)) -> Funnel:
    given = answer(*walks, scene=Scene(zones=(DOOR, FAR), lines=(GATE,)))
    seen = track_table(paths=given.measured.paths, anchor="bottom-center")
    seen = seen.rename(columns={FIRST_S: ENTER_S, LAST_S: EXIT_S})
    return funnel(counts=given.measured.counts, seen=seen, steps=steps, edges_s=np.array(edges_s, float))


def test_each_step_is_taken_by_some_of_those_who_took_the_one_before():
    assert told(ALL, IN_BY_GATE, Step("Far", stay_s=3)).taken == (5, 3, 1)


def test_a_visit_that_was_over_before_the_step_before_does_not_follow_on_it():
    assert told(IN_BY_GATE, Step("Far")).taken == (3, 1), "number 5 was there first and came in afterwards"
    assert told(Step("Far"), IN_BY_GATE).taken == (2, 1)


@pytest.mark.parametrize(("stay_s", "stopped"), [(0.0, 1), (4.0, 1), (5.0, 0)])
def test_only_a_visit_as_long_as_asked_for_is_a_stop(stay_s: float, stopped: int):
    # Number 3 is in the zone for the last 0.7 s of its walk and the 4.1 s that it stands there.
    assert told(IN_BY_GATE, Step("Far", stay_s=stay_s)).taken == (3, stopped)


def test_over_time_everybody_counts_in_the_bin_of_their_first_step():
    over_time = told(IN_BY_GATE, Step("Far"), edges_s=(0, 4, 10))
    assert over_time.over_time.tolist() == [[2, 1], [1, 0]]
    assert over_time.over_time.sum(axis=0).tolist() == list(over_time.taken)
    assert over_time.begins_s.tolist() == [0, 4]


def test_where_nobody_came_nobody_took_a_step():
    empty = told(ALL, IN_BY_GATE, walks=([],))
    assert empty.taken == (0, 0)
    assert not empty.over_time.any()


def test_the_order_of_the_rows_changes_nothing():
    given = answer(PASSING, IN, STOPPING, OUT, THERE_FIRST, scene=Scene(zones=(DOOR, FAR), lines=(GATE,)))
    seen = track_table(paths=given.measured.paths, anchor="bottom-center")
    seen = seen.rename(columns={FIRST_S: ENTER_S, LAST_S: EXIT_S})
    steps, edges_s = (ALL, IN_BY_GATE, Step("Far")), np.array([0.0, 10.0])
    shuffled: pd.DataFrame = seen.sample(frac=1, random_state=1)
    first = funnel(counts=given.measured.counts, seen=seen, steps=steps, edges_s=edges_s)
    again = funnel(counts=given.measured.counts, seen=shuffled, steps=steps, edges_s=edges_s)
    assert first.taken == again.taken
