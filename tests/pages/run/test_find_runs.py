"""Results are found by name and date, and put in the order asked for."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import streamlit as st

from heatdash.values.project import Project
from heatdash.values.recording_start import RecordingStart
from heatdash.values.run import Run
from pages.parts.run.find_runs import LONGEST, NAME, ORDERS, RECORDED, UPLOADED, fitting, ordered
from pages.parts.text.words import LANGUAGE
from tests.builders.runs import found


def a_run(name: str, *, uploaded: str, start: str | None = None, seconds: float | None = None) -> Run:
    """A run of a clip that was uploaded then; `start` is when its recording began, where that is known."""
    return Run(
        run_id=name,
        owner="anna",
        name=name,
        source=Path("/clips/door.mp4"),
        created_at_s=datetime.fromisoformat(uploaded).timestamp(),
        project=Project(start=None if start is None else RecordingStart.read(start)),
        found=None if seconds is None else replace(found(), duration_s=seconds),
    )


DOOR_9 = a_run("Door 9", uploaded="2026-11-03 10:00", start="2026-02-28 08:00:00", seconds=60)
DOOR_10 = a_run("door 10", uploaded="2026-11-01 10:00", start="2026-11-02 08:00:00", seconds=3600)
AISLE = a_run("Aisle", uploaded="2026-11-02 10:00", start="09:00:00", seconds=5)
TILL = a_run("入口 Till", uploaded="2026-11-04 10:00")
RUNS = [AISLE, TILL, DOOR_10, DOOR_9]


@pytest.fixture(autouse=True, params=["en"])
def _language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {LANGUAGE: request.param})
    monkeypatch.setattr("pages.parts.text.spoken.visitor_zone", lambda: None)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        # The day of the aisle's recording is not known: it stands at its upload.
        (RECORDED, [TILL, AISLE, DOOR_10, DOOR_9]),
        (UPLOADED, [TILL, DOOR_9, AISLE, DOOR_10]),
        (NAME, [AISLE, DOOR_9, DOOR_10, TILL]),
        (LONGEST, [DOOR_10, DOOR_9, AISLE, TILL]),
    ],
)
def test_every_order_is_what_its_name_says(by: str, expected: list[Run]) -> None:
    assert [run.name for run in ordered(RUNS, by=by)] == [run.name for run in expected]


@pytest.mark.parametrize("by", ORDERS)
def test_what_is_equal_is_in_the_order_of_its_upload(by: str) -> None:
    older = a_run("Door", uploaded="2026-01-01 10:00", start="2025-05-05 10:00:00", seconds=3)
    newer = replace(older, created_at_s=older.created_at_s + 60)
    assert ordered([older, newer], by=by) == [newer, older]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("", RUNS),
        ("  DOOR ", [DOOR_10, DOOR_9]),
        ("10 door", [DOOR_10]),
        ("入口", [TILL]),
        ("2026-02", [DOOR_9]),
        ("february", [DOOR_9]),
        ("feb 28 door", [DOOR_9]),
        # The second of November 2026 is a Monday.
        ("monday", [AISLE, DOOR_10]),
        ("wednesday", [TILL]),
        # The day of its upload is not shown, where that of the recording is.
        ("door november", [DOOR_10]),
        ("cellar", []),
        ("(", []),
    ],
)
def test_each_word_must_stand_in_the_name_or_the_date(wanted: str, expected: list[Run]) -> None:
    assert [run.name for run in fitting(RUNS, wanted=wanted)] == [run.name for run in expected]


@pytest.mark.parametrize("_language", ["zh"], indirect=True)
@pytest.mark.parametrize("wanted", ["2月28日", "2026年2月", "二月 周六", "星期六", "2026-02-28"])
def test_a_date_is_found_in_chinese(wanted: str) -> None:
    assert fitting(RUNS, wanted=wanted) == [DOOR_9]
