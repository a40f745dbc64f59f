"""What is amiss with the sketch and with what was followed."""

import numpy as np

from heatdash.measure.anchor_points import anchor_points
from heatdash.measure.check_lines import check_lines
from heatdash.measure.check_objects import check_objects
from heatdash.measure.check_zones import check_zones
from heatdash.measure.paths import Paths
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import Scene
from heatdash.values.scene_check import SceneCheck

MOST_ROWS = 300_000
"""What a third of so many boxes shows, more of them do not change; pages should not wait for it."""


def check_places(*, paths: Paths, scene: Scene, settings: MeasureSettings) -> list[SceneCheck]:
    """What is amiss, from ways of the whole clip: a time range would cut them off where nothing ends.

    Of very many objects every so-manieth is looked at. Only that nobody came to a zone is said of all of them.
    """
    every = -(-len(paths) // MOST_ROWS)
    few = paths if every <= 1 else paths.of_tracks(np.arange(paths.track_count) % every == 0)
    points = anchor_points(paths=few, anchor=settings.anchor)
    return [
        *check_objects(paths=few, anchor=settings.anchor),
        *check_lines(paths=few, points=points, anchor=settings.anchor, scene=scene),
        *check_zones(paths=paths, few=few, anchor=settings.anchor, scene=scene),
    ]
