"""Who reads a clip: this process, or, in the server, a limited process that does nothing else."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from heatdash.media.empty_scene import EmptyScene, FreeCells
    from heatdash.values.camera_report import CameraReport
    from heatdash.values.clip import Clip, Frame
    from heatdash.values.recording_start import RecordingStart


class ClipReader(Protocol):
    """What a finished result, or a recording of many parts, may need of a clip's file."""

    def probe(self, path: Path) -> "Clip":
        """What `probe_clip` finds out."""

    def start(
        self, *, clip: "Clip", name: str, zone: str | None, zone_is_sure: bool = False
    ) -> "RecordingStart | None":
        """What `recording_start` finds out."""

    def examine(self, clip: "Clip") -> "CameraReport":
        """What `examine_picture` finds out."""

    def background(self, *, clip: "Clip", free: "FreeCells | None", pictures: Sequence["Frame"]) -> "EmptyScene":
        """What `background_picture` paints."""


class _Here:
    """Reads in this process. What works on pixels is loaded when it is needed: most callers find all in the store."""

    def probe(self, path: Path) -> "Clip":
        from heatdash.media.probe_clip import probe_clip

        return probe_clip(path)

    def start(
        self, *, clip: "Clip", name: str, zone: str | None, zone_is_sure: bool = False
    ) -> "RecordingStart | None":
        from heatdash.media.recording_time import recording_start

        return recording_start(clip=clip, name=name, zone=zone, zone_is_sure=zone_is_sure)

    def examine(self, clip: "Clip") -> "CameraReport":
        from heatdash.media.examine_picture import examine_picture

        return examine_picture(clip)

    def background(self, *, clip: "Clip", free: "FreeCells | None", pictures: Sequence["Frame"]) -> "EmptyScene":
        from heatdash.media.empty_scene import background_picture

        return background_picture(clip=clip, free=free, pictures=pictures)


HERE: ClipReader = _Here()
