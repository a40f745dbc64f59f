"""The whole analysis from Python, with tables, arrays and pictures in hand."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import heatdash
from heatdash.tables.columns import COUNTS, EVENTS, FLOWS, TRACKS, ZONES
from heatdash.values.scene import scene_to_json
from tests.builders.filmed import write_grey, yard

FPS, SECONDS = 10, 6
YARD = heatdash.Scene(
    zones=(heatdash.Zone("Door", ((0.3, 0.2), (0.7, 0.2), (0.7, 0.95), (0.3, 0.95))),),
    lines=(heatdash.Line("Gate", (0.5, 0.95), (0.5, 0.05)),),
)
MOTION = {"model": "motion", "grid": 32}


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    frames = FPS * SECONDS
    pictures = (yard(number / frames) for number in range(frames))
    return write_grey(tmp_path_factory.mktemp("yard") / "yard.mp4", pictures, fps=FPS)


@pytest.fixture
def answer(clip: Path, data_folder: Path) -> heatdash.Answer:
    return heatdash.analyze(clip, scene=YARD, **MOTION)


def test_an_answer_has_tables_arrays_and_pictures(answer: heatdash.Answer) -> None:
    assert set(TRACKS) <= set(answer.tracks)
    for table, spec in ((answer.events, EVENTS), (answer.counts, COUNTS), (answer.zones, ZONES), (answer.flows, FLOWS)):
        assert isinstance(table, pd.DataFrame)
        assert list(table) == list(spec.names)
    assert set(answer.counts["place"]) == {"whole picture", "Door", "Gate"}
    assert answer.counts["in"].sum() > 0
    assert (answer.heat.shape, answer.heat.dtype.kind) == ((18, 32), "f")
    assert answer.heat.sum() > 0
    assert (answer.picture.shape, answer.picture.dtype) == ((360, 640, 3), np.uint8)
    assert answer.video is None
    assert {one.figure for one in answer.sureness} >= {"different", "map"}


def test_the_start_is_read_from_the_clip_where_that_is_asked_for(answer: heatdash.Answer, clip: Path) -> None:
    named = clip.with_name("2026-11-21 12-00-00.mp4")
    named.write_bytes(clip.read_bytes())
    project = heatdash.analyze(named, start="auto", **MOTION).analysis.project
    assert str(project.start) == "2026-11-21 12:00:00"
    assert heatdash.analyze(clip, project=project, start=project.start).analysis.project.start == project.start


def test_another_question_is_answered_without_watching(answer: heatdash.Answer, clip: Path) -> None:
    other = heatdash.analyze(clip, project=answer.analysis.project, metric="unique_visits", classes="moving object")
    assert {stage.stage for stage in other.stages if stage.cached} >= {"watch", "link", "refine"}
    assert other.analysis.project.scene == YARD
    assert other.measured.heat.metric == "unique_visits"


@pytest.mark.parametrize("kind", [str, Path])
def test_a_tracker_file_and_numbers_of_classes_are_taken(
    answer: heatdash.Answer, clip: Path, tmp_path: Path, kind: type
) -> None:
    (tmp_path / "mine.yml").write_text("tracker_type: ocsort\ndelta_t: 2")
    options = {"tracker": kind(tmp_path / "mine.yml"), "tracker_options": {"inertia": 0.3}, "classes": [0]}
    project = heatdash.analyze(clip, **options, **MOTION).analysis.project
    assert (project.link.tracker, dict(project.link.options)) == ("ocsort", {"delta_t": 2, "inertia": 0.3})
    assert [str(choice) for choice in project.classes] == ["moving object"]


def test_places_can_be_given_in_every_form(answer: heatdash.Answer, clip: Path, tmp_path: Path) -> None:
    content = scene_to_json(YARD)
    (tmp_path / "scene.json").write_text(json.dumps(content), encoding="utf-8")
    for scene in (content, tmp_path / "scene.json", str(tmp_path / "scene.json")):
        assert heatdash.analyze(clip, scene=scene, **MOTION).analysis.project.scene == YARD
    for region in ("[(320,20),(320,340)]", [(320, 20), (320, 340)]):
        (line,) = heatdash.analyze(clip, region=region, **MOTION).analysis.project.scene.lines
        assert line.start == pytest.approx((0.5, 20 / 360))


def test_the_files_are_those_of_the_command_line(answer: heatdash.Answer, tmp_path: Path) -> None:
    files = heatdash.save(answer, folder=tmp_path / "results")
    assert {"tracks.csv", "heatmap.png", "summary.json"} <= {file.name for file in files}
    summary = json.loads((tmp_path / "results" / "summary.json").read_text(encoding="utf-8"))
    assert summary["totals"] == heatdash.summary_of(answer)["totals"]
    assert summary["totals"]["tracks"] == answer.tracks["track_id"].nunique() > 0


def test_a_video_is_written_where_it_is_wanted(answer: heatdash.Answer, clip: Path, tmp_path: Path) -> None:
    path = tmp_path / "new" / "heat.mp4"
    assert heatdash.analyze(clip, scene=YARD, video=path, **MOTION).video == path
    assert path.stat().st_size > 1000
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(heatdash.HeatDashError, match="cannot be written"):
        heatdash.analyze(clip, scene=YARD, video=tmp_path / "file" / "heat.mp4", **MOTION)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"metrik": "dwell_time"}, "There is no option 'metrik'; there are anchor, "),
        ({"metric": "dwell"}, "The metric 'dwell' is not known"),
        ({"conf": "high"}, "An option has a value of the wrong kind \\('conf' is 'high'\\)"),
        ({"classes": 3.5}, "An option has a value of the wrong kind"),
        ({"classes": [0, 3]}, "does not know the class '3'"),
        ({"tracker": 5}, "The tracker '5' is not known"),
        ({"tracker": "gone/mine.yaml"}, "The tracker file 'gone/mine.yaml' cannot be read"),
        ({"tracker_options": {"wings": 2}}, "The tracker 'botsort' has no option 'wings'"),
        ({"scene": YARD, "region": "[(0,0),(9,9)]"}, "Places are given twice"),
        ({"scene": "nowhere.json"}, "The scene 'nowhere.json' cannot be read"),
        ({"region": [(0, 0)]}, "has 1 points"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(
    options: dict[str, object], says: str, clip: Path, data_folder: Path
) -> None:
    with pytest.raises(heatdash.HeatDashError, match=says):
        heatdash.analyze(clip, **{**MOTION, **options})


def test_a_clip_that_is_not_there_is_told(data_folder: Path) -> None:
    with pytest.raises(heatdash.HeatDashError, match=r"There is no file 'gone\.mp4'"):
        heatdash.analyze("gone.mp4")


def test_every_name_that_is_offered_is_there() -> None:
    assert {"Heatmap", "analyze", "save"} <= set(heatdash.__all__)
    assert [name for name in heatdash.__all__ if not hasattr(heatdash, name)] == []
    with pytest.raises(AttributeError, match="no attribute 'Haetmap'"):
        heatdash.Haetmap  # noqa: B018
