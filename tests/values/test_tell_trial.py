"""A trial in words, in both languages."""

import pytest

from heatdash.values.classes import parse_classes
from heatdash.values.recording_start import RecordingStart
from heatdash.values.tell_trial import advice, trial_in_words
from heatdash.values.trial import MIDDLE, WHOLE, Trial
from heatdash.values.wording import Wording
from tests.builders.trials import look, trial

FAR = trial(
    own=look({"person": 3}, {"person": 120}, seconds=2.0),
    larger=look(
        {"person": 7, "car": 1}, {"person": 250, "car": 40}, input_px=1280, height_px={"people": 22.4}, seconds=4.6
    ),
)


def told(tried: Trial, *, classes: str = "", wording: Wording | None = None) -> list[str]:
    return trial_in_words(
        trial=tried,
        choices=parse_classes(classes),
        wording=wording or Wording(),
        usual="2 min",
        longer="4 to 6 min",
    )


def test_it_says_what_was_found_what_it_costs_and_which_seconds_were_tried() -> None:
    assert told(FAR) == [
        "In 10 s of this clip (0:20 – 0:30): 3 people, 0 vehicles at Balanced, 7 people, 1 vehicle with Small and far.",
        "In view at once, on average: 1.2 and 2.9.",
        "Half of the people are less than 22 of the picture's 1080 pixels tall.",
        "Watching takes about 2.3 times as long: 4 to 6 min instead of 2 min.",
        "Tried were the seconds around the fullest of 12 pictures, taken evenly from the whole clip.",
    ]
    assert advice(trial=FAR, choices=(), wording=Wording()) == "Small and far is worth it for this clip."


def test_only_what_counts_is_told_by_the_clock_where_it_is_known() -> None:
    wording = Wording(start=RecordingStart.read("2026-11-21 12:03:20"))
    assert told(FAR, classes="person", wording=wording)[0] == (
        "In 10 s of this clip (12:03:40 – 12:03:50): 3 people at Balanced, 7 people with Small and far."
    )


def test_who_did_not_move_is_told_apart() -> None:
    tried = trial(own=look({"person": 1}, static=2), larger=look({"person": 1}, static=5))
    assert "Not counted, as they did not move: 2 and 5." in " ".join(told(tried))
    assert advice(trial=tried, choices=(), wording=Wording()).startswith("Small and far finds hardly more here")


def test_where_nothing_was_found_it_says_so_and_what_to_do() -> None:
    tried = trial(own=look(), larger=look(), where=MIDDLE)
    found, *_, where = told(tried)
    assert found.endswith("nothing at Balanced, nothing with Small and far.")
    assert where.startswith("Nothing was found in 12 pictures")
    assert "bring the camera nearer" in advice(trial=tried, choices=(), wording=Wording())


@pytest.mark.parametrize(
    ("tried", "said"), [(FAR, "3 人"), (trial(own=look(), larger=look(), where=WHOLE), "0 个对象")]
)
def test_it_reads_in_chinese(tried: Trial, said: str) -> None:
    sentences = told(tried, wording=Wording("zh"))
    assert said in sentences[0]
    assert all(sentence.endswith("。") for sentence in sentences)
