"""The slow pass keeps what it has seen, however it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from heatdash.detect.detector import FrameBoxes
from heatdash.detect.find_model import FoundModel, find_model
from heatdash.errors import StoppedError
from heatdash.media.probe_clip import probe_clip
from heatdash.stages.progress import Quiet
from heatdash.stages.watch import WatchedPicture, detections_key
from heatdash.values.arrays import Pixels
from heatdash.values.clip import Frame
from heatdash.values.watch_settings import WatchSettings
from tests.builders.clips import blank_bytes
from tests.builders.scenes import make_scene
from tests.stages.boxes import boxes_at
from tests.stages.watching import SPAN_FRAMES, Listener, Outcome, watch

FRAMES = 48


@pytest.fixture(autouse=True)
def _small_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heatdash.stages.watch.SPAN_FRAMES", SPAN_FRAMES)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_scene(tmp_path_factory.mktemp("scene") / "squares.mp4", frames=FRAMES)


@pytest.fixture(scope="module")
def undisturbed(clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("heatdash.stages.watch.SPAN_FRAMES", SPAN_FRAMES)
        return watch(clip, root=tmp_path_factory.mktemp("undisturbed"))


def _stop_at(frame: int) -> Listener:
    def stop(done: int) -> None:
        if done >= frame:
            raise StoppedError("messages.verbatim", sentence="Stopped.")

    return Listener(on_frame=stop)


def _spans(root: Path) -> list[Path]:
    return sorted((root / "span").glob("*"))


def _leftovers(root: Path) -> list[Path]:
    return list((root / "tmp").glob("*"))


def _flip_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def _stopped(clip: Path, root: Path, *, at: int) -> None:
    with pytest.raises(StoppedError):
        watch(clip, root=root, progress=_stop_at(at))


def test_a_clip_is_watched_once(clip: Path, tmp_path: Path) -> None:
    first = watch(clip, root=tmp_path)
    again = watch(clip, root=tmp_path)
    assert (first.was_cached, first.frames_now) == (False, FRAMES)
    assert (again.was_cached, again.frames_now) == (True, 0)
    assert again.bytes == first.bytes
    assert _spans(tmp_path) == []
    assert _leftovers(tmp_path) == []


def test_a_renamed_copy_is_the_same_clip(clip: Path, tmp_path: Path) -> None:
    watch(clip, root=tmp_path / "store")
    copy = tmp_path / "other name.mp4"
    copy.write_bytes(clip.read_bytes())
    assert watch(copy, root=tmp_path / "store").was_cached


def _key(clip: Path, model: FoundModel, **settings: Any) -> str:
    return detections_key(clip=probe_clip(clip), model=model, settings=WatchSettings(**settings))


def _export_of(folder: Path, *, input_px: str) -> FoundModel:
    folder.mkdir()
    (folder / "metadata.yaml").write_text(f"imgsz: {input_px}\nnames: {{0: person}}")
    return FoundModel(name="export", backend="openvino", path=folder, origin="here")


@pytest.mark.parametrize("own", ["640", "[384, 640]"])
def test_the_inputs_size_makes_other_detections_where_it_is_not_the_models_own(
    clip: Path, tmp_path: Path, own: str
) -> None:
    model = _export_of(tmp_path / "model", input_px=own)
    assert _key(clip, model) == _key(clip, model, input_px=640)
    assert len({_key(clip, model, input_px=size) for size in (640, 960, 1280)}) == 3


def test_the_inputs_size_does_not_count_for_motion(clip: Path) -> None:
    assert _key(clip, find_model("motion")) == _key(clip, find_model("motion"), input_px=1280)


def test_a_killed_run_continues_from_its_last_span(clip: Path, undisturbed: Outcome, tmp_path: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-m", "tests.stages.watching", str(clip), str(tmp_path), "kill", "29"], check=False, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    assert len(_spans(tmp_path)) == 3
    resumed = watch(clip, root=tmp_path)
    assert resumed.frames_now == FRAMES - 3 * SPAN_FRAMES
    assert resumed.bytes == undisturbed.bytes
    assert resumed.meta == undisturbed.meta
    assert _spans(tmp_path) == []
    assert _leftovers(tmp_path) == []


@pytest.mark.parametrize("stopped_at", [1, SPAN_FRAMES, SPAN_FRAMES + 1, FRAMES])
def test_a_stopped_run_keeps_whole_spans_only(
    clip: Path, undisturbed: Outcome, tmp_path: Path, stopped_at: int
) -> None:
    _stopped(clip, tmp_path, at=stopped_at)
    whole = (stopped_at - 1) // SPAN_FRAMES
    assert len(_spans(tmp_path)) == whole
    assert _leftovers(tmp_path) == []
    resumed = watch(clip, root=tmp_path)
    assert resumed.frames_now == FRAMES - whole * SPAN_FRAMES
    assert resumed.bytes == undisturbed.bytes
    assert _spans(tmp_path) == []


def test_a_run_stopped_twice_still_gives_the_same(clip: Path, undisturbed: Outcome, tmp_path: Path) -> None:
    _stopped(clip, tmp_path, at=12)
    _stopped(clip, tmp_path, at=30)
    resumed = watch(clip, root=tmp_path)
    assert resumed.frames_now == FRAMES - 3 * SPAN_FRAMES
    assert resumed.bytes == undisturbed.bytes


def test_a_resumed_run_tells_what_is_already_done(clip: Path, tmp_path: Path) -> None:
    _stopped(clip, tmp_path, at=20)
    counts: list[int] = []
    watch(clip, root=tmp_path, progress=Listener(on_frame=counts.append))
    assert counts == list(range(2 * SPAN_FRAMES + 1, FRAMES + 1))


INTERRUPTED = """
import signal, sys
import heatdash.stages.watch
from heatdash.cli import main
from heatdash.stages.progress import Quiet

def interrupt(self, done):
    if done == 20:
        signal.raise_signal(signal.SIGINT)

# Whoever runs the tests in the background has this signal ignored, and children with them.
signal.signal(signal.SIGINT, signal.default_int_handler)
heatdash.stages.watch.SPAN_FRAMES = int(sys.argv[1])
Quiet.advance = interrupt
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.model
def test_control_c_ends_with_one_sentence_and_keeps_the_spans(clip: Path, undisturbed: Outcome, tmp_path: Path) -> None:
    # In a process of its own, as for a user: what other tests leave behind in this one must not matter.
    out, data = tmp_path / "out", tmp_path / "data"
    command = [sys.executable, "-c", INTERRUPTED, str(SPAN_FRAMES), "analyze", str(clip), "--out", str(out)]
    done = subprocess.run(
        [*command, "--model", "motion", "--quiet"],
        env={**os.environ, "HEATDASH_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "Stopped. What was watched is kept; the same command continues from there.\n"
    assert not out.exists()
    resumed = watch(clip, root=data / "store")
    assert resumed.frames_now == FRAMES - 2 * SPAN_FRAMES
    assert resumed.bytes == undisturbed.bytes


def test_two_runs_at_once_watch_once(clip: Path, undisturbed: Outcome, tmp_path: Path) -> None:
    flag = tmp_path / "go"
    command = [sys.executable, "-m", "tests.stages.watching", str(clip), str(tmp_path / "store"), "hold", str(flag)]
    notices: list[str] = []

    def let_go(text: str) -> None:
        notices.append(text)
        flag.touch()

    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first:
        until = time.monotonic() + 60
        while not flag.with_suffix(".begun").exists():
            assert time.monotonic() < until
            assert first.poll() is None
            time.sleep(0.01)
        second = watch(clip, root=tmp_path / "store", progress=Listener(on_notice=let_go))
        assert first.communicate(timeout=60)[0] == f"{FRAMES}\n"
    assert list(map(str, notices)) == ["Another run is watching this clip; waiting for it to finish."]
    assert (second.was_cached, second.frames_now) == (True, 0)
    assert second.bytes == undisturbed.bytes


def test_damaged_detections_are_set_aside_and_made_again(clip: Path, undisturbed: Outcome, tmp_path: Path) -> None:
    watch(clip, root=tmp_path)
    (stored,) = (tmp_path / "detections").glob("*/detections.parquet")
    _flip_a_byte(stored)
    again = watch(clip, root=tmp_path)
    assert (again.was_cached, again.frames_now) == (False, FRAMES)
    assert again.bytes == undisturbed.bytes
    assert len(list((tmp_path / "set-aside").iterdir())) == 1


def test_a_damaged_span_is_watched_again(clip: Path, undisturbed: Outcome, tmp_path: Path) -> None:
    _stopped(clip, tmp_path, at=40)
    spans = _spans(tmp_path)
    assert len(spans) == 4
    _flip_a_byte(spans[0] / "detections.parquet")
    (spans[1] / "manifest.json").write_text("{", encoding="utf-8")
    resumed = watch(clip, root=tmp_path)
    assert resumed.frames_now == FRAMES - 2 * SPAN_FRAMES
    assert resumed.bytes == undisturbed.bytes
    assert _spans(tmp_path) == []


def test_lost_frames_are_counted_once(clip: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(clip.read_bytes())
    watched = watch(blank_bytes(broken, start=0.5, stop=0.62), root=tmp_path / "store")
    assert 0 < watched.meta["lost_frames"] < FRAMES / 2
    assert watched.meta["watched_frames"] == FRAMES


class Viewer(Quiet):
    """Wants a picture of the frames whose turn is named, counted in all frames, and keeps what it is shown."""

    def __init__(self, *turns: int) -> None:
        super().__init__()
        self._turns, self._asked = set(turns), 0
        self.seen: list[tuple[int, float, FrameBoxes]] = []

    def wants_picture(self) -> bool:
        self._asked += 1
        return self._asked in self._turns

    def show(self, *, pixels: Pixels, boxes: FrameBoxes) -> None:
        self.seen.append((boxes.frame, float(pixels.mean()), boxes))


def frame(index: int) -> Frame:
    return Frame(index=index, t_s=index / 25, pixels=np.full((4, 4, 3), index, np.uint8))


def test_a_frame_is_shown_with_its_own_boxes_once() -> None:
    viewer = Viewer(2)
    picture = WatchedPicture(viewer)
    assert [passed.index for passed in picture.chosen_from(map(frame, (10, 11, 12)))] == [10, 11, 12]
    for index in (10, 11, 12, 11):
        picture.show(boxes_at(frame=index))
    assert [(index, mean) for index, mean, _ in viewer.seen] == [(11, 11.0)]


def test_no_second_frame_is_held_before_the_first_is_shown() -> None:
    viewer = Viewer(1, 2, 3)
    picture = WatchedPicture(viewer)
    passing = picture.chosen_from(map(frame, range(4)))
    next(passing), next(passing)
    picture.show(boxes_at(frame=0))
    list(passing)
    picture.show(boxes_at(frame=1))
    picture.show(boxes_at(frame=2))
    assert [index for index, _, _ in viewer.seen] == [0, 2]


def test_a_watching_shows_the_frames_that_are_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heatdash.stages.watch.SPAN_FRAMES", SPAN_FRAMES)
    clip = make_scene(tmp_path / "squares.mp4", frames=24)
    viewer = Viewer(5, 13, 24)
    watch(clip, root=tmp_path / "store", progress=viewer)
    assert [index for index, _, _ in viewer.seen] == [4, 12, 23]
    assert all(len(boxes.conf) == 2 for _, _, boxes in viewer.seen)
