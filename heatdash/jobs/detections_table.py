"""What was seen in each frame, as the table that is stored."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from heatdash.detect.detector import FrameBoxes
from heatdash.tables.columns import BOX, CLASS_ID, CLASS_NAME, COLOUR, CONF, DETECTIONS, FRAME, LOOK, T_S
from heatdash.values.colours import COLOUR_NAMES


def detections_table(
    found: Sequence[FrameBoxes], *, class_names: Mapping[int, str], size_px: tuple[int, int]
) -> pd.DataFrame:
    """The boxes as a table of detections, in pixels of the upright clip."""
    counts = [len(boxes.conf) for boxes in found]
    pixels = np.concatenate([np.empty((0, 4), np.float32), *(boxes.boxes for boxes in found)]) * np.tile(size_px, 2)
    class_id = np.concatenate([np.empty(0, np.int16), *(boxes.class_id for boxes in found)])
    colour = np.concatenate([np.empty(0, np.uint8), *(boxes.colour for boxes in found)])
    names = np.array([class_names[number] for number in class_id.tolist()], dtype=object)
    table = pd.DataFrame(
        {
            FRAME: np.repeat([boxes.frame for boxes in found], counts).astype(np.int32),
            T_S: np.repeat([boxes.t_s for boxes in found], counts).astype(np.float64),
            CLASS_ID: class_id,
            CLASS_NAME: names,
            CONF: np.concatenate([np.empty(0, np.float32), *(boxes.conf for boxes in found)]),
            **dict(zip(BOX, pixels.astype(np.float32).T, strict=True)),
            COLOUR: np.array(COLOUR_NAMES, dtype=object)[colour],
            LOOK: np.concatenate([np.empty((0, 8), np.uint8), *(boxes.look for boxes in found)])
            .view(np.uint64)
            .ravel(),
        }
    )
    return table[list(DETECTIONS)]
