"""In a class map a class may have names of its own for what is shorter, and for what is longer."""

import math
import re

import pytest

from heatdash.errors import BadSettingError
from heatdash.values.class_map import AS_THE_MODEL, TRAFFIC, ClassMap, class_map_from_csv
from heatdash.values.classes import ClassChoice, parse_classes
from heatdash.values.ground import Ground
from heatdash.values.length_rule import LengthRule, length_rule
from heatdash.values.pcu import PcuWeights
from heatdash.values.project import Project, project_from_json
from heatdash.values.scene import Scene

COCO = {"0": "person", "2": "car", "5": "bus", "7": "truck"}
FINE = class_map_from_csv(b"truck < 6 m,van\ntruck >= 7.5 m,lorry\ntruck >= 12 m,articulated\nbus,coach\n")
SCALED = Scene(ground=Ground(((0.3, 0.8), (0.6, 0.8), (0.55, 0.5), (0.35, 0.5)), 2.5, 5.0))


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        ("truck < 7.5 m", LengthRule("truck", True, 7.5)),
        ("truck<7.5m", LengthRule("truck", True, 7.5)),
        ("Fire truck >= 10 M", LengthRule("Fire truck", False, 10.0)),
        ("truck \u2265 7,5 m", LengthRule("truck", False, 7.5)),
        ("truck", None),
        ("person + bicycle", None),
    ],
)
def test_a_rule_is_read_as_people_write_it(entry: str, rule: LengthRule | None) -> None:
    assert length_rule(entry) == rule


@pytest.mark.parametrize(
    "entry",
    ["truck > 7.5 m", "truck <= 7.5 m", "truck < 7.5", "truck < m", "< 7 m", "truck < -1 m", "truck < 0 m",
     "truck >= 101 m", "truck < 7.5 ft", "person + bicycle < 2 m", "5 m < truck < 7 m", "truck >= 7.5 m long"],
)  # fmt: skip
def test_an_odd_rule_is_refused(entry: str) -> None:
    with pytest.raises(BadSettingError, match=re.escape(f"'{entry}' in the map of classes says no length; write")):
        ClassMap(((entry, "lorry"),))


@pytest.mark.parametrize(
    "content",
    [b"truck < 8 m,a\ntruck >= 6 m,b\n", b"truck < 8 m,a\ntruck < 6 m,b\n"],
)
def test_two_names_for_one_length_are_refused(content: bytes) -> None:
    with pytest.raises(BadSettingError, match="more than one name for some lengths of 'truck'"):
        class_map_from_csv(content)
    with pytest.raises(BadSettingError, match=re.escape("has 'truck < 8 m' twice")):
        class_map_from_csv(b"truck < 8 m,a\nTRUCK<8.0 m,b\n")


@pytest.mark.parametrize(
    ("length_m", "name"),
    [
        (5.99, "van"),
        (6.0, "truck"),
        (7.49, "truck"),
        (7.5, "lorry"),
        (11.9, "lorry"),
        (12.0, "articulated"),
        (math.nan, "truck"),
    ],
)
def test_the_length_gives_the_name_and_without_one_it_is_the_plain_one(length_m: float, name: str) -> None:
    assert FINE.name_of("truck", length_m) == FINE.name_of("Truck", length_m).lower() == name
    assert FINE.name_of("bus", length_m) == "coach"
    assert FINE.limits_m == (6.0, 7.5, 12.0)


def test_what_the_names_stand_for_is_known() -> None:
    assert FINE.names_of("truck") == ("truck", "articulated", "lorry", "van")
    assert FINE.classes_of("lorry") == ("truck",)
    assert FINE.kinds_of("articulated") == {"vehicles"}
    assert (FINE.plain_names, FINE.told_by_length) == (("truck",), ("articulated", "lorry", "truck", "van"))
    assert [FINE.is_by_length(name) for name in ("Lorry", "truck", "coach")] == [True, False, False]
    assert FINE.without_lengths == ClassMap((("bus", "coach"),))
    assert AS_THE_MODEL.without_lengths is AS_THE_MODEL


def test_traffic_tells_light_from_heavy_trucks_only_by_a_scale() -> None:
    traffic = Project(class_map=TRAFFIC)
    assert TRAFFIC.names_of("truck") == ("truck", "light truck", "heavy truck")
    assert [TRAFFIC.name_of("truck", length_m) for length_m in (7.4, 7.5)] == ["light truck", "heavy truck"]
    assert traffic.names.limits_m == ()
    assert Project(class_map=TRAFFIC, scene=SCALED).names == TRAFFIC
    assert project_from_json(Project(class_map=TRAFFIC, scene=SCALED).to_json()).names == TRAFFIC


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("light truck", "light truck"),
        ("Heavy Truck.red", "heavy truck.red"),
        ("trucks", "truck,heavy truck,light truck"),
        ("vehicles", "car,bus,truck,heavy truck,light truck"),
        ("truck", "truck"),
    ],
)
def test_classes_are_asked_for_by_names_of_length(said: str, meant: str) -> None:
    project = Project(class_map=TRAFFIC, scene=SCALED, classes=parse_classes(said))
    assert set(project.understood(known=COCO)) == set(parse_classes(meant))


def test_a_name_that_needs_a_scale_is_refused_where_there_is_none() -> None:
    project = Project(class_map=TRAFFIC, classes=parse_classes("Light truck"))
    with pytest.raises(BadSettingError, match="'Light truck' is told by its length, and no ground scale is known here"):
        project.understood(known=COCO)
    assert set(Project(class_map=TRAFFIC, classes=parse_classes("trucks")).understood(known=COCO)) == {
        ClassChoice("truck")
    }


def test_what_was_asked_for_stays_asked_for_when_a_scale_comes_and_goes() -> None:
    before = Project(class_map=TRAFFIC, classes=parse_classes("truck.red,car"))
    scaled = before.with_scene(SCALED)
    assert set(scaled.classes) == set(parse_classes("truck.red,light truck.red,heavy truck.red,car"))
    assert set(scaled.with_scene(Scene()).classes) == set(before.classes)
    assert Project(classes=before.classes).with_scene(SCALED).classes == before.classes


def test_light_and_heavy_trucks_have_units_of_their_own() -> None:
    weights = PcuWeights().through(TRAFFIC)
    assert [weights.of(name) for name in ("light truck", "truck", "heavy truck")] == [1.5, 2.0, 2.3]
    assert PcuWeights().through(FINE).of("lorry") == 2.0, "a name of one's own weighs what its class does"
