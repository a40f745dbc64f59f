"""Models that ultralytics loads (.pt, .onnx, engines, also with masks, poses or angles), and their export."""

import contextlib
import io
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import yaml

from heatdash.detect.box_colours import name_colours
from heatdash.detect.box_looks import describe_looks
from heatdash.detect.decode_boxes import bodies_of, merge_boxes
from heatdash.detect.detector import FrameBoxes, frame_boxes
from heatdash.detect.find_model import BOXLESS_TASKS, boxless_model
from heatdash.detect.letterbox import fit_letterbox, input_size_px
from heatdash.errors import BadModelError, first_line
from heatdash.settings import import_ultralytics
from heatdash.values.arrays import Pixels
from heatdash.values.clip import Frame
from heatdash.values.watch_settings import LOWEST_CONFIDENCE

BATCH_ON_GPU = 16


class UltralyticsDetector:
    """Runs the model through ultralytics' own predictor, in batches where a GPU does the work."""

    def __init__(self, *, path: Path, clip_px: tuple[int, int], iou: float, device: str, side_px: int | None = None):
        self._model = load_yolo(path)
        self._device = _torch_device(device)
        self._iou = iou
        self.side_px = image_size(self._model) if side_px is None else self._possible_side(path, side_px)
        """The longer side of the model's input: the one asked for, or the export's own where it is bound to that."""
        self._input_px = input_size_px(clip_px=clip_px, long_side_px=self.side_px)
        self._batch = 1 if self._device == "cpu" or path.suffix not in {".pt", ""} else BATCH_ON_GPU
        self.class_names: Mapping[int, str] = dict(self._model.names)
        self._bodies = bodies_of(self.class_names)
        self.picture_px = fit_letterbox(clip_px=clip_px, input_px=self._input_px).picture_px
        self.runs_on = f"ultralytics ({path.suffix.lstrip('.') or 'folder'}) on {self._device}"

    def detect(self, *, frames: Iterable[Frame], background: Callable[[], Pixels]) -> Iterator[FrameBoxes]:
        """The boxes of every frame, in the frames' order; `background` is not used."""
        stream = iter(frames)
        while batch := list(islice(stream, self._batch)):
            results = self._model.predict(
                [frame.pixels for frame in batch],
                conf=LOWEST_CONFIDENCE,
                iou=self._iou,
                imgsz=self._input_px[::-1],
                device=self._device,
                verbose=False,
            )
            for frame, result in zip(batch, results, strict=True):
                yield self._boxes(frame, result)

    def _possible_side(self, path: Path, side_px: int) -> int:
        """The side asked for; of an export that has an input for good, its own, told by a look at nothing."""
        if path.suffix == ".pt":
            return side_px
        blank = np.zeros((side_px, side_px, 3), np.uint8)
        self._model.predict(blank, imgsz=side_px, device=self._device, verbose=False)
        return int(max(self._model.predictor.imgsz))

    def _boxes(self, frame: Frame, result: Any) -> FrameBoxes:
        found = result.boxes if result.obb is None else result.obb
        columns = [found.xyxy, found.conf[:, None], found.cls[:, None]]
        rows = np.hstack([np.asarray(column.cpu(), dtype=np.float32) for column in columns])
        rows = merge_boxes(rows=rows, bodies=self._bodies)
        colour = name_colours(pixels=frame.pixels, boxes_px=rows)
        look = describe_looks(pixels=frame.pixels, boxes_px=rows)
        rows[:, :4] /= np.tile(self.picture_px, 2)
        return frame_boxes(frame=frame, rows=rows, colour=colour, look=look)


def load_yolo(path: Path) -> Any:
    """The ultralytics model at `path`, loaded without running code from it. A model that finds no boxes is refused."""
    import_ultralytics()
    import pickle

    from ultralytics import YOLO
    from ultralytics import settings as ultralytics_settings

    ultralytics_settings.update({"sync": False})
    try:
        model = YOLO(str(path))
        task = model.task
        names = model.names
    except (RuntimeError, TypeError, ValueError, LookupError, AttributeError, EOFError, ImportError, OSError,
            pickle.UnpicklingError) as error:  # fmt: skip
        raise BadModelError("detect.model_unsafe", name=path.name, reason=first_line(error)) from error
    if task in BOXLESS_TASKS or not names:
        raise boxless_model(name=path.name, task=task)
    return model


def image_size(model: Any) -> int:
    """The long side, in pixels, of the pictures that the model was trained on."""
    size = model.overrides.get("imgsz", 640)
    return int(max(size)) if isinstance(size, list | tuple) else int(size)


def gpu_at_hand() -> bool:
    """True where torch can run on an NVIDIA GPU."""
    import torch

    return bool(torch.cuda.is_available())


def _torch_device(device: str) -> str:
    if device == "auto":
        return "cuda:0" if gpu_at_hand() else "cpu"
    if device.startswith("cuda") and not gpu_at_hand():
        raise BadModelError("detect.no_gpu", device=device)
    return device


def export_openvino(
    *,
    weights: Path,
    clip_px: tuple[int, int],
    folder: Path,
    side_px: int | None = None,
    calibrate_with: Iterable[Pixels] = (),
) -> None:
    """Export the weights into `folder` as an OpenVINO model at the clip's aspect ratio, its longer side as asked for.

    With pictures to calibrate with, the model reckons in whole numbers (INT8), for which the package nncf is needed.
    Errors from ultralytics or OpenVINO pass through: the caller runs the weights in torch instead.
    """
    # What lies in a store's folder for what is being made, but not in a folder of its own, is swept away.
    with tempfile.TemporaryDirectory(dir=folder) as work:
        # ultralytics exports beside the weights, which may lie in a folder that cannot be written to.
        copy = Path(work) / weights.name
        shutil.copyfile(weights, copy)
        model = load_yolo(copy)
        width, height = input_size_px(clip_px=clip_px, long_side_px=side_px or image_size(model))
        options = _calibration(Path(work), model.names, calibrate_with)
        # nncf draws its progress on the standard output, which may be another program's input, and torch warns of what
        # ultralytics does with it.
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
            exported = Path(model.export(format="openvino", imgsz=(height, width), verbose=False, **options))
        for file in exported.iterdir():
            shutil.move(file, folder / file.name)


def _calibration(folder: Path, class_names: Mapping[int, str], pictures: Iterable[Pixels]) -> dict[str, Any]:
    """What ultralytics' export is told for INT8: where the pictures lie to calibrate with. Nothing without any."""
    images = folder / "images"
    images.mkdir()
    for number, pixels in enumerate(pictures):
        cv2.imwrite(str(images / f"{number:06d}.png"), pixels)
    if not any(images.iterdir()):
        return {}
    # nncf reports home unless it believes to be tested.
    os.environ["NNCF_CI"] = "1"
    for chatty in ("nncf", "torch.utils.cpp_extension"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    data = folder / "data.yaml"
    content = {"path": str(folder), "train": "images", "val": "images", "names": dict(class_names)}
    data.write_text(yaml.safe_dump(content), encoding="utf-8")
    return {"quantize": 8, "data": str(data), "batch": 1}
