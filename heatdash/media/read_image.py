"""Reading a still image."""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from heatdash.errors import BadClipError
from heatdash.media.bounds import check_size
from heatdash.media.check_file import check_file
from heatdash.values.arrays import Pixels


def read_image(path: Path) -> Pixels:
    """The upright picture as BGR, height x width x 3; raises BadClipError where it is damaged, animated or above 8K.

    The camera's EXIF orientation is applied. Transparency is dropped.
    """
    from PIL import ImageOps

    with _opened(path) as picture:
        if picture.mode.startswith("I;16"):
            grey = (np.asarray(picture) >> 8).astype(np.uint8)
            return np.ascontiguousarray(np.repeat(grey[..., None], 3, axis=2))
        rgb = np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))
        return np.ascontiguousarray(rgb[..., ::-1])


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    from PIL import Image

    check_file(path)
    _check_webp(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(path, formats=("JPEG", "PNG", "WEBP", "BMP"))
        with picture:
            check_size(path=path, width_px=picture.width, height_px=picture.height)
            if picture.format in ("PNG", "WEBP") and getattr(picture, "is_animated", False):
                raise BadClipError("media.animated", name=path.name)
            yield picture
    except Image.DecompressionBombError as error:
        raise BadClipError("media.too_many_pixels", name=path.name) from error
    # Once ultralytics is loaded, Image.open tries a HEIC reader that may not be there: ImportError.
    # Pillow's readers raise many kinds on damaged bytes: OSError, SyntaxError, ValueError, struct.error, IndexError.
    except (
        *(ImportError, OSError, SyntaxError, ValueError, ArithmeticError, LookupError, EOFError, TypeError),
        struct.error,
    ) as error:
        raise BadClipError("media.damaged_picture", name=path.name) from error


def _check_webp(path: Path) -> None:
    """Refuse a WebP by the size that it states, as its reader takes the memory for it on opening."""
    with path.open("rb") as file:
        head = file.read(30)
    if head[8:12] != b"WEBP" or len(head) < 30:
        return
    kind, rest = head[12:16], head[16:]
    if kind == b"VP8X":
        width, height = (int.from_bytes(rest[at : at + 3], "little") + 1 for at in (8, 11))
    elif kind == b"VP8L":
        sides = int.from_bytes(rest[5:9], "little")
        width, height = (sides & 0x3FFF) + 1, (sides >> 14 & 0x3FFF) + 1
    else:
        width, height = (int.from_bytes(rest[at : at + 2], "little") & 0x3FFF for at in (10, 12))
    check_size(path=path, width_px=width, height_px=height)
