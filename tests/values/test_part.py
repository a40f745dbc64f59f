"""What one clip contributes to a recording."""

import math
from typing import Any

import pytest

from heatdash.errors import BadSettingError
from heatdash.values.part import Part
from heatdash.values.recording_start import RecordingStart
from tests.builders.recordings import part


def test_a_part_is_given_another_start_where_a_person_says_so() -> None:
    said = RecordingStart.read("2026-11-21 13:00:00")
    changed = part("2026-11-21 12:00:00").with_start(said)
    assert changed.start == said
    assert changed.name == "2026-11-21 12:00:00.mp4"
    assert changed.size_px == (1920, 1080)


@pytest.mark.parametrize(
    "odd",
    [
        {"sha256": ""},
        {"width_px": 0},
        {"height_px": -1},
        {"duration_s": 0.0},
        {"duration_s": math.nan},
        {"duration_s": math.inf},
        {"file_time_s": math.nan},
        {"metadata_time_s": math.inf},
    ],
)
def test_what_cannot_be_a_part_is_refused(odd: dict[str, Any]) -> None:
    good = {"sha256": "ab", "name": "a.mp4", "width_px": 64, "height_px": 48, "duration_s": 1.5}
    assert Part(**good).start is None
    with pytest.raises(
        BadSettingError, match=r"'a\.mp4' cannot be part of a recording, with .+ s; read the file again\."
    ):
        Part(**good | odd)
