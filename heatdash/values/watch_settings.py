"""Settings for watching a clip."""

import math
import re
from dataclasses import dataclass

from heatdash.errors import BadSettingError

LOWEST_CONFIDENCE = 0.05
"""Every box of at least this confidence is stored, so that the confidence can be changed without watching again."""

SIDE_STEP_PX, LEAST_SIDE_PX, MOST_SIDE_PX = 32, 320, 1920
"""A model's input is a whole number of the largest squares wide in which it looks at it, within these limits."""

_DEVICE = re.compile(r"auto|cpu|mps|cuda(:\d+)?|gpu(\.\d+)?|npu")


@dataclass(frozen=True)
class WatchSettings:
    """The model, and how it watches the clip. `sample_fps` None watches every frame.

    `input_px` is the longer side of what the model looks at, the clip's picture scaled to it; None is the model's own.
    `device` is auto, cpu, cuda or cuda:N (NVIDIA), mps (Apple), gpu, gpu.N or npu (Intel, by OpenVINO). With `int8` a
    .pt on a CPU reckons in whole numbers, where it then finds the same.
    """

    model: str = "auto"
    iou: float = 0.7
    device: str = "auto"
    sample_fps: float | None = None
    int8: bool = False
    input_px: int | None = None

    def __post_init__(self) -> None:
        if not self.model:
            raise BadSettingError("values.no_model")
        if not (math.isfinite(self.iou) and 0 < self.iou <= 1):
            raise BadSettingError("values.odd_iou", iou=self.iou)
        if not _DEVICE.fullmatch(self.device):
            raise BadSettingError("values.device_unknown", device=self.device)
        if self.sample_fps is not None and not (math.isfinite(self.sample_fps) and 0 < self.sample_fps <= 1000):
            raise BadSettingError("values.odd_sample_fps", fps=self.sample_fps)
        if self.input_px is not None and self.input_px != fitting_side_px(self.input_px):
            raise BadSettingError(
                "values.odd_input_px",
                side=self.input_px,
                fitting=fitting_side_px(self.input_px),
                step=SIDE_STEP_PX,
                least=LEAST_SIDE_PX,
                most=MOST_SIDE_PX,
            )


def fitting_side_px(side_px: int) -> int:
    """The nearest longer side that a model's input can have and that is not shorter, but for the longest of all."""
    return min(max(-(-side_px // SIDE_STEP_PX) * SIDE_STEP_PX, LEAST_SIDE_PX), MOST_SIDE_PX)
