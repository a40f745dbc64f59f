"""The ground scale in the list of places, run without a browser."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from heatdash.values.class_map import TRAFFIC
from heatdash.values.classes import parse_classes
from heatdash.values.ground import Ground
from heatdash.values.run import Run
from heatdash.values.scene import Scene, Zone
from tests.builders.analysed_runs import ASKS, again, new_run, place_names
from tests.pages.conftest import Visit
from tests.pages.seen import captions, keyed, labelled, told

CORNERS = ((0.3, 0.8), (0.6, 0.8), (0.55, 0.5), (0.35, 0.5))
BAY = Scene(zones=(Zone("Bay", CORNERS),))


def ground(run: Run) -> Ground | None:
    return again(run).project.scene.ground


def use_as(page: AppTest, kind: str) -> None:
    keyed(page.selectbox, ":kind").set_value(kind).run()
    assert not page.exception


def test_a_scale_is_added_measured_and_deleted(visit: Visit) -> None:
    run = new_run()
    page = visit("set_up", run=run)
    labelled(page.button, "Add a scale").click().run()
    assert ground(run) is not None
    assert "A rectangle that lies on the road or floor, such as a parking bay" in captions(page)
    labelled(page.number_input, "Width (m)").set_value(3.5).run()
    labelled(page.number_input, "Length (m)").set_value(12.0).run()
    found = ground(run)
    assert found is not None
    assert (found.width_m, found.length_m) == (3.5, 12.0)
    assert place_names(run) == ["Door", "Gate"], "it is no place"
    labelled(page.button, "Delete the ground scale").click().run()
    assert ground(run) is None


def test_a_zone_of_four_corners_becomes_the_scale_and_others_are_told_why_not(visit: Visit) -> None:
    run = new_run(project=replace(ASKS, scene=BAY))
    page = visit("set_up", run=run)
    use_as(page, "ground")
    assert ground(run) == Ground(CORNERS, 2.5, 5.0)
    assert place_names(run) == []
    three = new_run(project=replace(ASKS, scene=Scene(zones=(Zone("Bay", CORNERS[:3]),))), file="other.mp4")
    page = visit("set_up", run=three)
    use_as(page, "ground")
    assert told(page)[0].startswith("The ground scale has 3 corners; mark the four corners")
    assert (ground(three), place_names(three)) == (None, ["Bay"])


@pytest.mark.parametrize("asked", ["truck", "bus,truck"])
def test_trucks_that_were_asked_for_are_asked_for_by_their_new_names(visit: Visit, asked: str) -> None:
    run = new_run(project=replace(ASKS, class_map=TRAFFIC, classes=parse_classes(asked)))
    page = visit("set_up", run=run)
    labelled(page.button, "Add a scale").click().run()
    assert set(again(run).project.classes) == set(parse_classes(f"{asked},light truck,heavy truck"))
