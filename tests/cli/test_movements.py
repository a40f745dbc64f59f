"""Turning movements from the command line and from Python."""

import json
from pathlib import Path

import heatdash as api
from tests.builders.commands import table_in
from tests.cli.conftest import Command

WEST, EAST = ({"name": name, "start": [x, 0], "end": [x, 1]} for name, x in (("West", 0.35), ("East", 0.65)))
SCENE = {"version": 1, "lines": [WEST, EAST]}
"""The two squares go from one of them to the other, one each way."""


def test_the_command_line_and_python_tell_the_same_movements(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path
) -> None:
    (tmp_path / "scene.json").write_text(json.dumps(SCENE), encoding="utf-8")
    (tmp_path / "pcu.json").write_text(json.dumps({"moving object": 2.5}), encoding="utf-8")
    options = ("--scene", tmp_path / "scene.json", "--pcu", tmp_path / "pcu.json", "--interval", "5")
    options += ("--model", "motion", "--start-time", "12:04:59", "--no-video", "--quiet")
    assert heatdash("analyze", clip, "--out", tmp_path / "out", *options).code == 0
    rows = [row for row in table_in(tmp_path / "out", "movements.csv") if row["class_name"] == "all classes"]
    ways = [row for row in rows if row["kind"] == "movement" and row["period"] == "whole_time"]
    assert [(row["origin"], row["destination"], row["count"], float(row["pcu"])) for row in ways] == [
        ("West", "East", "1", 2.5),
        ("East", "West", "1", 2.5),
    ]
    assert {row["bin_start_clock"] for row in rows if row["period"] == "interval"} == {"12:04:59", "12:05:00"}
    assert [float(row["per_hour_extrapolated"]) for row in ways] == [1875.0] * 2, "in 1.92 s"
    answer = api.analyze(
        clip, scene=SCENE, pcu={"moving object": 2.5}, interval_min=5, model="motion", start="12:04:59"
    )
    api.save(answer, folder=tmp_path / "python")
    for name in ("movements.csv", "journeys.csv", "flows.csv"):
        assert (tmp_path / "python" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()
    assert answer.journeys[["from_place", "to_place", "tracks"]].values.tolist() == [
        ["East", "West", 1],
        ["West", "East", 1],
    ]
    project = json.loads((tmp_path / "out" / "project.json").read_text(encoding="utf-8"))
    assert (project["pcu"]["moving object"], project["measure"]["interval_min"]) == (2.5, 5)
