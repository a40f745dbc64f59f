"""Counting in one's own classes, from the command line and from Python."""

import json
from pathlib import Path

import heatdash as api
from tests.builders.commands import summary_in, table_in
from tests.cli.conftest import DOWN_THE_MIDDLE, Command, refused

MOTION = ("--model", "motion", "--no-video", "--quiet")


def own_classes(folder: Path) -> Path:
    path = folder / "classes.csv"
    path.write_text("class,name\nMoving object,mover\n", encoding="utf-8")
    return path


def test_everything_bears_the_own_names_and_nothing_is_watched_again(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path
) -> None:
    options = (*MOTION, "--region", DOWN_THE_MIDDLE, "--class-map", own_classes(tmp_path), "--classes", "mover")
    assert heatdash("analyze", clip, "--out", tmp_path / "out", *options).code == 0
    for name in ("tracks.csv", "events.csv", "counts.csv", "movements.csv"):
        assert {row["class_name"] for row in table_in(tmp_path / "out", name)} <= {"mover", "all classes"}
    summary = summary_in(tmp_path / "out")
    assert summary["class_map"] == {"Moving object": "mover"}
    assert summary["totals"]["tracks_by_class"] == {"mover": 2}
    assert set(summary["cached"]) >= {"watch", "link", "refine"}
    again = ("--project", tmp_path / "out" / "project.json", "--no-video", "--quiet")
    assert heatdash("analyze", clip, "--out", tmp_path / "again", *again).code == 0
    assert (tmp_path / "again" / "tracks.csv").read_bytes() == (tmp_path / "out" / "tracks.csv").read_bytes()
    answer = api.analyze(clip, region=DOWN_THE_MIDDLE, model="motion", class_map={"moving object": "mover"})
    assert set(answer.tracks["class_name"]) == {"mover"}
    by_file = api.analyze(clip, region=DOWN_THE_MIDDLE, model="motion", class_map=own_classes(tmp_path))
    assert by_file.events.equals(answer.events)


def test_a_project_loses_its_map_again(heatdash: Command, after_first: Path, clip: Path, tmp_path: Path) -> None:
    project = {"version": 1, "watch": {"model": "motion"}, "class_map": {"moving object": "mover"}}
    (tmp_path / "project.json").write_text(json.dumps(project), encoding="utf-8")
    options = ("--project", tmp_path / "project.json", "--class-map", "none", "--no-video", "--quiet")
    assert heatdash("analyze", clip, "--out", tmp_path / "out", *options).code == 0
    assert summary_in(tmp_path / "out")["totals"]["tracks_by_class"] == {"moving object": 2}


def test_a_class_that_has_another_name_is_refused_by_its_old_one(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path
) -> None:
    options = (*MOTION, "--class-map", own_classes(tmp_path), "--classes", "moving object")
    refused(heatdash("analyze", clip, "--out", tmp_path / "out", *options), "it knows mover", at=tmp_path)


def test_the_traffic_classes_are_known_by_name(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path
) -> None:
    options = (*MOTION, "--class-map", "traffic")
    assert heatdash("analyze", clip, "--out", tmp_path / "out", *options).code == 0
    assert summary_in(tmp_path / "out")["class_map"]["person + bicycle"] == "cyclist"
