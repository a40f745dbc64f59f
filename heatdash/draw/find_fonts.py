"""The fonts of this machine, and which of them can write a given character."""

import os
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from PIL import ImageFont

from heatdash.values.arrays import Pixels

# The first font found of each row is used. All of them ship with operating systems or distributions.
_WANTED = (
    ("notosanscjk-regular", "notosanscjksc-regular", "sourcehansanssc-regular", "pingfang", "msyh", "wqy-microhei",
     "droidsansfallbackfull", "droidsansfallback"),
    ("hiraginosans", "yugothr", "yugothm", "meiryo", "msgothic", "ipagp", "ipag"),
    ("applesdgothicneo", "malgun", "nanumgothic"),
    ("notosansarabic-regular", "geezapro", "segoeui"),
    ("notosanshebrew-regular", "arialhb"),
    ("notosansdevanagari-regular", "kohinoor", "nirmala", "lohit-devanagari"),
    ("notosansthai-regular", "thonburi", "leelawui", "loma"),
    ("arialunicode", "unifont"),
)  # fmt: skip
_EMOJI_WANTED = ("notocoloremoji", "applecoloremoji", "seguiemj", "twemoji", "notoemoji")
_SINGLE_SIZES_PX = (109, 136, 160, 96, 64)
"""A font of coloured bitmaps comes in one size only, which is one of these."""
_NO_CHARACTER = "\U0010ffff"


@dataclass(frozen=True)
class Face:
    """A font file, or OpenCV's own font where `path` is empty."""

    path: str
    is_emoji: bool = False

    def font(self, size_px: int) -> tuple[ImageFont.FreeTypeFont, float]:
        """The opened font, and the factor that scales its text to this size."""
        return _open_font(self.path, size_px)

    def has(self, character: str) -> bool:
        """True where this font can write the character."""
        return _has(self, character)


def faces_for(character: str) -> tuple[Face, ...]:
    """The fonts to try for a character, the best first."""
    text, emoji = _faces()
    return emoji + text if ord(character) >= 0x1F000 else text + emoji


@lru_cache(maxsize=1)
def _faces() -> tuple[tuple[Face, ...], tuple[Face, ...]]:
    """The fonts for text and for emoji. For text, fonts from packages come first: they are the same everywhere."""
    installed = _installed()
    noto = sorted(
        _package_folder("manimgx_fonts").glob("*.ttf"), key=lambda path: (path.stem != "NotoSans[wght]", path)
    )
    deja_vu = _package_folder("matplotlib") / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf"
    text = [path for path in noto if "Emoji" not in path.name and "Italic" not in path.name]
    text += [deja_vu] if deja_vu.is_file() else []
    for row in _WANTED:
        text += [installed[name] for name in row if name in installed][:1]
    emoji = [installed[name] for name in _EMOJI_WANTED if name in installed]
    emoji += [path for path in noto if "Emoji" in path.name]
    faces = [Face(str(path)) for path in text]
    if hasattr(cv2, "FontFace"):
        faces.append(Face(""))
    return tuple(faces), tuple(Face(str(path), is_emoji=True) for path in emoji)


def _package_folder(name: str) -> Path:
    spec = find_spec(name)
    # A folder that does not exist works like an empty one.
    return Path(spec.origin).parent if spec and spec.origin else Path("no-such-folder")


def _installed() -> dict[str, Path]:
    """The font files of this system that are wanted, by name in lower case without spaces."""
    wanted = {name for row in (*_WANTED, _EMOJI_WANTED) for name in row}
    found: dict[str, Path] = {}
    for folder in _font_folders():
        for parent, folders, files in os.walk(folder):
            folders.sort()
            for file in sorted(files):
                path = Path(parent) / file
                stem = path.stem.lower().replace(" ", "")
                if stem in wanted and path.suffix.lower() in (".ttf", ".ttc", ".otf"):
                    found.setdefault(stem, path)
    return found


def _font_folders() -> Iterator[Path]:
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"
        yield home / "AppData" / "Local" / "Microsoft" / "Windows" / "Fonts"
    elif sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts")
    else:
        yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
        yield from (home / ".local" / "share" / "fonts", home / ".fonts")


@lru_cache(maxsize=256)
def _open_font(path: str, size_px: int) -> tuple[ImageFont.FreeTypeFont, float]:
    # A Noto CJK collection holds one font for each language; the third is the one for simplified Chinese.
    index = 2 if "NotoSansCJK" in path and path.endswith(".ttc") else 0
    for size in (size_px, *_SINGLE_SIZES_PX):
        try:
            return ImageFont.truetype(path, size, index=index), size_px / size
        except OSError:
            continue
    raise OSError(f"The font '{path}' cannot be opened.")


@lru_cache(maxsize=8192)
def _has(face: Face, character: str) -> bool:
    if not face.path:
        return _opencv_has(character)
    try:
        font = face.font(24)[0]
        # Shaping would add a dotted circle to a lone vowel sign, so each character is checked without shaping.
        plain = ImageFont.truetype(face.path, font.size, index=font.index, layout_engine=ImageFont.Layout.BASIC)
        return bytes(plain.getmask(character)) != bytes(plain.getmask(_NO_CHARACTER))
    except (OSError, ValueError):
        return False


def _opencv_has(character: str) -> bool:
    """True for East Asian characters that OpenCV's own font has. It does not shape text, which others need."""
    if unicodedata.east_asian_width(character) not in ("W", "F") or ord(character) >= 0x1F000:
        return False
    return opencv_mask(text=character, size_px=24).tobytes() != opencv_mask(text="?", size_px=24).tobytes()


def opencv_mask(*, text: str, size_px: int) -> Pixels:
    """The text in OpenCV's own font, white on black, with the baseline BASE_LINE text sizes below the top."""
    face = _opencv_face()
    left, _, width, _ = cv2.getTextSize((0, 0), text, (0, 0), face, size_px)
    mask = np.zeros((round(size_px * LINE_HEIGHT), max(1, left + width + 1)), np.uint8)
    cv2.putText(mask, text, (0, round(size_px * BASE_LINE)), (255,), face, size_px)
    return mask


@lru_cache(maxsize=1)
def _opencv_face() -> "cv2.FontFace":
    """OpenCV's own font, unpacked once."""
    return cv2.FontFace("uni")


LINE_HEIGHT, BASE_LINE = 1.5, 1.12
"""In multiples of the text size: the height of a line, and how far its baseline is below its top."""
