"""What analyze has written is read back, and anything else is refused in one sentence."""

import errno
import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from heatdash.errors import HeatDashError, StorageError
from heatdash.exports import files as module
from heatdash.exports.folder import check_folder, read_run_folder, write_answer
from heatdash.exports.tables import answer_tables, write_csv
from heatdash.media.empty_scene import EmptyScene
from heatdash.media.probe_clip import probe_clip
from heatdash.stages.analyse import Analysis
from heatdash.stages.answer import Answer
from heatdash.stages.clip_paths import clip_paths
from heatdash.stages.measure import measure_clip
from heatdash.stages.people_boxes import no_boxes
from heatdash.stages.render import Rendered
from heatdash.tables.columns import EVENTS, PLACE, TRACK_BOXES, TRACKS
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project
from heatdash.values.run import UsedModel
from heatdash.values.scene import Line, Scene
from tests.builders.answers import GATE
from tests.builders.clips import make_clip
from tests.builders.commands import PICTURE_FILES
from tests.builders.run_folders import run_folder
from tests.builders.scenes import HEIGHT_PX, WIDTH_PX, make_picture


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
    assert tuple(run.events.columns) == EVENTS.names
    assert tuple(run.tracks().columns) == TRACK_BOXES.names


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


NAMES = PICTURE_FILES


def tracks_of(*objects: tuple[str, str]) -> pd.DataFrame:
    """One row an object, given as class and colour, all in the first frame."""
    rows = [
        (0, 1 / 3, number, 0, name, 0.123456, 1 / 3, 2.0, 30.005, 40.0, colour)
        for number, (name, colour) in enumerate(objects, start=1)
    ]
    return pd.DataFrame(rows, columns=list(TRACKS))


def answer_of(path: Path, tracks: pd.DataFrame) -> Answer:
    picture = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
    clip = probe_clip(make_picture(path / "squares.png"))
    analysis = Analysis(
        clip=clip,
        model=UsedModel(name="motion", backend="motion", origin="built in", sha256="0"),
        project=Project(),
        runs_on="CPU",
        watched_frames=1,
        detections_key="0",
        tracks_key="0",
        tracks=tracks,
        paths=clip_paths(clip=clip, tracks=tracks, sample_fps=None),
        refining=None,
        unseen=None,
        background=EmptyScene(pixels=picture, filled=np.zeros((HEIGHT_PX, WIDTH_PX), bool)),
        hidden=no_boxes(),
        stages=(),
        notices=(),
    )
    return Answer(
        analysis=analysis,
        measured=measure_clip(analysis),
        rendered=Rendered(picture=picture, video=None, stages=()),
    )


@pytest.fixture
def answer(tmp_path: Path) -> Answer:
    return answer_of(tmp_path, tracks_of(("person", "red")))


def _lines(tracks: pd.DataFrame, path: Path) -> list[str]:
    write_csv(table=answer_tables(answer_of(path, tracks))["tracks"], path=path / "tracks.csv")
    return (path / "tracks.csv").read_text(encoding="utf-8").splitlines()


def test_seconds_are_kept_to_the_microsecond_and_pixels_to_the_hundredth(tmp_path: Path) -> None:
    (_, row) = _lines(tracks_of(("person", "red")), tmp_path)
    assert row.split(",")[:7] == ["0", "0.333333", "1", "0", "person", "0.1235", "0.33"]


def test_the_rows_are_those_of_the_time_looked_at_with_their_colour_and_whether_they_were_seen(tmp_path: Path) -> None:
    measure = MeasureSettings(grid=16, from_s=1.0, to_s=4.0)
    rows = pd.read_csv(run_folder(tmp_path, measure=measure) / "tracks.csv")
    assert (rows["t_s"].min(), rows["t_s"].max()) == (1.0, 3.9)
    assert set(rows["colour"]) == {"red"}
    assert set(rows["filled"]) == {0}


def test_a_class_name_with_a_comma_stays_one_column(tmp_path: Path) -> None:
    _lines(tracks_of(('sign, "stop"', "red"), ("person", "red")), tmp_path)
    assert pd.read_csv(tmp_path / "tracks.csv")["class_name"].tolist() == ['sign, "stop"', "person"]


def test_files_are_written_into_a_folder_that_is_made(answer: Answer, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    assert sorted(file.name for file in write_answer(answer=answer, folder=folder)) == NAMES
    assert sorted(file.name for file in folder.iterdir()) == NAMES


def _fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*, content: object, path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "write_json", fail)


def test_a_full_disk_leaves_no_new_folder(answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill_the_disk(monkeypatch)
    with pytest.raises(StorageError, match=r"summary\.json' could not be written \(No space left on device\)"):
        write_answer(answer=answer, folder=tmp_path / "a" / "b")
    assert not (tmp_path / "a").exists()


def test_a_full_disk_leaves_earlier_results_as_they_were(
    answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    write_answer(answer=answer, folder=folder)
    (folder / "tracks.csv").write_text("an earlier run", encoding="utf-8")
    _fill_the_disk(monkeypatch)
    with pytest.raises(StorageError):
        write_answer(answer=answer, folder=folder)
    assert sorted(file.name for file in folder.iterdir()) == NAMES
    assert (folder / "tracks.csv").read_text(encoding="utf-8") == "an earlier run"


def test_trying_a_folder_leaves_no_trace(tmp_path: Path) -> None:
    check_folder(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []
