import math
from typing import Any

import pytest

from heatdash.errors import BadSettingError
from heatdash.values.watch_settings import WatchSettings

REFUSED = {
    "no model": ({"model": ""}, "No model was named"),
    "no overlap": ({"iou": 0}, "--iou is 0;"),
    "a negative overlap": ({"iou": -0.1}, "--iou is -0.1;"),
    "an overlap above one": ({"iou": 1.01}, "--iou is 1.01;"),
    "an overlap that is no number": ({"iou": math.nan}, "--iou is nan;"),
    "an endless overlap": ({"iou": math.inf}, "--iou is inf;"),
    "no device": ({"device": ""}, "device ''"),
    "an unknown device": ({"device": "tpu"}, "device 'tpu'"),
    "a device with rubbish after it": ({"device": "cuda:0; rm"}, "device 'cuda:0; rm'"),
    "a device number without a colon": ({"device": "cuda0"}, "device 'cuda0'"),
    "no frames a second": ({"sample_fps": 0}, "--sample-fps is 0;"),
    "negative frames a second": ({"sample_fps": -5}, "--sample-fps is -5;"),
    "a rate that is no number": ({"sample_fps": math.nan}, "--sample-fps is nan;"),
    "an endless rate": ({"sample_fps": math.inf}, "--sample-fps is inf;"),
    "an input between two sizes": ({"input_px": 1081}, "--imgsz, is 1081; give a multiple of 32 .* such as 1088"),
    "an input that is too small": ({"input_px": 288}, "--imgsz, is 288; give .* from 320 to 1920, such as 320"),
    "an input that is too large": ({"input_px": 4096}, "--imgsz, is 4096; .* such as 1920"),
    "no input": ({"input_px": 0}, "--imgsz, is 0;"),
    "an absurd rate": ({"sample_fps": 1e9}, r"--sample-fps is 1e\+09;"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_setting_without_sense_is_refused_by_name_and_value(case: str) -> None:
    values, said = REFUSED[case]
    with pytest.raises(BadSettingError, match=said):
        WatchSettings(**values)


@pytest.mark.parametrize(
    "values",
    [{}, {"iou": 1.0}, {"iou": 0.01}, {"sample_fps": 1000}, {"sample_fps": 0.01}, {"model": "motion"},
     {"input_px": 320}, {"input_px": 1280}, {"input_px": 1920},
     *({"device": name} for name in ("auto", "cpu", "mps", "cuda", "cuda:1", "gpu", "gpu.0", "npu"))],
)  # fmt: skip
def test_a_sensible_setting_is_taken(values: dict[str, Any]) -> None:
    assert WatchSettings(**values) == WatchSettings(**values)
    assert hash(WatchSettings(**values)) == hash(WatchSettings(**values))
