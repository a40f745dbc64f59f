"""What arrays hold: the same names with the same meaning in every module."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
"""Seconds, shares, pixels and other measures, in double precision."""
Floats32: TypeAlias = npt.NDArray[np.float32]
"""Corners of boxes, and planes of pictures that are painted, in single precision."""
Ints: TypeAlias = npt.NDArray[np.int64]
"""Counts, ids, and places in other arrays."""
Marks: TypeAlias = npt.NDArray[np.bool_]
"""Which items are meant."""
Pixels: TypeAlias = npt.NDArray[np.uint8]
"""A picture or a part of one, of one plane or several."""
Numbers: TypeAlias = npt.NDArray[Any]
"""Numbers of whatever type they come in."""
