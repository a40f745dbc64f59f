import json

import pytest

from heatdash.measure.places.find_places import find_places
from heatdash.measure.places.place_summaries import place_summaries
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import Line, Scene, Zone
from tests.builders.tracks import paths, stand, walk

SHOP = Zone("Shop", ((0.25, 0.0), (0.5, 0.0), (0.5, 1.0), (0.25, 1.0)))
POST = Line("Post", (0.375, 1), (0.375, 0))
SCENE = Scene(zones=(SHOP,), lines=(POST,))


def test_each_place_and_the_picture_in_a_few_numbers() -> None:
    seen = paths(
        walk(track=1, start=(1, 50), end=(121, 50), seconds=6),
        walk(track=2, start=(121, 50), end=(1, 50), seconds=6, class_name="car"),
        stand(track=3, at=(50, 50), seconds=1.9),
    )
    summary = place_summaries(found=find_places(paths=seen, settings=MeasureSettings(), scene=SCENE))
    assert json.loads(json.dumps(summary)) == summary
    assert summary["looked_at"] == {"from_s": 0, "to_s": 10}
    by_class = {"car": {"in": 0, "out": 1}, "person": {"in": 1, "out": 0}}
    assert summary["lines"] == {"Post": {"in": 1, "out": 1, "by_class": by_class}}
    shop = summary["zones"]["Shop"]
    assert (shop["visits"], shop["unique"], shop["cut_visits"], shop["occupancy_max"]) == (3, 3, 1, 2)
    assert shop["visits_by_class"] == {"car": 1, "person": 2}
    # Track 3 until 1.95 s; track 1 from 1.95 s to 3.95 s, track 2 from 2.05 s to 4.05 s.
    assert shop["occupied_pct"] == pytest.approx(40.5)
    assert (shop["busiest_from_s"], shop["busiest_to_s"]) == pytest.approx((2.05, 3.95))
    assert shop["dwell_median_s"] == pytest.approx(2.0)
    picture = summary["picture"]
    assert (picture["unique"], picture["unique_by_class"]) == (3, {"car": 1, "person": 2})
    assert (picture["occupancy_max"], picture["busiest_from_s"], picture["busiest_to_s"]) == (3, 0, 1.95)


def test_nothing_seen_is_zeros_and_no_moments() -> None:
    summary = place_summaries(found=find_places(paths=paths(), settings=MeasureSettings(from_s=50), scene=SCENE))
    assert summary["zones"]["Shop"]["dwell_median_s"] is None
    assert summary["picture"]["busiest_from_s"] is None
    assert (summary["lines"]["Post"]["in"], summary["picture"]["occupied_pct"]) == (0, 0)
