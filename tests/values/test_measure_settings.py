"""What can be asked of tracks."""

import pytest

from heatdash.errors import BadSettingError
from heatdash.values.measure_settings import AUTO_BINS, MeasureSettings


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"metric": "speed"}, "metric 'speed' is not known; choose one of dwell_time"),
        ({"mode": "x"}, "mode 'x'"),
        ({"anchor": "feet"}, "anchor 'feet'"),
        ({"line_rule": "twice"}, "line rule 'twice'"),
        ({"bin_min": 2}, "Bins of 2 minutes"),
        ({"interval_min": 10}, "Intervals of 10 minutes are not offered; choose 5, 15, 60"),
        ({"half_life_s": 0.0}, "half-life is 0 s"),
        ({"half_life_s": float("inf")}, "half-life is inf s"),
        ({"grid": 0}, "grid is 0 cells"),
        ({"grid": 10**9}, "grid is 1e\\+09 cells"),
        ({"smoothing": 200.0}, "smoothing is 200"),
        ({"smoothing": float("nan")}, "smoothing is nan"),
        ({"min_track_s": -1.0}, "shortest track is -1 s"),
        ({"min_visit_s": float("nan")}, "shortest visit is nan s"),
        ({"min_track_conf": 2.0}, "confidence of a track is 2"),
        ({"from_s": -1.0}, "start of the time range is -1 s"),
        ({"from_s": 5.0, "to_s": 5.0}, "from 5 s to 5 s is empty"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, says):
    with pytest.raises(BadSettingError, match=says):
        MeasureSettings(**wrong)


@pytest.mark.parametrize("bin_min", [None, AUTO_BINS])
def test_the_whole_clip_may_be_one_bin_and_bins_may_follow_from_it(bin_min):
    assert MeasureSettings(bin_min=bin_min).bin_min == bin_min
