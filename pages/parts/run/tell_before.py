"""What is amiss with a clip and its places before it is watched."""

from heatdash.measure.checks.scene_checks import before_watching
from heatdash.values.clip import Clip
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import Scene
from pages.parts.answer.head import show_checks
from pages.parts.run.this_run import report_of


def tell_before(*, clip: Clip, scene: Scene, start: RecordingStart | None) -> None:
    """Tell what is amiss; it is best called last, as the clip's pictures are examined meanwhile."""
    show_checks(checks=before_watching(clip=clip, scene=scene, report=report_of(clip)), start=start)
