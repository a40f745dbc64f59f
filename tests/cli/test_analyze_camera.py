"""`analyze` for the files of a camera's recorder."""

import json
from pathlib import Path

import pandas as pd
import pytest

from heatdash.cli import main
from tests.builders.cut_files import cut_file
from tests.builders.scenes import make_scene

pytestmark = pytest.mark.usefixtures("data_folder")
PLACES = {
    "version": 1,
    "zones": [{"name": "Yard", "points": [[0, 0], [1, 0], [1, 1], [0, 1]], "kind": "count"}],
    "lines": [{"name": "Gate", "start": [0.5, 1.0], "end": [0.5, 0.0]}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    cut_file(make_scene(tmp_path / "whole.mp4", frames=100), tmp_path / "door", at_s=(1, 2))
    (tmp_path / "scene.json").write_text(json.dumps(PLACES))
    return tmp_path / "door"


def test_a_folder_is_one_recording_with_its_own_tables(folder: Path, tmp_path: Path, capsys) -> None:
    out, scene = tmp_path / "out", str(tmp_path / "scene.json")
    later = folder / "cam_20261121_123000.mp4"
    (folder / "cam_20261121_120002.mp4").rename(later)
    options = ["--camera", "Door", "--zone", "Europe/Berlin", "--scene", scene, "--model", "motion"]
    assert main(["analyze", str(folder), "--out", str(out), *options]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Door: moving object ")
    assert "3 clips" in said
    parts = pd.read_csv(out / "parts.csv")
    assert parts["began"].tolist() == ["2026-11-21 12:00:00", "2026-11-21 12:00:01", "2026-11-21 12:30:00"]
    assert parts["gap_before_s"].isna().tolist() == [True, True, False]
    assert parts["start_source"].tolist() == ["name"] * 3
    summary = json.loads((out / "summary.json").read_text())
    assert summary["camera"]["name"] == "Door"
    assert summary["recording"]["start"] == "2026-11-21 12:00:00 Europe/Berlin"
    assert summary["recording"]["parts"] == 3
    assert len(summary["recording"]["gaps"]) == 1
    assert summary["observed_s"] == pytest.approx(summary["recording"]["watched_s"], abs=0.2)
    names = {"heatmap.png", "heat.csv", "events.csv", "counts.csv", "zones.csv", "flows.csv", "journeys.csv"}
    assert names | {"movements.csv", "parts.csv", "summary.json"} == {file.name for file in out.iterdir()}
    # A second question runs no model, and may be about a time of day.
    ask = ["analyze", *map(str, sorted(folder.iterdir())), "--out", str(out), *options, "--from", "12:29", "--json"]
    assert main(ask) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["looked_at"]["from_s"] == 1800


def test_what_makes_no_sense_for_several_clips_is_one_sentence(folder: Path, tmp_path: Path, capsys) -> None:
    single = str(next(folder.iterdir()))
    for arguments, said in (
        ([str(folder), "--start-time", "12:00:00"], "of several, each has its own"),
        ([str(folder), "--region", "[(1,2),(3,4)]", "--model", "motion"], "--scene scene.json"),
        ([single, "--zone", "Europe/Berlin"], "give --camera NAME as well"),
        ([str(folder), "--zone", "Europe/Atlantis"], "Europe/Atlantis"),
        ([str(folder), "--names", "{year}"], "{year}"),
        ([str(tmp_path / "gone.mp4"), str(tmp_path / "lost.mp4")], "no clip"),
    ):
        assert main(["analyze", *arguments, "--out", str(tmp_path / "out")]) == 2
        assert said in capsys.readouterr().err.splitlines()[-1]
    assert not (tmp_path / "out").exists()
