"""What a clip is told to hold."""

import hashlib
import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from heatdash.errors import BadClipError
from heatdash.media.probe_clip import probe_clip
from tests.builders.clips import blank_bytes, cut_file, make_clip, numbered_picture, turn_clip

CONTAINERS = [
    ("clip.mp4", {}),
    ("clip.mp4", {"b_frames": 2}),
    ("clip.mov", {"b_frames": 2}),
    ("clip.mkv", {"b_frames": 2}),
    ("clip.webm", {"codec": "libvpx-vp9"}),
    ("clip.webm", {"codec": "libvpx"}),
    ("clip.ts", {"b_frames": 2}),
    ("clip.avi", {"codec": "mpeg4"}),
    ("clip.avi", {"codec": "mpeg4", "b_frames": 2}),
    ("clip.avi", {"b_frames": 2}),
    ("clip.avi", {"codec": "mjpeg", "pixel_format": "yuvj420p"}),
    ("clip.flv", {}),
]


@pytest.mark.parametrize(("name", "how"), CONTAINERS)
def test_every_container_gives_the_same_times(tmp_path: Path, name: str, how: dict) -> None:
    clip = probe_clip(make_clip(tmp_path / name, frames=12, **how))
    assert (clip.frame_count, clip.width_px, clip.height_px, clip.lost_frames) == (12, 64, 48, 0)
    assert clip.times_s == pytest.approx(np.arange(12) / 25, abs=0.0006)
    assert clip.duration_s == pytest.approx(0.48, abs=0.0011)
    assert clip.average_fps == pytest.approx(25, rel=0.003)
    assert not clip.is_variable_rate
    assert clip.keyframes[0] == 0


def test_names_the_container_and_codec_and_hashes_the_bytes(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mkv")
    clip = probe_clip(path)
    assert (clip.container, clip.codec, clip.path) == ("mkv", "h264", path)
    assert clip.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_keyframes_are_numbered_in_the_order_shown(tmp_path: Path) -> None:
    clip = probe_clip(make_clip(tmp_path / "clip.mp4", frames=12, keyframe_every=4, b_frames=2))
    assert clip.keyframes.tolist() == [0, 4, 8]


def test_variable_rate_is_kept_and_told(tmp_path: Path) -> None:
    times_s = [0, 0.04, 0.1, 0.35, 0.36, 1.2]
    clip = probe_clip(make_clip(tmp_path / "clip.mp4", frames=6, times_s=times_s))
    assert clip.times_s == pytest.approx(times_s, abs=1e-4)
    assert clip.is_variable_rate


@pytest.mark.parametrize("fps", [7, 23.976, 29.97, 60, 120])
@pytest.mark.parametrize("name", ["clip.mkv", "clip.flv", "clip.mp4"])
def test_rounding_to_milliseconds_is_no_variable_rate(tmp_path: Path, fps: float, name: str) -> None:
    assert not probe_clip(make_clip(tmp_path / name, frames=40, fps=fps)).is_variable_rate


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.ts"])
def test_time_begins_at_the_first_frame(tmp_path: Path, name: str) -> None:
    clip = probe_clip(make_clip(tmp_path / name, start_s=3.0, b_frames=2))
    assert clip.times_s == pytest.approx(np.arange(10) / 25, abs=0.0006)


@pytest.mark.parametrize(
    ("matrix", "degrees"),
    [
        ((1, 0, 0, 1), 0),
        ((0, 1, -1, 0), 270),
        ((-1, 0, 0, -1), 180),
        ((0, -1, 1, 0), 90),
    ],
)
def test_a_turned_clip_is_upright_as_cv2_has_it(tmp_path: Path, matrix: tuple, degrees: int) -> None:
    clip = probe_clip(turn_clip(make_clip(tmp_path / "clip.mp4"), matrix=matrix))
    _, seen = cv2.VideoCapture(str(clip.path)).read()
    assert (clip.height_px, clip.width_px) == seen.shape[:2]
    assert clip.rotation_deg == degrees


def test_odd_sizes(tmp_path: Path) -> None:
    clip = probe_clip(make_clip(tmp_path / "clip.mkv", codec="ffv1", width=63, height=47))
    assert (clip.width_px, clip.height_px) == (63, 47)


@pytest.mark.parametrize("to", [0.4, 0.5, 0.61, 0.9])
def test_a_cut_off_clip_gives_what_is_there_and_tells_what_is_lost(tmp_path: Path, to: float) -> None:
    path = make_clip(tmp_path / "clip.mov", frames=60, width=128, height=96, b_frames=2)
    whole = probe_clip(_with_index_in_front(path))
    clip = probe_clip(cut_file(path, to=to))
    assert 0 < clip.frame_count < 60
    assert clip.lost_frames == 60 - clip.frame_count
    assert set(clip.times_s) < set(whole.times_s)


@pytest.mark.parametrize("name", ["clip.ts", "clip.mkv", "clip.avi"])
def test_a_cut_off_recording_without_index_gives_what_is_there(tmp_path: Path, name: str) -> None:
    how = {"codec": "mpeg4"} if name.endswith("avi") else {}
    clip = probe_clip(cut_file(make_clip(tmp_path / name, frames=60, width=128, height=96, **how), to=0.5))
    assert 15 < clip.frame_count < 45


def test_a_damaged_middle_is_still_counted(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.ts", frames=60, width=128, height=96)
    assert probe_clip(blank_bytes(path, start=0.5, stop=0.52)).frame_count > 50


def test_two_recordings_in_one_file_go_on_in_time(tmp_path: Path) -> None:
    first = make_clip(tmp_path / "a.ts", frames=20, start_s=5.0)
    second = make_clip(tmp_path / "b.ts", frames=20, start_s=1.0)
    both = tmp_path / "both.ts"
    both.write_bytes(first.read_bytes() + second.read_bytes())
    clip = probe_clip(both)
    assert clip.frame_count == 40
    assert all(later > earlier for earlier, later in itertools.pairwise(clip.times_s))
    assert clip.keyframes.tolist() == [0]


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "bmp"])
def test_a_still_image_is_a_clip_of_one_frame(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"still.{suffix}"
    Image.fromarray(numbered_picture(number=5)[..., ::-1]).save(path)
    clip = probe_clip(path)
    assert (clip.is_image, clip.frame_count, clip.width_px, clip.height_px) == (True, 1, 64, 48)
    assert clip.times_s.tolist() == [0.0]


def test_a_photo_is_turned_upright_by_its_exif(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(numbered_picture(number=5)).save(path, exif=exif)
    clip = probe_clip(path)
    assert (clip.width_px, clip.height_px) == (48, 64)


def test_a_clip_named_like_a_picture_or_link_is_read_by_its_content(tmp_path: Path) -> None:
    for name in ("clip.jpg", "http:%2F%2Fx%03d.mp4", "file:x.mp4", "-i.mp4", "кафе ☕.mp4"):
        path = make_clip(tmp_path / "clip.mp4").rename(tmp_path / name)
        assert probe_clip(path).frame_count == 10


def test_a_path_that_cannot_be_asked_for_is_refused() -> None:
    with pytest.raises(BadClipError, match="cannot be read"):
        probe_clip(Path("a\0b.mp4"))


def _with_index_in_front(path: Path) -> Path:
    import av

    with av.open(str(path)) as source, av.open(str(path) + ".mp4", "w", options={"movflags": "+faststart"}) as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    return Path(str(path) + ".mp4").rename(path)
