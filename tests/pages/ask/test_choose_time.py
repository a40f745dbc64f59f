"""The stretch of time is chosen on a slider or typed to the second, by the clock where the start is known."""

from dataclasses import replace
from datetime import time

import pytest

from heatdash.values.recording_start import RecordingStart
from heatdash.values.wording import Wording
from pages.parts.ask.choose_time import slider_stops
from tests.builders.analysed_runs import ASKS, again, analysed_run
from tests.pages.conftest import Visit
from tests.pages.seen import labelled


def stops(duration_s: float, start: str | None = None, also: tuple[float, ...] = ()) -> dict[str, float]:
    words = Wording(start=None if start is None else RecordingStart.read(start))
    return slider_stops(duration_s=duration_s, words=words, also=also)


def test_the_slider_ends_where_the_clip_ends() -> None:
    assert list(stops(3)) == ["0:00", "0:01", "0:02", "0:03"]
    assert stops(2.96) == {"0:00": 0, "0:01": 1, "0:02": 2, "0:03": 2.96}
    assert stops(2.4) == {"0:00": 0, "0:01": 1, "0:02": 2.4}


def test_it_stops_at_round_times_of_the_clock_and_at_what_was_chosen() -> None:
    assert list(stops(1500, "23:59:57", also=(100.0,)))[:3] == ["23:59:57", "00:00:00", "00:00:05"]
    assert stops(1500, "23:59:57", also=(101.0,))["00:01:38"] == 101
    assert len(stops(86_000)) < 601


def test_two_moments_at_which_the_clock_shows_the_same_are_two_stops() -> None:
    night = stops(3 * 3600, "2026-10-25 01:30:00 Europe/Berlin")
    assert (night["02:30:00 CEST"], night["02:30:00 CET"]) == (3600, 7200)


def test_the_sample_of_ten_seconds_ends_after_ten(visit: Visit) -> None:
    slider = labelled(visit("explore", run=analysed_run()).select_slider, "When")
    assert (slider.options[0], slider.options[-1]) == ("0:00", "0:10")


def test_the_range_stays_where_the_start_is_corrected(visit: Visit) -> None:
    run = analysed_run(project=replace(ASKS, start=RecordingStart.read("2026-11-23 12:00:00")))
    page = visit("explore", run=run)
    labelled(page.select_slider, "When").set_range(3.0, 6.0).run()
    labelled(page.time_input, "First picture at").set_value(time(12, 0, 2)).run()
    assert (again(run).project.measure.from_s, again(run).project.measure.to_s) == (3.0, 6.0)
    assert labelled(page.select_slider, "When").value == (3.0, 6.0)
    assert labelled(page.time_input, "From").value == time(12, 0, 5)


@pytest.mark.parametrize("start", [None, "2026-11-23 23:59:55 Europe/Berlin"])
def test_exact_times_can_be_typed(visit: Visit, start: str | None) -> None:
    run = analysed_run(project=replace(ASKS, start=None if start is None else RecordingStart.read(start)))
    page = visit("explore", run=run)
    first, last = (time(0, 0, 2), time(0, 0, 8)) if start is None else (time(23, 59, 57), time(0, 0, 3))
    labelled(page.time_input, "From").set_value(first).run()
    assert (again(run).project.measure.from_s, again(run).project.measure.to_s) == (2.0, None)
    labelled(page.time_input, "To").set_value(last).run()
    assert (again(run).project.measure.from_s, again(run).project.measure.to_s) == (2.0, 8.0)
    assert labelled(page.select_slider, "When").value == (2.0, 8.0)
    # What lies outside the clip stands for its beginning or end.
    labelled(page.time_input, "From").set_value(time(11)).run()
    labelled(page.time_input, "To").set_value(time(12)).run()
    assert (again(run).project.measure.from_s, again(run).project.measure.to_s) == (None, None)
