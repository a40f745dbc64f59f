"""How long vehicles are, in metres: the cuboid on the ground that fits an object's boxes all along its way."""

import numpy as np

from heatdash.measure.fit_cuboids import fit_cuboids, fit_through_other_lens
from heatdash.measure.ground_camera import ground_cameras
from heatdash.measure.paths import Paths
from heatdash.measure.points import cut_boxes
from heatdash.measure.vehicle_samples import samples_of
from heatdash.values.arrays import Floats
from heatdash.values.ground import Ground

_USUAL = {
    "car": ((4.4, 0.5), (1.8, 0.06), (1.5, 0.12)),
    "van": ((5.5, 0.5), (2.0, 0.08), (2.2, 0.2)),
    "bus": ((11.0, 0.5), (2.5, 0.05), (3.1, 0.15)),
    "truck": ((8.0, 0.7), (2.35, 0.12), (3.0, 0.25)),
}
"""Length, width and height of each class in metres, and how much they vary, in logarithms. Width and height are well
known; the length hardly, so that the boxes decide."""
MEASURABLE = frozenset(_USUAL)
SHORTEST_WAY_M = 3.0
"""A box that quivers round a vehicle that stands does not say how it lies."""
MOST_UNSURE = 0.12
"""The standard deviation of a length, as a share of it, beyond which it is not told."""


def vehicle_lengths(*, paths: Paths, ground: Ground) -> Floats:
    """The length of each track in metres; NaN where it cannot be told.

    `paths` are by a model's own class names. Only cars, vans, buses and trucks are measured, by boxes that the
    picture's edge does not cut off. NaN where one never drives on by a few metres, where its boxes fit no cuboid, or
    where they would fit many: straight behind a truck nobody sees its length. NaN also where the length depends on the
    lens, and the scale does not tell it: a high roof leans over far where the camera looks straight down from near.
    """
    lengths = np.full(paths.track_count, np.nan)
    measurable = np.array([name in MEASURABLE for name in paths.class_names], dtype=bool)[paths.class_code]
    measurable &= ~paths.static & (paths.reach_px > paths.size_px / 2)
    if not measurable.any():
        return lengths
    some = paths.of_tracks(measurable)
    likely, *others = ground_cameras(ground=ground, width_px=paths.width_px, height_px=paths.height_px)
    samples = samples_of(paths=some, whole=~cut_boxes(paths=some), camera=likely)
    usual = np.array([_USUAL[some.class_names[code]] for code in some.class_code[samples.track].tolist()])
    if not len(usual):
        return lengths
    found = fit_cuboids(samples=samples, camera=likely, usual=usual)
    shorter, longer = (
        fit_through_other_lens(cuboids=found, samples=samples, camera=camera, usual=usual) for camera in others
    )
    unsure = np.hypot(found.unsure, (longer.shape[0] - shorter.shape[0]) / 2)
    is_told = (unsure <= MOST_UNSURE) & (found.way_m(samples.mask) >= SHORTEST_WAY_M)
    told = np.where(is_told, np.exp(found.shape[0]), np.nan)
    lengths[np.flatnonzero(measurable)[samples.track]] = told
    return lengths
