"""What can be known of a clip before it is watched: its camera report and its background."""

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from heatdash.media.clean_background import clean_background
from heatdash.media.read_frames import read_frames
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.arrays import Pixels
from heatdash.values.camera_report import CameraReport, camera_report_from_json
from heatdash.values.clip import Clip

CAMERA_REPORT_VERSION = 1
"""Raise it whenever pictures are chosen or judged in another way."""
BACKGROUND_VERSION = 1
BACKGROUND_FILE = "background.npy"


def camera_report(*, clip: Clip, store: ArtefactStore) -> CameraReport:
    """What a few of the clip's pictures say about its camera; examined once."""

    def make(folder: Path) -> dict[str, Any]:
        # A caller that only reads a stored report need not load what works on pixels.
        from heatdash.media.examine_picture import examine_picture

        return examine_picture(clip).to_json()

    key = artefact_key(kind="examined", version=CAMERA_REPORT_VERSION, clip=clip.sha256)
    with store.get_or_make(kind="examined", key=key, make=make, belongs_to=clip.sha256) as artefact:
        return camera_report_from_json(artefact.meta)


def prepare_scene(clip: Clip, *, background: str, store: ArtefactStore) -> None:
    """Put the clip's background and its camera report into the store."""
    background_of(clip, kind=background, store=store)
    camera_report(clip=clip, store=store)


def background_of(clip: Clip, *, kind: str, store: ArtefactStore) -> Pixels:
    """The clip's empty scene (`median`) or its `first` frame, BGR, made once."""
    key = background_key(clip_sha256=clip.sha256, kind=kind)

    def make(folder: Path) -> dict[str, Any]:
        if kind == "first":
            pixels = next(read_frames(clip=clip)).pixels
        else:
            pixels = clean_background(clip=clip, span=clip.whole, width_px=clip.width_px, height_px=clip.height_px)
        content = BytesIO()
        np.save(content, pixels)
        # Not written by NumPy itself, whose errors do not say that a disk is full.
        (folder / BACKGROUND_FILE).write_bytes(content.getbuffer())
        return {}

    with store.get_or_make(kind="background", key=key, make=make, belongs_to=clip.sha256) as artefact:
        return np.asarray(np.load(artefact.folder / BACKGROUND_FILE, allow_pickle=False), dtype=np.uint8)


def background_key(*, clip_sha256: str, kind: str) -> str:
    """The key of a background: the same for the same clip and kind."""
    return artefact_key(kind="background", version=BACKGROUND_VERSION, clip=clip_sha256, of=kind)
