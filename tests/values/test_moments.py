"""Times as people write them: from the clip's beginning, or by the clock where it is known."""

import pytest

from heatdash.errors import BadSettingError
from heatdash.values.moments import moment_s
from heatdash.values.recording_start import RecordingStart

MORNING, NIGHT = "2026-11-21 08:00:00", "23:50:00"
PUT_BACK = "2026-10-25 01:30:00 Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "start", "expected_s"),
    [
        ("90", None, 90),
        ("0.25", None, 0.25),
        ("1:30", None, 90),
        ("0:00", None, 0),
        ("0:00.2", None, 0.2),
        ("90:00", None, 5400),
        ("0:01:30.5", None, 90.5),
        ("90", MORNING, 90),
        ("8:15", MORNING, 900),
        ("08:15:30", MORNING, 930),
        ("2026-11-21 8:15", MORNING, 900),
        ("2026-11-22 08:00", MORNING, 86_400),
        ("7:00", MORNING, 23 * 3600),
        ("8:00", "08:00:00.400", 0),
        ("0:10", NIGHT, 1200),
        ("3:00", PUT_BACK, 2.5 * 3600),
        ("9:00", "2026-11-21 08:00:00+02:00", 3600),
    ],
)
def test_a_time_is_that_of_the_clock_where_it_is_known(text: str, start: str | None, expected_s: float) -> None:
    began = None if start is None else RecordingStart.read(start)
    assert moment_s(text, start=began) == pytest.approx(expected_s)


@pytest.mark.parametrize(
    "text", ["soon", "", "-5", "1:-59.5", "1:0:0:3", "1:75", "1:2:3:4", "1:30.5.5", "٣", "nan", "1e3"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(BadSettingError, match="cannot be read"):
        moment_s(text, start=None)


@pytest.mark.parametrize(
    ("text", "start", "says"),
    [
        ("25:00", MORNING, "cannot be read"),
        ("90:00", MORNING, "cannot be read"),
        ("2026-11-21 07:00", MORNING, "before the recording's start, 2026-11-21 08:00:00"),
        ("2026-11-21 8:15", None, "not known when the recording began"),
    ],
)
def test_a_time_that_this_recording_cannot_have_is_refused(text: str, start: str | None, says: str) -> None:
    began = None if start is None else RecordingStart.read(start)
    with pytest.raises(BadSettingError, match=says):
        moment_s(text, start=began)
