"""An index that claims more frames than any clip has is refused before FFmpeg takes memory for all of them."""

import struct
from pathlib import Path

import pytest

from heatdash.errors import BadClipError
from heatdash.media.bounds import MAX_FRAMES
from heatdash.media.check_boxes import check_boxes
from heatdash.media.probe_clip import probe_clip
from tests.builders.clips import make_clip

MILLIONS = 80_000_000


def box(kind: bytes, *content: bytes) -> bytes:
    inside = b"".join(content)
    return struct.pack(">I", 8 + len(inside)) + kind + inside


def full(kind: bytes, *numbers: int) -> bytes:
    return box(kind, bytes(4), *(struct.pack(">I", number) for number in numbers))


def index(*, samples: int, handler: bytes = b"vide", delta: int = 512, edits: int = 1) -> bytes:
    tables = [full(b"stts", 1, samples, delta), full(b"stsz", 2, samples)]
    track = [full(b"elst", edits), box(b"hdlr", bytes(8), handler), *tables]
    return box(b"moov", full(b"mvhd", 0), box(b"trak", *track))


def fragment(samples: int) -> bytes:
    return box(b"moof", box(b"traf", full(b"trun", samples)))


def as_free(moov: bytes) -> bytes:
    return moov.replace(b"moov", b"free")


def with_long_size(content: bytes) -> bytes:
    return struct.pack(">I", 1) + content[4:8] + struct.pack(">Q", len(content) + 8) + content[8:]


HEAD = box(b"ftyp", b"isom", bytes(4))
PICTURES = box(b"mdat", index(samples=MILLIONS), bytes(99))


@pytest.mark.parametrize(
    "content",
    [
        index(samples=MILLIONS),
        with_long_size(index(samples=MILLIONS)),
        as_free(index(samples=MILLIONS)),
        index(samples=MILLIONS, handler=b"soun"),
        index(samples=100_000, edits=1000),
        fragment(MILLIONS),
        b"".join(fragment(2_000_000) for _ in range(6)),
        box(b"moov", box(b"cmov", bytes(99))),
    ],
    ids=["frames", "long", "in free space", "sound", "edits", "fragment", "fragments", "compressed"],
)
def test_it_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(HEAD + PICTURES + content)
    with pytest.raises(BadClipError, match=r"^'clip.mp4' (has \d+ frames or more|is packed in a way)"):
        check_boxes(path)


@pytest.mark.parametrize(
    "content",
    [
        index(samples=MAX_FRAMES),
        index(samples=500_000_000, handler=b"soun", delta=1),
        index(samples=5_000_000, handler=b"soun"),
        struct.pack(">IQ", 1, 1 << 63).replace(b"\x01", b"\x01mdat", 1),
        index(samples=1_000_000, edits=2),
        index(samples=10_000, edits=200),
        b"".join(fragment(60) for _ in range(500)),
        box(b"free", bytes(5000)),
        b"",
        b"\0\0\0\4free",
        b"\0\0\0\0mdat",
        b"rubbish",
    ],
    ids=[
        "day",
        "plain sound",
        "sound",
        "beyond the end",
        "two edits",
        "cut",
        "fragments",
        "free",
        "nothing",
        "short",
        "to the end",
        "rubbish",
    ],
)
def test_what_a_camera_may_write_passes(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(HEAD + PICTURES + content)
    check_boxes(path)


def test_so_is_a_whole_clip_of_which_only_the_count_is_false(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4")
    content = bytearray(path.read_bytes())
    at = content.find(b"stsz")
    content[at + 8 : at + 16] = struct.pack(">II", 1, MILLIONS)
    path.write_bytes(content)
    with pytest.raises(BadClipError, match=f"has {MILLIONS} frames or more, and at most {MAX_FRAMES}"):
        probe_clip(path)
