import numpy as np
import pytest

from heatdash.measure.places.find_places import find_places
from heatdash.measure.places.occupancy_over_time import MOST_STEPS, occupancy_over_time
from heatdash.tables.columns import OVER_TIME
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import WHOLE_PICTURE, Scene, Zone
from tests.builders.tracks import paths, stand

LEFT = Scene(zones=(Zone("Left", ((0, 0), (0.5, 0), (0.5, 1), (0, 1))),))


def table_of(*stays, seconds=24.0, **settings):
    seen = paths(*stays, seconds=seconds)
    return occupancy_over_time(found=find_places(paths=seen, settings=MeasureSettings(**settings), scene=LEFT))


def levels(table, place):
    return table.loc[table["place"] == place, "occupancy_mean"].round(6).tolist()


def test_one_who_comes_after_six_seconds_and_another_at_the_right() -> None:
    table = table_of(
        stand(track=1, at=(20, 50), begin_s=6, seconds=9),
        stand(track=2, at=(120, 50), begin_s=12, seconds=2),
        seconds=24.0,
        from_s=3.0,
        to_s=18.0,
    )
    assert tuple(table.columns) == OVER_TIME.names
    assert table["bin_start_s"].iloc[0] == 3.0
    assert table["bin_end_s"].max() == 18.0
    steps = table[table["place"] == WHOLE_PICTURE]
    assert np.allclose(np.diff(steps["bin_start_s"]), 0.1), "150 steps of a tenth of a second"
    inside = np.array(levels(table, "Left"))
    assert inside[:29].tolist() == [0.0] * 29
    assert inside[31:120].tolist() == [1.0] * 89
    assert inside[122:].sum() == 0
    assert max(levels(table, WHOLE_PICTURE)) == 2.0


@pytest.mark.parametrize(("seconds", "step_s"), [(24.0, 0.1), (24.1, 0.2), (240.0, 1.0), (250.0, 2.0)])
def test_steps_are_round_and_not_too_many(seconds: float, step_s: float) -> None:
    table = table_of(stand(track=1, at=(20, 50), seconds=1), seconds=seconds)
    steps = table[table["place"] == WHOLE_PICTURE]
    assert len(steps) <= MOST_STEPS
    assert steps["bin_end_s"].iloc[0] - steps["bin_start_s"].iloc[0] == pytest.approx(step_s)


def test_the_seconds_of_all_steps_are_those_of_the_stays() -> None:
    table = table_of(stand(track=1, at=(20, 50), begin_s=1.3, seconds=4.4))
    steps = table[table["place"] == WHOLE_PICTURE]
    seconds = steps["occupancy_mean"] * (steps["bin_end_s"] - steps["bin_start_s"])
    assert seconds.sum() == pytest.approx(4.5)


def test_a_range_without_time_has_no_steps() -> None:
    assert table_of(stand(track=1, at=(20, 50), seconds=1), from_s=30.0).empty
