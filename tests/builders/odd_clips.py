"""Makes the files that recorders write and nobody expects: from clips that show their frames' numbers."""

import struct
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av

from tests.builders.clips import make_clip

TICKS_PER_S = 90_000
WRAP_S = 2**33 / TICKS_PER_S
"""After so long, 26.5 hours, the 33 bits of a time stamp in TS and PS begin at 0 again."""
_STREAM_KINDS = {"libx264": 0x1B, "libx265": 0x24, "mpeg2video": 2}
_MOST_PES_BYTES = 60_000


class Picture(NamedTuple):
    """A packed picture as it stands in a TS, with its stamps."""

    pts: int
    dts: int
    is_keyframe: bool
    content: bytes


def packed_pictures(path: Path) -> list[Picture]:
    """The pictures of the TS, still packed."""
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        return [Picture(packet.pts or 0, packet.dts or 0, packet.is_keyframe, bytes(packet)) for packet in packets]


def program_stream(path: Path, *, begins_s: float = 0.0, head: bytes = b"", codec: str = "libx264", **how) -> Path:
    """A clip of make_clip as recorders write it in a program stream: each picture stamped, and in its own pack."""
    pictures = packed_pictures(make_clip(path.with_suffix(".ts"), codec=codec, **how))
    begin = round(begins_s * TICKS_PER_S)
    parts = [head]
    for picture in pictures:
        parts.append(pack_head(picture.dts + begin))
        if picture.is_keyframe:
            parts.append(stream_map(codec))
        stamped = stamps(picture.pts + begin, picture.dts + begin)
        for at in range(0, len(picture.content), _MOST_PES_BYTES):
            parts.append(pes(picture.content[at : at + _MOST_PES_BYTES], stamped if at == 0 else b""))
    path.write_bytes(b"".join(parts) + b"\0\0\1\xb9")
    return path


def pack_head(ticks: int) -> bytes:
    """The head of a pack, with the time of its own clock."""
    ticks %= 1 << 33
    clock = 1 << 46 | (ticks >> 30) << 43 | 1 << 42 | (ticks >> 15 & 0x7FFF) << 27 | 1 << 26 | (ticks & 0x7FFF) << 11
    return b"\0\0\1\xba" + (clock | 1 << 10 | 1).to_bytes(6, "big") + (50_000 << 2 | 3).to_bytes(3, "big") + b"\xf8"


def stream_map(codec: str) -> bytes:
    """What tells how the pictures behind it are packed."""
    body = struct.pack(">BBHHBBH", 0xE0, 0xFF, 0, 4, _STREAM_KINDS[codec], 0xE0, 0) + bytes(4)
    return b"\0\0\1\xbc" + struct.pack(">H", len(body)) + body


def pes(content: bytes, stamped: bytes) -> bytes:
    """A part of the pictures, at whose beginning one begins that is stamped so, where it is."""
    flags = {0: 0, 10: 0xC0}[len(stamped)]
    body = bytes((0x80, flags, len(stamped))) + stamped + content
    return b"\0\0\1\xe0" + struct.pack(">H", len(body)) + body


def stamps(pts: int, dts: int) -> bytes:
    """When a picture is shown, and when it is decoded."""

    def stamp(mark: int, ticks: int) -> bytes:
        ticks %= 1 << 33
        low = struct.pack(">HH", (ticks >> 15 & 0x7FFF) << 1 | 1, (ticks & 0x7FFF) << 1 | 1)
        return bytes((mark << 4 | (ticks >> 30) << 1 | 1,)) + low

    return stamp(3, pts) + stamp(1, dts)


def begun_at(path: Path, *, begins_s: float, **how) -> Path:
    """A clip of make_clip in a TS whose stamps begin there."""
    source = make_clip(path.with_name(f"0-{path.name}"), **how)
    return _copied([source], path, shift_s=begins_s)


def with_streams(path: Path, *sources: Path) -> Path:
    """The clips as streams of one file, in this order."""
    return _copied(sources, path)


def _copied(sources: Sequence[Path], path: Path, *, shift_s: float = 0.0) -> Path:
    with av.open(str(path), "w") as target:
        opened = [av.open(str(source)) for source in sources]
        streams = [target.add_stream_from_template(source.streams.video[0]) for source in opened]
        for source, stream in zip(opened, streams, strict=True):
            for packet in source.demux(video=0):
                if packet.dts is not None:
                    shift = round(shift_s / packet.time_base)
                    packet.pts, packet.dts, packet.stream = packet.pts + shift, packet.dts + shift, stream
                    target.mux(packet)
            source.close()
    return path


def avi_with_repeats(path: Path, *, places: Sequence[int], fps: int = 25, **how) -> Path:
    """An AVI whose pictures stand at these places in the row; at all others is an empty one, for a picture repeated."""
    source = make_clip(path.with_suffix(".mkv"), frames=len(places), fps=fps, **how)
    with av.open(str(source)) as given, av.open(str(path), "w") as target:
        stream = target.add_stream_from_template(given.streams.video[0])
        stream.time_base = Fraction(1, fps)
        packets = [packet for packet in given.demux(video=0) if packet.size]
        for place, packet in zip(places, packets, strict=True):
            packet.stream, packet.time_base = stream, stream.time_base
            packet.pts, packet.dts, packet.duration = place, place, 1
            target.mux(packet)
    return path


def without_picture(path: Path, *, number: int, is_cut_out: bool = False) -> Path:
    """The AVI with this picture overwritten by zeros, or cut out, while its index still names it."""
    data = path.read_bytes()
    start, stop = list(_avi_pictures(data))[number]
    path.write_bytes(data[:start] + (b"" if is_cut_out else bytes(stop - start)) + data[stop:])
    return path


def without_index(path: Path) -> Path:
    """The AVI as a recorder leaves it that lost its power: without an index."""
    data = path.read_bytes()
    path.write_bytes(data[: data.rfind(b"idx1")])
    return path


def _avi_pictures(data: bytes) -> Iterator[tuple[int, int]]:
    at = data.find(b"movi") + 4
    while data[at : at + 4] == b"00dc":
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        yield at, at + 8 + size + size % 2
        at += 8 + size + size % 2
