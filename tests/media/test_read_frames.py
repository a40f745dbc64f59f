"""Frame i of a clip is picture i, however it is reached."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from heatdash.errors import BadClipError, BadSettingError
from heatdash.media.probe_clip import probe_clip
from heatdash.media.read_frames import read_frames, read_stretch, small_size
from heatdash.values.clip import Clip, Frame, FrameSpan
from tests.builders.clips import blank_bytes, cut_file, make_clip, numbered_picture, shown_number, turn_clip

CONTAINERS = {
    "mp4": ("clip.mp4", {}),
    "mp4 with b-frames": ("clip.mp4", {"b_frames": 3}),
    "mp4 with open groups": ("clip.mp4", {"b_frames": 3, "x264-params": "open-gop=1"}),
    "mp4 all keyframes": ("clip.mp4", {"keyframe_every": 1}),
    "mp4 refreshed bit by bit": ("clip.mp4", {"x264-params": "intra-refresh=1"}),
    "mp4 in fragments": ("clip.mp4", {"b_frames": 2, "start_s": 2.0}),
    "mov": ("clip.mov", {"b_frames": 2}),
    "mkv": ("clip.mkv", {"b_frames": 2}),
    "mkv with open groups": ("clip.mkv", {"b_frames": 3, "x264-params": "open-gop=1"}),
    "webm vp9": ("clip.webm", {"codec": "libvpx-vp9", "cpu-used": "8"}),
    "webm vp8 with hidden frames": ("clip.webm", {"codec": "libvpx", "auto-alt-ref": "1", "lag-in-frames": "10"}),
    "avi": ("clip.avi", {"codec": "mpeg4"}),
    "avi with b-frames": ("clip.avi", {"codec": "mpeg4", "b_frames": 2}),
    "avi h264 with b-frames": ("clip.avi", {"b_frames": 2}),
    "ts": ("clip.ts", {}),
    "ts with open groups": ("clip.ts", {"b_frames": 3, "x264-params": "open-gop=1"}),
    "flv": ("clip.flv", {"b_frames": 2}),
}


def _pixels(frames: list[Frame]) -> list[bytes]:
    return [frame.pixels.tobytes() for frame in frames]


@pytest.fixture(scope="module", params=CONTAINERS)
def contained(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Clip, list[Frame]]:
    """A clip of 60 frames in each container, and all its frames."""
    name, how = CONTAINERS[request.param]
    path = make_clip(tmp_path_factory.mktemp("contained") / name, **{"frames": 60, "keyframe_every": 8, **how})
    clip = probe_clip(path)
    return clip, list(read_frames(clip=clip))


def test_a_span_is_a_slice_of_the_whole(contained: tuple[Clip, list[Frame]]) -> None:
    clip, whole = contained
    assert [frame.index for frame in whole] == list(range(60))
    assert [shown_number(frame.pixels) for frame in whole] == list(range(60))
    assert [frame.t_s for frame in whole] == clip.times_s.tolist()
    for start, stop in ((0, 60), (1, 4), (15, 16), (16, 25), (23, 41), (33, 59), (47, 60), (59, 60), (30, 30)):
        part = list(read_frames(clip=clip, span=FrameSpan(start, stop)))
        assert [frame.index for frame in part] == list(range(start, stop))
        assert _pixels(part) == _pixels(whole[start:stop])


def test_sampling_gives_the_same_pictures(contained: tuple[Clip, list[Frame]]) -> None:
    clip, whole = contained
    for sample_fps in (0.7, 1, 6, 12):
        sampled = list(read_frames(clip=clip, sample_fps=sample_fps, span=FrameSpan(3, 58)))
        indices = [index for index in clip.sampled_frames(sample_fps).tolist() if 3 <= index < 58]
        assert [frame.index for frame in sampled] == indices
        assert _pixels(sampled) == _pixels([whole[index] for index in indices])


def test_frame_threads_give_the_same_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = probe_clip(make_clip(tmp_path / "clip.mp4", frames=60, keyframe_every=8, b_frames=3))
    whole = list(read_frames(clip=clip))
    monkeypatch.setattr("heatdash.media.decode_pictures._ONE_CORE_PIXELS", 0)
    assert _pixels(list(read_frames(clip=clip))) == _pixels(whole)
    assert _pixels(list(read_frames(clip=clip, span=FrameSpan(30, 60), sample_fps=5))) == _pixels(whole[30:60:5])


def test_two_recordings_in_one_file_are_read_through(tmp_path: Path) -> None:
    parts = [make_clip(tmp_path / f"{start_s}.ts", frames=20, start_s=start_s) for start_s in (5.0, 1.0)]
    both = tmp_path / "both.ts"
    both.write_bytes(b"".join(part.read_bytes() for part in parts))
    clip = probe_clip(both)
    assert [shown_number(frame.pixels) for frame in read_frames(clip=clip)] == [*range(20), *range(20)]
    assert [shown_number(f.pixels) for f in read_frames(clip=clip, span=FrameSpan(25, 27))] == [5, 6]


def test_variable_rate_frames_bear_their_own_times(tmp_path: Path) -> None:
    times_s = [0, 0.04, 0.1, 0.35, 0.36, 1.2]
    clip = probe_clip(make_clip(tmp_path / "clip.mp4", frames=6, times_s=times_s))
    assert [frame.t_s for frame in read_frames(clip=clip)] == pytest.approx(times_s, abs=1e-4)


@pytest.mark.parametrize("matrix", [(1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0)])
def test_a_turned_clip_is_read_upright_as_cv2_does(tmp_path: Path, matrix: tuple) -> None:
    clip = probe_clip(turn_clip(make_clip(tmp_path / "clip.mp4", crf="1"), matrix=matrix))
    _, seen = cv2.VideoCapture(str(clip.path)).read()
    frame = next(read_frames(clip=clip))
    assert frame.pixels.shape == seen.shape
    assert frame.pixels.flags.c_contiguous
    assert np.abs(frame.pixels.astype(int) - seen).mean() < 2
    small = next(read_frames(clip=clip, width_px=clip.width_px // 2, height_px=clip.height_px // 2))
    assert np.abs(small.pixels.astype(int) - cv2.resize(seen, small.pixels.shape[1::-1])).mean() < 6
    planar = next(read_frames(clip=clip, pixel_format="yuv420p")).pixels
    assert planar.shape == (clip.height_px * 3 // 2, clip.width_px)
    back = cv2.cvtColor(planar, cv2.COLOR_YUV2BGR_I420)
    assert np.abs(back.astype(int) - seen).mean() < 4


def test_a_small_picture_is_scaled_as_the_reference_scales_it(tmp_path: Path) -> None:
    clip = probe_clip(make_clip(tmp_path / "clip.mp4", width=384, height=192, frames=1))
    full = next(read_frames(clip=clip)).pixels
    small = next(read_frames(clip=clip, width_px=128, height_px=64)).pixels
    assert np.array_equal(small, cv2.resize(full, (128, 64), interpolation=cv2.INTER_LINEAR))


def test_scaling_a_large_picture_moves_nothing_sideways(tmp_path: Path) -> None:
    clip = probe_clip(make_clip(tmp_path / "clip.mp4", width=1536, height=768, frames=1))
    full = next(read_frames(clip=clip)).pixels
    small = next(read_frames(clip=clip, width_px=512, height_px=256)).pixels
    wanted = cv2.resize(full, (512, 256), interpolation=cv2.INTER_AREA)
    error = [np.abs(np.roll(small, by, axis=1)[:, 4:-4].astype(int) - wanted[:, 4:-4]).mean() for by in (-1, 0, 1)]
    assert error[1] == min(error)
    assert error[1] < 3


def test_an_odd_clip_is_widened_by_one_for_planes(tmp_path: Path) -> None:
    clip = probe_clip(make_clip(tmp_path / "clip.mkv", codec="ffv1", width=63, height=47))
    assert next(read_frames(clip=clip)).pixels.shape == (47, 63, 3)
    assert next(read_frames(clip=clip, pixel_format="yuv420p")).pixels.shape == (72, 64)
    with pytest.raises(BadSettingError, match="63x47 yuv420p"):
        read_frames(clip=clip, pixel_format="yuv420p", width_px=63, height_px=47)


def test_a_picture_that_changes_size_is_scaled_to_the_first(tmp_path: Path) -> None:
    parts = [
        make_clip(tmp_path / f"{n}.ts", frames=20, start_s=n, width=w, height=h)
        for n, w, h in ((1, 64, 48), (3, 128, 96))
    ]
    both = tmp_path / "both.ts"
    both.write_bytes(b"".join(part.read_bytes() for part in parts))
    frames = list(read_frames(clip=probe_clip(both)))
    assert {frame.pixels.shape for frame in frames} == {(48, 64, 3)}
    assert [shown_number(frame.pixels) for frame in frames] == [*range(20), *range(20)]


@pytest.mark.parametrize("frame_threads", [False, True])
@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("clip.mp4", {"b_frames": 2}),
        ("clip.mkv", {}),
        ("clip.ts", {}),
        ("clip.avi", {"codec": "mpeg4"}),
    ],
)
def test_damage_is_passed_over_and_told_once(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    how: dict,
    frame_threads: bool,
) -> None:
    if frame_threads:
        monkeypatch.setattr("heatdash.media.decode_pictures._ONE_CORE_PIXELS", 0)
    path = make_clip(tmp_path / name, frames=80, keyframe_every=8, width=128, height=96, **how)
    clip = probe_clip(path)
    sound = list(read_frames(clip=clip))
    blank_bytes(path, start=0.5, stop=0.56)
    lost: list[int] = []
    frames = list(read_frames(clip=clip, on_lost=lost.append))
    came = [frame.index for frame in frames]
    assert came == sorted(set(came))
    assert lost == ([80 - len(came)] if len(came) < 80 else [])
    assert _pixels(frames[:30]) == _pixels(sound[:30])
    assert came[-1] == 79
    assert _pixels(frames[-20:]) == _pixels(sound[-20:])


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.ts"])
def test_a_clip_cut_off_after_probing_tells_what_is_lost(tmp_path: Path, name: str) -> None:
    path = _faststart(tmp_path / name) if name == "clip.mp4" else make_clip(tmp_path / name, frames=40)
    clip = probe_clip(path)
    cut_file(path, to=0.7)
    lost: list[int] = []
    came = [frame.index for frame in read_frames(clip=clip, on_lost=lost.append)]
    assert came[:20] == list(range(20))
    assert lost == [40 - len(came)]


def test_what_probing_counts_in_a_cut_off_clip_can_be_read(tmp_path: Path) -> None:
    path = _faststart(tmp_path / "clip.mp4")
    data = path.read_bytes()
    for size in range(len(data) // 2, len(data) // 2 + 400, 23):
        path.write_bytes(data[:size])
        clip = probe_clip(path)
        assert clip.lost_frames == 40 - clip.frame_count
        assert len(list(read_frames(clip=clip))) == clip.frame_count


def test_nothing_is_told_lost_of_a_sound_clip(tmp_path: Path) -> None:
    clip = probe_clip(make_clip(tmp_path / "clip.mp4", frames=20, b_frames=2))
    lost: list[int] = []
    list(read_frames(clip=clip, span=FrameSpan(3, 18), sample_fps=5, on_lost=lost.append))
    assert lost == []


def test_closing_early_closes_the_file(tmp_path: Path) -> None:
    clip = probe_clip(make_clip(tmp_path / "clip.mp4"))
    frames = read_frames(clip=clip)
    next(frames)
    assert _is_open(clip.path)
    frames.close()
    assert not _is_open(clip.path)


def test_a_file_that_went_away_is_told(tmp_path: Path) -> None:
    clip = probe_clip(make_clip(tmp_path / "clip.mp4"))
    clip.path.unlink()
    with pytest.raises(BadClipError, match=r"no file.*clip\.mp4"):
        next(read_frames(clip=clip))


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P", "I;16", "CMYK"])
def test_a_still_image_gives_its_one_frame(tmp_path: Path, mode: str) -> None:
    picture = Image.fromarray(numbered_picture(number=77)[..., ::-1])
    path = tmp_path / ("still.tif.jpg" if mode == "CMYK" else "still.png")
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 256)
    (picture if mode == "I;16" else picture.convert(mode)).save(path)
    clip = probe_clip(path)
    (frame,) = read_frames(clip=clip)
    assert (frame.index, frame.t_s, frame.pixels.shape) == (0, 0.0, (48, 64, 3))
    assert shown_number(frame.pixels) == 77
    (small,) = read_frames(clip=clip, width_px=32, height_px=24, pixel_format="yuv420p")
    assert small.pixels.shape == (36, 32)
    assert list(read_frames(clip=clip, span=FrameSpan(1, 1))) == []


def test_a_photo_is_read_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = np.rot90(numbered_picture(number=9))
    Image.fromarray(stored[..., ::-1]).save(tmp_path / "photo.jpg", exif=exif, quality=95)
    (frame,) = read_frames(clip=probe_clip(tmp_path / "photo.jpg"))
    assert shown_number(frame.pixels) == 9


def test_a_wrong_pixel_format_is_refused(tmp_path: Path) -> None:
    clip = probe_clip(make_clip(tmp_path / "clip.mp4"))
    with pytest.raises(BadSettingError, match="rgb24"):
        read_frames(clip=clip, pixel_format="rgb24")


def _faststart(path: Path) -> Path:
    from heatdash.media.write_video import write_video

    frames = (Frame(n, n / 25, numbered_picture(number=n)) for n in range(40))
    write_video(path=path, frames=frames, width_px=64, height_px=48)
    return path


def _is_open(path: Path) -> bool:
    return any(link.resolve() == path for link in Path("/proc/self/fd").iterdir() if link.exists())


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    return probe_clip(make_clip(tmp_path_factory.mktemp("clip") / "a.mp4", frames=100, fps=10, keyframe_every=25))


def numbers(clip: Clip, from_s: float, to_s: float, **options: float) -> list[int]:
    return [shown_number(f.pixels) for f in read_stretch(clip=clip, from_s=from_s, to_s=to_s, widest_px=64, **options)]


def test_it_holds_the_frames_from_begin_to_end(clip: Clip) -> None:
    assert numbers(clip, 6.0, 8.0) == list(range(60, 80))


def test_it_begins_with_what_is_in_sight_then(clip: Clip) -> None:
    assert numbers(clip, 6.05, 6.25) == [60, 61, 62]


def test_even_a_stretch_between_two_frames_has_one(clip: Clip) -> None:
    assert numbers(clip, 6.01, 6.02) == [60]
    assert numbers(clip, 6.11, 6.12, sample_fps=2) == [61], "rather all than none of too few"


def test_it_is_sampled_as_asked(clip: Clip) -> None:
    assert numbers(clip, 6.0, 8.0, sample_fps=2) == [60, 65, 70, 75]


def test_times_stay_those_of_the_clip(clip: Clip) -> None:
    frames = list(read_stretch(clip=clip, from_s=6.0, to_s=6.3, widest_px=64))
    assert [(frame.index, frame.t_s) for frame in frames] == [(60, 6.0), (61, pytest.approx(6.1)), (62, 6.2)]


def test_a_clip_turned_by_the_phone_is_upright_and_small(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mp4", width=128, height=64)
    clip = probe_clip(turn_clip(path, matrix=(0, 1, -1, 0)))
    assert small_size(clip=clip, widest_px=32) == (32, 64)
    (frame, *_) = read_stretch(clip=clip, from_s=0, to_s=1, widest_px=32)
    assert frame.pixels.shape == (64 * 3 // 2, 32)


def test_a_small_clip_is_not_made_larger(tmp_path: Path) -> None:
    clip = probe_clip(make_clip(tmp_path / "a.avi", width=63, height=47, codec="mjpeg", pixel_format="yuvj444p"))
    assert small_size(clip=clip, widest_px=640) in {(62, 46), (64, 48)}
