"""What is known of a clip before it is watched: its camera, and its scene without the people."""

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
"""Counts up whenever pictures are chosen or judged in another way."""
BACKGROUND_VERSION = 1
BACKGROUND_FILE = "background.npy"


def camera_report(*, clip: Clip, store: ArtefactStore) -> CameraReport:
    """What a few pictures tell; they are looked at where no earlier run did."""

    def make(folder: Path) -> dict[str, Any]:
        # Who only asks for what is known should not load what looks at pixels.
        from heatdash.media.examine_picture import examine_picture

        return examine_picture(clip).to_json()

    key = artefact_key(kind="examined", version=CAMERA_REPORT_VERSION, clip=clip.sha256)
    with store.get_or_make(kind="examined", key=key, make=make, belongs_to=clip.sha256) as artefact:
        return camera_report_from_json(artefact.meta)


def prepare_scene(clip: Clip, *, background: str, store: ArtefactStore) -> None:
    """Nothing; the clip's background and what its pictures tell lie in the store."""
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
        # By the file's own name: NumPy's errors do not say what a full disk is.
        (folder / BACKGROUND_FILE).write_bytes(content.getbuffer())
        return {}

    with store.get_or_make(kind="background", key=key, make=make, belongs_to=clip.sha256) as artefact:
        return np.asarray(np.load(artefact.folder / BACKGROUND_FILE, allow_pickle=False), dtype=np.uint8)


def background_key(*, clip_sha256: str, kind: str) -> str:
    """The same for the same clip and kind of background."""
    return artefact_key(kind="background", version=BACKGROUND_VERSION, clip=clip_sha256, of=kind)
