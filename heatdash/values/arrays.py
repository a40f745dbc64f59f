"""Types of arrays: the same names with the same meaning in every module."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
"""Seconds, shares, pixels and other measures, in double precision."""
Floats32: TypeAlias = npt.NDArray[np.float32]
"""Corners of boxes, and planes of pictures being painted, in single precision."""
Ints: TypeAlias = npt.NDArray[np.int64]
"""Counts, ids, and positions in other arrays."""
Marks: TypeAlias = npt.NDArray[np.bool_]
"""One flag per item: True where the item is selected."""
Pixels: TypeAlias = npt.NDArray[np.uint8]
"""A picture or a part of one, with one plane or several."""
Numbers: TypeAlias = npt.NDArray[Any]
"""Numbers of any type."""
