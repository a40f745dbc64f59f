"""What a few pictures tell is judged by fixed limits. The clip is 160 pixels wide: 1 % of it are 1.6."""

from typing import Any

import pytest

from heatdash.measure.checks.check_picture import check_picture
from heatdash.values.sureness import SceneCheck
from tests.builders.answers import clip
from tests.builders.camera_reports import camera_report

CASES: dict[str, tuple[dict[str, Any], list[tuple[str, dict[str, float]]]]] = {
    "all is well": ({}, []),
    "wind": ({"shifts_px": [0, 1, -0.5, 1, 0, 1, 0, 0.5]}, []),
    "pushed once": ({"shifts_px": [-8, -8, -8, 0, 0, 0, 0, 0]}, [("camera_moved", {"shift_px": 8, "at_s": 30})]),
    "pushed at the very end": (
        {"shifts_px": [0, 0, 0, 0, 0, 0, 0, 8]},
        [("camera_moved", {"shift_px": 8, "at_s": 70})],
    ),
    "one odd picture": ({"shifts_px": [0, 0, 0, 8, 0, 0, 0, 0]}, []),
    "slowly": ({"shifts_px": [0, 1, 2, 3, 4, 5, 6, 7]}, [("camera_moved", {"shift_px": 7, "at_s": 20})]),
    "again and again": ({"shifts_px": [0, 5, -5, 4, 0, 3, -3, 0]}, [("camera_shakes", {"shift_px": 5})]),
    "too few to compare": ({"shifts_px": [0, None, None, 8, None, None, None, 0]}, []),
    "another view": ({"view": [0, 0, 0, None, 1, 1, 1, 1]}, [("view_changed", {"at_s": 40})]),
    "another view at first": ({"view": [1, 1, 1, 0, 0, 0, 0, 0]}, [("view_changed", {"at_s": 30})]),
    "dusk": ({"brightness_pct": [50, 40, 30, 20, 18, 17, 16, 15.9]}, []),
    "a quarter at night": (
        {"brightness_pct": [50, 50, 50, 50, 50, 50, 8, 10]},
        [("dark", {"of_clip_pct": 25, "brightness_pct": 9})],
    ),
    "a lens behind a wall": ({"detail_pct": [60] * 6 + [19, 1]}, [("covered", {"of_clip_pct": 25, "at_s": 60})]),
    "a bare floor": ({"detail_pct": [8] * 6 + [30, 30]}, []),
    "a lorry for a moment": ({"detail_pct": [60] * 7 + [5]}, []),
    "soft": ({"edge_px": [4.5] * 8}, []),
    "blurred": ({"edge_px": [4.6, None, 4.7, 4.8, 2, 4.9, 5, 5]}, [("blurred", {"edge_px": 4.8})]),
    "nothing to be sharp": ({"edge_px": [None] * 8}, []),
    "grainy": ({"noise": [9, 9, 9, 9, 0, 0, 9]}, [("noisy", {"noise_levels": 9})]),
    "some grain": ({"noise": [8] * 7}, []),
    "hung": ({"change": [90, 1, 0, 0, 90, 90, 90]}, [("frozen", {"at_s": 10, "lasted_s": 30})]),
    "hung at the end": ({"change": [90, 90, 90, 90, 90, 0, 0]}, [("frozen", {"at_s": 50, "lasted_s": 20})]),
    "still for a moment": ({"change": [90, 0, 90, 90, 90, 90, 0]}, []),
}


def judged(**given: Any) -> list[SceneCheck]:
    return check_picture(report=camera_report(**given), clip=clip(seconds=80))


@pytest.mark.parametrize("case", CASES)
def test_pictures_are_judged(case: str) -> None:
    given, found = CASES[case]
    assert [(check.kind, dict(check.values)) for check in judged(**given)] == found


def test_a_dark_picture_is_neither_blurred_nor_covered() -> None:
    night = judged(brightness_pct=[5] * 8, edge_px=[9] * 8, detail_pct=[1] * 8)
    assert [check.kind for check in night] == ["dark"]


def test_where_the_camera_moves_no_noise_is_told() -> None:
    assert [check.kind for check in judged(shifts_px=[0, 5] * 4, noise=[20] * 7)] == ["camera_shakes"]


def test_what_lasts_for_a_blink_is_not_frozen() -> None:
    assert judged(times_s=[0, 1, 2, 3, 4], change=[0] * 4) == []


def test_of_a_still_picture_darkness_and_blur_are_told() -> None:
    assert [check.kind for check in judged(brightness_pct=[5])] == ["dark"]
    assert [check.kind for check in judged(edge_px=[7])] == ["blurred"]
    assert judged(detail_pct=[0]) == []


def test_where_no_picture_could_be_read_nothing_is_told() -> None:
    assert judged(times_s=[], change=[], noise=[]) == []
