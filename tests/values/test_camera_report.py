"""What pictures tell survives the way through a file."""

import json
from dataclasses import replace

import pytest

from heatdash.errors import BadSettingError
from heatdash.values.camera_report import CameraReport, camera_report_from_json

TWO = CameraReport(
    times_s=(0.0, 2.5),
    brightness_pct=(40.0, 41.0),
    detail_pct=(80.0, 79.0),
    edge_px=(2.0, None),
    view=(0, None),
    corners_px=((0.0, 0.0, 0.5, 0.5), None),
    change=(120.0,),
    noise=(0.5,),
)


def test_it_comes_back_from_json_as_it_was() -> None:
    assert camera_report_from_json(json.loads(json.dumps(TWO.to_json()))) == TWO


@pytest.mark.parametrize("name", ["edge_px", "change"])
def test_entries_that_fit_no_picture_are_refused(name: str) -> None:
    with pytest.raises(BadSettingError, match=f"'{name}' do not fit 2 pictures"):
        replace(TWO, **{name: ()})
