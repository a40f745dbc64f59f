import pytest

from heatdash.draw.place_middles import place_middles
from heatdash.draw.sizes import sizes_for
from heatdash.values.scene import Line, Scene, Zone

SIZES = sizes_for(width_px=640, height_px=480, line_width_px=None)


def rectangle(name: str, left: float, top: float, right: float, bottom: float) -> Zone:
    return Zone(name, ((left, top), (right, top), (right, bottom), (left, bottom)))


def test_a_line_s_middle_lies_halfway_and_it_reaches_nowhere() -> None:
    middle = place_middles(scene=Scene(lines=(Line("Gate", (0.25, 0.5), (0.75, 1.0)),)), sizes=SIZES)["Gate"]
    assert middle.point.tolist() == [320, 360]
    assert middle.reach_px == 0


def test_a_wide_zone_s_middle_is_its_centre() -> None:
    middle = place_middles(scene=Scene(zones=(rectangle("Aisle", 0.1, 0.2, 0.9, 0.4),)), sizes=SIZES)["Aisle"]
    assert middle.point.tolist() == pytest.approx([320, 144], abs=4)
    assert middle.reach_px == pytest.approx(48, abs=10)


def test_a_concave_zone_s_middle_lies_in_it() -> None:
    around_a_corner = Zone("L", ((0.0, 0.0), (1.0, 0.0), (1.0, 0.2), (0.2, 0.2), (0.2, 1.0), (0.0, 1.0)))
    x, y = place_middles(scene=Scene(zones=(around_a_corner,)), sizes=SIZES)["L"].point.tolist()
    assert x < 128 or y < 96


def test_a_zone_s_middle_is_clear_of_a_smaller_one_within_it() -> None:
    hall, island = rectangle("Hall", 0.1, 0.1, 0.9, 0.9), rectangle("Island", 0.4, 0.4, 0.6, 0.6)
    for zones in ((hall, island), (island, hall)):
        middles = place_middles(scene=Scene(zones=zones), sizes=SIZES)
        x, y = middles["Hall"].point.tolist()
        assert not (256 <= x <= 384 and 192 <= y <= 288)
        assert middles["Island"].point.tolist() == pytest.approx([320, 240], abs=4)


def test_two_zones_in_the_same_place_have_their_middle_there() -> None:
    scene = Scene(zones=(rectangle("A", 0.2, 0.2, 0.6, 0.6), rectangle("B", 0.2, 0.2, 0.6, 0.6)))
    for middle in place_middles(scene=scene, sizes=SIZES).values():
        assert middle.point.tolist() == pytest.approx([256, 192], abs=4)


def test_a_zone_too_thin_to_see_still_has_a_middle() -> None:
    thin = rectangle("Thin", 0.5, 0.2, 0.5005, 0.8)
    x, y = place_middles(scene=Scene(zones=(thin,)), sizes=SIZES)["Thin"].point.tolist()
    assert (x, y) == pytest.approx((320, 240), abs=6)
