"""How many were at a spot and for how long: by hand, in a picture of 160 x 90 pixels, whose spots are 3.33 px wide."""

import numpy as np
import pytest

from heatdash.measure.heat.spots import COLUMNS, Spots, spots_of, stays_at_spot
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import EXCLUDE, Scene, Zone
from tests.builders.tracks import PICTURE_PX, paths, stand, walk

NO_PLACES = Scene()
SPOT_PX = PICTURE_PX[0] / COLUMNS
LEFT_OUT = Zone("Left out", ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)), EXCLUDE)


def spots(*walks, scene=NO_PLACES, **asked) -> Spots:
    return spots_of(paths=paths(*walks), settings=MeasureSettings(**asked), scene=scene)


def at(x: float, y: float) -> tuple[int, int]:
    """The row and column of the spot on that point."""
    return int(y / SPOT_PX), int(x / SPOT_PX)


def test_who_stood_where_is_told_with_the_middle_of_their_times():
    walks = [stand(track=n, at=(80, 50), seconds=seconds - 0.2) for n, seconds in enumerate((2, 4, 9))]
    told = spots(*walks)
    assert told.objects[at(80, 50)] == 3
    # A stand has a frame at its end too, and the last step stands for 0.2 s.
    assert told.typical_s[at(80, 50)] == pytest.approx(4.0, abs=0.2)
    assert told.objects[at(20, 50)] == 0


def test_of_an_even_number_it_is_the_mean_of_the_two_in_the_middle():
    told = spots(*(stand(track=n, at=(80, 50), seconds=seconds) for n, seconds in enumerate((2, 4))))
    assert told.typical_s[at(80, 50)] == pytest.approx(3.2, abs=0.2)


def test_a_spot_is_as_wide_as_a_person_there_and_half_as_high():
    told = spots(walk(track=1, start=(80, 50), end=(80, 50), seconds=2, size=(30.0, 40.0)))
    rows, columns = np.nonzero(told.objects)
    assert (np.ptp(columns) + 1) * SPOT_PX == pytest.approx(30, abs=SPOT_PX)
    assert (np.ptp(rows) + 1) * SPOT_PX == pytest.approx(15, abs=SPOT_PX)


def test_somebody_smaller_than_a_spot_is_at_the_one_they_stand_on():
    told = spots(walk(track=1, start=(81, 51), end=(81, 51), seconds=2, size=(1.0, 2.0)))
    assert list(zip(*np.nonzero(told.objects), strict=True)) == [at(81, 51)]


def test_who_comes_back_is_one_and_their_times_are_added_up():
    there_and_back = [
        *stand(track=1, at=(80, 50), seconds=2), *walk(track=1, start=(80, 50), end=(150, 50), seconds=3, begin_s=2.1),
        *stand(track=1, at=(80, 50), seconds=2, begin_s=6),
    ]  # fmt: skip
    told = spots(there_and_back)
    assert told.objects[at(80, 50)] == 1
    assert 4.0 < told.typical_s[at(80, 50)] < 5.0
    (stay,) = stays_at_spot(
        paths=paths(there_and_back),
        settings=MeasureSettings(),
        scene=NO_PLACES,
        row=at(80, 50)[0],
        column=at(80, 50)[1],
    )
    assert (stay.track_id, stay.from_s, stay.to_s) == (1, 0.0, pytest.approx(8.0, abs=0.2))
    assert stay.seconds == pytest.approx(told.typical_s[at(80, 50)])


def test_the_list_names_just_those_who_are_counted():
    walks = [walk(track=n, start=(5, 20 + 5 * n), end=(150, 80 - 5 * n), seconds=4 + n / 2) for n in range(8)]
    clip, asked = paths(*walks), MeasureSettings(from_s=1, to_s=6)
    told = spots_of(paths=clip, settings=asked, scene=NO_PLACES)
    for row, column in zip(*np.nonzero(told.objects), strict=True):
        stays = stays_at_spot(paths=clip, settings=asked, scene=NO_PLACES, column=int(column), row=int(row))
        assert len(stays) == told.objects[row, column]
        assert np.median([stay.seconds for stay in stays]) == pytest.approx(told.typical_s[row, column])
    assert told.objects.max() > 3


def test_only_the_time_looked_at_and_what_counts_is_told():
    standing = stand(track=1, at=(40, 50), seconds=6)
    assert spots(standing, from_s=2, to_s=4).typical_s[at(40, 50)] == pytest.approx(2.0, abs=0.2)
    assert spots(standing, scene=Scene(zones=(LEFT_OUT,))).objects.sum() == 0
    assert spots([]).objects.sum() == 0


def test_the_picture_s_last_row_and_column_are_within_it():
    assert spots(stand(track=1, at=PICTURE_PX, seconds=2)).objects[-1, -1] == 1
