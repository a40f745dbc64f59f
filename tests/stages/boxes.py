"""Boxes of one frame, as a detector gives them."""

import numpy as np

from heatdash.detect.detector import FrameBoxes


def boxes_at(*boxes: tuple[float, float, float, float], conf: float = 0.9, frame: int = 0) -> FrameBoxes:
    """The boxes, fractions of the picture, all as sure."""
    count = len(boxes)
    return FrameBoxes(
        frame=frame,
        t_s=frame / 25,
        boxes=np.array(boxes, np.float32).reshape(count, 4),
        conf=np.full(count, conf, np.float32),
        class_id=np.zeros(count, np.int16),
        colour=np.zeros(count, np.uint8),
        look=np.zeros((count, 8), np.uint8),
    )
