"""Which objects are offered, and which of the ways to choose them is set."""

import pytest

from heatdash.values.class_map import AS_THE_MODEL, TRAFFIC, ClassMap
from heatdash.values.classes import ClassChoice, parse_classes
from pages.parts.ask.choose_objects import _by_class, _groups, _offered, _preset_of, every_class

COUNTS = {ClassChoice("person", "red"): 2, ClassChoice("person", "blue"): 1, ClassChoice("car", "red"): 4}


def preset_of(asked: str, *found: str, class_map: ClassMap = AS_THE_MODEL) -> str:
    """The preset that says the same, where these classes were found."""
    return _preset_of(parse_classes(asked), _groups(found, class_map), class_map)


@pytest.mark.parametrize(
    ("asked", "preset"),
    [
        ("", "everything"),
        ("person", "people"),
        ("people,person", "people"),
        ("car", "vehicles"),
        ("person,car", "choose"),
        ("person.red", "choose"),
        ("dog", "choose"),
    ],
)
def test_the_preset_is_the_one_that_says_the_same(asked: str, preset: str) -> None:
    assert preset_of(asked, "person", "car") == preset


def test_a_part_of_a_group_is_not_the_group() -> None:
    assert preset_of("car", "person", "car", "bus") == "choose"
    assert preset_of("car,bus", "person", "car", "bus") == "vehicles"


def test_own_names_belong_to_the_group_of_what_they_stand_for() -> None:
    own = ClassMap((("bus", "heavy"), ("truck", "heavy"), ("person", "pedestrian")))
    assert preset_of("heavy,car", "heavy", "car", "pedestrian", class_map=own) == "vehicles"
    assert preset_of("heavy", "heavy", "car", "pedestrian", class_map=own) == "choose"
    assert preset_of("pedestrian", "heavy", "car", "pedestrian", class_map=own) == "people"


def test_a_group_of_which_nothing_was_found_is_not_set() -> None:
    assert preset_of("person", "dog") == "choose"


def test_classes_are_offered_by_how_often_they_came_each_with_its_colours() -> None:
    assert _offered(COUNTS, _by_class(COUNTS)) == {
        "car": "car (4)",
        "car.red": "car · red (4)",
        "person": "person (3)",
        "person.red": "person · red (2)",
        "person.blue": "person · blue (1)",
    }


def test_before_a_look_everything_that_has_a_word_may_be_asked_for() -> None:
    offered = _offered(every_class(AS_THE_MODEL), _by_class(every_class(AS_THE_MODEL)))
    assert offered["person.red"] == "person · red"
    assert offered["bench"] == "bench"
    assert "bench.red" not in offered
    assert "cyclist" not in offered
    by_map = every_class(TRAFFIC)
    assert {ClassChoice("cyclist", "red"), ClassChoice("pedestrian", "blue")} <= set(by_map)
    assert ClassChoice("person", "red") not in by_map
