"""HeatDash: heatmaps, counts and charts from fixed-camera footage. Look once, ask many times."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from heatdash.version import VERSION

if TYPE_CHECKING:
    from heatdash.camera_api import open_camera
    from heatdash.errors import HeatDashError
    from heatdash.exports.summary import summary_of
    from heatdash.live.heatmap import Heatmap, HeatmapResult
    from heatdash.python_api import analyze, save
    from heatdash.stages.answer import Answer
    from heatdash.values.camera import Camera
    from heatdash.values.ground import Ground
    from heatdash.values.project import Project
    from heatdash.values.scene import Line, Scene, Zone

__version__ = VERSION
__all__ = [
    "Answer",
    "Camera",
    "Ground",
    "HeatDashError",
    "Heatmap",
    "HeatmapResult",
    "Line",
    "Project",
    "Scene",
    "Zone",
    "__version__",
    "analyze",
    "open_camera",
    "save",
    "summary_of",
]
_HOMES = {
    **dict.fromkeys(("Heatmap", "HeatmapResult"), "heatdash.live.heatmap"),
    **dict.fromkeys(("analyze", "save"), "heatdash.python_api"),
    **dict.fromkeys(("Line", "Scene", "Zone"), "heatdash.values.scene"),
    "Answer": "heatdash.stages.answer",
    "Camera": "heatdash.values.camera",
    "open_camera": "heatdash.camera_api",
    "Ground": "heatdash.values.ground",
    "HeatDashError": "heatdash.errors",
    "Project": "heatdash.values.project",
    "summary_of": "heatdash.exports.summary",
}


def __getattr__(name: str) -> Any:
    # Loaded when asked for: torch and ultralytics would make every other import of HeatDash take seconds.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'heatdash' has no attribute '{name}'")
