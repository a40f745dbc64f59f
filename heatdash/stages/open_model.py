"""Opening the model that watches a clip; a .pt is made ready for this machine's CPU once, and that is kept."""

import time
from functools import partial
from pathlib import Path
from typing import Any

from heatdash.detect.find_model import FoundModel
from heatdash.detect.open_detector import OpenedDetector, open_detector
from heatdash.messages import message
from heatdash.stages.progress import Progress
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.clip import Clip
from heatdash.values.watch_settings import WatchSettings

EXPORT_VERSION = 1


def open_model(
    *, clip: Clip, model: FoundModel, settings: WatchSettings, store: ArtefactStore, progress: Progress
) -> OpenedDetector:
    """The model's detector for pictures of the clip, ready to run."""
    exported = partial(_exported, clip=clip, side_px=settings.input_px, store=store, progress=progress)
    clip_px = (clip.width_px, clip.height_px)
    return open_detector(model=model, clip_px=clip_px, settings=settings, exported=exported)


def _exported(model: FoundModel, *, clip: Clip, side_px: int | None, store: ArtefactStore, progress: Progress) -> Path:
    """The folder of the OpenVINO export of a .pt model for this clip's aspect ratio, made once."""
    clip_px = (clip.width_px, clip.height_px)
    key = artefact_key(
        kind="export",
        version=EXPORT_VERSION,
        model=model.sha256,
        aspect=clip_px[0] / clip_px[1],
        # Not told of where none is asked for, so that the exports of earlier versions are found.
        **({} if side_px is None else {"side_px": side_px}),
    )

    def make(folder: Path) -> dict[str, Any]:
        from heatdash.detect.ultralytics_detector import export_openvino

        progress.notice(message("stages.making_ready", name=model.name))
        began = time.perf_counter()
        export_openvino(weights=model.path or Path(), clip_px=clip_px, folder=folder, side_px=side_px)
        return {"seconds": time.perf_counter() - began}

    with store.get_or_make(kind="export", key=key, make=make) as artefact:
        return artefact.folder
