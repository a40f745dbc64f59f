"""Text of any script, written from left to right or from right to left."""

import math
import unicodedata
from functools import lru_cache
from itertools import groupby
from threading import RLock

import cv2
import numpy as np
from PIL import Image, ImageDraw

from heatdash.draw.find_fonts import BASE_LINE, LINE_HEIGHT, Face, faces_for, opencv_mask
from heatdash.draw.glass import Glass
from heatdash.draw.palette import WHITE, Colour

_RIGHT_TO_LEFT = ("R", "AL")
_JOINERS = ("\u200d", "\ufe0e", "\ufe0f")
_ZOOM = 4
_FONT_LOCK = RLock()
"""A font keeps the weight that it was last set to, so only one thread may write at a time."""
Run = tuple[Face, str]


@lru_cache(maxsize=2048)
def write_text(
    text: str,
    *,
    size_px: int,
    colour: Colour = WHITE,
    weight: int = 500,
    longest_px: int | None = None,
) -> Glass:
    """The text on a clear sheet, just wide enough and one line high; cut off with "…" where wider than `longest_px`.

    A character that no font can write shows as a font's empty box. Sheets are shared: put them on others, but put
    nothing on them.
    """
    with _FONT_LOCK:
        pieces = [_write_run(face, part, size_px, colour, weight) for face, part in _in_order(_runs(text))]
    width = sum(piece.width_px for piece in pieces)
    if longest_px is not None and width > longest_px and len(text) > 1:
        kept = max(1, min(len(text) - 1, math.floor(len(text) * longest_px / width)))
        shorter = text.removesuffix("…")[: kept - 1].rstrip() + "…"
        if len(shorter) < len(text):
            return write_text(shorter, size_px=size_px, colour=colour, weight=weight, longest_px=longest_px)
    glass = Glass.clear(max(1, width), round(size_px * LINE_HEIGHT))
    x = 0
    for piece in pieces:
        glass.stick(piece, x, 0)
        x += piece.width_px
    return glass


def _runs(text: str) -> list[Run]:
    """The text cut where another font is needed. Marks and joiners stay with the character that they belong to."""
    face_for_all = _one_face(text)
    if face_for_all:
        return [(face_for_all, text)]
    runs: list[tuple[Face, list[str]]] = []
    for character in text:
        if runs and (_joins_previous(character) or runs[-1][1][-1] == _JOINERS[0] or _fits(runs[-1][0], character)):
            runs[-1][1].append(character)
            continue
        faces = faces_for(character)
        face = next((one for one in faces if one.has(character)), runs[-1][0] if runs else faces[0])
        if runs and runs[-1][0] == face:
            runs[-1][1].append(character)
        else:
            runs.append((face, [character]))
    parts: list[Run] = []
    for face, characters in runs:
        text, trimmed = "".join(characters), "".join(characters).rstrip()
        # The space after a right-to-left run must not be reversed with it: it would land before the run's first word.
        parts += [(face, part) for part in (trimmed, text[len(trimmed) :]) if part]
    return parts


def _one_face(text: str) -> Face | None:
    """The one font that can write all of a right-to-left text: the shaper itself orders words and numbers best."""
    first = next((character for character in text if unicodedata.bidirectional(character) in _RIGHT_TO_LEFT), None)
    if first is None:
        return None
    return next((face for face in faces_for(first) if all(_joins_previous(one) or face.has(one) for one in text)), None)


def _joins_previous(character: str) -> bool:
    is_skin_tone = "\U0001f3fb" <= character <= "\U0001f3ff"
    return character in _JOINERS or is_skin_tone or unicodedata.category(character) in ("Mn", "Mc", "Me")


def _fits(face: Face, character: str) -> bool:
    """True for spaces, digits and signs that the font in use has: they need no change of font."""
    is_neutral = not character.isalpha() and ord(character) < 0x2100
    return is_neutral and not face.is_emoji and face.has(character)


def _in_order(runs: list[Run]) -> list[Run]:
    """The runs in the order seen, from left to right; the shaper reverses the inside of each as needed."""
    first_strong = next((c for _, part in runs for c in part if unicodedata.bidirectional(c) in ("L", "R", "AL")), "a")
    is_base_rtl = unicodedata.bidirectional(first_strong) in _RIGHT_TO_LEFT
    ordered = runs[::-1] if is_base_rtl else runs
    seen: list[Run] = []
    for is_rtl, group in groupby(ordered, key=lambda run: _is_rtl(run[1], otherwise=is_base_rtl)):
        members = list(group)
        seen += members[::-1] if is_rtl != is_base_rtl else members
    return seen


def _is_rtl(text: str, *, otherwise: bool) -> bool:
    kinds = {unicodedata.bidirectional(character) for character in text}
    if kinds & set(_RIGHT_TO_LEFT):
        return True
    return otherwise if "L" not in kinds else False


def _write_run(face: Face, text: str, size_px: int, colour: Colour, weight: int) -> Glass:
    if not face.path:
        mask = opencv_mask(text=text, size_px=size_px)
        glass = Glass.clear(mask.shape[1], mask.shape[0])
        glass.fill(mask, colour)
        return glass
    # Written larger and scaled down, as whole pixels would spoil the distances between the letters of small text.
    font, scale = face.font(size_px * _ZOOM)
    scale /= _ZOOM
    _set_weight(font, weight)
    height, length = round(size_px * LINE_HEIGHT), max(1, math.ceil(font.getlength(text)))
    width = max(1, math.ceil(length * scale))
    place, paper = (0, round(size_px * BASE_LINE) / scale), (math.ceil(width / scale), round(height / scale))
    drawn = Image.new("RGBA" if face.is_emoji else "L", paper)
    blue, green, red = colour
    ink = (red, green, blue, 255) if face.is_emoji else 255
    ImageDraw.Draw(drawn).text(place, text, ink, font, anchor="ls", embedded_color=face.is_emoji)
    pixels = cv2.resize(np.asarray(drawn), (width, height), interpolation=cv2.INTER_AREA)
    if face.is_emoji:
        # Pillow mixes colours into a clear picture, so they are already multiplied by their alpha.
        return Glass(np.ascontiguousarray(pixels[..., 2::-1]), np.ascontiguousarray(pixels[..., 3]))
    glass = Glass.clear(width, height)
    glass.fill(pixels, colour)
    return glass


def _set_weight(font: object, weight: int) -> None:
    try:
        axes = font.get_variation_axes()  # type: ignore[attr-defined]
    except OSError:
        return
    values = [weight if axis["name"] in (b"Weight", "Weight") else axis["default"] for axis in axes]
    font.set_variation_by_axes(values)  # type: ignore[attr-defined]
