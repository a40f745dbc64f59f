"""Settings for watching a clip."""

import math
import re
from dataclasses import dataclass

from heatdash.errors import BadSettingError

LOWEST_CONFIDENCE = 0.05
"""Every box of at least this confidence is stored, so that the confidence can be changed without watching again."""

_DEVICE = re.compile(r"auto|cpu|mps|cuda(:\d+)?|gpu(\.\d+)?|npu")


@dataclass(frozen=True)
class WatchSettings:
    """The model, and how it watches the clip. `sample_fps` None watches every frame.

    `device` is auto, cpu, cuda or cuda:N (NVIDIA), mps (Apple), gpu, gpu.N or npu (Intel, by OpenVINO). With `int8` a
    .pt on a CPU reckons in whole numbers, where it then finds the same.
    """

    model: str = "auto"
    iou: float = 0.7
    device: str = "auto"
    sample_fps: float | None = None
    int8: bool = False

    def __post_init__(self) -> None:
        if not self.model:
            raise BadSettingError("values.no_model")
        if not (math.isfinite(self.iou) and 0 < self.iou <= 1):
            raise BadSettingError("values.odd_iou", iou=self.iou)
        if not _DEVICE.fullmatch(self.device):
            raise BadSettingError("values.device_unknown", device=self.device)
        if self.sample_fps is not None and not (math.isfinite(self.sample_fps) and 0 < self.sample_fps <= 1000):
            raise BadSettingError("values.odd_sample_fps", fps=self.sample_fps)
