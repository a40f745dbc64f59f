"""A crossing of four roads, and who drives over it: `drive(track=1, way="West East", begin_s=5)`."""

import numpy as np

from heatdash.values.scene import Line, Scene
from tests.builders.tracks import Row, along

CROSSING = Scene(
    lines=(
        Line("North", (0.4, 0.25), (0.6, 0.25)),
        Line("East", (0.75, 0.35), (0.75, 0.7)),
        Line("South", (0.6, 0.8), (0.4, 0.8)),
        Line("West", (0.25, 0.7), (0.25, 0.35)),
    )
)
"""Its arms lie as on a map, each drawn across its road."""
_OUTSIDE = {"North": (80, 10), "East": (150, 48), "South": (80, 88), "West": (10, 48)}
_CENTRE = (80, 48)


def drive(*, track: int, way: str, begin_s: float, class_name: str = "car") -> list[Row]:
    """One box a frame for two seconds, over the first arm of the way to the centre, and on over the second, if any."""
    origin, _, destination = way.partition(" ")
    inwards = np.linspace(_OUTSIDE[origin], _CENTRE, 10)
    outwards = np.linspace(_CENTRE, _OUTSIDE[destination], 10) if destination else np.empty((0, 2))
    return along(track=track, points=[*inwards, *outwards], begin_s=begin_s, class_name=class_name)
