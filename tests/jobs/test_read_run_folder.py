"""What analyze has written is read back, and anything else is refused in one sentence."""

import json
import shutil
from pathlib import Path

import pytest

from heatdash.errors import HeatDashError
from heatdash.jobs.read_run_folder import read_run_folder
from heatdash.tables.columns import EVENTS, PLACE, TRACKS_CSV
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import Line, Scene
from tests.builders.answers import GATE
from tests.builders.clips import make_clip
from tests.builders.run_folders import run_folder


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result that no test changes."""
    return run_folder(tmp_path_factory.mktemp("written"))


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return shutil.copytree(written, tmp_path / "run")


def test_question_clip_and_tables_come_back(tmp_path: Path) -> None:
    run = read_run_folder(run_folder(tmp_path, measure=MeasureSettings(grid=16, from_s=1.0, to_s=8.0)))
    assert run.line("Gate") == GATE
    assert run.clip().path == tmp_path / "clip.mp4"
    assert (run.from_s, run.to_s, run.duration_s) == (1.0, 8.0, 10.0)
    assert tuple(run.events.columns) == EVENTS
    assert tuple(run.tracks().columns) == TRACKS_CSV


@pytest.mark.parametrize("name", ["=SUM(A1)", "NA", "a, b", 'the "gate"', "入口"])
def test_whatever_a_line_is_called_its_crossings_are_found(tmp_path: Path, name: str) -> None:
    line = Line(name=name, start=GATE.start, end=GATE.end)
    run = read_run_folder(run_folder(tmp_path, scene=Scene(lines=(line,))))
    assert run.events[PLACE].tolist() == [name, name]


def test_an_unknown_line_is_told_with_those_there_are(written: Path) -> None:
    run = read_run_folder(written)
    with pytest.raises(HeatDashError, match="no line 'Door' in this result; choose one of: Gate"):
        run.line("Door")


def test_a_result_without_a_line_says_how_to_get_one(tmp_path: Path) -> None:
    run = read_run_folder(run_folder(tmp_path, scene=Scene()))
    with pytest.raises(HeatDashError, match="has no line; analyse the clip again with a line in --region or --scene"):
        run.line("Gate")


def test_a_clip_that_was_moved_is_told(tmp_path: Path) -> None:
    run = read_run_folder(run_folder(tmp_path))
    (tmp_path / "clip.mp4").rename(tmp_path / "elsewhere.mp4")
    with pytest.raises(HeatDashError, match=r"clip\.mp4' is not there; put it back there"):
        run.clip()


def test_a_result_that_tells_only_the_name_of_its_clip_has_it_beside_its_files(tmp_path: Path) -> None:
    folder = run_folder(tmp_path)
    project = json.loads((folder / "project.json").read_text())
    project["source"]["path"] = "clip.mp4"
    (folder / "project.json").write_text(json.dumps(project))
    with pytest.raises(HeatDashError, match=r"run/clip\.mp4' is not there; put it back there"):
        read_run_folder(folder).clip()
    (tmp_path / "clip.mp4").rename(folder / "clip.mp4")
    assert read_run_folder(folder).clip().path == folder / "clip.mp4"


def test_another_clip_under_the_same_name_is_told(tmp_path: Path) -> None:
    run = read_run_folder(run_folder(tmp_path))
    make_clip(tmp_path / "clip.mp4", frames=12)
    with pytest.raises(HeatDashError, match="is not the clip that this result was made from"):
        run.clip()


@pytest.mark.parametrize("name", ["project.json", "summary.json", "events.csv"])
def test_a_folder_that_analyze_has_not_written_is_told(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(HeatDashError, match=f"no '{name}' in .* give a folder that 'analyze' has written"):
        read_run_folder(folder)


@pytest.mark.parametrize("content", ["{", "[]", "", "\x00"])
@pytest.mark.parametrize("name", ["project.json", "summary.json", "events.csv"])
def test_a_damaged_file_is_told(folder: Path, name: str, content: str) -> None:
    (folder / name).write_text(content)
    with pytest.raises(HeatDashError, match="cannot be read"):
        read_run_folder(folder)


def test_a_project_without_its_clip_is_told(folder: Path) -> None:
    project = json.loads((folder / "project.json").read_text())
    del project["source"]
    (folder / "project.json").write_text(json.dumps(project))
    with pytest.raises(HeatDashError, match="cannot be read"):
        read_run_folder(folder)
