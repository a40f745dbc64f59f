"""Telling clips, images and other files apart by their first bytes, before any decoder sees them."""

import stat
from pathlib import Path
from typing import Literal

from heatdash.errors import BadClipError
from heatdash.messages import message

FileKind = Literal["clip", "image"]

_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM")
_SOUNDS = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"\xff\xf9", b"fLaC", b"OggS", b"FORM", b".snd")
_PLAYLISTS = (b"#EXTM3U", b"ffconcat", b"[playlist]", b"v=0\r\n", b"v=0\n")
_OWN_FORMATS = (b"DHAV", b"HXVS")
"""Recorders' own formats, which only their makers' programs read."""
_START = b"\0\0\1"
_PHOTO_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")


def check_file(path: Path) -> FileKind:
    """Whether to read the file as a clip or as a still image; raises BadClipError where it can be neither.

    The name plays no part: a picture called .mp4 is a picture. A file of unknown content counts as a clip, and
    opening it reports what is wrong with it.
    """
    head = _first_bytes(path)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        raise BadClipError("media.empty_file", name=path.name)
    if head.startswith(b"GIF8"):
        raise BadClipError("media.gif", name=path.name, advice=message("media.use"))
    if head[4:8] == b"ftyp" and head[8:12] in _PHOTO_BRANDS:
        raise BadClipError("media.heic", name=path.name)
    if head.startswith(_OWN_FORMATS):
        raise BadClipError("media.own_format", name=path.name, format=head[:4].decode())
    if (codec := _bare_codec(head)) is not None:
        raise BadClipError("media.no_times", name=path.name, codec=codec)
    if text.startswith(_PLAYLISTS):
        raise BadClipError("media.playlist", name=path.name)
    if head.startswith(_SOUNDS) or (head[:4] == b"RIFF" and head[8:12] == b"WAVE"):
        raise BadClipError("media.only_sound", name=path.name, advice=message("media.use"))
    if head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "image"
    return "clip"


def _bare_codec(head: bytes) -> str | None:
    """What the pictures are packed as where they stand in the file without a container; None where they do not.

    Such a file holds no times. It begins with the mark that stands before each part of a picture; the byte behind it
    tells what the part is: in H.264 and H.265 settings, a delimiter, a note, or a picture itself. Behind the mark of an
    MPEG program stream, which does hold times, none of these can stand.
    """
    content = head[1:] if head.startswith(b"\0" + _START) else head
    # An MP4 may begin with the same bytes, as the size of its first box; the box's name follows.
    if not content.startswith(_START) or len(content) < 5 or head[4:8].isalpha():
        return None
    kind, after = content[3], content[4]
    if kind == 0xB3:
        return "MPEG-2"
    if kind == 0xB0:
        return "MPEG-4"
    # The two bytes of H.265 end with a number that is never 0, and is 1 in every recorder's stream.
    if kind % 2 == 0 and kind >> 1 in (32, 33, 34, 35, 39, 19, 20) and after == 1:
        return "H.265"
    return "H.264" if kind < 0x80 and kind & 31 in (1, 5, 6, 7, 8, 9) else None


def _first_bytes(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise BadClipError("media.folder", name=path.name)
        if not stat.S_ISREG(mode):
            raise BadClipError("media.device_file", name=path.name)
        with path.open("rb") as file:
            return file.read(64)
    except FileNotFoundError as error:
        raise BadClipError("media.no_file", name=str(path)) from error
    except PermissionError as error:
        raise BadClipError("media.not_allowed", name=path.name) from error
    except (OSError, ValueError) as error:
        raise BadClipError("media.unreadable", name=path.name, reason=str(error)) from error
