"""What recorders write that is not an ordinary MP4: each is read with true times and shapes, or refused in a sentence.

`docs/files.md` tells it in a table; each of its rows is a case here.
"""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from heatdash.errors import BadClipError
from heatdash.media.check_file import check_file
from heatdash.media.examine_picture import spread_pictures
from heatdash.media.probe_clip import probe_clip
from heatdash.media.read_frames import read_frames
from heatdash.values.clip import FrameSpan
from tests.builders.clips import cut_file, make_clip, shown_number, turn_clip
from tests.builders.field_pictures import Stamped, field_pictures
from tests.builders.odd_clips import (
    WRAP_S,
    avi_with_repeats,
    begun_at,
    program_stream,
    with_streams,
    without_index,
    without_picture,
)

FRAMES = 40
STEADY = tuple(n / 25 for n in range(FRAMES))
QUIET = {"x265-params": "log-level=none"}
STAMPED: tuple[Stamped, ...] = ("each field", "each picture", "whole pictures")
Make = Callable[[Path], Path]


class Read(NamedTuple):
    """What is found in a file that is read: its times, size, how many are lost, and the numbers that it shows."""

    times_s: Sequence[float] = STEADY
    size_px: tuple[int, int] = (64, 48)
    lost: int = 0
    shown: Sequence[int] | None = None


def _clip(name: str, **how) -> Make:
    return lambda folder: make_clip(folder / name, **{"frames": FRAMES, "keyframe_every": 8, **how})


def _ps(**how) -> Make:
    return lambda folder: program_stream(folder / "clip.mpg", **{"frames": FRAMES, "keyframe_every": 8, **how})


def _begun(name: str, begins_s: float, **how) -> Make:
    how = {"frames": FRAMES, "keyframe_every": 8, **how}
    return lambda folder: begun_at(folder / name, begins_s=begins_s, **how)


def _mirrored(matrix: Sequence[int], **how) -> Make:
    return lambda folder: turn_clip(_clip("clip.mp4", **how)(folder), matrix=matrix)


def _file(content: bytes) -> Make:
    def make(folder: Path) -> Path:
        (folder / "clip.mp4").write_bytes(content)
        return folder / "clip.mp4"

    return make


def _in_fields(name: str, stamped: Stamped) -> Make:
    return lambda folder: field_pictures(folder / name, frames=FRAMES, stamped=stamped)


def _two_recordings(folder: Path) -> Path:
    parts = [make_clip(folder / f"{start}.ts", frames=20, start_s=start) for start in (5.0, 1.0)]
    (folder / "both.ts").write_bytes(b"".join(part.read_bytes() for part in parts))
    return folder / "both.ts"


def _previewed(name: str, *, codec: str = "mjpeg", frames: int = 1, is_first: bool = True) -> Make:
    """A clip with a second, smaller stream."""

    def make(folder: Path) -> Path:
        main = _clip("main.ts" if name.endswith("ts") else "main.mkv")(folder)
        pixels = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        how = {"frames": frames, "codec": codec, "pixel_format": pixels}
        other = make_clip(folder / f"other{main.suffix}", width=32, height=24, **how)
        return with_streams(folder / name, *((other, main) if is_first else (main, other)))

    return make


def _large_preview(folder: Path) -> Path:
    how = {"codec": "mjpeg", "pixel_format": "yuvj420p"}
    preview = make_clip(folder / "preview.mkv", frames=1, width=640, height=480, **how)
    return with_streams(folder / "clip.mp4", preview, _clip("main.mkv")(folder))


_PLACES = (0, 1, 2, 5, 6, 10, 11, 12, 20, 21)
_WITH_GAPS = tuple(place / 25 for place in _PLACES)
_HOLED = {"codec": "mjpeg", "pixel_format": "yuvj420p", "frames": 30}
_AFTER_HOLE = [*range(12), *range(13, 30)]


def _holed(*, is_cut_out: bool = False, has_index: bool = True) -> Make:
    def make(folder: Path) -> Path:
        path = without_picture(_clip("clip.avi", **_HOLED)(folder), number=12, is_cut_out=is_cut_out)
        return path if has_index else without_index(path)

    return make


_BARE = (
    *(_clip("clip.h264"), _clip("clip.h264", b_frames=2), _clip("clip.h265", codec="libx265", **QUIET)),
    *(_clip("clip.m2v", codec="mpeg2video"), _file(b"\0\0\1\xb0\1\0\0\1\xb5" + bytes(500))),
)
_MOVED_UP = Read(STEADY[:29], lost=1, shown=_AFTER_HOLE)
CASES: dict[str, list[tuple[Make, Read | str]]] = {
    "H.265 in MP4, MOV, MKV or TS": [
        (_clip(f"clip.{suffix}", codec="libx265", b_frames=b, **QUIET), Read())
        for suffix, b in (("mp4", 0), ("mp4", 2), ("mov", 2), ("mkv", 2), ("ts", 0), ("ts", 2))
    ],
    "MPEG program stream (`.mpg`, `.vob`, and `.mp4` of some recorders)": [
        *((_ps(b_frames=b, codec=codec), Read()) for codec in ("libx264", "mpeg2video") for b in (0, 2)),
        (_ps(codec="libx265", **QUIET), Read()),
        (_ps(head=b"IMKH" + bytes(36)), Read()),
        (_ps(width=704, height=576), Read(size_px=(704, 576))),
        (_ps(times_s=[t + (t > 0.8) * 1.3 for t in STEADY]), Read([t + (t > 0.8) * 1.3 for t in STEADY])),
    ],
    "Program stream in which only some pictures have a time": [
        (_clip("clip.mpg", b_frames=b, codec=codec), Read()) for codec in ("libx264", "mpeg2video") for b in (0, 2)
    ],
    "Times that begin anywhere": [
        (_begun("clip.ts", 50_000.0, b_frames=2), Read()),
        (_clip("clip.mp4", start_s=3.0), Read()),
        (_ps(begins_s=50_000.0), Read()),
    ],
    "Times that begin again at 0 in the middle, as those of TS and PS do every 26.5 hours": [
        *((_begun("clip.ts", WRAP_S - before_s, b_frames=2), Read()) for before_s in (0.06, 0.8, 1.5)),
        *((_ps(begins_s=WRAP_S - before_s, b_frames=2), Read()) for before_s in (0.06, 0.8, 1.5)),
        (
            _begun("clip.ts", WRAP_S - 9_000, times_s=[600 * n for n in range(FRAMES)]),
            Read([600 * n for n in range(40)]),
        ),
    ],
    "Two recordings in one file": [(_two_recordings, Read(shown=[*range(20), *range(20)]))],
    "Bare H.264, H.265 or MPEG (`.h264`, `.264`, `.h265`, `.265`, `.m2v`)": [
        (make, "-framerate 25 -i IN -c copy OUT.mp4") for make in _BARE
    ],
    "A recorder's own format, such as `.dav`": [
        (_file(kind + bytes(500)), f"own format \\({kind.decode()}\\)") for kind in (b"DHAV", b"HXVS")
    ],
    "Pixels that are not square (704x576, 704x288, 1440x1080)": [
        (
            _clip(f"clip.{suffix}", codec=codec, width=width, height=height, pixel_aspect=Fraction(aspect)),
            Read(size_px=size),
        )
        for suffix, codec, width, height, aspect, size in (
            ("mp4", "libx264", 704, 576, "12/11", (768, 576)),
            ("mkv", "libx264", 704, 576, "16/11", (1024, 576)),
            ("ts", "libx264", 704, 288, "6/11", (704, 528)),
            ("avi", "mpeg4", 352, 288, "12/11", (384, 288)),
            ("mkv", "mpeg2video", 352, 576, "24/11", (768, 576)),
            ("mp4", "libx264", 144, 108, "4/3", (192, 108)),
        )
    ],
    "Pixels that no camera has, as 100 times as wide as high": [
        (_clip(f"clip.{suffix}", pixel_aspect=Fraction(aspect)), Read())
        for suffix in ("mp4", "mkv")
        for aspect in ("100", "1/100", "5", "1/5", "101/100")
    ],
    "Interlaced": [
        (_clip("clip.ts", **{"x264-params": "interlaced=1"}), Read()),
        (_clip("clip.mp4", **{"x264-params": "interlaced=1"}), Read()),
        (_clip("clip.ts", **{"x264-params": "interlaced=1:cqm=jvt"}), Read()),
        (_clip("clip.mpg", codec="mpeg2video", flags="+ildct+ilme"), Read()),
        *(
            (_in_fields(name, stamped), Read(size_px=(64, 64)))
            for name in ("clip.ts", "clip.mpg")
            for stamped in STAMPED
        ),
    ],
    "Turned or mirrored, as the file says": [
        (_mirrored((0, 1, -1, 0)), Read(size_px=(48, 64), shown=())),
        (_mirrored((-1, 0, 0, 1)), Read(shown=[int(f"{n:08b}"[::-1], 2) for n in range(FRAMES)])),
    ],
    "AVI with empty pictures, where the picture before goes on": [
        (lambda folder: avi_with_repeats(folder / "a.avi", places=_PLACES, codec="mpeg4"), Read(_WITH_GAPS)),
        (
            lambda folder: without_index(avi_with_repeats(folder / "a.avi", places=_PLACES, codec="mpeg4")),
            Read(_WITH_GAPS),
        ),
    ],
    "AVI with a destroyed picture": [
        (_holed(), Read([n / 25 for n in _AFTER_HOLE], lost=1, shown=_AFTER_HOLE)),
    ],
    "AVI in which pictures are missing, and the index too or what it says is wrong": [
        (_holed(has_index=False), _MOVED_UP),
        (_holed(is_cut_out=True), _MOVED_UP),
    ],
    "A preview beside the picture": [
        (_previewed("clip.mp4"), Read()),
        (_previewed("clip.mkv"), Read()),
        (_previewed("clip.mkv", is_first=False), Read()),
        (_large_preview, Read()),
    ],
    "A large and a small picture in one file": [
        (_previewed("clip.ts", codec="libx264", frames=FRAMES), Read()),
        (_previewed("clip.mp4", codec="libx264", frames=FRAMES), Read()),
        (_previewed("clip.mkv", codec="libx264", frames=FRAMES, is_first=False), Read()),
    ],
}
EACH = [
    pytest.param(make, found, id=f"{case} {number}")
    for case, tries in CASES.items()
    for number, (make, found) in enumerate(tries)
]
READ = [case for case in EACH if isinstance(case.values[1], Read)]
REFUSED = [case for case in EACH if case not in READ]


@pytest.mark.parametrize(("make", "wanted"), READ)
def test_it_is_read_with_true_times_and_shapes(tmp_path: Path, make: Make, wanted: Read) -> None:
    clip = probe_clip(make(tmp_path))
    assert clip.times_s == pytest.approx(np.array(wanted.times_s), abs=0.0006)
    assert (clip.size_px, clip.lost_frames) == (wanted.size_px, wanted.lost)
    assert clip.duration_s == pytest.approx(clip.times_s[-1] + np.median(np.diff(clip.times_s)), abs=0.0011)
    frames = list(read_frames(clip=clip))
    assert [frame.t_s for frame in frames] == clip.times_s.tolist()
    assert {frame.pixels.shape[1::-1] for frame in frames} == {wanted.size_px}
    shown = list(range(clip.frame_count)) if wanted.shown is None else list(wanted.shown)
    if shown:
        assert [shown_number(frame.pixels) for frame in frames] == shown
    start = clip.frame_count * 3 // 4
    some = list(read_frames(clip=clip, span=FrameSpan(start, start + 2)))
    assert [frame.pixels.tobytes() for frame in some] == [frame.pixels.tobytes() for frame in frames[start : start + 2]]
    sampled = {frame.index: frame.pixels.tobytes() for frame in read_frames(clip=clip, sample_fps=7)}
    assert sampled == {index: frames[index].pixels.tobytes() for index in clip.sampled_frames(7).tolist()}


@pytest.mark.parametrize(("make", "words"), REFUSED)
def test_it_is_refused_in_one_sentence(tmp_path: Path, make: Make, words: str) -> None:
    path = make(tmp_path)
    with pytest.raises(BadClipError, match=words) as caught:
        probe_clip(path)
    assert path.name in str(caught.value)
    assert str(caught.value).endswith(".")


def test_the_docs_tell_each_case_and_whether_it_is_read() -> None:
    text = (Path(__file__).parents[2] / "docs" / "files.md").read_text(encoding="utf-8")
    table = text.split("| what a recorder writes |")[1].split("\n\n")[0]
    told = dict(re.findall(r"^\| (.+?) \| (yes|no) \| .+ \|$", table, re.MULTILINE))
    assert told == {case: "no" if isinstance(tries[0][1], str) else "yes" for case, tries in CASES.items()}


@pytest.mark.parametrize("has_planes", [False, True])
@pytest.mark.parametrize("matrix", [(-1, 0, 0, 1), (1, 0, 0, -1), (0, 1, 1, 0), (0, -1, -1, 0)])
def test_each_corner_goes_where_the_matrix_says(tmp_path: Path, matrix: tuple, has_planes: bool) -> None:
    path = _clip("clip.mp4", width=64, height=32, frames=1, crf="1")(tmp_path)
    stored = next(read_frames(clip=probe_clip(path))).pixels.astype(int)
    a, b, c, d = matrix
    clip = probe_clip(turn_clip(path, matrix=matrix))
    assert clip.is_mirrored
    height, width = stored.shape[:2]
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    right, down = a * x + c * y, b * x + d * y
    wanted = np.empty((clip.height_px, clip.width_px, 3))
    wanted[down - down.min(), right - right.min()] = stored[y, x]
    if has_planes:
        frame = next(read_frames(clip=clip, pixel_format="yuv420p")).pixels
        luma = frame[: clip.height_px] if frame.shape[1] == clip.width_px else frame
        assert np.corrcoef(luma.ravel(), wanted.mean(axis=2).ravel())[0, 1] > 0.9
    else:
        assert np.array_equal(next(read_frames(clip=clip)).pixels, wanted)


@pytest.mark.parametrize("to", [0.3, 0.52, 0.77, 0.98])
def test_a_program_stream_that_is_cut_off_gives_what_is_there(tmp_path: Path, to: float) -> None:
    path = cut_file(_ps(b_frames=2, width=128, height=96)(tmp_path), to=to)
    clip = probe_clip(path)
    assert FRAMES * to - 4 < clip.frame_count <= FRAMES * to + 2
    shown = [shown_number(frame.pixels) for frame in read_frames(clip=clip)]
    assert shown == np.rint(clip.times_s * 25).astype(int).tolist()


@pytest.mark.parametrize("head", [b"\0\0\0\1free", b"\0\0\0\1ftyp", b"\0\0\1\x66ftyp", b"\0\0\1\xba\x44\0\4\0"])
def test_what_only_begins_like_bare_pictures_is_no_such_file(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(head + bytes(60))
    assert check_file(path) == "clip"


def test_what_is_round_stays_round_for_the_camera_report_too(tmp_path: Path) -> None:
    path = _clip("clip.mp4", width=704, height=288, pixel_aspect=Fraction(6, 11), frames=10)(tmp_path)
    _, pictures = spread_pictures(probe_clip(path))
    assert {picture.shape for picture in pictures} == {(480, 640)}


def test_a_picture_that_is_too_large_once_its_pixels_are_square_is_refused(tmp_path: Path) -> None:
    path = _clip("clip.mp4", width=4096, height=64, frames=1, pixel_aspect=Fraction(3))(tmp_path)
    with pytest.raises(BadClipError, match="12288x64"):
        probe_clip(path)
