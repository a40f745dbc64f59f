"""Clips are read in a limited process: the same answers, and no harm where a file breaks or takes over a reader."""

import os
import pickle
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from benchmarks.fuzz_media import fuzz
from heatdash.errors import BadClipError
from heatdash.media.clip_reader import HERE
from heatdash.media.empty_scene import background_picture, free_cells
from heatdash.media.examine_picture import examine_picture
from heatdash.media.pictures import preview_frame
from heatdash.media.probe_clip import probe_clip
from heatdash.media.recording_time import recording_start
from heatdash.stages.read_parts import read_parts
from heatdash.work import read_apart
from heatdash.work.confine import landlock_version, told_confinement
from heatdash.work.read_apart import APART, READERS, ask
from heatdash.work.reading_tasks import from_bytes, to_bytes
from tests.builders.clips import cut_file, make_clip
from tests.work.hostile import Calling, Dying, Endless, Hungry, Nosy, Stuck, Writing

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there are no limits")
locks_files = pytest.mark.skipif(landlock_version() == 0, reason="this kernel has no Landlock")


@pytest.fixture(scope="module", autouse=True)
def _the_process_ends_with_the_tests() -> Iterator[None]:
    yield
    READERS.end()


@pytest.fixture
def clip_path(tmp_path: Path) -> Path:
    return make_clip(tmp_path / "IMG_20250102_030405.mp4", frames=30)


def test_its_answers_are_the_same(clip_path: Path) -> None:
    here, apart = probe_clip(clip_path), APART.probe(clip_path)
    assert apart == here
    assert apart.path == clip_path
    assert (apart.times_s == here.times_s).all()
    assert (apart.keyframes == here.keyframes).all()
    assert (APART.frame(clip=apart, index=7) == preview_frame(clip=here, index=7)).all()
    assert APART.examine(apart) == examine_picture(here)
    name = clip_path.name
    assert APART.start(clip=apart, name=name, zone="Europe/Berlin") == recording_start(
        clip=here, name=name, zone="Europe/Berlin"
    )
    assert APART.start(clip=apart, name="clip.mp4", zone=None) is None


def test_the_parts_that_it_reads_are_the_same(clip_path: Path) -> None:
    tags = {"creation_time": "2025-01-02T03:04:05.000000Z"}
    make_clip(clip_path.with_name("IMG_1.mp4"), frames=30, tags=tags)
    make_clip(clip_path.with_name("20251026_023000.mp4"), frames=30, tags=tags)
    clip_path.with_name("empty.mp4").touch()
    here, apart = (
        read_parts(paths=[clip_path.parent], zone="Europe/Berlin", reader=reader) for reader in (HERE, APART)
    )
    assert apart == here
    assert [part.start and part.start.source for part in apart.parts] == ["name", "metadata", "name"]
    assert len(apart.problems) == 1


@pytest.mark.parametrize("is_free", [True, False])
def test_its_backgrounds_are_the_same(clip_path: Path, is_free: bool) -> None:
    clip = probe_clip(clip_path)
    nobody = np.zeros((0, 4)), np.zeros(0, dtype=np.int64)
    free = free_cells(clip=clip, frames=np.arange(30), box=nobody[0], first=nobody[1], stop=nobody[1])
    here = background_picture(clip=clip, free=free if is_free else None)
    apart = APART.background(clip=clip, free=free if is_free else None)
    assert (apart.pixels == here.pixels).all()
    assert (apart.filled == here.filled).all()


def test_what_is_refused_is_refused_in_the_same_words(clip_path: Path) -> None:
    cut_file(clip_path, to=0.5)
    with pytest.raises(BadClipError) as here:
        probe_clip(clip_path)
    with pytest.raises(BadClipError) as apart:
        APART.probe(clip_path)
    assert apart.value.message == here.value.message


def test_a_reader_that_takes_too_much_memory_is_refused_it(clip_path: Path) -> None:
    with pytest.raises(BadClipError, match="more memory than a clip should"):
        ask("probe", of=clip_path, path=Hungry(clip_path))
    assert APART.probe(clip_path).frame_count == 30


def test_a_reader_that_crashes_takes_nobody_with_it(clip_path: Path) -> None:
    with pytest.raises(BadClipError, match="broke off"):
        ask("probe", of=clip_path, path=Dying(clip_path))
    assert APART.probe(clip_path).frame_count == 30


def test_a_reader_that_never_ends_is_killed(clip_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_apart, "DEADLINE_S", 1.0)
    began = time.monotonic()
    with pytest.raises(BadClipError, match="could not be read within 1 s"):
        ask("probe", of=clip_path, path=Endless(clip_path))
    assert time.monotonic() - began < 10
    assert _readers_within(2.0) == []


def test_what_takes_long_leaves_a_turn_to_what_is_waited_for(clip_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_apart, "DEADLINE_S", 4.0)
    refused: list[object] = []

    def examine() -> None:
        with pytest.raises(BadClipError) as error:
            ask("examine", of=clip_path, clip=Stuck())
        refused.append(error.value.message.key)

    examining = [threading.Thread(target=examine) for _ in range(read_apart.MOST_AT_ONCE)]
    for one in examining:
        one.start()
    began = time.monotonic()
    assert APART.probe(clip_path).frame_count == 30
    assert time.monotonic() - began < 3
    for one in examining:
        one.join()
    assert refused.count("work.reader_late") >= read_apart.MOST_LONG


def _readers_within(seconds: float) -> list[str]:
    """The readers that are left after so long, at most; none where all have ended."""
    until = time.monotonic() + seconds
    children = Path(f"/proc/{READERS.process_id}/task/{READERS.process_id}/children")
    while (left := children.read_text().split()) and time.monotonic() < until:
        time.sleep(0.05)
    return left


@locks_files
def test_a_reader_sees_no_other_file(clip_path: Path) -> None:
    clip_path.with_name("secret.txt").write_text("secret", encoding="utf-8")
    with pytest.raises(BadClipError, match="may not be read"):
        ask("probe", of=clip_path, path=Nosy(clip_path))


@locks_files
def test_a_reader_writes_nothing(clip_path: Path) -> None:
    with pytest.raises(BadClipError):
        ask("probe", of=clip_path, path=Writing(clip_path))
    assert not clip_path.with_name("written.txt").exists()


@pytest.mark.skipif(landlock_version() < 4, reason="this kernel's Landlock knows no network")
def test_a_reader_calls_nobody(clip_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.5)
        port = listening.getsockname()[1]
        with pytest.raises(BadClipError):
            ask("probe", of=clip_path, path=Calling(clip_path.with_name(f"{port}.mp4")))
        with pytest.raises(TimeoutError):
            listening.accept()


def test_readers_begin_with_no_threads_and_no_secrets(clip_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    READERS.end()
    monkeypatch.setenv("A_SECRET", "of the server")
    APART.probe(clip_path)
    process = Path(f"/proc/{READERS.process_id}")
    assert b"A_SECRET" not in (process / "environ").read_bytes()
    # Forked beside other threads, a reader could wait for ever for what one of them held.
    time.sleep(5)
    assert len(list((process / "task").iterdir())) == 1


def test_where_the_process_was_killed_another_one_reads(clip_path: Path) -> None:
    APART.probe(clip_path)
    os.kill(READERS.process_id, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while True:
        try:
            assert APART.probe(clip_path).frame_count == 30
            return
        except BadClipError:
            # What had been handed to it when it died is lost.
            assert time.monotonic() < deadline


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\0\0",
        b"\0\0\0\x09{}",
        to_bytes({"done": {}}, arrays=(np.zeros(9),))[:-8],
        to_bytes({}).replace(b"[]", b'[["object",[1]]]').replace(b"\0\0\0\x1d", b"\0\0\0\x2b"),
        pickle.dumps({"content": 1}),
    ],
)
def test_what_is_no_answer_is_not_taken_for_one(sent: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_bytes(sent)


def test_an_answer_crosses_as_it_was() -> None:
    arrays = (np.arange(6).reshape(2, 3), np.array([True, False]), np.zeros((0, 4)))
    content, crossed = from_bytes(to_bytes({"a": [1, None, "é"]}, arrays=arrays))
    assert content == {"a": [1, None, "é"]}
    assert all((one == other).all() and one.dtype == other.dtype for one, other in zip(arrays, crossed, strict=True))


def test_doctor_tells_how_clips_are_read() -> None:
    assert "process of its own" in told_confinement()


def test_damaged_clips_break_nothing() -> None:
    report = fuzz(count=60, seed=4)
    assert report.bugs == []
    assert report.read > 5
    assert report.refused.total() > 5
    assert report.longest_s < read_apart.DEADLINE_S
