"""YOLO detection models under OpenVINO."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from heatdash.detect.box_colours import name_colours
from heatdash.detect.box_looks import describe_looks
from heatdash.detect.decode_boxes import bodies_of, decode_boxes
from heatdash.detect.detector import FrameBoxes, frame_boxes
from heatdash.detect.find_model import input_side_px
from heatdash.detect.letterbox import Letterbox, fit_letterbox, input_size_px
from heatdash.detect.reshape_model import reshaped
from heatdash.errors import BadModelError
from heatdash.settings import import_openvino
from heatdash.values.arrays import Pixels
from heatdash.values.clip import Frame

_USUAL_SIDE_PX = 640
SPARE_REQUESTS = 2
"""Requests beyond those that run at once, so that no stream waits for the next picture."""


class OpenVinoDetector:
    """Keeps the machine busy: while some pictures are inferred, the next is decoded and the last one's boxes are read.

    Taking the bytes as BGR, scaling and reordering them is part of the compiled model.
    """

    def __init__(
        self,
        *,
        folder: Path,
        metadata: Mapping[str, Any],
        clip_px: tuple[int, int],
        iou: float,
        device: str,
        side_px: int | None = None,
    ):
        import_openvino()
        import openvino as ov

        core = ov.Core()
        device = "CPU" if device in {"auto", "cpu"} else device.upper()
        if device not in core.available_devices:
            raise BadModelError(
                "detect.no_such_device", device=device.lower(), known=", ".join(core.available_devices).lower()
            )
        try:
            xml = next(iter(sorted(folder.glob("*.xml"))))
            shape = core.read_model(xml).input(0).partial_shape
            if shape.is_dynamic:
                own_px = input_size_px(clip_px=clip_px, long_side_px=input_side_px(metadata) or _USUAL_SIDE_PX)
            else:
                _, _, height, width = shape.to_shape()
                own_px = (width, height)
            asked_px = own_px
            if side_px not in (None, max(own_px)):
                # Grey around the picture, which helps a model that was made for a square, does not pay in other sizes.
                asked_px = input_size_px(clip_px=clip_px, long_side_px=side_px)
            self._letterbox, self._compiled = _fitted(xml, _state_of(folder), clip_px, asked_px, device)
            if max(self._letterbox.input_px) != max(asked_px):
                self._letterbox, self._compiled = _fitted(xml, _state_of(folder), clip_px, own_px, device)
        except RuntimeError as error:
            raise BadModelError("detect.model_unloadable", folder=str(folder)) from error
        width, height = self._letterbox.input_px
        self._iou = iou
        self._class_names: Mapping[int, str] = metadata["names"]
        self._bodies = bodies_of(self._class_names)
        running = self._compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")
        self._requests = ov.AsyncInferQueue(self._compiled, running + SPARE_REQUESTS)
        self._outputs: dict[int, Any] = {}
        self._requests.set_callback(self._keep_output)
        self.runs_on = f"OpenVINO on {device} at {width}x{height}, {running} at once"

    @property
    def class_names(self) -> Mapping[int, str]:
        """Every class that can be found, by its number."""
        return self._class_names

    @property
    def picture_px(self) -> tuple[int, int]:
        """The picture's size within the model's input."""
        return self._letterbox.picture_px

    @property
    def side_px(self) -> int:
        """The longer side of the model's input: the one asked for, or the model's own where it is bound to that."""
        return max(self._letterbox.input_px)

    def detect(self, *, frames: Iterable[Frame], background: Callable[[], Pixels]) -> Iterator[FrameBoxes]:
        """The boxes of every frame, in the frames' order; `background` is not used."""
        waiting: deque[tuple[Frame, Pixels]] = deque()
        free: list[Pixels] = []
        # A call that was stopped early leaves outputs under the same frame numbers.
        self._outputs.clear()
        try:
            for frame in frames:
                canvas = free.pop() if free else self._letterbox.canvas()
                self._letterbox.paste(canvas=canvas, pixels=frame.pixels)
                waiting.append((frame, canvas))
                self._requests.start_async({0: canvas}, frame.index, share_inputs=True)
                while waiting and waiting[0][0].index in self._outputs:
                    yield self._boxes(waiting[0][0])
                    free.append(waiting.popleft()[1])
        finally:
            # Also when the caller stops early: a shared picture must outlive the request that reads it.
            self._requests.wait_all()
        while waiting:
            yield self._boxes(waiting.popleft()[0])

    def _keep_output(self, request: Any, index: int) -> None:
        self._outputs[index] = request.get_output_tensor(0).data.copy()

    def _boxes(self, frame: Frame) -> FrameBoxes:
        rows = decode_boxes(output=self._outputs.pop(frame.index), bodies=self._bodies, iou=self._iou)
        rows[:, :4] = self._letterbox.in_picture(rows[:, :4])
        colour = name_colours(pixels=frame.pixels, boxes_px=rows)
        look = describe_looks(pixels=frame.pixels, boxes_px=rows)
        rows[:, :4] /= np.tile(self.picture_px, 2)
        return frame_boxes(frame=frame, rows=rows, colour=colour, look=look)


def _fitted(
    xml: Path, state: tuple[tuple[int, int], ...], clip_px: tuple[int, int], input_px: tuple[int, int], device: str
) -> tuple[Letterbox, Any]:
    """The clip's letterbox in that input, trimmed, and the model compiled for it, or for its own where it is bound."""
    letterbox = fit_letterbox(clip_px=clip_px, input_px=input_px)
    compiled = _compiled(xml, state, letterbox.trimmed_px, device)
    _, height, width, _ = compiled.input(0).shape
    return replace(letterbox, input_px=(width, height)), compiled


@lru_cache(maxsize=2)
def _compiled(xml: Path, _state: tuple[tuple[int, int], ...], wanted_px: tuple[int, int], device: str) -> Any:
    """The model compiled for inputs of that size, or for its own where it is bound to it.

    It is kept for the next clip unless the files have changed: nothing else before the first frame takes longer.
    """
    import_openvino()
    import openvino as ov

    core = ov.Core()
    model = core.read_model(xml)
    if model.input(0).partial_shape.is_dynamic:
        model.reshape([1, 3, *wanted_px[::-1]])
    else:
        model = reshaped(model=model, input_px=wanted_px) or model
    return core.compile_model(_with_preprocessing(model), device, {"PERFORMANCE_HINT": "THROUGHPUT"})


def _state_of(folder: Path) -> tuple[tuple[int, int], ...]:
    return tuple((file.stat().st_size, file.stat().st_mtime_ns) for file in sorted(folder.iterdir()))


def _with_preprocessing(model: Any) -> Any:
    from openvino import Layout, Type
    from openvino.preprocess import ColorFormat, PrePostProcessor

    steps = PrePostProcessor(model)
    steps.input().tensor().set_element_type(Type.u8).set_layout(Layout("NHWC")).set_color_format(ColorFormat.BGR)
    steps.input().preprocess().convert_element_type(Type.f32).convert_color(ColorFormat.RGB).scale([255.0] * 3)
    steps.input().model().set_layout(Layout("NCHW"))
    return steps.build()
