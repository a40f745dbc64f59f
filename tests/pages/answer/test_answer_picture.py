"""The pictures of the answers, and the legend that stands beside them."""

import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from heatdash.values.scene import Scene
from heatdash.values.style import Style
from tests.builders.analysed_runs import ASKS, analysed_run
from tests.builders.answers import DOOR
from tests.builders.tracks import stand
from tests.pages.conftest import Visit
from tests.pages.seen import labelled, open_tab


def legends(page: AppTest) -> list[str]:
    """What is read out of each legend."""
    bodies = [one.proto.body for one in page.get("html")]
    return [
        told for body in bodies for told in re.findall(r'class="heat-legend" role="img" aria-label="([^"]*)"', body)
    ]


def test_the_legend_of_the_map_stands_beside_it_and_tells_the_largest_value(visit: Visit) -> None:
    absolute = Style(normalization="absolute", max_value=30.0)
    page = visit("explore", run=analysed_run(project=replace(ASKS, style=absolute)))
    assert legends(page) == ["Time spent, 0, 10, 20, 30+ s"]


def test_zones_are_coloured_by_what_the_visitor_chooses(visit: Visit) -> None:
    page = open_tab(visit("explore", run=analysed_run()), "Places")
    assert legends(page) == ["Visitors, 0, 1, 2"]
    page = labelled(page.button_group, "Colour the zones by").set_value("stay").run()
    (told,) = legends(page)
    assert told.startswith("Typical stay, 0, ")
    assert told.endswith(" s")


def test_in_a_still_picture_nobody_stays(visit: Visit) -> None:
    page = open_tab(
        visit("explore", run=analysed_run(stand(track=1, at=(20, 50), seconds=0), file="still.png")), "Places"
    )
    assert [one.split(",")[0] for one in legends(page)] == ["Visitors"]
    assert "Colour the zones by" not in [one.label for one in page.button_group]


def test_where_nobody_was_no_scale_is_shown(visit: Visit) -> None:
    assert legends(open_tab(visit("explore", run=analysed_run([])), "Places")) == []


@pytest.mark.parametrize(("scene", "pictures"), [(ASKS.scene, 1), (Scene(zones=(DOOR,)), 0)])
def test_the_ways_are_shown_where_there_are_some(visit: Visit, scene: Scene, pictures: int) -> None:
    page = open_tab(visit("explore", run=analysed_run(project=replace(ASKS, scene=scene))), "Ways")
    assert not page.exception
    assert len(page.image) == pictures
