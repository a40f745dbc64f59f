"""People and a bus, cut out of the picture that ultralytics ships, in various clothes and phases of a step."""

import importlib.util
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from heatdash.errors import BadClipError
from heatdash.values.arrays import Floats32, Pixels

Colour = tuple[int, int, int]
"""Blue, green, red, 0 to 255."""

STEP_PHASES = 8
_OUTLINES = Path(__file__).with_suffix(".json")
_PERSON_ZOOM = 0.7
_PERSON_HEIGHTS_PX = (280, 200, 140)
_BUS_HEIGHT_PX = 200
_BUS_LEVEL = 0.09
"""The picture shows the bus from the front: this slant brings its wheels closer to the line of the road."""
_MARGIN_PX = 4


@dataclass(frozen=True, slots=True)
class Look:
    """What one person looks like: which cut-out, which colours, how broad. `None` keeps the picture's colour."""

    base: str
    mirrored: bool = False
    coat: Colour | None = None
    legs: Colour | None = None
    shirt: Colour | None = None
    skin: float = 1.0
    breadth: float = 1.0


@dataclass(frozen=True, eq=False, slots=True)
class Sprite:
    """A cut-out: BGR times alpha, and alpha. `box` is what it covers: x1, y1, x2, y2 in its own pixels."""

    pixels: Pixels
    box: tuple[float, float, float, float]
    foot_x_px: float


def make_person_sprites(look: Look) -> list[list[Sprite]]:
    """The person's sprites, by height (largest first) and by step phase, legs apart at phase 0."""
    outlines = _outlines()["people"][look.base]
    left, top, right, bottom = _bounds(outlines["outline"], margin_px=26)
    shift = np.array([left, top], dtype=np.float32)
    # Nobody is shown as large as in the picture, and a smaller cut-out is dressed and posed faster.
    parts = {name: (np.array(points, np.float32) - shift) * _PERSON_ZOOM for name, points in outlines.items()}
    crop = _read_picture()[top:bottom, left:right]
    colour = cv2.resize(crop, None, fx=_PERSON_ZOOM, fy=_PERSON_ZOOM, interpolation=cv2.INTER_AREA).astype(np.float32)
    if "hand" in parts:
        _cover_hand(colour, _mask(colour.shape, parts["hand"]))
    _dress(colour, parts, look)
    alpha = _soft_mask(colour.shape, parts["outline"])
    whole = np.dstack([colour * alpha[..., None], alpha * 255.0]).astype(np.float32)
    poses = [_pose(whole, parts, look.base, phase / STEP_PHASES) for phase in range(STEP_PHASES)]
    if look.mirrored:
        poses = [np.ascontiguousarray(pose[:, ::-1]) for pose in poses]
    axis_px = float(parts["hips"][:, 0].mean())
    axis_px = whole.shape[1] - 1 - axis_px if look.mirrored else axis_px
    body_px = float(np.ptp(parts["outline"][:, 1]))
    scales = [height_px / body_px for height_px in _PERSON_HEIGHTS_PX]
    return [[_shrink(pose, scale, look.breadth, axis_px) for pose in poses] for scale in scales]


def make_bus_sprite(*, mirrored: bool = False, paint: Colour | None = None) -> Sprite:
    """The bus, with the parts that people and bollards hide painted in; in the light of that colour if one is given."""
    outlines = _outlines()
    bus = outlines["bus"]
    picture = _read_picture().astype(np.float32)
    hidden = np.zeros(picture.shape[:2], np.float32)
    people = [
        cv2.dilate(_mask(picture.shape, np.array(p["outline"], np.float32)), np.ones((9, 9), np.uint8))
        for p in outlines["people"].values()
    ]
    for mask in (*people, *(_mask(picture.shape, np.array(hole, np.float32)) for hole in bus["holes"])):
        hidden = np.maximum(hidden, mask)
    painted = picture.copy()
    for patch in bus["patches"]:
        _paint_patch(painted, patch, 1.0)
        _paint_patch(picture, patch, patch.get("strength", 0.0))
    _copy_wheel(painted, picture, bus)
    blend = cv2.GaussianBlur(hidden, (0, 0), 1.5)[..., None]
    picture += (cv2.GaussianBlur(painted, (0, 0), 0.8) - picture) * blend
    alpha = _soft_mask(picture.shape, np.array(bus["outline"], np.float32))
    left, top, right, bottom = _bounds(bus["outline"], margin_px=12)
    whole = np.dstack([picture * alpha[..., None], alpha * 255.0])[max(top, 0) : bottom, max(left, 0) : right]
    level = np.array([[1.0, 0.0, 12.0], [_BUS_LEVEL, 1.0, 12.0]])
    size = (whole.shape[1] + 24, whole.shape[0] + round(_BUS_LEVEL * whole.shape[1]) + 24)
    whole = cv2.warpAffine(whole.astype(np.float32), level, size, flags=cv2.INTER_LINEAR)
    if paint is not None:
        whole[..., :3] *= np.array(paint, np.float32) / 255.0
    if mirrored:
        whole = np.ascontiguousarray(whole[:, ::-1])
    return _shrink(whole, _BUS_HEIGHT_PX / (bottom - top), 1.0, whole.shape[1] / 2)


def _outlines() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_OUTLINES.read_text(encoding="utf-8"))
    return found


def _read_picture() -> Pixels:
    # Importing ultralytics takes seconds and writes settings; only its picture is needed here.
    spec = importlib.util.find_spec("ultralytics")
    folders = list(spec.submodule_search_locations or []) if spec else []
    for folder in folders:
        picture = cv2.imread(str(Path(folder) / "assets" / "bus.jpg"))
        if picture is not None and picture.shape == (1080, 810, 3):
            return np.asarray(picture, np.uint8)
    raise BadClipError("sample.no_picture", folders=", ".join(folders))


def _bounds(points: Sequence[Sequence[float]], margin_px: int = 0) -> tuple[int, int, int, int]:
    corners = np.array(points)
    low, high = np.floor(corners.min(axis=0)) - margin_px, np.ceil(corners.max(axis=0)) + margin_px
    return max(int(low[0]), 0), max(int(low[1]), 0), int(high[0]) + 1, int(high[1]) + 1


def _mask(shape: Sequence[int], points: Floats32) -> Floats32:
    """A mask of 0 to 1 with an anti-aliased edge."""
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(points * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return mask.astype(np.float32) / 255.0


def _soft_mask(shape: Sequence[int], points: Floats32) -> Floats32:
    # The threshold lies inside the outline, so that no street shows at the edge.
    blurred = cv2.GaussianBlur(_mask(shape, points), (0, 0), 1.3)
    return np.asarray(np.clip((blurred - 0.5) / 0.4, 0.0, 1.0), np.float32)


def _cover_hand(colour: Floats32, hand: Floats32) -> None:
    """Paint over a passer-by's hand with the cloth to the right of it, row by row."""
    cloth = colour.copy()
    for row in np.flatnonzero(hand.any(axis=1)):
        edge = int(np.flatnonzero(hand[row])[-1]) + 2
        cloth[row] = colour[row, edge : edge + 3].mean(axis=0)
    soft = cv2.GaussianBlur(hand, (0, 0), 1.0)[..., None]
    colour += (cv2.GaussianBlur(cloth, (0, 0), 1.0) - colour) * soft


def _dress(colour: Floats32, parts: dict[str, Floats32], look: Look) -> None:
    """Give skin, coat, shirt and trousers the look's colours, each shaded as in the picture."""
    legs, shoes = _mask(colour.shape, parts["legs"]), _mask(colour.shape, parts["shoes"])
    head = _mask(colour.shape, parts["head"])
    blue, green, red = np.moveaxis(colour, 2, 0)
    light = colour.mean(axis=2)
    redness = (red - blue) / np.maximum(red, 1.0)
    is_shirt = ((redness > 0.6) & (red > 90) & (red > 1.8 * green)).astype(np.float32) * (1 - legs) * (1 - head * 0.9)
    is_skin = ((redness > 0.18) & (red > 75) & (red > green)).astype(np.float32)
    if look.base == "a":
        is_skin = is_skin * head
    is_skin = cv2.GaussianBlur(is_skin * (1 - legs) * (1 - is_shirt), (0, 0), 1.0)
    is_shirt = cv2.GaussianBlur(is_shirt, (0, 0), 0.8)
    is_coat = _mask(colour.shape, parts["outline"]) * (1 - legs) * (1 - head) * (1 - is_skin) * (1 - is_shirt)
    is_trousers = _mask(colour.shape, parts["outline"]) * legs * (1 - shoes)
    colour *= 1 + (look.skin - 1) * is_skin[..., None]
    for wanted, where in ((look.coat, is_coat), (look.legs, is_trousers), (look.shirt, is_shirt)):
        if wanted is None:
            continue
        usual = max(float((light * where).sum() / max(float(where.sum()), 1.0)), 1.0)
        # Dark cloth has little shading of its own, and much of it is the camera's noise: keep about half.
        depth = 1.0 if usual > 90 else 0.45
        shade = (1 - depth) + depth * np.clip(light / usual, 0.0, 2.2)
        colour += (np.array(wanted, np.float32) * shade[..., None] - colour) * where[..., None]
    np.clip(colour, 0, 255, out=colour)


def _pose(whole: Floats32, parts: dict[str, Floats32], base: str, phase: float) -> Floats32:
    """The person at this phase of a step: the legs swing together and apart below a still body."""
    legs, second = _mask(whole.shape, parts["legs"]), _mask(whole.shape, parts["legs_split"])
    together = np.sin(np.pi * phase)
    angles_deg = (-9.0 * together, 15.0 * together) if base == "a" else (-3.0 * together, 8.0 * together)
    body = whole * (1 - legs)[..., None]
    # A swung thigh would leave a gap below the hem, so a strip of cloth stays in place behind it.
    rows = np.arange(whole.shape[0], dtype=np.float32)[:, None]
    thigh = np.clip((parts["hips"][:, 1].max() + 12 - rows) / 6, 0, 1)
    out = whole * (legs * thigh)[..., None]
    for which, angle_deg, hip in ((legs * second, angles_deg[1], 1), (legs * (1 - second), angles_deg[0], 0)):
        turn = cv2.getRotationMatrix2D([float(v) for v in parts["hips"][hip]], angle_deg * -1.0, 1.0)
        leg = cv2.warpAffine(whole * which[..., None], turn, whole.shape[1::-1], flags=cv2.INTER_LINEAR)
        out = leg + out * (1 - leg[..., 3:] / 255.0)
    return np.asarray(body + out * (1 - body[..., 3:] / 255.0), np.float32)


def _shrink(whole: Floats32, scale: float, breadth: float, axis_px: float) -> Sprite:
    small = cv2.resize(whole, None, fx=scale * breadth, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.copyMakeBorder(small, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX, cv2.BORDER_CONSTANT)
    ys, xs = np.nonzero(small[..., 3] > 100)
    box = (float(xs.min()), float(ys.min()), float(xs.max() + 1), float(ys.max() + 1))
    return Sprite(np.clip(np.round(small), 0, 255).astype(np.uint8), box, axis_px * scale * breadth + _MARGIN_PX)


def _paint_patch(painted: Floats32, patch: dict[str, Any], strength: float) -> None:
    if strength == 0:
        return
    points = np.array(patch["points"], np.float32)
    left, top, right, bottom = _bounds(patch["points"], margin_px=4)
    part = painted[top:bottom, left:right]
    rows = np.clip((np.arange(top, top + part.shape[0]) - points[:, 1].min()) / np.ptp(points[:, 1]), 0, 1)
    fill = np.array(patch["top"]) + rows[:, None] * (np.array(patch["bottom"]) - np.array(patch["top"]))
    where = strength * cv2.GaussianBlur(_mask(part.shape, points - np.array((left, top), np.float32)), (0, 0), 0.8)
    part += (fill[:, None, :].astype(np.float32) - part) * where[..., None]


def _copy_wheel(painted: Floats32, picture: Floats32, bus: dict[str, Any]) -> None:
    """Paint a larger copy of the rear wheel over the hidden front wheel."""
    x_px, y_px, half_width_px, half_height_px = bus["wheel_from"]
    scale = bus["wheel_scale"]
    to_x_px, to_y_px = bus["wheel_to"]
    move = np.array([[scale, 0, to_x_px - scale * x_px], [0, scale, to_y_px - scale * y_px]])
    wheel = np.zeros(picture.shape[:2], np.uint8)
    cv2.ellipse(wheel, ((x_px, y_px), (2 * half_width_px, 2 * half_height_px), 0.0), 255, -1, cv2.LINE_AA)
    size = picture.shape[1::-1]
    where = cv2.warpAffine(wheel, move, size).astype(np.float32)[..., None] / 255.0
    painted += (cv2.warpAffine(picture, move, size) - painted) * where
