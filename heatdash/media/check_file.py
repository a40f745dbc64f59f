"""Tells apart what a chosen file is, by its first bytes, before any decoder sees it."""

import stat
from pathlib import Path
from typing import Literal

from heatdash.errors import BadClipError

FileKind = Literal["clip", "image"]

_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM")
_SOUNDS = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"\xff\xf9", b"fLaC", b"OggS", b"FORM", b".snd")
_PLAYLISTS = (b"#EXTM3U", b"ffconcat", b"[playlist]", b"v=0\r\n", b"v=0\n")
_PHOTO_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
USE = "choose an MP4, MOV, MKV, WebM, AVI, TS or FLV clip, or a JPEG, PNG, WebP or BMP picture"


def check_file(path: Path) -> FileKind:
    """Whether the file is to be read as a clip or as a still image; a BadClipError where it can be neither.

    The name plays no part: a picture called .mp4 is a picture. A file of unknown content counts as a clip, and
    opening it says what is wrong with it.
    """
    head = _first_bytes(path)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        raise BadClipError(f"'{path.name}' is empty (0 bytes); copy it from the camera again.")
    if head.startswith(b"GIF8"):
        raise BadClipError(f"'{path.name}' is a GIF animation, which is not supported; {USE}.")
    if head[4:8] == b"ftyp" and head[8:12] in _PHOTO_BRANDS:
        raise BadClipError(f"'{path.name}' is a HEIC or AVIF photo, which is not supported; save it as JPEG or PNG.")
    if text.startswith(_PLAYLISTS):
        raise BadClipError(f"'{path.name}' is a playlist that only points to other files; choose the clip itself.")
    if head.startswith(_SOUNDS) or (head[:4] == b"RIFF" and head[8:12] == b"WAVE"):
        raise BadClipError(f"'{path.name}' holds only sound and no pictures; {USE}.")
    if head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "image"
    return "clip"


def _first_bytes(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise BadClipError(f"'{path.name}' is a folder; choose one clip inside it.")
        if not stat.S_ISREG(mode):
            raise BadClipError(f"'{path.name}' is a device, not a file; choose a clip.")
        with path.open("rb") as file:
            return file.read(64)
    except FileNotFoundError as error:
        raise BadClipError(f"There is no file '{path}'; check the name and choose again.") from error
    except PermissionError as error:
        raise BadClipError(f"'{path.name}' may not be read; ask for permission to read it, or copy it.") from error
    except (OSError, ValueError) as error:
        raise BadClipError(f"'{path.name}' cannot be read ({error}); copy it elsewhere and try again.") from error
