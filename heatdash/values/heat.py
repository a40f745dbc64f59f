"""A heatmap's values."""

from dataclasses import dataclass

from heatdash.values.arrays import Floats


@dataclass(frozen=True, eq=False)
class Heat:
    """Values on a grid that covers the picture, row by row from the top left, in the unit of `metric`."""

    values: Floats
    metric: str

    @property
    def top(self) -> float:
        """The largest value; 0 where there is none."""
        return float(self.values.max(initial=0.0))

    def times(self, factor: float) -> "Heat":
        """The same heat with every value multiplied by `factor`."""
        return self if factor == 1 else Heat(self.values * factor, self.metric)
