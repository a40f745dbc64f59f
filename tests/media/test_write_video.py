"""What is written can be played, keeps its times and colours, and leaves nothing behind when it fails."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from heatdash.errors import BadClipError, BadSettingError, HeatDashError, StorageError
from heatdash.media.probe_clip import probe_clip
from heatdash.media.read_frames import read_frames
from heatdash.media.write_video import write_video
from heatdash.values.clip import Frame
from tests.builders.clips import make_clip, numbered_picture, shown_number


def numbered_frames(count: int = 10, *, width: int = 64, height: int = 48, fps: float = 25) -> Iterator[Frame]:
    for n in range(count):
        yield Frame(n, n / fps, numbered_picture(number=n, width=width, height=height))


def test_every_frame_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    assert write_video(path=path, frames=numbered_frames(30), width_px=64, height_px=48) == 30
    clip = probe_clip(path)
    assert [shown_number(frame.pixels) for frame in read_frames(clip=clip)] == list(range(30))
    assert clip.duration_s == pytest.approx(1.2, abs=0.001)
    assert not clip.is_variable_rate
    assert list(tmp_path.iterdir()) == [path]


def test_it_is_an_h264_mp4_with_its_index_in_front(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    write_video(path=path, frames=numbered_frames(), width_px=64, height_px=48)
    assert probe_clip(path).codec == "h264"
    data = path.read_bytes()
    assert 0 < data.find(b"moov") < data.find(b"mdat")


@pytest.mark.parametrize("first_s", [0.0, 12.5])
def test_a_variable_rate_is_kept(tmp_path: Path, first_s: float) -> None:
    times_s = np.array([0, 0.0333, 0.1, 0.3517, 0.36, 1.2, 7.0001, 7.04])
    frames = [Frame(n, first_s + t_s, numbered_picture(number=n)) for n, t_s in enumerate(times_s)]
    write_video(path=tmp_path / "out.mp4", frames=frames, width_px=64, height_px=48)
    clip = probe_clip(tmp_path / "out.mp4")
    assert clip.times_s == pytest.approx(times_s, abs=0.0001)
    assert 7.04 < clip.duration_s < 7.2


def test_frames_of_equal_time_are_kept_apart(tmp_path: Path) -> None:
    frames = [Frame(n, 0.0, numbered_picture(number=n)) for n in range(3)]
    assert write_video(path=tmp_path / "out.mp4", frames=frames, width_px=64, height_px=48) == 3
    assert probe_clip(tmp_path / "out.mp4").frame_count == 3


def test_odd_sizes_double_the_last_column_and_row(tmp_path: Path) -> None:
    pixels = np.full((47, 63, 3), 60, np.uint8)
    pixels[:, -1] = pixels[-1] = 200
    write_video(path=tmp_path / "out.mp4", frames=[Frame(0, 0.0, pixels)], width_px=63, height_px=47, crf=5)
    (frame,) = read_frames(clip=probe_clip(tmp_path / "out.mp4"))
    assert frame.pixels.shape == (48, 64, 3)
    assert frame.pixels[:-2, -2:].mean() == pytest.approx(200, abs=6)
    assert frame.pixels[-2:].mean() == pytest.approx(200, abs=6)


@pytest.mark.parametrize(("width", "height"), [(64, 48), (1280, 720)])
@pytest.mark.parametrize("pixel_format", ["bgr24", "yuv420p"])
def test_colours_do_not_shift(tmp_path: Path, width: int, height: int, pixel_format: str) -> None:
    colours = np.array([(200, 30, 60), (20, 180, 40), (30, 60, 220), (128, 128, 128)], np.uint8)
    pixels = np.repeat(np.repeat(colours.reshape(2, 2, 3), height // 2, axis=0), width // 2, axis=1)
    first = tmp_path / "first.mp4"
    write_video(path=first, frames=[Frame(0, 0.0, pixels)], width_px=width, height_px=height, crf=10)
    again = tmp_path / "again.mp4"
    frames = read_frames(clip=probe_clip(first), pixel_format=pixel_format)
    write_video(path=again, frames=frames, width_px=width, height_px=height, crf=10, pixel_format=pixel_format)
    (frame,) = read_frames(clip=probe_clip(again))
    assert np.abs(frame.pixels.reshape(-1, 3).mean(axis=0) - pixels.reshape(-1, 3).mean(axis=0)).max() < 2.5
    inside = np.s_[4 : height // 2 - 4, 4 : width // 2 - 4]
    assert np.abs(frame.pixels.astype(int) - pixels)[inside].max() <= 5


def test_full_range_planes_of_other_colour_tags_are_brought_to_the_written_ones(tmp_path: Path) -> None:
    clip = probe_clip(make_clip(tmp_path / "a.avi", codec="mjpeg", pixel_format="yuvj420p", frames=1))
    write_video(
        path=tmp_path / "b.mp4",
        frames=read_frames(clip=clip, pixel_format="yuv420p"),
        width_px=64,
        height_px=48,
        pixel_format="yuv420p",
        crf=5,
    )
    (seen,) = read_frames(clip=clip)
    (written,) = read_frames(clip=probe_clip(tmp_path / "b.mp4"))
    assert np.abs(seen.pixels.mean(axis=(0, 1)) - written.pixels.mean(axis=(0, 1))).max() < 2.5


def test_an_older_clip_is_replaced_only_by_a_whole_one(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    path.write_bytes(b"old")

    def broken() -> Iterator[Frame]:
        yield from numbered_frames(3)
        raise BadClipError("messages.verbatim", sentence="gone.")

    with pytest.raises(BadClipError, match="gone"):
        write_video(path=path, frames=broken(), width_px=64, height_px=48)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [KeyboardInterrupt, GeneratorExit, OSError, ZeroDivisionError])
def test_whatever_ends_it_passes_through_and_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    def stopped() -> Iterator[Frame]:
        yield from numbered_frames(3)
        raise error

    with pytest.raises(error):
        write_video(path=tmp_path / "out.mp4", frames=stopped(), width_px=64, height_px=48)
    assert list(tmp_path.iterdir()) == []


def test_no_frames_is_told(tmp_path: Path) -> None:
    with pytest.raises(HeatDashError, match="no frame"):
        write_video(path=tmp_path / "out.mp4", frames=[], width_px=64, height_px=48)
    assert list(tmp_path.iterdir()) == []


def test_a_frame_of_another_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSettingError, match=r"\(48, 64, 3\)"):
        write_video(path=tmp_path / "out.mp4", frames=numbered_frames(), width_px=32, height_px=24)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("pixel_format", ["bgr24", "yuv420p"])
def test_frames_may_reuse_one_array_or_be_read_only(tmp_path: Path, pixel_format: str) -> None:
    clip = probe_clip(make_clip(tmp_path / "in.mp4", frames=12))
    canvas: list[np.ndarray] = []

    def reused() -> Iterator[Frame]:
        for frame in read_frames(clip=clip, pixel_format=pixel_format):
            canvas[:] = canvas or [np.empty_like(frame.pixels)]
            canvas[0][...] = frame.pixels
            yield Frame(frame.index, frame.t_s, canvas[0])

    def read_only() -> Iterator[Frame]:
        for frame in read_frames(clip=clip, pixel_format=pixel_format):
            frame.pixels.setflags(write=False)
            yield frame

    for frames in (reused(), read_only()):
        path = tmp_path / "out.mp4"
        write_video(path=path, frames=frames, width_px=64, height_px=48, pixel_format=pixel_format)
        assert [shown_number(frame.pixels) for frame in read_frames(clip=probe_clip(path))] == list(range(12))


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="There is no folder"):
        write_video(path=tmp_path / "no" / "out.mp4", frames=numbered_frames(), width_px=64, height_px=48)


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "out.mp4").mkdir()
    with pytest.raises(StorageError, match="is a folder"):
        write_video(path=tmp_path / "out.mp4", frames=numbered_frames(), width_px=64, height_px=48)
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp4"]


def test_a_folder_that_may_not_be_written_is_told() -> None:
    with pytest.raises(StorageError, match=r"cannot be written|There is no folder"):
        write_video(path=Path("/proc/1/out.mp4"), frames=numbered_frames(), width_px=64, height_px=48)


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from tests.media.test_write_video import *

path = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for room in (0, 2_000, 20_000, 60_000):
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    try:
        write_video(path=path, frames=numbered_frames(100), width_px=64, height_px=48, crf=5)
    except StorageError as error:
        print(error, list(path.parent.iterdir()))
"""


def test_a_full_disk_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path / "out.mp4")],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    told = done.stdout.splitlines()
    assert len(told) == 4, done.stderr
    assert all(line.startswith("There is no room left to write 'out.mp4'") and line.endswith(" []") for line in told)
