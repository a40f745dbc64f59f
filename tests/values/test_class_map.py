"""A map of classes says what each of a model's classes, and each kind of rider, is counted as."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatdash.errors import BadSettingError
from heatdash.values.class_map import TRAFFIC, ClassMap, class_map_from_csv, class_map_from_json
from heatdash.values.classes import parse_classes
from heatdash.values.project import Project, project_from_json

COCO = {"0": "person", "1": "bicycle", "2": "car", "3": "motorcycle", "5": "bus", "7": "truck"}
OWN = ClassMap(
    (("person", "pedestrian"), ("Bicycle + person", "cyclist"), ("bus", "heavy vehicle"), ("truck", "heavy vehicle"))
)


def test_each_class_has_its_name_in_any_case_and_what_is_not_named_keeps_its_own() -> None:
    assert [OWN.name_of(name) for name in ("person", "Bus", "bicycle", "dog")] == [
        "pedestrian",
        "heavy vehicle",
        "bicycle",
        "dog",
    ]
    assert [OWN.rider_of(name) for name in ("bicycle", "motorcycle")] == ["cyclist", None]


def test_what_a_name_stands_for_says_whether_it_moves_and_what_kind_it_is() -> None:
    assert OWN.classes_of("heavy vehicle") == ("bus", "truck")
    assert OWN.classes_of("cyclist") == ("bicycle",)
    assert OWN.classes_of("dog") == ("dog",)
    assert OWN.kinds_of("heavy vehicle") == {"vehicles"}
    assert ClassMap((("Moving object", "mover"),)).should_move("mover")
    assert (OWN.should_move("heavy vehicle"), OWN.should_move("heavy"), OWN.should_move("dog")) == (True, False, False)


@given(pairs=st.permutations(OWN.pairs))
def test_the_order_of_its_entries_does_not_matter(pairs: list[tuple[str, str]]) -> None:
    assert ClassMap(tuple(pairs)) == OWN


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("cyclist", "cyclist"),
        ("Cyclist.red,PEDESTRIAN", "cyclist.red,pedestrian"),
        ("vehicles", "bicycle,car,motorcycle,heavy vehicle,cyclist"),
        ("people", "pedestrian"),
        ("person", "pedestrian"),
        ("two-wheelers", "bicycle,motorcycle,cyclist"),
        ("5,2", "heavy vehicle,car"),
        ("", ""),
    ],
)
def test_classes_are_asked_for_by_their_new_names(said: str, meant: str) -> None:
    assert OWN.understood(parse_classes(said), known=COCO) == parse_classes(meant)


def test_a_name_that_nothing_has_is_refused_with_the_nearest() -> None:
    with pytest.raises(BadSettingError, match="does not know the class 'cyclis'; it knows cyclist"):
        OWN.understood(parse_classes("cyclis"), known=COCO)
    with pytest.raises(BadSettingError, match="does not know the class 'bus'"):
        OWN.understood(parse_classes("bus"), known=COCO)


def test_traffic_names_riders_and_leaves_what_nobody_rides() -> None:
    assert TRAFFIC.name_of("person") == "pedestrian"
    assert [TRAFFIC.rider_of(name) for name in ("bicycle", "motorcycle", "e-scooter")] == [
        "cyclist",
        "motorcyclist",
        "e-scooter rider",
    ]
    assert [TRAFFIC.name_of(name) for name in ("bicycle", "car", "truck")] == ["bicycle", "car", "truck"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("heading", ["", "class,name\n", "Class,counted as\n"])
def test_a_table_is_read_as_spreadsheet_programs_save_it(separator: str, heading: str) -> None:
    lines = (
        heading
        + '# ours\n\nbus,"heavy vehicle"\ntruck, heavy vehicle ,,\nperson,pedestrian\nbicycle+person,cyclist\n,\n'
    )
    assert class_map_from_csv(("\ufeff" + lines.replace(",", separator)).encode()) == OWN


def test_a_class_may_be_called_class() -> None:
    assert class_map_from_csv(b"bus,heavy\nclass,other\n").pairs == (("bus", "heavy"), ("class", "other"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The map of classes is empty"),
        (b"class,name\n", "The map of classes is empty"),
        (b"bus\n", "Line 1 of the map of classes is 'bus'"),
        (b"# ours\nbus,a\ncar,a,b\n", "Line 3 of the map of classes is 'car,a,b'"),
        (b"bus,\n", "'bus' has no class or no name"),
        (b",heavy\n", "'heavy' has no class or no name"),
        (b"bus,a\nBUS,b\n", "has 'bus' twice"),
        (b"person+bicycle,a\nbicycle + person,a\n", "has 'person + bicycle' twice"),
        (b"person + car,driver\n", "Nobody rides 'car'; a person is found together with one of these: bicycle, "),
        (b'bus,"a,b"\n', "'a,b' cannot be the name of a class"),
        (b"bus,all classes\n", "'all classes' cannot be the name"),
        (b"bus," + b"x" * 61, "cannot be the name of a class"),
        ("bus,重型车".encode("gbk"), "is no text in UTF-8; save it as “CSV UTF-8”"),
        (b"bus,a\n" * 12_000, "is larger than 64 KB"),
    ],
)
def test_a_bad_table_is_refused_in_one_sentence(content: bytes, message: str) -> None:
    with pytest.raises(BadSettingError, match=re.escape(message)):
        class_map_from_csv(content)


@pytest.mark.parametrize("content", [[], "traffic?", {"bus": 3}, {3: "bus"}])
def test_what_is_no_map_is_refused(content: object) -> None:
    with pytest.raises(BadSettingError, match="is no map of classes"):
        class_map_from_json(content)


def test_a_project_keeps_its_map_and_may_change_or_drop_it() -> None:
    project = Project().with_options({"class_map": OWN.to_json()})
    again = project_from_json(project.to_json())
    assert again == project
    assert again.class_map == OWN
    assert again.with_options({"metric": "unique_visits"}).class_map == OWN
    assert again.with_options({"class_map": {}}).class_map == ClassMap()
    assert project.question_text() != Project().question_text()


def test_names_weigh_what_the_heaviest_of_their_classes_does_unless_they_have_a_weight() -> None:
    project = Project().with_options({"class_map": {**OWN.to_json(), "car": "light", "bicycle": "light"}})
    assert [project.weights.of(name) for name in ("heavy vehicle", "light", "pedestrian", "cyclist")] == [2, 1, 0, 0.2]
    assert project.with_options({"pcu": {"heavy vehicle": 2.3}}).weights.of("heavy vehicle") == 2.3
    assert Project().weights == Project().pcu


def test_what_was_asked_for_is_asked_for_by_other_names() -> None:
    asked = parse_classes("person.red,bicycle,bus")
    by_own = parse_classes("pedestrian.red,bicycle,cyclist,heavy vehicle")
    assert ClassMap().renamed(asked, to=OWN) == by_own
    assert OWN.renamed(by_own, to=ClassMap()) == parse_classes("person.red,bicycle,bus,truck")
    assert OWN.renamed((), to=ClassMap()) == ()
