"""Giving an OpenVINO model that was exported for one shape of picture another one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from heatdash.settings import import_openvino
from heatdash.values.arrays import Floats32

STRIDES_PX = (8, 16, 32)


@dataclass(frozen=True)
class _Squares:
    """The squares in which a YOLO model looks at its input: one grid of them for each stride."""

    input_px: tuple[int, int]

    @property
    def grids(self) -> list[tuple[int, int]]:
        """Rows and columns of each grid."""
        width, height = self.input_px
        return [(height // stride, width // stride) for stride in STRIDES_PX]

    @property
    def counts(self) -> list[int]:
        """The squares of each grid, and of all."""
        counts = [rows * columns for rows, columns in self.grids]
        return [*counts, sum(counts)]

    @property
    def middles(self) -> Floats32:
        """The x and y of every square's middle, in squares of its grid."""
        grids = [np.indices(grid)[::-1].reshape(2, -1) for grid in self.grids]
        return np.concatenate(grids, axis=1, dtype=np.float32)[None] + np.float32(0.5)

    @property
    def sides_px(self) -> Floats32:
        """The side of every square."""
        return np.repeat(np.array(STRIDES_PX, np.float32), self.counts[:-1])[None, None]


def reshaped(*, model: Any, input_px: tuple[int, int]) -> Any:
    """A copy of the model for inputs of that width and height; None where it is not sure to find the same there.

    The export has kept numbers that follow from its input's shape: the squares that boxes are told from, and the shapes
    that tensors are brought into. Each has to be one that is known, and the copy has to fit together with the new ones.
    An input with as many squares as before is refused, since there a number that was overlooked would still fit.
    """
    import_openvino()
    from openvino import PartialShape

    _, _, height, width = model.input(0).shape
    old, new = _Squares((width, height)), _Squares(input_px)
    if old.counts == new.counts:
        return None
    copy = model.clone()
    try:
        for constant, value in list(_new_values(copy, old=old, new=new)):
            _replace(constant, value)
        copy.input(0).get_node().set_partial_shape(PartialShape([1, 3, *input_px[::-1]]))
        copy.validate_nodes_and_infer_types()
        fitting = [new.counts[-1] if size == old.counts[-1] else size for size in model.output(0).shape]
        return copy if list(copy.output(0).shape) == fitting else None
    except (_UnknownNumberError, RuntimeError):
        return None


class _UnknownNumberError(Exception):
    """A number of the model follows from its input's shape in a way that is not known."""


def _new_values(model: Any, *, old: _Squares, new: _Squares) -> Iterator[tuple[Any, Any]]:
    """The constants that change with the input's shape, each with its value for the new one."""
    from openvino import Type

    tables = [(old.middles, new.middles), (old.sides_px, new.sides_px)]
    for constant in (node for node in model.get_ordered_ops() if node.get_type_name() == "Constant"):
        shape = list(constant.get_output_shape(0))
        if old.counts[-1] in shape:
            known = [after for before, after in tables if np.array_equal(constant.get_data(), before)]
            if not known:
                raise _UnknownNumberError
            yield constant, known[0]
        elif len(shape) <= 1 and constant.get_element_type() == Type.i64:
            value = constant.get_data()
            if _names_tensor_shape(constant):
                yield constant, _new_shape(value.tolist(), old=old, new=new)
            elif np.isin(value, old.counts).any():
                raise _UnknownNumberError


def _names_tensor_shape(constant: Any) -> bool:
    return all(target.get_node().get_type_name() == "Reshape" for target in constant.output(0).get_target_inputs())


def _new_shape(shape: list[int], *, old: _Squares, new: _Squares) -> list[int]:
    """The shape with a grid's rows and columns, or its number of squares, at the end; any other shape as it is."""
    if len(shape) == 4 and tuple(shape[2:]) in old.grids:
        return [*shape[:2], *new.grids[old.grids.index((shape[2], shape[3]))]]
    if shape[-1] in old.counts:
        return [*shape[:-1], new.counts[old.counts.index(shape[-1])]]
    return shape


def _replace(constant: Any, value: Any) -> None:
    from openvino import opset13

    replacement = opset13.constant(value, dtype=constant.get_element_type())
    for target in constant.output(0).get_target_inputs():
        target.replace_source_output(replacement.output(0))
