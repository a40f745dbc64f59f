"""What a person keeps of a camera, stored and read again."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatdash.errors import BadSettingError
from heatdash.values.camera import Camera, camera_from_json
from heatdash.values.name_pattern import NamePattern
from heatdash.values.opening_hours import OpeningHours
from heatdash.values.scene import Line, Scene, Zone

SCENE = Scene(
    zones=(Zone(name="入口", points=((0, 0), (0.5, 0), (0.25, 0.3))),),
    lines=(Line(name="Gate", start=(0.1, 0.2), end=(0.3, 1.0)),),
)
DOOR = Camera(
    name="Front door",
    zone="Europe/Berlin",
    scene=SCENE,
    opening_hours=OpeningHours.read("Mo-Fr 09:00-20:00; Sa 10:00-18:00"),
    name_pattern=NamePattern("cam1_{year}{month}{day}T{hour}{minute}{second}"),
)


def test_a_camera_as_it_is_stored() -> None:
    content = DOOR.to_json()
    assert content["scene"]["lines"][0]["name"] == "Gate"
    assert {name: entry for name, entry in content.items() if name != "scene"} == {
        "version": 1,
        "name": "Front door",
        "zone": "Europe/Berlin",
        "opening_hours": "Mo-Fr 09:00-20:00; Sa 10:00-18:00",
        "name_pattern": "cam1_{year}{month}{day}T{hour}{minute}{second}",
    }


CAMERAS = st.builds(
    Camera,
    name=st.text("aB 摄(.", min_size=1, max_size=80).filter(str.strip),
    zone=st.sampled_from([None, "Europe/Berlin", "Australia/Lord_Howe", "UTC"]),
    scene=st.sampled_from([Scene(), SCENE]),
    opening_hours=st.sampled_from([None, DOOR.opening_hours, OpeningHours.read("24/7")]),
    name_pattern=st.sampled_from([None, DOOR.name_pattern]),
)


@given(camera=CAMERAS)
def test_a_camera_reads_back_as_it_was_written(camera: Camera) -> None:
    assert camera_from_json(json.loads(json.dumps(camera.to_json()))) == camera


def test_missing_entries_take_their_defaults() -> None:
    assert camera_from_json({"version": 1, "name": " Door "}) == Camera(name="Door")
    nothing = dict.fromkeys(("zone", "scene", "opening_hours", "name_pattern"))
    assert camera_from_json({"version": 1, "name": "Door", **nothing}) == Camera(name="Door")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([], "This is no HeatDash camera of version 1; give one as it was written."),
        (None, "no HeatDash camera"),
        ({"name": "Door"}, "no HeatDash camera"),
        ({"version": 2, "name": "Door"}, "no HeatDash camera of version 1"),
        ({"version": 1, "name": "Door", "zones": []}, "The camera has the unknown entry 'zones'; take it out."),
        ({"version": 1, "name": "Door", 7: 1}, "unknown entry '7'"),
        ({"version": 1}, "A camera has no name; give it one."),
        ({"version": 1, "name": "  "}, "A camera has no name"),
        ({"version": 1, "name": "x" * 81}, "81 characters long or holds a line break; give it one line of at most 80."),
        ({"version": 1, "name": "a\nb"}, "holds a line break"),
        ({"version": 1, "name": 5}, "The camera's entry 'name' is 5; give a text, or leave it out."),
        ({"version": 1, "name": "Door", "zone": 1}, "entry 'zone' is 1"),
        ({"version": 1, "name": "Door", "zone": "Mars/Base"}, "There is no time zone 'Mars/Base'"),
        ({"version": 1, "name": "Door", "opening_hours": ["Mo"]}, "entry 'opening_hours' is ['Mo']"),
        ({"version": 1, "name": "Door", "opening_hours": "late"}, "In opening hours 'late' cannot be read"),
        ({"version": 1, "name": "Door", "name_pattern": {}}, "entry 'name_pattern' is {}"),
        ({"version": 1, "name": "Door", "name_pattern": "cam1"}, "does not tell when a clip began; put in {year}"),
        ({"version": 1, "name": "Door", "scene": {}}, "no HeatDash scene of version 1"),
    ],
)
def test_a_camera_that_cannot_be_used_is_refused_in_one_sentence(content: Any, said: str) -> None:
    with pytest.raises(BadSettingError) as refused:
        camera_from_json(content)
    assert said in str(refused.value)


def test_a_camera_checks_itself() -> None:
    for wrong in ({"name": ""}, {"name": "Door", "zone": ""}, {"name": "Door", "zone": "../etc"}, {"name": None}):
        with pytest.raises(BadSettingError):
            Camera(**wrong)  # type: ignore[arg-type]
    assert len({DOOR, camera_from_json(DOOR.to_json())}) == 1
