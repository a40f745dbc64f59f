"""Places that were sketched before are used again, run without a browser."""

import json
from dataclasses import replace

import pytest

from heatdash.values.scene import Scene
from heatdash.values.scene_file import scene_to_json
from tests.builders.analysed_runs import ASKS, again, new_run, place_names
from tests.builders.answers import SCENE
from tests.pages.conftest import Visit
from tests.pages.seen import keyed, labelled, told


def test_places_are_loaded_from_a_file(visit: Visit) -> None:
    run = new_run(project=replace(ASKS, scene=Scene()))
    page = visit("set_up", run=run)
    content = json.dumps(scene_to_json(SCENE)).encode()
    labelled(page.file_uploader, "Load places").set_value(("scene.json", content, "application/json"))
    page.run()
    assert told(page) == []
    assert again(run).project.scene == SCENE
    keyed(page.button, ":delete:Door").click().run()
    assert place_names(run) == ["Gate"], "the file is taken over once"
    assert labelled(page.get("download_button"), "Save places")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "The file 'scene.json' cannot be read as places; choose a scene.json that was saved here."),
        (b"\xff\xfe", "The file 'scene.json' cannot be read as places; choose a scene.json that was saved here."),
        (b"[]", "This is no HeatDash scene of version 1; give a scene.json."),
    ],
)
def test_a_file_that_holds_no_places_is_refused_with_a_sentence(visit: Visit, content: bytes, sentence: str) -> None:
    run = new_run()
    page = visit("set_up", run=run)
    labelled(page.file_uploader, "Load places").set_value(("scene.json", content, "application/json"))
    page.run()
    assert not page.exception
    assert sentence in told(page)
    page.run()
    assert labelled(page.button, "Analyse")
    assert again(run).project.scene == SCENE


def test_the_places_of_an_earlier_clip_can_be_used(visit: Visit) -> None:
    earlier = new_run(name="Monday", file="monday.mp4")
    new_run(name="Of another", file="other.mp4", owner="ben")
    run = new_run(name="Tuesday", project=replace(ASKS, scene=Scene()))
    page = visit("set_up", run=run)
    reuse = labelled(page.selectbox, "Use the places of")
    assert reuse.options == ["Monday"]
    reuse.set_value(earlier.run_id).run()
    assert told(page) == []
    assert again(run).project.scene == SCENE
