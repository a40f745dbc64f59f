"""One picture of a clip, upright, with its own time."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, eq=False, slots=True)
class Frame:
    """A picture: `index` counts the clip's frames from 0, `t_s` is its timestamp from the clip's first frame.

    `pixels` is BGR, height x width x 3, or planar YUV 4:2:0, (height * 3/2) x width. The reader says which.
    """

    index: int
    t_s: float
    pixels: npt.NDArray[np.uint8]

    def __reduce__(self) -> Any:
        raise TypeError("Frames never cross a process boundary; pass the clip and a span instead.")
