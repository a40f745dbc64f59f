"""A part of a recording, and what a question finds in it."""

from heatdash.measure.timeline.measure_part import PartAnswer, measure_part
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project
from heatdash.values.scene import Line, Scene, Zone
from tests.builders.tracks import objects, stand, table_paths, walk

SHOP = Zone(name="Shop", points=((0.2, 0.3), (0.8, 0.3), (0.8, 1.0), (0.2, 1.0)))
DOOR = Line(name="Door", start=(0.5, 1.0), end=(0.5, 0.0))
BOTH = Scene(zones=(SHOP,), lines=(DOOR,))
SECONDS = 10.0
TABLE = objects(
    walk(track=3, start=(5, 60), end=(155, 60), seconds=8),
    stand(track=9, at=(80, 60), seconds=3, begin_s=5, class_name="car"),
)


def answered(scene: Scene = BOTH, *, metric: str = "dwell_time") -> PartAnswer:
    """What somebody who walks through the shop, and a car that stops in it, have done at the places of the scene."""
    project = Project(scene=scene, measure=MeasureSettings(metric=metric, grid=40))
    return measure_part(paths=table_paths(TABLE, seconds=SECONDS), span_s=(0.0, SECONDS), project=project)
