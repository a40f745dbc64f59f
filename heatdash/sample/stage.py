"""The sample's actors placed on its backdrop, frame by frame, with the exact box of each."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from heatdash.sample.camera import HEIGHT_PX, WIDTH_PX, ground, height_on_picture
from heatdash.sample.cutouts import STEP_PHASES, Sprite, make_bus_sprite, make_person_sprites
from heatdash.sample.plaza import Plaza, paint_plaza
from heatdash.sample.walks import BUSES, CAST, STEP_M, Drive, Spot, Walk, drive_spots, spots_of
from heatdash.values.arrays import Floats, Pixels

_LEAST_VISIBLE = 0.01
"""An actor counts as fully hidden where less than this share of its outline can be seen."""

_SHADOW_LIGHT = np.array(
    [[[round(255 - depth * share) for share in (0.33, 0.37, 0.40)] for depth in range(256)]], np.uint8
)
"""How much of 255 is left of blue, green and red light, by the shadow's depth: shade is bluish."""


@dataclass(frozen=True, eq=False, slots=True)
class Actor:
    """A person or a bus: its sprites by size and step, and where it is in each frame."""

    class_name: str
    sprites: list[list[Sprite]]
    shadows: list[Pixels]
    tall_m: float
    spots: dict[int, Spot]


@dataclass(frozen=True, slots=True)
class Shown:
    """One actor in one frame: its whole box, clipped to the picture, and the share of its outline that can be seen."""

    actor: int
    class_name: str
    box: tuple[float, float, float, float]
    visible: float


@dataclass(frozen=True, eq=False, slots=True)
class _Placed:
    actor: int
    away_m: float
    sprite: Sprite
    move: Floats
    shadow: Pixels
    foot: tuple[float, float]
    tall_px: float


class Stage:
    """The backdrop and all actors; `show` composes any frame of the clip, in any order."""

    def __init__(self, cast: Sequence[Walk] = CAST, buses: Sequence[Drive] = BUSES) -> None:
        self._plaza: Plaza = paint_plaza()
        self._actors = [_person(walk) for walk in cast] + [_bus(drive) for drive in buses]

    def show(self, frame: int) -> tuple[Pixels, list[Shown]]:
        """The picture (BGR) and the actors that can be seen in it."""
        placed = [p for number, actor in enumerate(self._actors) if (p := _place(number, actor, frame)) is not None]
        placed.sort(key=lambda p: -p.away_m)
        picture = self._plaza.picture.copy()
        for p in placed:
            self._cast_shadow(picture, p)
        owner = np.full((HEIGHT_PX, WIDTH_PX), -1, np.int8)
        areas = {p.actor: self._paint(picture, owner, p) for p in placed}
        return picture, [shown for p in placed if (shown := self._seen(p, owner, areas[p.actor])) is not None]

    def _paint(self, picture: Pixels, owner: npt.NDArray[np.int8], p: _Placed) -> int:
        """How many pixels the sprite covers, inside the picture or outside it, after painting it."""
        found = _patch(p.sprite.pixels, p.move)
        scale = float(p.move[0, 0] * p.move[1, 1])
        area = round(np.count_nonzero(p.sprite.pixels[..., 3] > 127) * scale)
        if found is None:
            return area
        layer, (x1, y1, x2, y2) = found
        shown = self._unhidden(p.away_m, (x1, y1, x2, y2))
        if shown is not None:
            layer = cv2.multiply(layer, cv2.merge([shown] * 4), scale=1 / 255)
        alpha = layer[..., 3]
        through = cv2.cvtColor(255 - alpha, cv2.COLOR_GRAY2BGR)
        part = picture[y1:y2, x1:x2]
        part[:] = cv2.add(cv2.cvtColor(layer, cv2.COLOR_BGRA2BGR), cv2.multiply(part, through, scale=1 / 255))
        owner[y1:y2, x1:x2][alpha > 127] = p.actor
        return area

    def _cast_shadow(self, picture: Pixels, p: _Placed) -> None:
        scale = p.move[0, 0]
        x_px, y_px = p.foot
        foot_x, foot_y = p.sprite.foot_x_px, p.sprite.box[3]
        lean = np.array([[0.9 * scale, 0.5 * scale], [0.0, -0.13 * scale]])
        if self._actors[p.actor].class_name == "bus":
            lean = np.array([[scale, 0.0], [0.0, scale]])
        offset = np.array([x_px, y_px - 0.012 * p.tall_px]) - lean @ np.array([foot_x, foot_y])
        found = _patch(p.shadow, np.column_stack([lean, offset]))
        if found is None:
            return
        layer, (x1, y1, x2, y2) = found
        shown = self._unhidden(p.away_m, (x1, y1, x2, y2))
        dark = layer if shown is None else cv2.multiply(layer, shown, scale=1 / 255)
        part = picture[y1:y2, x1:x2]
        part[:] = cv2.multiply(part, cv2.LUT(cv2.cvtColor(dark, cv2.COLOR_GRAY2BGR), _SHADOW_LIGHT), scale=1 / 255)

    def _unhidden(self, away_m: float, box: tuple[int, int, int, int]) -> Pixels | None:
        """A mask of the box: 255 where the backdrop does not hide what is this far away; None where it hides none."""
        x1, y1, x2, y2 = box
        hidden: Pixels | None = None
        for thing in self._plaza.occluders:
            left, top, right, bottom = thing.box
            if thing.away_m < away_m and left < x2 and x1 < right and top < y2 and y1 < bottom:
                part = thing.mask[y1:y2, x1:x2]
                hidden = part if hidden is None else np.maximum(hidden, part)
        return None if hidden is None else np.asarray(255 - hidden, np.uint8)

    def _seen(self, p: _Placed, owner: npt.NDArray[np.int8], area_px: int) -> Shown | None:
        x1, y1, x2, y2 = p.sprite.box
        (left, top), (right, bottom) = (p.move @ np.array([x, y, 1.0]) for x, y in ((x1, y1), (x2, y2)))
        box = (max(float(left), 0.0), max(float(top), 0.0), min(float(right), WIDTH_PX), min(float(bottom), HEIGHT_PX))
        if box[0] >= box[2] or box[1] >= box[3]:
            return None
        part = owner[int(box[1]) : int(box[3]) + 1, int(box[0]) : int(box[2]) + 1]
        visible = float(np.count_nonzero(part == p.actor)) / area_px
        if visible < _LEAST_VISIBLE:
            return None
        x1, y1, x2, y2 = (round(v, 1) for v in box)
        return Shown(p.actor, self._actors[p.actor].class_name, (x1, y1, x2, y2), min(visible, 1.0))


def _person(walk: Walk) -> Actor:
    sprites = make_person_sprites(walk.look)
    # A shadow is soft and dark: one pose for each size serves every step.
    return Actor("person", sprites, [_shadow_of(size[0]) for size in sprites], walk.tall_m, spots_of(walk))


def _bus(drive: Drive) -> Actor:
    sprite = make_bus_sprite(mirrored=drive.to_m > drive.from_m, paint=drive.paint)
    return Actor("bus", [[sprite]], [_shadow_under(sprite)], drive.tall_m, drive_spots(drive))


def _shadow_of(sprite: Sprite) -> Pixels:
    # Sharp at the feet, softer further up: the blur grows by mixing two.
    alpha = sprite.pixels[..., 3]
    rows = np.clip((np.arange(alpha.shape[0]) / sprite.box[3])[:, None], 0, 1).astype(np.float32)
    near, far = (cv2.GaussianBlur(alpha, (0, 0), sprite.box[3] * share).astype(np.float32) for share in (0.012, 0.035))
    return np.asarray(np.round((near * rows + far * (1 - rows)) * (0.45 + 0.55 * rows)), np.uint8)


def _shadow_under(bus: Sprite) -> Pixels:
    """The shadow between the wheels of the bus and around them."""
    x1, _, x2, y2 = bus.box
    shadow = np.zeros(bus.pixels.shape[:2], np.uint8)
    belt = np.array([(x1 + 2, 0.9 * y2), (x2 - 4, 0.8 * y2), (x2 - 2, 0.93 * y2), (0.45 * x2, y2 + 3), (x1, y2 - 1)])
    cv2.fillPoly(shadow, [np.round(belt).astype(np.int32)], 255)
    blurred = cv2.GaussianBlur(shadow, (0, 0), 2.5).astype(np.float32) * 1.8
    return np.asarray(np.clip(blurred, 0, 255), np.uint8)


def _place(number: int, actor: Actor, frame: int) -> _Placed | None:
    spot = actor.spots.get(frame)
    if spot is None:
        return None
    tall_px = height_on_picture(right_m=spot.right_m, away_m=spot.away_m, tall_m=actor.tall_m)
    foot = ground(spot.right_m, spot.away_m)
    # The smallest sprite that need not be enlarged keeps the picture crisp.
    heights_px = [size[0].box[3] - size[0].box[1] for size in actor.sprites]
    size = max((i for i, height_px in enumerate(heights_px) if height_px >= tall_px), default=0)
    poses = actor.sprites[size]
    sprite = poses[int(spot.walked_m / STEP_M % 1.0 * STEP_PHASES) % len(poses)]
    scale = tall_px / heights_px[size]
    move = np.array([[scale, 0, foot[0] - scale * sprite.foot_x_px], [0, scale, foot[1] - scale * sprite.box[3]]])
    return _Placed(number, spot.away_m, sprite, move, actor.shadows[size], foot, tall_px)


def _patch(layer: Pixels, move: Floats) -> tuple[Pixels, tuple[int, int, int, int]] | None:
    """The layer moved into the picture and cut to the part that it covers, and that part; None outside the picture."""
    height_px, width_px = layer.shape[:2]
    corners = move @ np.array([[0, width_px, 0, width_px], [0, 0, height_px, height_px], [1, 1, 1, 1]])
    x1, y1 = (max(int(v), 0) for v in np.floor(corners.min(axis=1)))
    x2, y2 = (min(int(v) + 1, most) for v, most in zip(corners.max(axis=1), (WIDTH_PX, HEIGHT_PX), strict=True))
    if x1 >= x2 or y1 >= y2:
        return None
    local = move.copy()
    local[:, 2] -= (x1, y1)
    moved = cv2.warpAffine(layer, local, (x2 - x1, y2 - y1), flags=cv2.INTER_LINEAR)
    return np.asarray(moved, np.uint8), (x1, y1, x2, y2)
