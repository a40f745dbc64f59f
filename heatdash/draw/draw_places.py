"""Zones and lines on the picture: outlines, faint fills and the arrows that show which direction is in."""

import math
from itertools import pairwise

import cv2
import numpy as np

from heatdash.draw.glass import SUBPIXEL_BITS, Glass, subpixels
from heatdash.draw.palette import GREY, INK, Colour, place_colours
from heatdash.draw.sizes import Sizes
from heatdash.values.arrays import Floats, Numbers, Pixels
from heatdash.values.scene import COUNT, EXCLUDE, ROI, Line, Scene, Zone

_FILL, _HATCH, _CASING = 0.10, 0.30, 0.55
PixelPoint = tuple[float, float]


def draw_places(*, scene: Scene, sizes: Sizes, glass: Glass, with_arrows: bool = True, with_fills: bool = True) -> None:
    """Draw the scene's zones and lines on the glass, dark-edged, each in its own colour, excluded zones in grey.

    Zones in which is counted are filled with a little of their colour, and lines have an arrow to the side that is in,
    unless without.
    """
    colours = place_colours(scene)
    for zone in scene.zones:
        _draw_zone(zone, colours[zone.name], sizes, glass, with_fills)
    for line in scene.lines:
        _draw_line(line, colours[line.name], sizes, glass)
        if with_arrows:
            draw_arrow(line=line, colour=colours[line.name], sizes=sizes, glass=glass)


def zone_area(*, zone: Zone, sizes: Sizes) -> Pixels:
    """The zone as a mask of the picture's size: 255 inside, 0 outside, in between on its edge."""
    area = np.zeros((sizes.height_px, sizes.width_px), np.uint8)
    corners = pixel_points(points=zone.points, sizes=sizes)
    cv2.fillPoly(area, [subpixels(corners)], (255,), cv2.LINE_AA, SUBPIXEL_BITS)
    return area


def in_direction(*, line: Line, width_px: int, height_px: int) -> PixelPoint:
    """The direction, one pixel long, in which crossing a line counts as in: to the right, seen from start to end."""
    along_x = (line.end[0] - line.start[0]) * width_px
    along_y = (line.end[1] - line.start[1]) * height_px
    length = math.hypot(along_x, along_y) or 1.0
    # The picture's y axis points down, so a quarter turn to the right of (1, 0) is (0, 1).
    return -along_y / length, along_x / length


def pixel_points(*, points: tuple[PixelPoint, ...], sizes: Sizes) -> Floats:
    """The points, given as fractions of the picture, in pixels."""
    return np.asarray(points, np.float64) * (sizes.width_px, sizes.height_px)


def arrow_length_px(sizes: Sizes) -> float:
    """How far a line's arrow reaches from the line."""
    return sizes.text_px * 1.7 + sizes.line_px


def _draw_zone(zone: Zone, colour: Colour, sizes: Sizes, glass: Glass, with_fill: bool) -> None:
    if zone.kind == COUNT and with_fill:
        glass.fill(zone_area(zone=zone, sizes=sizes), colour, _FILL)
    if zone.kind == EXCLUDE:
        colour, area = GREY, zone_area(zone=zone, sizes=sizes)
        glass.fill(cv2.min(area, _hatching(area, sizes)), GREY, _HATCH)
    corners = pixel_points(points=zone.points, sizes=sizes)
    closed = np.concatenate((corners, corners[:1]))
    dash_px = sizes.text_px * 0.7 if zone.kind == ROI else None
    stroke(glass=glass, path=closed, colour=colour, line_px=sizes.line_px, dash_px=dash_px)


def _draw_line(line: Line, colour: Colour, sizes: Sizes, glass: Glass) -> None:
    ends = pixel_points(points=(line.start, line.end), sizes=sizes)
    stroke(glass=glass, path=ends, colour=colour, line_px=sizes.line_px + 1)
    for end in ends:
        _dot(glass, end, colour, sizes.line_px)


def draw_arrow(*, line: Line, colour: Colour, sizes: Sizes, glass: Glass) -> None:
    """Draw on the glass the arrow that shows which direction is in, starting at the middle of the line."""
    middle = pixel_points(points=(line.start, line.end), sizes=sizes).mean(axis=0)
    inwards = np.array(in_direction(line=line, width_px=sizes.width_px, height_px=sizes.height_px))
    along = np.array((inwards[1], -inwards[0]))
    reach, head = arrow_length_px(sizes), sizes.text_px * 0.62
    tip = middle + inwards * reach
    neck = tip - inwards * head * 1.1
    stroke(glass=glass, path=np.array((middle, neck)), colour=colour, line_px=sizes.line_px + 1)
    _fill_cased(glass, np.array((tip, neck + along * head * 0.75, neck - along * head * 0.75)), colour, sizes.line_px)


def stroke(*, glass: Glass, path: Numbers, colour: Colour, line_px: int, dash_px: float | None = None) -> None:
    """Draw lines through the points, each over a wider dark one, so that they show on any background."""
    parts = [path] if dash_px is None else _dashes(path, dash_px)
    for width_px, tint, opacity in ((line_px + 2 * _casing_px(line_px), INK, _CASING), (line_px, colour, 1.0)):
        mask = np.zeros(glass.alpha.shape, np.uint8)
        for part in parts:
            cv2.polylines(mask, [subpixels(part)], False, (255,), width_px, cv2.LINE_AA, SUBPIXEL_BITS)
        glass.fill(mask, tint, opacity)


def _casing_px(line_px: int) -> int:
    return max(1, round(line_px * 0.4))


def _fill_cased(glass: Glass, corners: Numbers, colour: Colour, line_px: int) -> None:
    mask = np.zeros(glass.alpha.shape, np.uint8)
    cv2.fillPoly(mask, [subpixels(corners)], (255,), cv2.LINE_AA, SUBPIXEL_BITS)
    edge = mask.copy()
    cv2.polylines(edge, [subpixels(corners)], True, (255,), 2 * _casing_px(line_px), cv2.LINE_AA, SUBPIXEL_BITS)
    glass.fill(edge, INK, _CASING)
    glass.fill(mask, colour)


def _dot(glass: Glass, at: Numbers, colour: Colour, line_px: int) -> None:
    for radius, tint, opacity in ((line_px * 1.6 + _casing_px(line_px), INK, _CASING), (line_px * 1.6, colour, 1.0)):
        mask = np.zeros(glass.alpha.shape, np.uint8)
        x, y = subpixels(at).tolist()
        cv2.circle(mask, (x, y), round(radius * (1 << SUBPIXEL_BITS)), (255,), -1, cv2.LINE_AA, SUBPIXEL_BITS)
        glass.fill(mask, tint, opacity)


def _hatching(like: Pixels, sizes: Sizes) -> Pixels:
    """A mask of slanting lines across the whole picture."""
    height, width = like.shape
    mask = np.zeros_like(like)
    for x in range(-height, width, max(6, sizes.text_px)):
        cv2.line(mask, (x, height), (x + height, 0), (255,), sizes.line_px, cv2.LINE_AA)
    return mask


def _dashes(path: Numbers, dash_px: float) -> list[Numbers]:
    """The path cut into dashes; every edge begins and ends with one, so that corners are always drawn."""
    dashes: list[Numbers] = []
    for begin, end in pairwise(path):
        count = max(1, round(float(np.hypot(*(end - begin))) / dash_px / 2))
        marks = np.linspace(0, 1, 2 * (2 * count) + 1)[:, None]
        points = begin + (end - begin) * marks
        # Half a dash at either corner; between them, gaps and whole dashes in turn.
        dashes += [points[[0, 1]], *(points[[i, i + 2]] for i in range(3, len(points) - 3, 4)), points[[-2, -1]]]
    return dashes
