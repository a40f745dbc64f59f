"""Makes H.264 whose pictures are packed as two fields each, one after the other, which no encoder at hand does.

Every pixel is written as it is, so that no more of H.264 is needed than its heads.
"""

from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
import numpy as np

from tests.builders.clips import make_clip, numbered_picture
from tests.builders.odd_clips import TICKS_PER_S, pack_head, pes, stamps, stream_map

SIDE_PX = 64
_BLOCK_PX = 16
_BEGIN = b"\0\0\0\1\x09\xf0"
"""Stands before each field."""
Stamped = Literal["each field", "each picture", "whole pictures"]


class _Bits:
    """Writes numbers bit by bit, each returning this, so that a head reads as one line."""

    def __init__(self) -> None:
        self._bits = ""

    def fixed(self, *numbers: tuple[int, int]) -> "_Bits":
        """Numbers with how many bits each takes."""
        self._bits += "".join(f"{number:0{bits}b}" for number, bits in numbers)
        return self

    def short(self, *numbers: int) -> "_Bits":
        """Numbers that take fewer bits the smaller they are."""
        for number in numbers:
            digits = f"{number + 1:b}"
            self._bits += "0" * (len(digits) - 1) + digits
        return self

    def block(self, luma: np.ndarray) -> "_Bits":
        """A block as it is, without colour, from the next whole byte on."""
        self.short(25)
        self._bits += "0" * (-len(self._bits) % 8)
        content = luma.tobytes() + bytes([128]) * (luma.size // 2)
        self._bits += f"{int.from_bytes(content, 'big'):0{8 * len(content)}b}"
        return self

    def unit(self, kind: int) -> bytes:
        bits = self._bits + "1"
        bits += "0" * (-len(bits) % 8)
        content = int(bits, 2).to_bytes(len(bits) // 8, "big")
        return b"\0\0\0\1" + bytes([kind]) + content.replace(b"\0\0\1", b"\0\0\3\1").replace(b"\0\0\0", b"\0\0\3\0")


def _settings() -> bytes:
    blocks = SIDE_PX // _BLOCK_PX
    clip = _Bits().fixed((77, 8), (0, 8), (30, 8)).short(0, 0, 2, 1).fixed((0, 1)).short(blocks - 1, blocks // 2 - 1)
    picture = _Bits().short(0, 0).fixed((0, 2)).short(0, 0, 0).fixed((0, 3)).short(0, 0, 0).fixed((4, 3))
    return clip.fixed((0, 2), (1, 1), (0, 2)).unit(0x67) + picture.unit(0x68)


def _field(luma: np.ndarray, *, number: int, is_bottom: bool) -> bytes:
    """Every other picture begins anew; no other depends on those between."""
    is_kept, begins_anew = number % 2 == 0, number % 2 == 0 and not is_bottom
    bits = _Bits().short(0, 7, 0).fixed((number % 2, 4), (1, 1), (is_bottom, 1))
    if begins_anew:
        bits.short(number // 2 % 2).fixed((0, 2))
    elif is_kept:
        bits.fixed((0, 1))
    bits.short(0, 1)
    for top in range(0, luma.shape[0], _BLOCK_PX):
        for left in range(0, luma.shape[1], _BLOCK_PX):
            bits.block(luma[top : top + _BLOCK_PX, left : left + _BLOCK_PX])
    return bits.unit(0x65 if begins_anew else 0x61 if is_kept else 0x01)


def _fields(number: int) -> tuple[bytes, bytes]:
    picture = numbered_picture(number=number, width=SIDE_PX, height=SIDE_PX).mean(axis=2)
    luma = np.clip(picture, 16, 235).astype(np.uint8)
    upper, lower = (_field(luma[half::2], number=number, is_bottom=bool(half)) for half in (0, 1))
    return _BEGIN + (_settings() if number % 2 == 0 else b"") + upper, _BEGIN + lower


def field_pictures(path: Path, *, frames: int, stamped: Stamped, fps: int = 25) -> Path:
    """A TS, or else a program stream, of such a clip: each field has a stamp, or each picture, in two parts or one."""
    packed: list[tuple[int | None, bytes]] = []
    for number in range(frames):
        ticks, (upper, lower) = TICKS_PER_S + number * TICKS_PER_S // fps, _fields(number)
        if stamped == "whole pictures":
            packed.append((ticks, upper + lower))
        else:
            packed += [(ticks, upper), (ticks + TICKS_PER_S // fps // 2 if stamped == "each field" else None, lower)]
    if path.suffix == ".ts":
        return _transport_stream(path, packed)
    parts = [pack_head(TICKS_PER_S), stream_map("libx264")]
    parts += [pes(content, b"" if ticks is None else stamps(ticks, ticks)) for ticks, content in packed]
    path.write_bytes(b"".join(parts) + b"\0\0\1\xb9")
    return path


def _transport_stream(path: Path, packed: list[tuple[int | None, bytes]]) -> Path:
    like = make_clip(path.with_name("like.ts"), frames=1, width=SIDE_PX, height=SIDE_PX)
    with av.open(str(like)) as given, av.open(str(path), "w") as target:
        stream = target.add_stream_from_template(given.streams.video[0])
        for ticks, content in packed:
            packet = av.Packet(content)
            packet.stream, packet.time_base, packet.pts, packet.dts = stream, Fraction(1, TICKS_PER_S), ticks, ticks
            target.mux(packet)
    return path
