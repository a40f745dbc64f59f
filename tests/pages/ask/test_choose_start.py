"""When the recording began is told beside the clip, with what it was read from, and set to the second."""

from dataclasses import replace
from datetime import date, time

import pytest

from heatdash.values.recording_start import RecordingStart
from tests.builders.analysed_runs import ASKS, again, new_run
from tests.pages.conftest import Visit
from tests.pages.seen import labelled, told

NAMED = RecordingStart.read("2026-11-23 23:59:30 Europe/Berlin", source="name")


def popovers(visit: Visit, start: RecordingStart | None, language: str = "en") -> list[str]:
    page = visit("set_up", run=new_run(project=replace(ASKS, start=start)), language=language)
    assert not page.exception
    return [block.proto.popover.label for block in page.get("popover")]


@pytest.mark.parametrize(
    ("start", "language", "told"),
    [
        (None, "en", "Recording time not known · set"),
        (
            NAMED,
            "en",
            r"Recorded Mon 23 Nov 2026, 23\:59\:30 \(Europe/Berlin\), read from the file's name · change",
        ),
        (NAMED, "zh", r"录制于 2026年11月23日 周一 23\:59\:30（Europe/Berlin），读自文件名 · 修改"),
        (replace(NAMED, source="metadata"), "en", None),
        (
            RecordingStart.read("2026-11-23 12:00", source="file_time"),
            "en",
            r"Recorded perhaps Mon 23 Nov 2026, 12\:00\:00, guessed from when the file was written · change",
        ),
        (replace(NAMED, source=None), "en", r"Recorded Mon 23 Nov 2026, 23\:59\:30 \(Europe/Berlin\) · change"),
        (RecordingStart.read("12:00:00"), "en", r"Recorded 12\:00\:00 · change"),
    ],
)
def test_it_is_told_with_what_it_was_read_from(
    visit: Visit, start: RecordingStart | None, language: str, told: str | None
) -> None:
    labels = popovers(visit, start, language)
    assert told in labels if told else any("read from the file's metadata" in label for label in labels)


def test_to_look_at_it_changes_nothing(visit: Visit) -> None:
    for start in (NAMED, RecordingStart.read("12:00:00"), RecordingStart.read("2026-11-23 12:00"), None):
        run = new_run(project=replace(ASKS, start=start))
        visit("set_up", run=run).run()
        assert again(run).project.start == start


def test_what_is_changed_was_said_by_the_visitor(visit: Visit) -> None:
    run = new_run(project=replace(ASKS, start=NAMED))
    page = visit("set_up", run=run)
    labelled(page.time_input, "First picture at").set_value(time(2, 15, 40)).run()
    labelled(page.date_input, "Day").set_value(date(2026, 10, 25)).run()
    start = again(run).project.start
    assert start is not None
    assert (str(start), start.source) == ("2026-10-25 02:15:40+02:00 Europe/Berlin", None)
    labelled(page.selectbox, "Time zone").select_index(0).run()
    assert str(again(run).project.start) == "2026-10-25 02:15:40"
    labelled(page.checkbox, "I know when the recording began").set_value(False).run()
    assert again(run).project.start is None
    assert told(page) == []


def test_an_offset_stays_where_the_clock_is_set(visit: Visit) -> None:
    run = new_run(project=replace(ASKS, start=RecordingStart.read("2026-11-23 12:00:00+05:00")))
    page = visit("set_up", run=run)
    assert labelled(page.selectbox, "Time zone").value == "UTC+05:00"
    labelled(page.time_input, "First picture at").set_value(time(12, 30)).run()
    assert not page.exception
    assert str(again(run).project.start) == "2026-11-23 12:30:00+05:00"
