import pytest

from heatdash.errors import BadSettingError
from heatdash.values.class_map import ClassMap
from heatdash.values.pcu import PcuWeights
from heatdash.values.project import Project, project_from_json


def test_classes_have_the_usual_weights_and_others_that_of_a_car() -> None:
    usual = {"car": 1, "van": 1, "truck": 2, "bus": 2, "motorcycle": 0.4, "bicycle": 0.2, "person": 0, "tram": 1}
    assert {name: PcuWeights().of(name) for name in usual} == usual


def test_changes_leave_the_other_weights_and_are_part_of_the_project() -> None:
    project = Project().with_options({"pcu": {"truck": 2.3, "tram": 3}})
    assert [project.pcu.of(name) for name in ("truck", "tram", "bus")] == [2.3, 3, 2]
    again = project_from_json(project.to_json()).with_options({"pcu": {"bus": 2.5}})
    assert [again.pcu.of(name) for name in ("truck", "tram", "bus")] == [2.3, 3, 2.5]


def test_unusual_is_what_differs_from_the_usual_weights() -> None:
    assert PcuWeights().unusual(ClassMap()) == {}
    assert PcuWeights().changed({"truck": 2.3, "tram": 3, "bus": 2, "boat": 1}).unusual(ClassMap()) == {
        "tram": 3,
        "truck": 2.3,
    }


@pytest.mark.parametrize("weight", [-1, 101, float("nan"), "2", True, None])
def test_what_is_no_weight_is_refused(weight: object) -> None:
    with pytest.raises(BadSettingError, match=r"The class 'truck' weighs .* passenger-car units; give a number from 0"):
        PcuWeights().changed({"truck": weight})


@pytest.mark.parametrize("changes", [[], "truck", {1: 2.0}, None])
def test_what_holds_no_weights_is_refused(changes: object) -> None:
    with pytest.raises(BadSettingError, match=r'holds no passenger-car units; .* such as \{"truck": 2\.3\}'):
        PcuWeights().changed(changes)
