"""Weights in OpenVINO's form, made once for the shape of a clip, and on request in whole numbers (INT8)."""

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from heatdash.detect.agree_on_boxes import Agreement, agreement_of
from heatdash.detect.detector import Detector, no_background
from heatdash.detect.find_model import FoundModel, read_metadata
from heatdash.errors import BadModelError, first_line
from heatdash.media.read_frames import read_frames
from heatdash.messages import Message, message
from heatdash.stages.progress import Progress
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.arrays import Ints
from heatdash.values.clip import Clip, Frame
from heatdash.values.watch_settings import WatchSettings

EXPORT_VERSION = 1
INT8_VERSION = 1
INT8_FRAMES = 150
"""Frames of the clip that INT8 is made and checked with, evenly over its length."""
EVERY_CHECKED = 5
"""One in so many of them is kept for the check."""
LEAST_AGREEMENT = 0.95
"""INT8 is used where at least this share of the boxes is found by both."""
FEWEST_BOXES = 50
"""With fewer boxes in the checked frames, that share says little."""


@dataclass(frozen=True)
class Int8Export:
    """The folder of the INT8 model, or None where the weights are run as they are; and what the user should know."""

    folder: Path | None
    notice: Message


def export_weights(
    *, clip: Clip, model: FoundModel, side_px: int | None, store: ArtefactStore, progress: Progress
) -> Path:
    """The folder of the OpenVINO export of a .pt model for this clip's aspect ratio, made once.

    `side_px` is the longer side of its input; None is the model's own.
    """

    def make(folder: Path) -> dict[str, Any]:
        from heatdash.detect.ultralytics_detector import export_openvino

        progress.notice(message("stages.making_ready", name=model.name))
        began = time.perf_counter()
        export_openvino(weights=model.path or Path(), clip_px=clip.size_px, folder=folder, side_px=side_px)
        return {"seconds": time.perf_counter() - began}

    aspect = clip.width_px / clip.height_px
    # Not told of where none is asked for, so that the exports of earlier versions are found.
    side = {} if side_px is None else {"side_px": side_px}
    key = artefact_key(kind="export", version=EXPORT_VERSION, model=model.sha256, aspect=aspect, **side)
    with store.get_or_make(kind="export", key=key, make=make) as artefact:
        return artefact.folder


def export_int8(
    *,
    clip: Clip,
    model: FoundModel,
    exported: Path,
    settings: WatchSettings,
    store: ArtefactStore,
    progress: Progress,
) -> Int8Export:
    """The same model as INT8, made once with frames of the clip; only where it finds what `exported` finds.

    That is looked at in other frames of the clip. Without the package nncf it is refused.
    """
    if find_spec("nncf") is None:
        raise BadModelError("stages.int8_missing", name=model.name)

    def make(folder: Path) -> dict[str, Any]:
        from heatdash.detect.ultralytics_detector import export_openvino

        progress.notice(message("stages.making_int8", name=model.name))
        as_is = _detector(exported, clip, settings)
        chosen = np.unique(np.linspace(0, clip.frame_count - 1, INT8_FRAMES).astype(np.int64))
        checked = np.arange(len(chosen)) % EVERY_CHECKED == EVERY_CHECKED // 2
        pictures = (frame.pixels for frame in _frames(clip, chosen[~checked], as_is))
        export_openvino(
            weights=model.path or Path(),
            clip_px=clip.size_px,
            folder=folder,
            side_px=settings.input_px,
            calibrate_with=pictures,
        )
        in_whole_numbers = _detector(folder, clip, settings)
        found = [
            list(detector.detect(frames=_frames(clip, chosen[checked], detector), background=no_background))
            for detector in (as_is, in_whole_numbers)
        ]
        return asdict(agreement_of(*found))

    key = artefact_key(
        kind="export",
        version=INT8_VERSION,
        model=model.sha256,
        int8_by=clip.sha256,
        iou=settings.iou,
        side_px=settings.input_px,
    )
    try:
        with store.get_or_make(kind="export", key=key, make=make, belongs_to=clip.sha256) as artefact:
            agreement = Agreement(boxes=artefact.meta["boxes"], found_by_both=artefact.meta["found_by_both"])
            return judge_int8(folder=artefact.folder, agreement=agreement, name=model.name)
    except Exception as error:  # noqa: BLE001 - whatever fails, the model runs as it is, and the user is told
        return Int8Export(None, message("stages.int8_failed", name=model.name, reason=first_line(error)))


def judge_int8(*, folder: Path, agreement: Agreement, name: str) -> Int8Export:
    """The INT8 model in the folder, where it finds the same as the one it was made of; else none."""
    boxes, percent = agreement.boxes, f"{100 * agreement.share:.0f}"
    if boxes < FEWEST_BOXES:
        return Int8Export(None, message("stages.int8_untold", name=name, boxes=boxes, least=FEWEST_BOXES))
    if agreement.share < LEAST_AGREEMENT:
        least = f"{100 * LEAST_AGREEMENT:.0f}"
        return Int8Export(None, message("stages.int8_differs", name=name, boxes=boxes, percent=percent, least=least))
    return Int8Export(folder, message("stages.int8_used", name=name, boxes=boxes, percent=percent))


def _detector(folder: Path, clip: Clip, settings: WatchSettings) -> Detector:
    from heatdash.detect.openvino_detector import OpenVinoDetector

    return OpenVinoDetector(
        folder=folder,
        metadata=read_metadata(folder),
        clip_px=clip.size_px,
        iou=settings.iou,
        device="cpu",
        side_px=settings.input_px,
    )


def _frames(clip: Clip, only: Ints, detector: Detector) -> Iterator[Frame]:
    width, height = detector.picture_px
    return read_frames(clip=clip, only=only, width_px=width, height_px=height)
