"""What moved at a place and was not asked for is said."""

from heatdash.measure.checks.check_classes import check_classes
from heatdash.values.measure_settings import MeasureSettings
from tests.builders.answers import answer
from tests.builders.tracks import Row, walk

TRAFFIC = (
    walk(track=1, start=(50, 80), end=(150, 80), seconds=5, class_name="car"),
    walk(track=2, start=(60, 50), end=(150, 50), seconds=5, class_name="train"),
    walk(track=3, start=(150, 40), end=(60, 40), seconds=5, class_name="bicycle"),
    walk(track=4, start=(150, 60), end=(60, 60), seconds=5, class_name="train"),
    walk(track=5, start=(50, 70), end=(10, 70), seconds=5, class_name="bus"),
    walk(track=6, start=(50, 30), end=(150, 30), seconds=5),
)
"""All but one bus cross the gate, which lies in the middle; the bus goes into the door at the left."""


def found(classes: str, *walks: list[Row], **settings: float) -> list[tuple[str, str | None, float, tuple[str, ...]]]:
    asked = answer(
        *(walks or TRAFFIC),
        measure=MeasureSettings(grid=16, **settings),
        change=lambda project: project.with_options({"classes": classes}),
    )
    others = asked.measured.others
    checks = [] if others is None else check_classes(others)
    return [(check.kind, check.place, dict(check.values)["objects"], check.classes) for check in checks]


def test_the_other_vehicles_at_a_line_and_in_a_zone_are_told_the_most_frequent_first() -> None:
    assert found("car") == [
        ("line_other_classes", "Gate", 3, ("train", "bicycle")),
        ("zone_other_classes", "Door", 1, ("bus",)),
    ]


def test_nothing_is_said_where_all_was_asked_for_or_nothing_of_that_kind_moved() -> None:
    assert found("") == []
    assert found("car,train,bicycle,bus") == []
    assert found("person") == []


def test_only_what_happened_in_the_time_range_is_told() -> None:
    assert found("car", to_s=1.0) == []
    assert found("car", from_s=3.0, to_s=5.0) == [("line_other_classes", "Gate", 2, ("bicycle", "train"))]
