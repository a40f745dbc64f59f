"""HeatDash: heatmaps, counts and charts from fixed-camera footage. Look once, ask many times."""

from typing import TYPE_CHECKING, Any

from heatdash.settings import VERSION

if TYPE_CHECKING:
    from heatdash.live.heatmap import Heatmap, HeatmapResult

__all__ = ["Heatmap", "HeatmapResult", "__version__"]

__version__ = VERSION


def __getattr__(name: str) -> Any:
    # Loaded when asked for: torch and ultralytics would make every other import of HeatDash take seconds.
    if name in ("Heatmap", "HeatmapResult"):
        from heatdash.live import heatmap

        return getattr(heatmap, name)
    raise AttributeError(f"module 'heatdash' has no attribute '{name}'")
