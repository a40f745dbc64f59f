import pytest

from heatdash.measure.find_places import find_places
from heatdash.measure.zone_table import zone_table
from heatdash.tables.columns import ZONES
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import Line, Scene, Zone
from tests.builders.tracks import paths, stand

SHOP = Zone("Shop", ((0.25, 0.0), (0.5, 0.0), (0.5, 1.0), (0.25, 1.0)))
EMPTY = Zone("Empty", ((0.75, 0.0), (1, 0.0), (1, 1.0), (0.75, 1.0)))
IN = (60.0, 50.0)


def test_one_row_a_zone_and_class_also_where_nobody_came() -> None:
    seen = paths(
        stand(track=1, at=IN, seconds=0.9, begin_s=1),
        stand(track=1, at=IN, seconds=2.9, begin_s=1.9),
        stand(track=2, at=IN, seconds=1.9, begin_s=4),
        stand(track=3, at=IN, seconds=4.9, begin_s=4),
    )
    scene = Scene(zones=(SHOP, EMPTY), lines=(Line("Gate", (0, 0.1), (1, 0.1)),))
    found = find_places(paths=seen, settings=MeasureSettings(), scene=scene, class_names=("car",))
    table = zone_table(found=found)
    assert list(table.columns) == list(ZONES)
    assert table["place"].tolist() == ["Shop", "Shop", "Empty", "Empty"]
    assert table["class_name"].tolist() == ["car", "person"] * 2
    assert table[["visits", "unique", "occupancy_max"]].values.tolist() == [[0, 0, 0], [3, 3, 3], [0, 0, 0], [0, 0, 0]]
    shop = table.iloc[1]
    assert (shop["dwell_mean_s"], shop["dwell_median_s"], shop["dwell_max_s"]) == pytest.approx((10.9 / 3, 3.9, 5.0))
    assert shop["occupancy_mean"] == pytest.approx(1.09)
    assert table["dwell_mean_s"].isna().tolist() == [True, False, True, True]


def test_a_visit_that_the_range_cuts_counts_as_long_as_it_is_seen() -> None:
    seen = paths(stand(track=1, at=IN, seconds=9))
    found = find_places(paths=seen, settings=MeasureSettings(from_s=4, to_s=6), scene=Scene(zones=(SHOP,)))
    assert zone_table(found=found).iloc[0].tolist()[2:] == [1, 1, 2, 2, 2, 1, 1]


def test_without_zones_there_are_columns_and_no_rows() -> None:
    found = find_places(paths=paths(), settings=MeasureSettings(), scene=Scene())
    assert zone_table(found=found).shape == (0, len(ZONES))
