"""A .pt as an OpenVINO folder, for the CPU."""

import shutil
import tempfile
from pathlib import Path

from heatdash.detect.letterbox import input_size_px
from heatdash.detect.ultralytics_detector import image_size, load_yolo


def export_openvino(*, weights: Path, clip_px: tuple[int, int], folder: Path) -> None:
    """Nothing; `folder` holds the exported model, at the clip's aspect ratio, afterwards.

    Whatever ultralytics or OpenVINO raise passes on: the caller runs the weights in torch instead.
    """
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        # ultralytics exports beside the weights, which may lie where nothing can be written.
        copy = Path(work) / weights.name
        shutil.copyfile(weights, copy)
        model = load_yolo(copy)
        width, height = input_size_px(clip_px=clip_px, long_side_px=image_size(model))
        exported = Path(model.export(format="openvino", imgsz=(height, width), verbose=False))
        for file in exported.iterdir():
            shutil.move(file, folder / file.name)
