import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatdash.errors import BadSettingError
from heatdash.values.classes import COLOUR_NAMES, ClassChoice
from heatdash.values.link_settings import TRACKER_NAMES, LinkSettings
from heatdash.values.measure_settings import AUTO_BINS, BINS_MIN, INTERVALS_MIN, MeasureSettings
from heatdash.values.metrics import METRICS
from heatdash.values.project import Project, project_from_json
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import Line, Scene, Zone
from heatdash.values.style import COLORMAPS, Style
from heatdash.values.watch_settings import WatchSettings

SHARES = st.floats(0, 1, exclude_min=True)
WATCHES = st.builds(
    WatchSettings,
    model=st.text(min_size=1),
    iou=SHARES,
    device=st.sampled_from(["auto", "cpu", "cuda:1", "gpu.0"]),
    sample_fps=st.none() | st.floats(0.001, 1000),
    input_px=st.none() | st.integers(10, 60).map(lambda squares: 32 * squares),
)
OPTIONS = st.dictionaries(
    st.text(min_size=1), st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
LINKS = st.builds(
    LinkSettings,
    tracker=st.sampled_from(TRACKER_NAMES),
    conf=SHARES,
    options=OPTIONS.map(lambda chosen: tuple(chosen.items())),
    moving_camera=st.booleans(),
)
CLASSES = st.lists(
    st.builds(
        ClassChoice,
        st.sampled_from(["person", "car", "traffic light", "st.bernard", "v1.2"]),
        st.none() | st.sampled_from(COLOUR_NAMES),
    ),
    unique=True,
)


MEASURES = st.builds(
    MeasureSettings,
    metric=st.sampled_from(list(METRICS)),
    half_life_s=st.floats(0.1, 1e6) | st.integers(1, 100),
    from_s=st.none() | st.floats(0, 5),
    to_s=st.none() | st.floats(6, 1e6),
    bin_min=st.none() | st.sampled_from((AUTO_BINS, *BINS_MIN)),
    interval_min=st.sampled_from(INTERVALS_MIN),
)
STYLES = st.builds(Style, colormap=st.sampled_from(COLORMAPS), blur=st.booleans(), max_value=st.none() | SHARES)
SCENES = st.builds(
    Scene,
    zones=st.sampled_from([(), (Zone(name="入口", points=((0, 0), (0.5, 0), (0.25, 0.3)), kind="roi"),)]),
    lines=st.sampled_from([(), (Line(name="Gate", start=(0.1, 0.2), end=(0.3, 1.0)),)]),
)
STARTS = st.sampled_from(
    [
        None,
        RecordingStart.read("12:03:20"),
        RecordingStart.read("2026-11-21 08:00"),
        RecordingStart.read("2026-11-21 08:00 Europe/Berlin", source="name"),
        RecordingStart.read("2026-11-21 08:00", source="file_time"),
    ]
)


@given(watch=WATCHES, link=LINKS, classes=CLASSES, measure=MEASURES, style=STYLES, scene=SCENES, start=STARTS)
def test_a_project_reads_back_as_it_was_written(watch, link, classes, measure, style, scene, start) -> None:
    project = Project(
        watch=watch, link=link, classes=tuple(classes), measure=measure, style=style, scene=scene, start=start
    )
    assert project_from_json(json.loads(json.dumps(project.to_json()))) == project


def test_missing_entries_take_their_defaults() -> None:
    assert project_from_json({"version": 1}) == Project()
    assert project_from_json({"version": 1, "watch": {"iou": 0.5}}) == Project(watch=WatchSettings(iou=0.5))
    assert project_from_json({"version": 1, "link": {"tracker": "ocsort"}}) == Project(
        link=LinkSettings(tracker="ocsort")
    )


REFUSED: dict[str, tuple[Any, str]] = {
    "no object": ([], "no HeatDash project"),
    "a text": ("project", "no HeatDash project"),
    "nothing": (None, "no HeatDash project"),
    "no version": ({}, "no HeatDash project of version 1"),
    "another version": ({"version": 2}, "no HeatDash project of version 1"),
    "an unknown entry in watch": ({"version": 1, "watch": {"modle": "yolo26n"}}, "unknown entry 'modle'"),
    "an unknown entry in link": ({"version": 1, "link": {"speed": 1}}, "unknown entry 'speed'"),
    "a section that is a list": ({"version": 1, "watch": [1]}, "entry 'watch'"),
    "a section that is nothing": ({"version": 1, "link": None}, "entry 'link'"),
    "options in a list": ({"version": 1, "link": {"options": [1]}}, "options"),
    "an option that is a list": ({"version": 1, "link": {"options": {"track_buffer": [1]}}}, "track_buffer"),
    "classes in a text": ({"version": 1, "classes": "person"}, "classes"),
    "a class that is a switch": ({"version": 1, "classes": [True]}, "wrong kind"),
    "an overlap in words": ({"version": 1, "watch": {"iou": "high"}}, "wrong kind"),
    "an overlap too large to hold": ({"version": 1, "watch": {"iou": 10**400}}, "iou|wrong kind"),
    "a rate in words": ({"version": 1, "watch": {"sample_fps": "10"}}, "wrong kind"),
    "a model that is a number": ({"version": 1, "watch": {"model": 5}}, "wrong kind|model"),
    "a device that is a number": ({"version": 1, "watch": {"device": 0}}, "wrong kind"),
    "a confidence that is nothing": ({"version": 1, "link": {"conf": None}}, "wrong kind"),
    "a switch in words": ({"version": 1, "link": {"moving_camera": "no"}}, "wrong kind|moving_camera"),
    "a tracker that is a list": ({"version": 1, "link": {"tracker": []}}, "tracker"),
    "a value out of range": ({"version": 1, "link": {"conf": 2}}, "--conf is 2"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_project_that_cannot_be_used_is_refused_in_one_sentence(case: str) -> None:
    content, said = REFUSED[case]
    with pytest.raises(BadSettingError, match=said):
        project_from_json(content)


def test_what_the_file_says_of_its_making_is_passed_over() -> None:
    assert project_from_json({"version": 1, "source": "clip.mp4", "model_sha256": "00"}) == Project()


def test_classes_may_be_numbers() -> None:
    numbers = (ClassChoice("0"), ClassChoice("2"))
    assert project_from_json({"version": 1, "classes": [0, "2"]}).classes == numbers
    assert Project().with_options({"classes": [0, 2]}).classes == numbers
    assert Project().with_options({"classes": 0}).classes == numbers[:1]


def test_another_tracker_drops_the_options_of_the_one_before() -> None:
    project = Project(link=LinkSettings(tracker="ocsort", options=(("delta_t", 2),)))
    assert project.with_options({"tracker": "ocsort", "conf": 0.3}).link.options == (("delta_t", 2),)
    assert project.with_options({"tracker": "bytetrack"}).link.options == ()


def test_an_unknown_entry_at_the_top_is_refused() -> None:
    with pytest.raises(BadSettingError, match="unknown entry 'klasses'"):
        project_from_json({"version": 1, "klasses": ["person"]})
