"""The picture of the frame being watched, with its boxes, that a page shows while a task runs."""

from pathlib import Path

import numpy as np

from heatdash.detect.detector import FrameBoxes
from heatdash.media.pictures import as_jpeg, soften
from heatdash.settings import live_folder
from heatdash.store.storage_errors import storage_errors
from heatdash.values.arrays import Pixels

_ACCENT = (214, 196, 64)
_EDGE = (40, 30, 20)


def live_picture_path(task_id: int) -> Path:
    """The path of the picture while the task watches; no file is there before the first one and after the task."""
    return live_folder() / f"{task_id}.jpg"


def write_live_picture(*, task_id: int, pixels: Pixels, boxes: FrameBoxes, conf: float, blur: bool) -> None:
    """Write the picture so that a reader of the file gets either this one or the one before, whole.

    Boxes with less confidence than `conf` are not drawn. With `blur` the whole picture is softened, as the model may
    miss somebody in it, and the inside of every box is hidden, however unsure the box is.
    """
    import cv2

    from heatdash.draw.hide_boxes import hide_in_picture

    height, width = pixels.shape[:2]
    boxes_px = boxes.boxes * (width, height, width, height)
    hidden = hide_in_picture(picture=soften(pixels), boxes=boxes_px.astype(np.float64)) if blur else pixels
    drawn = hidden.copy()
    for left, top, right, bottom in boxes_px[boxes.conf >= conf].round().astype(int).tolist():
        # A dark edge keeps the box visible on a bright background.
        for colour, thickness in ((_EDGE, 4), (_ACCENT, 2)):
            cv2.rectangle(drawn, (left, top), (right, bottom), colour, thickness)
    path = live_picture_path(task_id)
    part = path.with_suffix(".part")
    with storage_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(as_jpeg(drawn))
        part.replace(path)


def remove_live_picture(task_id: int) -> None:
    """Delete the task's picture, where there is one."""
    path = live_picture_path(task_id)
    path.unlink(missing_ok=True)
    path.with_suffix(".part").unlink(missing_ok=True)
