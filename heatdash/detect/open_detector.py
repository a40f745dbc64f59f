"""Opening the detector for a model, whichever of the three backends runs it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from heatdash.detect.detector import Detector
from heatdash.detect.find_model import FoundModel
from heatdash.errors import BadModelError, first_line
from heatdash.messages import Message, message


@dataclass(frozen=True)
class OpenedDetector:
    """A detector that is ready to run, and what the user should know about how it was opened."""

    detector: Detector
    notice: Message | None = None


def open_detector(
    *, model: FoundModel, clip_px: tuple[int, int], iou: float, device: str, exported: Callable[[FoundModel], Path]
) -> OpenedDetector:
    """The detector for `model`, ready to run.

    `exported` returns the OpenVINO folder of a .pt, made once and kept; it is called where a .pt is to run on a CPU.
    Where that fails with anything but a BadModelError, the weights run in torch, and the notice says so.
    """
    if model.path is None:
        from heatdash.detect.motion_detector import MotionDetector

        return OpenedDetector(MotionDetector(clip_px=clip_px))
    if model.backend == "openvino":
        return OpenedDetector(_openvino(model.path, clip_px=clip_px, iou=iou, device=device))
    if model.path.suffix == ".pt" and _on_cpu(device):
        try:
            return OpenedDetector(_openvino(exported(model), clip_px=clip_px, iou=iou, device="cpu"))
        except BadModelError:
            raise
        except Exception as error:  # noqa: BLE001 - any failed export still leaves torch, and the user is told
            notice = message("detect.model_slow", name=model.path.name, reason=first_line(error))
            return OpenedDetector(_ultralytics(model.path, clip_px=clip_px, iou=iou, device=device), notice)
    return OpenedDetector(_ultralytics(model.path, clip_px=clip_px, iou=iou, device=device))


def _on_cpu(device: str) -> bool:
    if device == "auto":
        from heatdash.settings import import_ultralytics

        import_ultralytics()
        from heatdash.detect.ultralytics_detector import gpu_at_hand

        return not gpu_at_hand()
    return device == "cpu"


def _openvino(folder: Path, *, clip_px: tuple[int, int], iou: float, device: str) -> Detector:
    from heatdash.detect.find_model import read_metadata
    from heatdash.detect.openvino_detector import OpenVinoDetector

    return OpenVinoDetector(folder=folder, metadata=read_metadata(folder), clip_px=clip_px, iou=iou, device=device)


def _ultralytics(path: Path, *, clip_px: tuple[int, int], iou: float, device: str) -> Detector:
    from heatdash.detect.ultralytics_detector import UltralyticsDetector

    return UltralyticsDetector(path=path, clip_px=clip_px, iou=iou, device=device)
