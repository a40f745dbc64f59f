"""What can be known of a clip before it is watched: its camera report."""

from pathlib import Path
from typing import Any

from heatdash.media.clip_reader import HERE, ClipReader
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.camera_report import CameraReport, camera_report_from_json
from heatdash.values.clip import Clip

CAMERA_REPORT_VERSION = 2
"""Raise it whenever pictures are chosen or judged in another way."""


def camera_report(*, clip: Clip, store: ArtefactStore, reader: ClipReader = HERE) -> CameraReport:
    """What a few of the clip's pictures say about its camera; examined once, by `reader`."""

    def make(folder: Path) -> dict[str, Any]:
        return reader.examine(clip).to_json()

    key = camera_report_key(clip)
    with store.get_or_make(kind="examined", key=key, make=make, belongs_to=clip.sha256) as artefact:
        return camera_report_from_json(artefact.meta)


def camera_report_key(clip: Clip) -> str:
    """The key of the clip's camera report."""
    return artefact_key(kind="examined", version=CAMERA_REPORT_VERSION, clip=clip.sha256)
