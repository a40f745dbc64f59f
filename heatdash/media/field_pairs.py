"""Telling which packets of an interlaced H.264 stream hold the second half (field) of the picture before.

Camcorders and recorders may pack the two fields of a picture one by one. In TS and MPEG program streams each is a
packet of its own, but both are one picture to the decoder.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from av.packet import Packet
    from av.video.stream import VideoStream

_MARK = b"\0\0\1"
_SLICE, _FIRST_SLICE, _SETTINGS = 1, 5, 7
_HEAD_BYTES = 8192
"""Settings and notes before a packet's first slice take less."""
_MOST_SETTINGS_BYTES = 1024
_MOST_SLICE_BYTES = 24
_HIGH_PROFILES = (100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135)


class _Settings(NamedTuple):
    """What a stream's settings say that is needed to read where its slices belong."""

    frame_number_bits: int
    has_planes: bool
    may_have_fields: bool


class _Field(NamedTuple):
    frame_number: int
    is_bottom: bool
    begins_anew: bool

    def is_followed_by(self, other: "_Field") -> bool:
        is_same_picture = self.frame_number == other.frame_number and self.is_bottom != other.is_bottom
        return is_same_picture and not other.begins_anew


class FieldPairs:
    """Goes along a stream's packets, from any place on; in a stream without fields nothing is read of them."""

    def __init__(self, stream: "VideoStream") -> None:
        self._settings: _Settings | None = None
        self._first: _Field | None = None
        codec = stream.codec_context
        if codec.name == "h264":
            self._first_slice(codec.extradata or b"")

    def is_second(self, packet: "Packet[VideoStream]") -> bool:
        """Whether the packet holds the second field of the picture whose first one the packet before held."""
        if self._settings is None or not self._settings.may_have_fields:
            return False
        field = self._first_slice(bytes(memoryview(packet)[:_HEAD_BYTES]))
        first, self._first = self._first, field
        if field is None or first is None or not first.is_followed_by(field):
            return False
        self._first = None
        return True

    def _first_slice(self, content: bytes) -> _Field | None:
        """Where the content's first slice belongs, or None where it is one of a whole picture; settings are kept."""
        try:
            for kind, unit in _units(content):
                if kind == _SETTINGS:
                    self._settings = _read_settings(_Bits(unit[:_MOST_SETTINGS_BYTES]))
                elif kind in (_SLICE, _FIRST_SLICE) and self._settings:
                    return _read_slice(_Bits(unit[:_MOST_SLICE_BYTES]), self._settings, kind == _FIRST_SLICE)
        except ValueError:
            # A damaged packet: the decoder will tell what is left of it.
            return None
        return None


def _units(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The kind of each unit, and what follows its first byte."""
    at = content.find(_MARK)
    while 0 <= at < len(content) - 4:
        after = content.find(_MARK, at + 3)
        yield content[at + 3] & 31, content[at + 4 : after if after >= 0 else len(content)]
        at = after


class _Bits:
    """Reads numbers of single bits; a ValueError where there are no more."""

    def __init__(self, unit: bytes) -> None:
        content = unit.replace(b"\0\0\3", b"\0\0")
        self._bits, self._left = int.from_bytes(content, "big"), 8 * len(content)

    def number(self, bits: int = 1) -> int:
        """The next bits as a number."""
        self._left -= bits
        if self._left < 0:
            raise ValueError("There are no more bits.")
        return self._bits >> self._left & (1 << bits) - 1

    def short(self) -> int:
        """The next number, which takes fewer bits the smaller it is; its sign, where it has one, is its lowest bit."""
        zeros = 0
        while not self.number():
            zeros += 1
        return (1 << zeros) - 1 + self.number(zeros)


def _read_settings(bits: _Bits) -> _Settings:
    profile = bits.number(8)
    bits.number(16)
    bits.short()
    has_planes = False
    if profile in _HIGH_PROFILES:
        has_planes = _skip_colours(bits)
    frame_number_bits = bits.short() + 4
    order = bits.short()
    if order == 0:
        bits.short()
    elif order == 1:
        bits.number()
        bits.short()
        bits.short()
        for _ in range(bits.short()):
            bits.short()
    bits.short()
    bits.number()
    bits.short()
    bits.short()
    return _Settings(frame_number_bits, has_planes, may_have_fields=not bits.number())


def _skip_colours(bits: _Bits) -> bool:
    """Whether each colour is packed as a picture of its own."""
    is_full = bits.short() == 3
    has_planes = is_full and bool(bits.number())
    bits.short()
    bits.short()
    bits.number()
    if bits.number():
        for table in range(12 if is_full else 8):
            if bits.number():
                _skip_scales(bits, 16 if table < 6 else 64)
    return has_planes


def _skip_scales(bits: _Bits, size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            step = bits.short()
            following = (last + (step + 1) // 2 * (1 if step % 2 else -1)) % 256
        last = following or last


def _read_slice(bits: _Bits, settings: _Settings, begins_anew: bool) -> _Field | None:
    for _ in ("place", "kind", "settings"):
        bits.short()
    if settings.has_planes:
        bits.number(2)
    frame_number = bits.number(settings.frame_number_bits)
    is_field = settings.may_have_fields and bits.number()
    return _Field(frame_number, bool(bits.number()), begins_anew) if is_field else None
