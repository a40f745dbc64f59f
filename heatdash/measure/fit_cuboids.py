"""The cuboid on the ground whose view fits an object's boxes best, all along its way."""

from dataclasses import dataclass, replace

import numpy as np

from heatdash.measure.ground_camera import GroundCamera
from heatdash.measure.vehicle_samples import Samples
from heatdash.values.arrays import Floats, Marks

REACH_M = 3.0
"""How far around a box its vehicle's heading is read off its way."""
BAD_BOX = 3.0
"""In standard deviations. A box that misses by more, as of a vehicle half behind another, pulls no harder."""
_ROUNDS, _NEW_HEADINGS = 10, (2, 5, 8)
_ROUNDS_OF_OTHER_LENS = 4
_NEAREST_M = 0.5
_SIGNS = np.array([(along, aside, up) for along in (-1.0, 1.0) for aside in (-1.0, 1.0) for up in (0.0, 1.0)])
"""The corners: half the length ahead or behind, half the width aside, on the ground or at the top."""


@dataclass(frozen=True, eq=False)
class Cuboids:
    """A cuboid for each track: the logarithms of length, width and height, and where it is in each sample.

    `ahead` is its heading, one metre east and north. `unsure` is the standard deviation of the first logarithm.
    """

    shape: Floats
    x_m: Floats
    y_m: Floats
    ahead: Floats
    unsure: Floats

    def way_m(self, mask: Marks, /) -> Floats:
        """How far apart each track's samples lie, from east to west and from north to south."""
        sides = [np.ptp(np.where(mask, at, at[:, :1]), axis=1) for at in (self.x_m, self.y_m)]
        return np.asarray(np.hypot(*sides))


@dataclass(frozen=True, eq=False)
class _View:
    """How each side of each box misses its cuboid, in standard deviations, and how place and shape would change that.

    The first axis is the side, the second, where there is one, what changes; then tracks and samples.
    """

    missed: Floats
    of_place: Floats
    of_shape: Floats
    usable: Marks


def fit_cuboids(*, samples: Samples, camera: GroundCamera, usual: Floats) -> Cuboids:
    """The likeliest cuboids; `usual` has each track's length, width and height and how these vary, in logarithms.

    Width and height are nearly known. A vehicle's own place in each box is whatever fits the box best.
    """
    known = np.log(usual[:, :, 0]).T
    ahead = _headings(samples.x_m, samples.y_m, samples.mask)
    x, y = _behind_the_edge(samples, camera, ahead, np.exp(known))
    cuboids = Cuboids(known, x, y, ahead, np.full(len(usual), np.nan))
    for turn in range(_ROUNDS):
        if turn in _NEW_HEADINGS:
            cuboids = replace(cuboids, ahead=_headings(cuboids.x_m, cuboids.y_m, samples.mask))
        cuboids = _nearer(cuboids, samples, camera, usual)
    return cuboids


def fit_through_other_lens(*, cuboids: Cuboids, samples: Samples, camera: GroundCamera, usual: Floats) -> Cuboids:
    """The cuboids that fit the same boxes through the lens of another camera, which sees nearly the same."""
    for _ in range(_ROUNDS_OF_OTHER_LENS):
        cuboids = _nearer(cuboids, samples, camera, usual)
    return cuboids


def _behind_the_edge(samples: Samples, camera: GroundCamera, ahead: Floats, size: Floats) -> tuple[Floats, Floats]:
    """The middles of vehicles whose nearest edge is seen at the samples' places."""
    foot = -camera.rotation.T @ camera.shift
    right, on = samples.x_m - foot[0], samples.y_m - foot[1]
    distance = np.maximum(np.hypot(right, on), 1e-6)
    right, on = right / distance, on / distance
    along, aside = np.abs(ahead[0] * right + ahead[1] * on), np.abs(ahead[0] * on - ahead[1] * right)
    half = (along * size[0][:, None] + aside * size[1][:, None]) / 2
    return samples.x_m + half * right, samples.y_m + half * on


def _headings(x: Floats, y: Floats, mask: Marks) -> Floats:
    """The direction of each track's way at each sample: that of the parabola nearest to the samples around it."""
    number = np.arange(x.shape[1], dtype=np.float64)
    steps = np.hypot(np.diff(x, axis=1), np.diff(y, axis=1)) * mask[:, 1:]
    reach = REACH_M + steps.sum(axis=1) / np.maximum(mask.sum(axis=1) - 1, 1)
    apart = (x[:, :, None] - x[:, None, :]) ** 2 + (y[:, :, None] - y[:, None, :]) ** 2
    weight = np.exp(-apart / (2 * reach[:, None, None] ** 2)) * mask[:, None, :]
    by = number[None, :] - number[:, None]
    powers = [weight]
    for _ in range(4):
        powers.append(powers[-1] * by)
    sums = [power.sum(axis=2) for power in powers]
    square = np.stack([np.stack([sums[row + column] for column in range(3)], -1) for row in range(3)], -2)
    wanted = np.stack([np.stack([(power @ to[..., None])[..., 0] for to in (x, y)], -1) for power in powers[:3]], -2)
    slope = np.linalg.solve(square + 1e-9 * np.eye(3), wanted)[..., 1, :]
    length = np.maximum(np.hypot(slope[..., 0], slope[..., 1]), 1e-9)
    return np.stack([slope[..., 0] / length, slope[..., 1] / length])


def _nearer(cuboids: Cuboids, samples: Samples, camera: GroundCamera, usual: Floats) -> Cuboids:
    """The cuboids after one step towards the boxes, and how unsure their lengths are."""
    view = _view(cuboids, samples, camera)
    square = _square(view)
    missed, slope = _beside_place(view, view.missed, square), _beside_place(view, view.of_shape, square)
    misfit = (missed**2).sum(axis=0)
    weight = view.usable * np.minimum(1.0, BAD_BOX / np.sqrt(np.maximum(misfit, 1e-12)))
    curvature = np.stack(
        [np.stack([(weight * slope[:, a] * slope[:, b]).sum(axis=(0, 2)) for b in range(3)], -1) for a in range(3)], -1
    )
    precision = 1 / usual[:, :, 1] ** 2
    curvature[:, range(3), range(3)] += precision
    pull = precision * (np.log(usual[:, :, 0]) - cuboids.shape.T)
    pull -= np.stack([(weight * slope[:, a] * missed).sum(axis=(0, 2)) for a in range(3)], -1)
    step = np.clip(np.linalg.solve(curvature, pull[..., None])[..., 0], -0.4, 0.4).T
    places = _solved(square, view, view.missed + (view.of_shape * step[None, :, :, None]).sum(axis=1))
    x_step, y_step = np.clip(places, -4.0, 4.0)
    boxes = view.usable.sum(axis=1)
    noise = np.maximum(1.0, (weight * misfit).sum(axis=1) / np.maximum(2 * boxes - 3, 1))
    return Cuboids(
        shape=cuboids.shape + step,
        x_m=cuboids.x_m - x_step,
        y_m=cuboids.y_m - y_step,
        ahead=cuboids.ahead,
        unsure=np.sqrt(np.linalg.inv(curvature)[:, 0, 0] * noise),
    )


def _view(cuboids: Cuboids, samples: Samples, camera: GroundCamera) -> _View:
    """What the camera sees of the cuboids, beside the boxes."""
    axes, focal = camera.rotation[:, :, None, None], camera.focal_px
    length, width, height = np.exp(cuboids.shape)[:, :, None]
    east, north = cuboids.ahead
    middle = axes[:, 0] * cuboids.x_m + axes[:, 1] * cuboids.y_m + camera.shift[:, None, None]
    edges = (
        (axes[:, 0] * east + axes[:, 1] * north) * length / 2,
        (axes[:, 1] * east - axes[:, 0] * north) * width / 2,
        axes[:, 2] * height,
    )
    corners = np.stack([middle + sum(sign * edge for sign, edge in zip(signs, edges, strict=True)) for signs in _SIGNS])
    usable = samples.mask & (corners[:, 2].min(axis=0) > _NEAREST_M)
    depth = np.maximum(corners[:, 2], _NEAREST_M)
    missed, of_place, of_shape = [], [], []
    for side, (axis, outermost) in enumerate(((0, np.argmin), (1, np.argmin), (0, np.argmax), (1, np.argmax))):
        seen = focal * corners[:, axis] / depth
        which = outermost(seen, axis=0)[None]
        at, deep = np.take_along_axis(seen, which, 0)[0], np.take_along_axis(depth, which, 0)[0]
        noise = samples.noise_px[axis]
        across, away = focal / deep / noise, -at / deep / noise
        missed.append((at - samples.box[side]) / noise)
        of_place.append([across * axes[axis, part] + away * axes[2, part] for part in (0, 1)])
        signs = np.moveaxis(_SIGNS[which[0]], -1, 0)
        of_shape.append(
            [sign * (across * edge[axis] + away * edge[2]) for sign, edge in zip(signs, edges, strict=True)]
        )
    return _View(np.array(missed), np.array(of_place), np.array(of_shape), usable)


def _square(view: _View) -> Floats:
    """The sums of the products of the two slopes by place: of the first, of both, of the second; and what divides."""
    first, second = view.of_place[:, 0], view.of_place[:, 1]
    one, both, two = (first**2).sum(axis=0), (first * second).sum(axis=0), (second**2).sum(axis=0)
    return np.stack([one, both, two, one * two - both**2 + 1e-9 * (one + two) ** 2 + 1e-12])


def _solved(square: Floats, view: _View, missed: Floats) -> Floats:
    """By how much each place must go back, in metres, for the boxes to fit best."""
    one, both, two, divisor = square
    east, north = ((view.of_place[:, part] * missed).sum(axis=0) for part in (0, 1))
    return np.stack([(two * east - both * north) / divisor, (one * north - both * east) / divisor])


def _beside_place(view: _View, values: Floats, square: Floats) -> Floats:
    """The misses, or how the shape changes each of them, without what moving the vehicles would mend."""
    if values.ndim == view.of_place.ndim:
        return np.stack([_beside_place(view, values[:, part], square) for part in range(values.shape[1])], axis=1)
    back = _solved(square, view, values)
    return np.asarray(values - view.of_place[:, 0] * back[0] - view.of_place[:, 1] * back[1])
