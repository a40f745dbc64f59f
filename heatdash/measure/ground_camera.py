"""The camera above the ground, as a rectangle of known sides on the ground shows it."""

from dataclasses import dataclass

import numpy as np

from heatdash.values.arrays import Floats, Numbers
from heatdash.values.ground import Ground

USUAL_FOCAL = 0.8
"""Of the picture's longer side: lenses of surveillance cameras see about 64 degrees."""
FOCAL_SPREAD = 0.45
"""In logarithms: two thirds of all lenses lie between 43 and 89 degrees."""
HAND = 0.002
"""Of the picture's longer side: how near to its true place a corner is set by hand."""
_CANDIDATES = USUAL_FOCAL * np.exp(np.linspace(-1.2, 1.5, 136))
_STEPS = 15
_LEAST_DAMPING = 1e-14
"""With less, a rectangle that shows one way of moving the camera not at all could not be solved for."""


@dataclass(frozen=True, eq=False)
class GroundCamera:
    """A camera in metres around the middle of the scale, x along its width, y along its length, z up from the ground.

    A point `p` lies at `rotation @ p + shift` before the camera, and is seen `focal_px` times that by its depth away
    from the picture's middle.
    """

    width_px: int
    height_px: int
    focal_px: float
    rotation: Floats
    shift: Floats

    @property
    def height_m(self) -> float:
        """How high the camera is above the ground."""
        return float(-self.rotation[:, 2] @ self.shift)

    def on_ground(self, *, x_px: Numbers, y_px: Numbers) -> tuple[Floats, Floats]:
        """Where on the ground what is seen at these points of the picture lies; NaN at the horizon and above it."""
        ahead = np.stack([self.rotation[:, 0], self.rotation[:, 1], self.shift], axis=1)
        back = np.linalg.inv(ahead)
        u, v = (x_px - self.width_px / 2) / self.focal_px, (y_px - self.height_px / 2) / self.focal_px
        x, y, depth = (row[0] * u + row[1] * v + row[2] for row in back)
        # Ahead of the camera the inverse of the depth is positive; on the horizon it is 0.
        depth = np.where(depth > 1e-9, depth, np.nan)
        return x / depth, y / depth


def ground_cameras(*, ground: Ground, width_px: int, height_px: int) -> tuple[GroundCamera, GroundCamera, GroundCamera]:
    """The likeliest camera that sees the scale as it was drawn, and two of as likely a shorter and longer focal length.

    Pixels are square, and the camera's axis goes through the picture's middle. Corners are set by hand, and a small
    rectangle, or one seen from straight above, says little about the lens: what it says is weighed against how common
    a lens is. What depends on the lens differs among the three, each a standard deviation from the next.
    """
    longer = max(width_px, height_px)
    seen = (np.array(ground.points) - 0.5) * (width_px, height_px) / longer
    half = np.array([ground.width_m, ground.length_m]) / 2
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    sides = seen[1] - seen[0], seen[2] - seen[1]
    if sides[0][0] * sides[1][1] > sides[0][1] * sides[1][0]:
        # Drawn the other way round: seen from above, x to the right and y ahead turn against the picture's axes.
        corners = corners * (1, -1)
    *_, misfit = _poses(corners, seen, _CANDIDATES)
    odds = -0.5 * (misfit / HAND**2 + (np.log(_CANDIDATES / USUAL_FOCAL) / FOCAL_SPREAD) ** 2)
    weight = np.exp(odds - odds.max())
    weight /= weight.sum()
    logs = np.log(_CANDIDATES)
    middle = float(weight @ logs)
    spread = float(np.sqrt(weight @ (logs - middle) ** 2))
    focals = np.exp(middle + spread * np.array([0.0, -1.0, 1.0]))
    poses = zip(focals.tolist(), *_poses(corners, seen, focals)[:2], strict=True)
    likely, shorter, further = (
        GroundCamera(width_px, height_px, focal * longer, rotation, shift) for focal, rotation, shift in poses
    )
    return likely, shorter, further


def _poses(corners: Floats, seen: Floats, focals: Floats) -> tuple[Floats, Floats, Floats]:
    """For each focal length how the camera best stands, and the sum of the squares by which it misses the corners."""
    # In units of the scale's own size, turning and moving the camera count about the same.
    size = float(np.linalg.norm(corners[0]))
    flat = np.concatenate([corners / size, np.zeros((4, 1))], axis=1)
    rotation, shift = _first_poses(flat, seen, focals)
    missed, slope = _missed(rotation, shift, focals, flat, seen)
    damping = np.full((len(focals), 1, 1), 1e-4)
    for _ in range(_STEPS):
        square = np.swapaxes(slope, 1, 2) @ slope
        square += damping * np.trace(square, axis1=1, axis2=2)[:, None, None] * np.eye(6)
        step = np.linalg.solve(square, -(np.swapaxes(slope, 1, 2) @ missed[:, :, None]))[:, :, 0]
        turned, moved = _turned(np.asarray(step[:, :3])) @ rotation, shift + step[:, 3:]
        then, slope_then = _missed(turned, moved, focals, flat, seen)
        better = ((then**2).sum(axis=1) < (missed**2).sum(axis=1))[:, None]
        rotation, slope = (
            np.where(better[..., None], new, old) for new, old in ((turned, rotation), (slope_then, slope))
        )
        shift, missed = np.where(better, moved, shift), np.where(better, then, missed)
        damping = np.where(better[..., None], np.maximum(damping / 10, _LEAST_DAMPING), damping * 10)
    return rotation, shift * size, (missed**2).sum(axis=1)


def _first_poses(flat: Floats, seen: Floats, focals: Floats) -> tuple[Floats, Floats]:
    """How the cameras stand, as far as the homography alone tells it."""
    plane = _homography(flat, seen)
    rows = [plane[0] / focals[:, None], plane[1] / focals[:, None], np.broadcast_to(plane[2], (len(focals), 3))]
    ahead = np.stack(rows, axis=1)
    left, lengths, right = np.linalg.svd(ahead[:, :, :2], full_matrices=False)
    two = left @ right
    rotation = np.concatenate([two, np.cross(two[:, :, 0], two[:, :, 1])[:, :, None]], axis=2)
    return rotation, ahead[:, :, 2] / lengths.mean(axis=1)[:, None]


def _missed(rotation: Floats, shift: Floats, focals: Floats, flat: Floats, seen: Floats) -> tuple[Floats, Floats]:
    """By how much each camera misses the corners, and how that changes as it is turned about its axes and moved."""
    turned = np.einsum("fij,cj->fci", rotation, flat)
    x, y, depth = np.moveaxis(turned + shift[:, None, :], 2, 0)
    depth, focal = np.maximum(depth, 1e-6), focals[:, None]
    none = np.zeros_like(depth)
    across = np.stack([focal / depth, none, -focal * x / depth**2], axis=-1)
    down = np.stack([none, focal / depth, -focal * y / depth**2], axis=-1)
    of_place = np.stack([across, down], axis=2)
    of_turn = np.cross(turned[:, :, None, :], of_place)
    slope = np.concatenate([of_turn, of_place], axis=-1).reshape(len(focals), 8, 6)
    missed = np.stack([focal * x / depth, focal * y / depth], axis=-1) - seen
    return missed.reshape(len(focals), 8), slope


def _turned(by: Floats) -> Floats:
    """The rotations about these axes by as many radians as they are long."""
    angle = np.linalg.norm(by, axis=1)[:, None, None]
    cross = np.zeros((len(by), 3, 3))
    for (row, column), axis, sign in (((2, 1), 0, 1), ((0, 2), 1, 1), ((1, 0), 2, 1)):
        cross[:, row, column], cross[:, column, row] = sign * by[:, axis], -sign * by[:, axis]
    whole = np.maximum(angle, 1e-12)
    return np.asarray(np.eye(3) + np.sin(angle) / whole * cross + (1 - np.cos(angle)) / whole**2 * cross @ cross)


def _homography(flat: Floats, seen: Floats) -> Floats:
    """The matrix that takes points of the ground to where they are seen; its last entry is 1."""
    rows, wanted = [], []
    for (x, y, _), (u, v) in zip(flat.tolist(), seen.tolist(), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    return np.append(np.linalg.solve(np.array(rows), np.array(wanted)), 1.0).reshape(3, 3)
