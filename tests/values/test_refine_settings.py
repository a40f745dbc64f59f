import math

import pytest

from heatdash.errors import BadSettingError
from heatdash.values.refine_settings import RefineSettings


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"trusted_gap_s": -0.1}, "loss over which a tracker is trusted is -0.1 s; give seconds, 0 or more"),
        ({"longest_gap_s": math.inf}, "longest loss is inf s"),
        ({"longest_rest_s": -1.0}, "longest loss at rest is -1 s"),
        ({"shortest_s": math.nan}, "shortest track is nan s"),
        ({"smooth_s": -1.0}, "smoothing of boxes is -1 s"),
        ({"static_s": -20.0}, "still object is static is -20 s"),
        ({"reach": 0.0}, "reach of a lost object is 0 of its size; give a share above 0, such as 0.5"),
        ({"still": -0.1}, "tremble of a still box is -0.1"),
        ({"weak_conf": 1.5}, "confidence of a weak track is 1.5; give a number from 0 to 1"),
    ],
)
def test_a_setting_without_sense_is_refused(values: dict[str, float], said: str) -> None:
    with pytest.raises(BadSettingError, match=said):
        RefineSettings(**values)


def test_settings_of_the_same_values_are_the_same() -> None:
    assert RefineSettings() == RefineSettings(reach=0.5)
    assert len({RefineSettings(), RefineSettings(reach=0.5)}) == 1
