"""Places that were sketched before are used again, run without a browser."""

import json
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from heatdash.values.scene import Line, Scene, scene_to_json
from tests.builders.analysed_runs import ASKS, again, analysed_run, new_run, place_names
from tests.builders.answers import DOOR, GATE, SCENE
from tests.pages.conftest import Canvas, Visit
from tests.pages.seen import cards, keyed, labelled, told
from tests.sketch.fabric import line, rect

DOOR_COLOUR, GATE_COLOUR = (place.colour for place in SCENE.places)


def _drawing(canvas: Canvas) -> str:
    """What the canvas was given to show."""
    return json.dumps(canvas.given["initial_drawing"])


def test_places_are_loaded_from_a_file(visit: Visit) -> None:
    run = new_run(project=replace(ASKS, scene=Scene()))
    page = visit("set_up", run=run)
    content = json.dumps(scene_to_json(SCENE)).encode()
    labelled(page.file_uploader, "Load places").set_value(("scene.json", content, "application/json"))
    page.run()
    assert told(page) == []
    assert again(run).project.scene == SCENE
    keyed(page.button, f":{DOOR_COLOUR}:delete").click().run()
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


def test_what_is_drawn_becomes_a_place(visit: Visit, canvas: Canvas) -> None:
    run = new_run(project=replace(ASKS, scene=Scene()))
    page = visit("set_up", run=run)
    assert canvas.given["width"] == 600
    canvas.draw(line((300, 300), (300, 30)), rect(left=30, top=30, width=120, height=120))
    page.run()
    assert told(page) == []
    assert place_names(run) == ["Zone 1", "Line 1"]
    assert again(run).project.scene.lines[0].start == pytest.approx((0.5, 0.888), abs=0.001)
    assert [text.value for text in page.text_input] == ["Zone 1", "Line 1"]
    page.run()
    assert place_names(run) == ["Zone 1", "Line 1"], "what the canvas sent is read once"
    labelled(page.segmented_control, "What to draw").set_value("line").run()
    assert canvas.given["stroke_color"] not in _drawing(canvas), "the next place has a colour of its own"


def test_a_slip_of_the_mouse_is_told_and_is_no_place(visit: Visit, canvas: Canvas) -> None:
    run = new_run()
    page = visit("set_up", run=run)
    canvas.draw(rect(left=30, top=30, width=3, height=3))
    page.run()
    assert told(page) == ["A zone of 3x3 pixels is too small; draw it from one end to the other."]
    assert place_names(run) == ["Door", "Gate"]
    assert '"width": 3' not in _drawing(canvas), "the canvas starts over without it"
    page.run()
    assert len(told(page)) == 1, "it is told until something else is done"
    keyed(page.button, f":{GATE_COLOUR}:flip").click().run()
    assert told(page) == []


def test_the_tool_says_how_it_is_used(visit: Visit, canvas: Canvas) -> None:
    page = visit("set_up", run=new_run())
    assert canvas.given["drawing_mode"] == "polygon"
    labelled(page.segmented_control, "What to draw").set_value("line").run()
    assert canvas.given["drawing_mode"] == "line"
    (hints,) = [one.proto.body for one in page.get("html") if one.proto.body.startswith("<div")]
    assert '<p class="asked">A line counts who crosses it' in hints
    assert hints.count("<p") == 4, "each takes its room, so that the picture stays where it is"
    assert hints.count("asked") == 1


def _edit(page: AppTest, what: str) -> None:
    if what == "renamed":
        keyed(page.text_input, f":{DOOR_COLOUR}:Door:name").set_value("Entrance").run()
    elif what == "flipped":
        keyed(page.button, f":{GATE_COLOUR}:flip").click().run()
    elif what == "of another kind":
        keyed(page.selectbox, f":{DOOR_COLOUR}:count:kind").set_value("exclude").run()
    else:
        keyed(page.button, f":{DOOR_COLOUR}:delete").click().run()


@pytest.mark.parametrize(
    ("what", "scene"),
    [
        ("renamed", replace(SCENE, zones=(replace(DOOR, name="Entrance"),))),
        ("flipped", replace(SCENE, lines=(Line("Gate", start=GATE.end, end=GATE.start),))),
        ("of another kind", replace(SCENE, zones=(replace(DOOR, kind="exclude"),))),
        ("deleted", replace(SCENE, zones=())),
    ],
)
def test_a_place_can_be_edited(visit: Visit, canvas: Canvas, what: str, scene: Scene) -> None:
    run = new_run()
    page = visit("set_up", run=run)
    before = _drawing(canvas)
    _edit(page, what)
    assert told(page) == []
    assert again(run).project.scene == scene
    assert _drawing(canvas) != before, "the canvas shows it anew"
    page.run()
    assert again(run).project.scene == scene


def test_a_name_that_is_taken_is_refused_with_a_sentence(visit: Visit, canvas: Canvas) -> None:
    run = new_run()
    page = visit("set_up", run=run)
    keyed(page.text_input, f":{DOOR_COLOUR}:Door:name").set_value("Gate").run()
    assert not page.exception
    assert told(page) == ["Two places are named 'Gate'; give each a name of its own."]
    assert place_names(run) == ["Door", "Gate"]
    assert keyed(page.text_input, f":{DOOR_COLOUR}:Door:name").value == "Door", "the box shows what holds"
    page.run()
    assert told(page) == []


def test_every_change_is_undone_and_redone_in_turn(visit: Visit, canvas: Canvas) -> None:
    run = new_run()
    page = visit("set_up", run=run)
    assert [labelled(page.button, name).disabled for name in ("Undo", "Redo", "Clear all")] == [True, True, False]
    canvas.draw(line((300, 300), (300, 30)))
    page.run()
    keyed(page.text_input, f":{DOOR_COLOUR}:Door:name").set_value("Entrance").run()
    labelled(page.button, "Clear all").click().run()
    assert place_names(run) == []
    for names in (["Entrance", "Gate", "Line 1"], ["Door", "Gate", "Line 1"], ["Door", "Gate"]):
        labelled(page.button, "Undo").click().run()
        assert place_names(run) == names
    assert labelled(page.button, "Undo").disabled
    assert again(run).project.scene == SCENE
    labelled(page.button, "Redo").click().run()
    assert place_names(run) == ["Door", "Gate", "Line 1"]


def test_a_place_is_added_and_put_where_it_belongs_without_a_mouse(visit: Visit, canvas: Canvas) -> None:
    run = new_run(project=replace(ASKS, scene=Scene()))
    page = visit("set_up", run=run)
    labelled(page.button, "Add a line").click().run()
    assert again(run).project.scene.lines == (Line("Line 1", (0.5, 0.65), (0.5, 0.35)),)
    assert [field.value for field in page.number_input] == [50, 65, 50, 35]
    labelled(page.number_input, "Start, across").set_value(20.0).run()
    labelled(page.selectbox, "Step").set_value(5.0).run()
    labelled(page.button, "Move Line 1 up").click().run()
    assert told(page) == []
    (moved,) = again(run).project.scene.lines
    assert (*moved.start, *moved.end) == pytest.approx((0.2, 0.6, 0.5, 0.3))
    assert [field.value for field in page.number_input] == [20, 60, 50, 30]


def test_lines_are_made_one_arm_of_a_junction(visit: Visit, canvas: Canvas) -> None:
    run = new_run()
    page = visit("set_up", run=run)
    labelled(page.button, "Add a line").click().run()
    field = labelled(page.text_input, "Arm of the junction")
    assert field.value == "Line 1"
    field.set_value("Gate").run()
    assert told(page) == []
    assert [len(lines) for lines in again(run).project.scene.arms.values()] == [2]
    labelled(page.text_input, "Arm of the junction").set_value("").run()
    assert list(again(run).project.scene.arms) == ["Gate", "Line 1"]
    labelled(page.selectbox, "What counts").set_value("in").run()
    assert [line.way for line in again(run).project.scene.lines] == ["both", "in"]
    labelled(page.text_input, "Arm of the junction").set_value("x" * 81).run()
    assert "81 characters" in told(page)[0]


def test_corners_are_added_and_removed_but_not_below_three(visit: Visit, canvas: Canvas) -> None:
    run = new_run()
    page = visit("set_up", run=run)
    labelled(page.button, "Where Door lies").click().run()
    count = len(DOOR.points)
    labelled(page.button, "Add a corner").click().run()
    assert len(again(run).project.scene.zones[0].points) == count + 1
    for _ in range(count + 1 - 3):
        labelled(page.button, "Remove corner 1").click().run()
    assert len(again(run).project.scene.zones[0].points) == 3
    assert labelled(page.button, "Remove corner 1").disabled
    labelled(page.button, "Where Door lies").click().run()
    assert len(page.number_input) == 0, "the fields are folded away again"


def test_a_place_stays_where_it_was_when_its_numbers_make_no_sense(visit: Visit, canvas: Canvas) -> None:
    run = new_run(project=replace(ASKS, scene=Scene(lines=(Line("Gate", (0.5, 0.5), (0.5, 0.1)),))))
    page = visit("set_up", run=run)
    labelled(page.button, "Where Gate lies").click().run()
    labelled(page.number_input, "End, down").set_value(50.0).run()
    assert told(page) == [r"Line 'Gate' has no length to speak of \(0.0 % of the picture\); draw its ends apart."]
    assert again(run).project.scene.lines == (Line("Gate", (0.5, 0.5), (0.5, 0.1)),)
    assert labelled(page.number_input, "End, down").value == 10, "the field shows what holds"


def test_places_on_the_map_are_edited_alike(visit: Visit, canvas: Canvas) -> None:
    run = analysed_run()
    page = visit("explore", run=run)
    labelled(page.toggle, "Edit places").set_value(True).run()
    canvas.draw(line((100, 300), (100, 30)))
    page.run()
    assert told(page) == []
    assert place_names(run) == ["Door", "Gate", "Line 1"]
    keyed(page.button, f":{GATE_COLOUR}:flip").click().run()
    assert told(page) == []
    assert place_names(run) == ["Door", "Gate", "Line 1"]
    assert again(run).project.scene.lines[0] == Line("Gate", start=GATE.end, end=GATE.start)
    labelled(page.toggle, "Edit places").set_value(False).run()
    assert cards(page)["Gate"] == "1 came in · 1 went out"
