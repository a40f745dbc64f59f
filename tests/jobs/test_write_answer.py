"""Every file appears whole or not at all."""

import errno
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from heatdash.errors import StorageError
from heatdash.jobs import file_writers as module
from heatdash.jobs.analyse_clip import Analysis
from heatdash.jobs.answer_clip import Answer
from heatdash.jobs.answer_tables import answer_tables
from heatdash.jobs.choose_tracks import choose_tracks, static_count
from heatdash.jobs.measure_clip import measure_clip
from heatdash.jobs.render_clip import Rendered
from heatdash.jobs.write_answer import check_folder, write_answer
from heatdash.jobs.write_csv import write_csv
from heatdash.media.probe_clip import probe_clip
from heatdash.tables.columns import TRACKS
from heatdash.values.class_choice import parse_classes
from heatdash.values.project import Project
from heatdash.values.used_model import UsedModel
from tests.builders.scenes import HEIGHT_PX, WIDTH_PX, make_picture

NAMES = [
    *("counts.csv", "events.csv", "flows.csv", "heat.csv", "heatmap.png"),
    *("project.json", "summary.json", "tracks.csv", "zones.csv"),
]


def tracks_of(*objects: tuple[str, str]) -> pd.DataFrame:
    """One row an object, given as class and colour, all in the first frame."""
    rows = [
        (0, 1 / 3, number, 0, name, 0.123456, 1 / 3, 2.0, 30.005, 40.0, colour)
        for number, (name, colour) in enumerate(objects, start=1)
    ]
    return pd.DataFrame(rows, columns=list(TRACKS))


def answer_of(path: Path, tracks: pd.DataFrame) -> Answer:
    analysis = Analysis(
        clip=probe_clip(make_picture(path / "squares.png")),
        model=UsedModel(name="motion", backend="motion", origin="built in", sha256="0"),
        project=Project(),
        runs_on="CPU",
        watched_frames=1,
        detections_key="0",
        tracks_key="0",
        tracks=tracks,
        static_tracks=0,
        refining=None,
        hidden=tracks,
        stages=(),
        notices=(),
    )
    picture = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
    return Answer(
        analysis=analysis,
        measured=measure_clip(analysis),
        rendered=Rendered(picture=picture, video=None, stages=()),
    )


@pytest.fixture
def answer(tmp_path: Path) -> Answer:
    return answer_of(tmp_path, tracks_of(("person", "red")))


def _lines(tracks: pd.DataFrame, path: Path) -> list[str]:
    table = answer_tables(answer_of(path, tracks))["tracks.csv"]
    write_csv(table=table.rows, path=path / "tracks.csv", decimals=table.decimals)
    return (path / "tracks.csv").read_text(encoding="utf-8").splitlines()


def test_seconds_are_kept_to_the_microsecond_and_pixels_to_the_hundredth(tmp_path: Path) -> None:
    (_, row) = _lines(tracks_of(("person", "red")), tmp_path)
    assert row.split(",")[:7] == ["0", "0.333333", "1", "0", "person", "0.1235", "0.33"]


def test_a_class_name_with_a_comma_stays_one_column(tmp_path: Path) -> None:
    _lines(tracks_of(('sign, "stop"', "red"), ("person", "red")), tmp_path)
    assert pd.read_csv(tmp_path / "tracks.csv")["class_name"].tolist() == ['sign, "stop"', "person"]


def test_files_are_written_into_a_folder_that_is_made(answer: Answer, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    assert sorted(file.name for file in write_answer(answer=answer, folder=folder)) == NAMES
    assert sorted(file.name for file in folder.iterdir()) == NAMES


def _fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(content: object, path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "_write_json", fail)


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


@pytest.mark.parametrize(
    ("classes", "kept"),
    [
        ("", [1, 2, 3]),
        ("person", [1, 2]),
        ("person.red", [1]),
        ("car,person.blue", [2, 3]),
        ("car.red", []),
    ],
)
def test_classes_and_colours_choose_tracks(classes: str, kept: list[int]) -> None:
    tracks = tracks_of(("person", "red"), ("person", "blue"), ("car", "white"))
    found = choose_tracks(tracks=tracks, choices=parse_classes(classes), keep_static=False)
    assert found["track_id"].tolist() == kept


def test_people_and_vehicles_that_never_moved_are_left_out_and_counted() -> None:
    tracks = tracks_of(("person", "red"), ("person", "blue"), ("car", "white"), ("chair", "black"))
    tracks = tracks.assign(filled=False, static=[True, False, True, True])
    people = parse_classes("person")
    assert choose_tracks(tracks=tracks, choices=(), keep_static=False)["track_id"].tolist() == [2, 4], "chairs stand"
    assert choose_tracks(tracks=tracks, choices=(), keep_static=True)["track_id"].tolist() == [1, 2, 3, 4]
    assert choose_tracks(tracks=tracks, choices=people, keep_static=False)["track_id"].tolist() == [2]
    assert static_count(tracks=tracks, choices=()) == 2
    assert static_count(tracks=tracks, choices=people) == 1
