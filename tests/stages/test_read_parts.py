"""Files and folders become the parts of a recording; what cannot be read is told and left out."""

import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from heatdash.errors import BadSettingError
from heatdash.stages.read_parts import find_clips, read_parts
from heatdash.values.name_pattern import NamePattern
from heatdash.values.recording import recording_of
from tests.builders.clips import make_clip
from tests.builders.recordings import names, offsets, told

BERLIN = "Europe/Berlin"


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten seconds, without a name or metadata that tell its start."""
    return make_clip(tmp_path_factory.mktemp("clips") / "clip.avi", frames=20, fps=2)


def put(clip: Path, path: Path, *, written: datetime | None = None, unlike: bytes = b"") -> Path:
    """A copy of the clip, with a few bytes at its end that make it another file, written then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(clip, path)
    with path.open("ab") as file:
        file.write(unlike or path.name.encode())
    if written is not None:
        os.utime(path, (written.timestamp(), written.timestamp()))
    return path


def test_a_folder_of_a_day_becomes_a_recording(clip: Path, tmp_path: Path) -> None:
    day = tmp_path / "2025-11-21" / "001" / "dav"
    for clock in ("12.00.00-12.00.10", "12.00.10-12.00.20", "12.01.00-12.01.10"):
        put(clip, day / clock[:2] / f"{clock}[M][0@0][0].avi")
    read = read_parts(paths=[tmp_path], zone=BERLIN)
    assert read.problems == ()
    assert [part.name for part in read.parts] == [
        "2025-11-21/001/dav/12/12.00.00-12.00.10[M][0@0][0].avi",
        "2025-11-21/001/dav/12/12.00.10-12.00.20[M][0@0][0].avi",
        "2025-11-21/001/dav/12/12.01.00-12.01.10[M][0@0][0].avi",
    ]
    first = read.parts[0]
    assert (first.size_px, first.duration_s) == ((64, 48), 10)
    assert (str(first.start), first.start and first.start.source) == ("2025-11-21 12:00:00 Europe/Berlin", "name")
    assert len({part.sha256 for part in read.parts}) == 3
    assert [file.path for file in read.files] == sorted(day.rglob("*.avi"))
    recording = recording_of(parts=reversed(read.parts), zone=BERLIN)
    assert [60 * offset for offset in offsets(recording)] == [0, 10, 60]
    assert (recording.stretches, recording.problems) == (((0, 1), (2,)), ())


def test_folders_are_looked_through_but_for_what_is_hidden_or_no_clip_or_a_link(clip: Path, tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "cam 1", tmp_path / "elsewhere"
    for name in ("b.AVI", "a/2.mp4", "a/10.mp4", "a/deep/er/x.mkv", "摄像头/1.ts"):
        put(clip, folder / name)
    for name in (".b.avi", "._b.avi", ".trash/b.avi", "@eaDir/b.avi", "notes.txt", "b.avi.part", "b", "a/2.jpg"):
        put(clip, folder / name)
    put(clip, elsewhere / "secret.avi")
    (folder / "out").symlink_to(elsewhere)
    (folder / "out.avi").symlink_to(elsewhere / "secret.avi")
    (folder / "latest.avi").symlink_to(folder / "b.AVI")
    (folder / "round").symlink_to(folder)
    (folder / "folder.avi").mkdir()
    found, problems = find_clips([folder])
    assert [file.name for file in found] == ["a/10.mp4", "a/2.mp4", "a/deep/er/x.mkv", "b.AVI", "摄像头/1.ts"]
    assert [file.path for file in found] == [folder / file.name for file in found]
    assert problems == ()


def test_files_and_folders_may_be_given_together_and_twice(clip: Path, tmp_path: Path) -> None:
    first, second = put(clip, tmp_path / "cam" / "1.avi"), put(clip, tmp_path / "cam" / "2.avi")
    link = tmp_path / "link.avi"
    link.symlink_to(first)
    odd = put(clip, tmp_path / "clip without an ending")
    found, _ = find_clips([second, tmp_path / "cam", odd, link, tmp_path / "cam" / ".." / "cam"])
    # What a person names is taken, whatever it is called, and where it lies by a link.
    assert [file.name for file in found] == ["2.avi", "1.avi", "clip without an ending"]
    assert [file.name for file in find_clips([link])[0]] == ["link.avi"]
    assert len(read_parts(paths=[odd, link]).parts) == 2


def test_what_cannot_be_read_is_told_and_the_rest_is_read(clip: Path, tmp_path: Path) -> None:
    good = put(clip, tmp_path / "20251121_120000.avi")
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "12.00.00-12.10.00[M][0@0][0].dav").write_bytes(b"DHAV" + bytes(99))
    (tmp_path / "text.mkv").write_bytes(b"no clip at all")
    still = tmp_path / "still.png"
    still.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    gone = tmp_path / "gone.mp4"
    read = read_parts(paths=[tmp_path, gone, still, tmp_path / "a" / "b"])
    assert [part.name for part in read.parts] == [good.name]
    sentences = [str(problem) for problem in read.problems]
    assert sentences[0] == ("The folder 'b' holds no clips; choose one that holds some, such as MP4, MKV or AVI files.")
    assert sentences[1].startswith("'a/12.00.00-12.10.00[M][0@0][0].dav' is in a recorder's own format (DHAV)")
    assert "'empty.mp4' is empty (0 bytes); copy it from the camera again." in sentences
    assert "There is no file 'gone.mp4'; check the name and choose again." in sentences
    assert any(said.startswith("'text.mkv' is neither a clip nor a picture") for said in sentences)
    assert any(said.startswith("'still.png'") for said in sentences)
    assert len(sentences) == 6


def test_a_still_picture_is_no_part(tmp_path: Path) -> None:
    import cv2
    import numpy as np

    cv2.imwrite(str(tmp_path / "still.png"), np.zeros((48, 64, 3), np.uint8))
    (problem,) = read_parts(paths=[tmp_path / "still.png"]).problems
    assert str(problem) == "'still.png' is a still picture, and cannot be part of a recording; leave it out."


def test_many_files_with_one_fault_are_told_in_few_words(tmp_path: Path) -> None:
    for number in range(8):
        (tmp_path / f"{number}.dav").write_bytes(b"DHAV" + bytes(99))
    problems = read_parts(paths=[tmp_path]).problems
    assert [str(problem).split(" ")[0] for problem in problems[:3]] == ["'0.dav'", "'1.dav'", "'2.dav'"]
    (more,) = problems[3:]
    assert str(more) == "5 more files cannot be read for the same reason as the one before: 3.dav, 4.dav, 5.dav, …."
    assert "另有 5 个文件" in more.told("zh")


def test_a_folder_that_may_not_be_read_is_told(clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(clip, tmp_path / "cam" / "1.avi")
    real = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    (tmp_path / "cam" / "locked").mkdir()
    monkeypatch.setattr(os, "scandir", refuse)
    read = read_parts(paths=[tmp_path / "cam"])
    assert [part.name for part in read.parts] == ["1.avi"]
    assert [str(problem).split(";")[0] for problem in read.problems] == ["'locked' cannot be read (Permission denied)"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is text")
def test_a_name_that_is_no_text_is_told_with_a_mark(clip: Path, tmp_path: Path) -> None:
    path = put(clip, Path(os.fsdecode(os.fsencode(tmp_path) + b"/t\xfcr.avi")), unlike=b"x")
    (part,) = read_parts(paths=[tmp_path]).parts
    assert part.name == "t�r.avi"
    assert path.exists()


def test_when_files_were_written_is_a_guess_and_only_where_it_may_be(clip: Path, tmp_path: Path) -> None:
    written = datetime(2025, 11, 21, 11, 0, 10, tzinfo=UTC)
    put(clip, tmp_path / "IMG_1.avi", written=written)
    (part,) = read_parts(paths=[tmp_path], zone=BERLIN).parts
    assert (str(part.start), part.start and part.start.is_guess) == ("2025-11-21 12:00:00 Europe/Berlin", True)
    assert part.file_time_s == written.timestamp()
    (part,) = read_parts(paths=[tmp_path], zone=BERLIN, with_file_times=False).parts
    assert (part.start, part.file_time_s) == (None, None)


def test_a_pattern_reads_a_cameras_own_names(clip: Path, tmp_path: Path) -> None:
    put(clip, tmp_path / "cam 1, 05.06.2025, 12h00m00.avi")
    pattern = NamePattern("cam 1, {day}.{month}.{year}, {hour}h{minute}m{second}")
    (part,) = read_parts(paths=[tmp_path], pattern=pattern).parts
    assert str(part.start) == "2025-06-05 12:00:00"


def test_a_zone_that_there_is_not_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(BadSettingError, match="There is no time zone 'Mars/Base'"):
        read_parts(paths=[tmp_path / "gone"], zone="Mars/Base")


def test_the_hour_that_is_shown_twice_is_told_apart_by_when_files_were_written(clip: Path, tmp_path: Path) -> None:
    for number, hour in enumerate((0, 1)):
        written = datetime(2025, 10, 26, hour, 30, 10, tzinfo=UTC)
        put(clip, tmp_path / f"20251026_023000_{number}.avi", written=written)
    recording = recording_of(parts=read_parts(paths=[tmp_path], zone=BERLIN).parts, zone=BERLIN)
    assert offsets(recording) == [0, 60]
    assert names(recording) == ["20251026_023000_0.avi", "20251026_023000_1.avi"]
    assert "its file tells that it was the second time" in told(recording)[0]


def test_the_hour_that_is_shown_twice_is_told_apart_by_metadata(tmp_path: Path) -> None:
    for hour in (0, 1):
        tags = {"creation_time": f"2025-10-26T0{hour}:30:00.000000Z"}
        make_clip(tmp_path / f"20251026_023000_{hour}.mp4", frames=20, fps=2, tags=tags)
    read = read_parts(paths=[tmp_path], zone=BERLIN, with_file_times=False)
    assert [part.metadata_time_s for part in read.parts] == [
        datetime(2025, 10, 26, hour, 30, tzinfo=UTC).timestamp() for hour in (0, 1)
    ]
    assert offsets(recording_of(parts=read.parts, zone=BERLIN)) == [0, 60]
