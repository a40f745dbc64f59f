"""Every file that cannot be a clip is refused in one plain sentence."""

import os
import struct
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image

from heatdash.errors import BadClipError
from heatdash.media.probe_clip import probe_clip
from tests.builders.clips import black_clip, cut_file, header_only, make_clip, make_sound, numbered_picture


def _file(content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / "clip.mp4"
        path.write_bytes(content)
        return path

    return make


def _png(folder: Path, *, width: int, height: int) -> Path:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    path = folder / "bomb.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1025 * 8192)))
        + chunk(b"IEND", b"")
    )
    return path


def _webp(kind: bytes, *, width: int, height: int) -> Callable[[Path], Path]:
    """A WebP of one of its three kinds that states this size, and has nothing else."""
    sides = {
        b"VP8 ": bytes(3) + b"\x9d\x01\x2a" + struct.pack("<HH", width, height),
        b"VP8L": b"\x2f" + struct.pack("<I", (height - 1) << 14 | (width - 1)),
        b"VP8X": bytes(4) + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3],
    }[kind]
    content = b"WEBP" + kind + struct.pack("<I", len(sides)) + sides
    return _file(b"RIFF" + struct.pack("<I", len(content)) + content + bytes(99))


def _gif(folder: Path) -> Path:
    Image.fromarray(numbered_picture(number=1)).save(folder / "a.gif")
    return folder / "a.gif"


def _animated_webp(folder: Path) -> Path:
    pictures = [Image.fromarray(numbered_picture(number=n)) for n in range(3)]
    pictures[0].save(folder / "a.webp", save_all=True, append_images=pictures[1:], duration=40)
    return folder / "a.webp"


def _half_a_picture(folder: Path) -> Path:
    Image.fromarray(numbered_picture(number=1)).save(folder / "a.jpg")
    return cut_file(folder / "a.jpg", to=0.5)


@cache
def _huge_bytes() -> bytes:
    with TemporaryDirectory() as folder:
        return black_clip(Path(folder) / "clip.mp4", width=8192, height=8192).read_bytes()


def _huge_clip(folder: Path) -> Path:
    return _file(_huge_bytes())(folder)


def _lying_header(folder: Path) -> Path:
    """An MP4 that says 64 x 48 and holds 8192 x 8192."""
    path = _huge_clip(folder)
    data = path.read_bytes().replace(struct.pack(">HH", 8192, 8192), struct.pack(">HH", 64, 48))
    path.write_bytes(data)
    return path


def _nothing(folder: Path) -> Path:
    return folder / "not-there.mp4"


BAD = {
    "missing": (_nothing, "There is no file"),
    "a folder": (lambda folder: folder, "is a folder"),
    "a device": (lambda folder: Path("/dev/null"), "is a device"),
    "empty": (_file(b""), "is empty"),
    "text": (_file(b"Dear camera,\nplease send the clip.\n" * 50), "neither a clip nor a picture"),
    "zeros": (_file(bytes(5000)), "neither a clip nor a picture"),
    "html": (_file(b"<!DOCTYPE html><html><body>403</body></html>"), "neither a clip nor a picture"),
    "a playlist": (_file(b"#EXTM3U\n#EXTINF:10,\n/etc/passwd\n"), "playlist"),
    "a concat script": (_file(b"ffconcat version 1.0\nfile /etc/passwd\n"), "playlist"),
    "no index": (lambda folder: cut_file(make_clip(folder / "clip.mp4"), to=0.6), "cut off before its index"),
    "only a header": (header_only, "0 frames"),
    "sound in mp4": (lambda folder: make_sound(folder / "clip.m4a", codec="aac"), "only sound"),
    "mp3 with a cover": (lambda folder: make_sound(folder / "c.mp3", codec="libmp3lame", cover=True), "only sound"),
    "aac with a cover": (lambda folder: make_sound(folder / "c.mp4", codec="aac", cover=True), "only sound"),
    "a wave": (lambda folder: make_sound(folder / "clip.wav", codec="pcm_s16le"), "only sound"),
    "a gif": (_gif, "GIF animation"),
    "an animated picture": (_animated_webp, "animated picture"),
    "heic": (_file(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)), "HEIC or AVIF"),
    "avif": (_file(b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + bytes(100)), "HEIC or AVIF"),
    "half a picture": (_half_a_picture, "damaged picture"),
    "a jpeg of rubbish": (_file(b"\xff\xd8\xff" + bytes(range(256)) * 4), "damaged picture"),
    "a huge picture": (lambda folder: _png(folder, width=8192, height=8192), "8192x8192"),
    "a strip": (lambda folder: _png(folder, width=1, height=7680 * 4320), "1x33177600"),
    "a wide webp": (_webp(b"VP8 ", width=16383, height=2000), "16383x2000"),
    "a wide lossless webp": (_webp(b"VP8L", width=16383, height=2000), "16383x2000"),
    "a wide large webp": (_webp(b"VP8X", width=16383, height=2000), "16383x2000"),
    "a webp of rubbish": (_webp(b"VP8L", width=640, height=360), "damaged picture"),
    "months apart": (lambda folder: make_clip(folder / "c.mkv", frames=2, times_s=(0, 1e7)), "lasts 2778 hours"),
    "a forgotten codec": (lambda folder: make_clip(folder / "clip.avi", codec="utvideo"), "packed as utvideo"),
    "a huge clip": (_huge_clip, "8192x8192"),
    "a huge clip in hiding": (_lying_header, "can be decoded|8192x8192"),
}


@pytest.mark.parametrize("case", BAD)
def test_it_is_refused_in_one_sentence(tmp_path: Path, case: str) -> None:
    make, words = BAD[case]
    path = make(tmp_path)
    with pytest.raises(BadClipError, match=words) as caught:
        probe_clip(path)
    message = str(caught.value)
    assert path.name in message
    assert message.endswith(".")
    assert "\n" not in message
    assert not any(word in message for word in ("Errno", "Error", "av.", "moov", "Traceback"))


def test_no_more_frames_are_read_than_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heatdash.media.bounds.MAX_FRAMES", 9)
    for name in ("clip.mkv", "clip.ts", "clip.avi"):
        with pytest.raises(BadClipError, match="has 10 frames or more, and at most 9"):
            probe_clip(make_clip(tmp_path / name, frames=12))
    assert probe_clip(make_clip(tmp_path / "short.mkv", frames=9)).frame_count == 9


def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4")
    path.chmod(0)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    if os.getuid() == 0:
        assert _message_as_nobody(path) == "'clip.mp4' may not be read; ask for permission to read it, or copy it."
    else:
        with pytest.raises(BadClipError, match="may not be read"):
            probe_clip(path)


def _message_as_nobody(path: Path) -> str:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.setuid(65534)
        try:
            probe_clip(path)
        except BaseException as error:  # noqa: BLE001
            os.write(write, str(error).encode())
        os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    with os.fdopen(read, "rb") as pipe:
        return pipe.read().decode()


def test_the_largest_accepted_clip_is_8k(tmp_path: Path) -> None:
    clip = probe_clip(black_clip(tmp_path / "clip.mp4", width=7680, height=4320))
    assert (clip.width_px, clip.height_px) == (7680, 4320)
