"""Opening the detector for a model, whichever of the three backends runs it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from heatdash.detect.detector import Detector
from heatdash.detect.find_model import FoundModel
from heatdash.errors import BadModelError, first_line
from heatdash.messages import Message, message
from heatdash.values.watch_settings import WatchSettings


@dataclass(frozen=True)
class OpenedDetector:
    """A detector that is ready to run, and what the user should know about how it was opened."""

    detector: Detector
    notice: Message | None = None


def open_detector(
    *, model: FoundModel, clip_px: tuple[int, int], settings: WatchSettings, exported: Callable[[FoundModel], Path]
) -> OpenedDetector:
    """The detector for `model`, ready to run on that device, with that limit of overlap and that input.

    `exported` returns the OpenVINO folder of a .pt, made once and kept; it is called where a .pt is to run on a CPU.
    Where that fails with anything but a BadModelError, the weights run in torch, and the notice says so. A model that
    is bound to an input of its own keeps it whatever the settings ask for, and the notice says so.
    """
    if model.path is None:
        from heatdash.detect.motion_detector import MotionDetector

        return OpenedDetector(MotionDetector(clip_px=clip_px))
    if model.backend == "openvino":
        return _told(_openvino(model.path, clip_px=clip_px, settings=settings), model=model, settings=settings)
    if model.path.suffix == ".pt" and _on_cpu(settings.device):
        try:
            return OpenedDetector(_openvino(exported(model), clip_px=clip_px, settings=replace(settings, device="cpu")))
        except BadModelError:
            raise
        except Exception as error:  # noqa: BLE001 - any failed export still leaves torch, and the user is told
            notice = message("detect.model_slow", name=model.path.name, reason=first_line(error))
            return OpenedDetector(_ultralytics(model.path, clip_px=clip_px, settings=settings), notice)
    return _told(_ultralytics(model.path, clip_px=clip_px, settings=settings), model=model, settings=settings)


def _told(detector: Detector, *, model: FoundModel, settings: WatchSettings) -> OpenedDetector:
    """The detector, with a notice where its input is not as long as was asked for."""
    if settings.input_px in (None, detector.side_px):
        return OpenedDetector(detector)
    bound = message("detect.bound_to_size", name=model.name, own=detector.side_px, asked=settings.input_px)
    return OpenedDetector(detector, bound)


def _on_cpu(device: str) -> bool:
    if device == "auto":
        from heatdash.settings import import_ultralytics

        import_ultralytics()
        from heatdash.detect.ultralytics_detector import gpu_at_hand

        return not gpu_at_hand()
    return device == "cpu"


def _openvino(folder: Path, *, clip_px: tuple[int, int], settings: WatchSettings) -> Detector:
    from heatdash.detect.find_model import read_metadata
    from heatdash.detect.openvino_detector import OpenVinoDetector

    return OpenVinoDetector(
        folder=folder,
        metadata=read_metadata(folder),
        clip_px=clip_px,
        iou=settings.iou,
        device=settings.device,
        side_px=settings.input_px,
    )


def _ultralytics(path: Path, *, clip_px: tuple[int, int], settings: WatchSettings) -> Detector:
    from heatdash.detect.ultralytics_detector import UltralyticsDetector

    return UltralyticsDetector(
        path=path, clip_px=clip_px, iou=settings.iou, device=settings.device, side_px=settings.input_px
    )
