"""What heat can measure: one registry of metrics, and the heat of one of them."""

from dataclasses import dataclass

from heatdash.values.arrays import Floats


@dataclass(frozen=True)
class MetricWords:
    """How a metric is named on the screen, its unit, and what it means in one sentence."""

    title: str
    unit: str
    meaning: str


METRIC_WORDS = {
    "dwell_time": MetricWords("Time spent", "s", "Seconds that objects spent in each spot, added up over all objects."),
    "avg_occupancy": MetricWords(
        "People at once (average)", "at once", "How many objects were in each spot at once, on average over the time."
    ),
    "occupancy_pct": MetricWords(
        "Share of time in use", "%", "The share of the time in which at least one object was in each spot."
    ),
    "unique_visits": MetricWords("Different people", "objects", "How many different objects touched each spot."),
    "intensity": MetricWords(
        "Classic intensity", "points", "Two points for each frame and pixel within the circle inside an object's box."
    ),
}


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
        """The same heat with every value multiplied."""
        return self if factor == 1 else Heat(self.values * factor, self.metric)
