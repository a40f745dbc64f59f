"""Everything that makes the numbers of a clip less sure than they look."""

from collections.abc import Iterable

from heatdash.measure.check_picture import check_picture
from heatdash.measure.check_places import check_places
from heatdash.measure.check_sketch import check_sketch
from heatdash.measure.paths import Paths
from heatdash.values.clip import Clip
from heatdash.values.examined import Examined
from heatdash.values.project import Project
from heatdash.values.scene import Scene
from heatdash.values.scene_check import SceneCheck


def scene_checks(*, clip: Clip, paths: Paths, project: Project, examined: Examined) -> tuple[SceneCheck, ...]:
    """What is amiss with the camera, the clip and the sketch, the gravest first; `paths` are those that are counted.

    Of a still picture nothing can be said that takes time: only whether it is dark or blurred, and the sketch.
    """
    if clip.is_image:
        return before_watching(clip=clip, scene=project.scene, examined=examined)
    places = check_places(paths=paths, scene=project.scene, settings=project.measure)
    return _gravest_first([*check_picture(examined=examined, clip=clip), *places])


def before_watching(*, clip: Clip, scene: Scene, examined: Examined) -> tuple[SceneCheck, ...]:
    """What can be said before anything has been followed: of the camera and the sketch, the gravest first."""
    sketch = check_sketch(scene=scene, width_px=clip.width_px, height_px=clip.height_px)
    return _gravest_first([*check_picture(examined=examined, clip=clip), *sketch])


def _gravest_first(checks: Iterable[SceneCheck]) -> tuple[SceneCheck, ...]:
    return tuple(sorted(checks, key=lambda check: check.gravity))
