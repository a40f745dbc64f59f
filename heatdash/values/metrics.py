"""What heat can measure: the registry of metrics."""

from dataclasses import dataclass

from heatdash.messages import ENGLISH, say


@dataclass(frozen=True)
class Metric:
    """A metric; files and options call it by its `key`.

    `unit` names its unit among the texts of `metrics`, `suffix` ends its columns in heat.csv. `is_additive` says that
    the values of two stretches of time add up to those of both together. `whole` is the value of a cell that is in
    use all the time, for a metric that is divided by the observed time; None for one that is not. A metric that
    `is_of_pixels` has one value per pixel instead of per cell, and is never smoothed.
    """

    key: str
    unit: str
    suffix: str
    is_additive: bool
    whole: float | None = None
    is_of_pixels: bool = False

    def title(self, language: str = ENGLISH) -> str:
        """The metric's name on the screen."""
        return say(f"metrics.{self.key}", language=language)

    def meaning(self, language: str = ENGLISH) -> str:
        """What the metric is, in one sentence."""
        return say(f"metrics.{self.key}_meaning", language=language)

    def unit_text(self, language: str = ENGLISH) -> str:
        """The unit as it is written after a number."""
        return say(f"metrics.unit_{self.unit}", language=language)


METRICS = {
    metric.key: metric
    for metric in (
        Metric("dwell_time", unit="s", suffix="s", is_additive=True),
        Metric("avg_occupancy", unit="at_once", suffix="objects", is_additive=False, whole=1.0),
        Metric("occupancy_pct", unit="pct", suffix="pct", is_additive=False, whole=100.0),
        Metric("unique_visits", unit="objects", suffix="objects", is_additive=False),
        Metric("intensity", unit="points", suffix="points", is_additive=True, is_of_pixels=True),
    )
}
"""Every metric by its key, in the order in which they are offered."""
