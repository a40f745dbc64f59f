from typing import Any

import pytest

from heatdash.measure.places import find_places as module
from heatdash.measure.places.find_places import find_places
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import Line, Scene, Zone
from tests.builders.tracks import along, paths, stand, walk

WEST = Zone("West", ((0, 0), (0.5, 0), (0.5, 1), (0, 1)))
ROI = Zone("Floor", ((0, 0), (1, 0), (1, 1), (0, 1)), "roi")
HIDDEN = Zone("Mirror", ((0.9, 0), (1, 0), (1, 1), (0.9, 1)), "exclude")
GATE = Line("Gate", (0.5, 0), (0.5, 1))
STROLL = paths(walk(track=4, start=(20, 50), end=(140, 50), seconds=6, begin_s=2))


def found(**wishes: Any) -> module.FoundPlaces:
    return find_places(
        paths=wishes.pop("seen", STROLL),
        scene=wishes.pop("scene", Scene(zones=(WEST, ROI, HIDDEN), lines=(GATE,))),
        class_names=wishes.pop("class_names", ()),
        remembered=wishes.pop("remembered", None),
        settings=MeasureSettings(**wishes),
    )


def test_only_zones_that_count_and_lines_are_places() -> None:
    assert found().place_names == ("West", "Gate")


def test_classes_are_those_seen_and_those_asked_for() -> None:
    assert found(class_names=("car", "person")).class_names == ("car", "person")
    assert found(seen=paths()).class_names == ()


@pytest.mark.parametrize(
    ("from_s", "to_s", "expected"),
    [(None, None, (0, 10)), (2.0, 5.0, (2, 5)), (None, 50.0, (0, 10)), (20.0, None, (10, 10)), (20.0, 30.0, (10, 10))],
)
def test_the_time_looked_at_lies_within_the_clip(
    from_s: float | None, to_s: float | None, expected: tuple[float, float]
) -> None:
    places = found(from_s=from_s, to_s=to_s)
    assert (places.from_s, places.to_s) == expected


def test_a_visit_is_long_enough_as_a_whole_though_the_range_cuts_it() -> None:
    seen = paths(stand(track=1, at=(20, 50), seconds=4, begin_s=2))
    assert len(found(seen=seen, min_visit_s=3, from_s=5).zones[0].visits) == 1
    assert len(found(seen=seen, min_visit_s=5).zones[0].visits) == 0


def test_the_line_rule_judges_what_lies_in_the_range() -> None:
    there_and_back = along(track=1, points=[(60, 50)] * 20 + [(100, 50)] * 20 + [(60, 50)] * 20)
    seen = paths(there_and_back)
    assert len(found(seen=seen, line_rule="net").lines[0].crossings) == 0
    assert len(found(seen=seen, line_rule="net", from_s=3).lines[0].crossings) == 1


def test_places_with_the_same_corners_are_both_found() -> None:
    twin = Zone("Twin", WEST.points)
    places = found(scene=Scene(zones=(WEST, twin)))
    assert [len(zone.visits) for zone in places.zones] == [1, 1]


def test_only_new_places_are_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered: dict[Any, Any] = {}
    first = found(remembered=remembered)
    looked: list[str] = []
    real = module.visits_of_zone

    def watched(**wishes: Any) -> Any:
        looked.append(wishes["zone"].name)
        return real(**wishes)

    monkeypatch.setattr(module, "visits_of_zone", watched)
    monkeypatch.setattr(module, "crossings_of_line", lambda **_: pytest.fail("the line was looked for again"))
    moved = Zone("East", ((0.6, 0), (1, 0), (1, 1), (0.6, 1)))
    second = found(scene=Scene(zones=(WEST, moved, HIDDEN), lines=(GATE,)), remembered=remembered)
    assert looked == ["East"]
    assert second.zones[0].visits.enter_s.tolist() == first.zones[0].visits.enter_s.tolist()
    assert second.lines[0].crossings.t_s.tolist() == first.lines[0].crossings.t_s.tolist() == [5.0]
    found(from_s=3, min_visit_s=1, line_rule="net", remembered=remembered)
    assert looked == ["East"]
