"""How long the bins of counts.csv are."""

from heatdash.values.measure_settings import AUTO_BINS

MOST_BINS = 30
"""What stands side by side in a chart; between these steps, no more leaves 12 or more."""
STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200)
_DAY_S = 86400.0


def bin_length_s(*, bin_min: int | str | None, seconds: float) -> float:
    """The length of a bin in a time of `seconds`, which is one bin where `bin_min` is None.

    `AUTO_BINS` takes the shortest round length of which no more than 30 fit in, but no less than a second.
    """
    if bin_min is None:
        return seconds
    if bin_min == AUTO_BINS:
        return float(next((step for step in STEPS_S if seconds <= step * MOST_BINS), _DAY_S))
    return float(bin_min) * 60.0
