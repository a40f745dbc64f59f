"""Refusing an MP4 or MOV whose index claims more frames than any clip has, before anything is made of that index.

FFmpeg takes memory for every frame that an index claims as soon as it opens the file. Where all frames are said to be
equally large, a claim of 80 million takes a few bytes of the file, and gigabytes of memory.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from heatdash.errors import BadClipError
from heatdash.media.bounds import MAX_FRAMES, check_frame_count

_MOST_BOXES = 1_000_000
_MOST_INDEX_BYTES = 1 << 28
_SOUND_PER_FRAME = 3
"""Beside each frame a file may have so many samples of sound."""
_HIDDEN = (b"free", b"skip", b"hoov")
_INDEXES = (b"moov", b"moof", b"trak")
_COMPRESSED = b"cmov"


def check_boxes(path: Path) -> None:
    """Raise a BadClipError where the file's index claims too many frames, or is packed so that it cannot be checked.

    A file that is no MP4 or MOV passes, and so does one that is broken in another way.
    """
    fragments = 0
    with path.open("rb") as file:
        for kind, content in _index_boxes(file, path):
            if content[4:8] == _COMPRESSED:
                raise BadClipError("media.odd_packing", name=path.name)
            # A track's tables come after its name; what stands before the first one belongs to none.
            for track in content.split(b"trak")[0 if kind == b"trak" else 1 :]:
                check_frame_count(path=path, frames=_frames_of_track(track))
            fragments += sum(_counts(content, b"trun", at=8))
            check_frame_count(path=path, frames=fragments // (1 + _SOUND_PER_FRAME))


def _index_boxes(file: BinaryIO, path: Path) -> Iterator[tuple[bytes, bytes]]:
    """The kind and content of each of the file's own boxes that can hold an index; pictures and sound are skipped."""
    end = path.stat().st_size
    for _ in range(_MOST_BOXES):
        header = file.read(16)
        if len(header) < 8:
            return
        size, kind = int.from_bytes(header[:4], "big"), header[4:8]
        head_bytes = 16 if size == 1 else 8
        if size == 1:
            size = int.from_bytes(header[8:16], "big")
        start = file.seek(head_bytes - len(header), 1)
        rest = min(size - head_bytes if size else end, end - start)
        if rest < 0:
            return
        if kind in _HIDDEN:
            # FFmpeg also looks for an index that was overwritten with the name of free space.
            is_index = file.read(8)[4:8] in (b"mvhd", _COMPRESSED)
            file.seek(start)
        else:
            is_index = kind in _INDEXES
        if is_index:
            if rest > _MOST_INDEX_BYTES:
                raise BadClipError("media.odd_packing", name=path.name)
            yield kind, file.read(rest)
        file.seek(start + rest)
    raise BadClipError("media.odd_packing", name=path.name)


def _frames_of_track(track: bytes) -> int:
    """How many frames the track's tables claim; repeated ones, where a list of edits shows parts again, count again."""
    samples = max((*_counts(track, b"stsz", at=12), *_counts(track, b"stz2", at=12)), default=0)
    handler = track.find(b"hdlr")
    if handler >= 0 and track[handler + 12 : handler + 16] == b"soun":
        return 0 if _is_plain(track) else samples // _SOUND_PER_FRAME
    edits = max(_counts(track, b"elst", at=8), default=0)
    # A cut clip has few edits. A long list may show every frame again and again, which costs as much as more frames.
    return samples if edits <= 2 or samples * edits <= 10 * MAX_FRAMES else samples * edits


def _is_plain(track: bytes) -> bool:
    """True where each sample lasts one tick, as in uncompressed sound, which is read in blocks."""
    at = track.find(b"stts")
    return at >= 0 and track[at + 8 : at + 12] + track[at + 16 : at + 20] == struct.pack(">II", 1, 1)


def _counts(content: bytes, kind: bytes, *, at: int) -> Iterator[int]:
    """The number in each box of that kind, which stands so many bytes after the kind begins."""
    place = content.find(kind)
    while place >= 0:
        number = content[place + at : place + at + 4]
        if len(number) == 4:
            yield int.from_bytes(number, "big")
        place = content.find(kind, place + 4)
