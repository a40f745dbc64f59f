"""A mistake in what was typed: one sentence, exit code 2, nothing left."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.conftest import Command, refused

NUMBERS = ("--conf", "--iou", "--sample-fps", "--half-life", "--opacity", "--threshold", "--min-visit", "--from")


NAMED = {
    "--half-life": "half-life",
    "--opacity": "opacity",
    "--threshold": "threshold",
    "--min-visit": "visit",
    "--from": "time",
}
"""What a refusal calls the option."""
BAD_OPTIONS: dict[str, tuple[Sequence[str], str]] = {
    **{
        f"{option} {value}": ((option, value), NAMED.get(option, option))
        for option in NUMBERS
        for value in ("-1", "nan", "inf", "many")
    },
    "too sure": (("--conf", "1.01"), "--conf"),
    "no overlap": (("--iou", "0"), "--iou"),
    "no frames a second": (("--sample-fps", "0"), "--sample-fps"),
    "an input between two sizes": (("--imgsz", "1000"), "such as 1024"),
    "an input that is too small": (("--imgsz", "32"), "such as 320"),
    "no number as an input": (("--imgsz", "large"), "--imgsz"),
    "an unknown class": (("--classes", "moving objekt"), "moving object"),
    "an unknown colour": (("--classes", "moving object.beige"), "beige"),
    "an unknown tracker": (("--tracker", "sort"), "botsort, bytetrack"),
    "a tracker file that is not there": (("--tracker", "mine.yaml"), "The tracker file 'mine.yaml' cannot be read"),
    "an unknown number of a class": (("--classes", "0,7"), "the class '7'"),
    "an unknown metric": (("--metric", "speed"), "dwell_time, avg_occupancy"),
    "an unknown mode": (("--mode", "fading"), "cumulative, decaying"),
    "an unknown anchor": (("--anchor", "feet"), "bottom-center, centroid"),
    "an unknown line rule": (("--line-rule", "twice"), "every, once, net"),
    "an unknown colour map": (("--colormap", "fire"), "autumn, bone"),
    "an unknown background": (("--background", "white"), "median, first"),
    "an absolute scale without a top": (("--normalization", "absolute"), "--max-value"),
    "no grid": (("--grid", "0"), "grid is 0"),
    "half a cell": (("--grid", "1.5"), "--grid"),
    "too smooth": (("--smoothing", "200"), "smoothing is 200"),
    "odd bins": (("--bins", "7"), "1, 5, 15, 60 minutes or all"),
    "odd intervals": (("--interval", "10"), "choose 5, 15, 60"),
    "no weights": (("--pcu", "none.json"), "The file of passenger-car units 'none.json' cannot be read"),
    "no map of classes": (("--class-map", "none.csv"), "The map of classes 'none.csv' cannot be read"),
    "an empty time range": (("--from", "1:00", "--to", "60"), "is empty"),
    "no time": (("--to", "soon"), "'soon' cannot be read"),
    "a time after the clip": (("--from", "0:40"), "begins at 0:40, but the recording is from 0:00 to"),
    "a time of day after the clip": (
        ("--from", "9:00", "--start-time", "08:00:00"),
        "begins at 09:00:00, but the recording is from 08:00:00 to",
    ),
    "no clock time": (("--start-time", "noon"), "2026-11-21 12:03:20"),
    "a start that the file does not tell": (("--start-time", "auto"), "tells when the recording began"),
    "an unknown zone": (("--start-time", "auto Mars/Base"), "2026-11-21 12:03:20"),
    "a region of one point": (("--region", "[(1,1)]"), "has 1 points"),
    "a region outside": (("--region", "[(1,1),(500,1)]"), "outside the picture of 160x120"),
    "a region and a scene": (("--region", "[(1,1),(2,1)]", "--scene", "s.json"), "not allowed with"),
    "no scene": (("--scene", "none.json"), "The scene 'none.json' cannot be read"),
    "a hair line": (("--line-width", "0"), "0 pixels wide"),
    "an unknown device": (("--device", "tpu"), "tpu"),
    "an unknown model": (("--model", "yolo99z"), "yolo99z"),
    "a model that is not there": (("--model", "models/none.pt"), "There is no model"),
    "no model": (("--model", ""), "No model was named"),
    "an option without value": (("--tracker-option", "track_buffer"), "track_buffer"),
    "an unknown option": (("--colour", "red"), "--colour"),
    "a project that is not there": (("--project", "none.json"), "none.json"),
}


@pytest.mark.parametrize("case", BAD_OPTIONS)
def test_a_bad_option_is_refused(
    heatdash: Command, data_folder: Path, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    # It is refused before anything is followed; what is loaded for that meanwhile would only take seconds.
    monkeypatch.setattr("heatdash.stages.analyse._load_trackers", lambda clip: None)
    options, words = BAD_OPTIONS[case]
    model = () if "--model" in options else ("--model", "motion")
    refused(heatdash("analyze", clip, "--out", tmp_path / "out", *model, *options), words, at=tmp_path)


@pytest.mark.model
@pytest.mark.parametrize(
    "option",
    [
        "track_bufer=60",
        "track_buffer=long",
        "track_buffer=-1",
        "tracker_type=ocsort",
        "track_high_thresh=nan",
        "track_buffer=inf",
    ],
)
def test_a_bad_tracker_option_is_refused(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path, option: str
) -> None:
    said = heatdash(
        "analyze", clip, "--out", tmp_path / "out", "--model", "motion", "--quiet", "--tracker-option", option
    )
    refused(said, option.partition("=")[0], at=tmp_path)
    assert list((after_first.parent / "data" / "store" / "tmp").iterdir()) == []


BAD_COMMANDS: dict[str, tuple[Sequence[str], str]] = {
    "no command": ((), "--help"),
    "an unknown command": (("analyse", "clip.mp4"), "analyze"),
    "no source": (("analyze", "--out", "out"), "source"),
    "no folder": (("analyze", "clip.mp4"), "--out"),
    "an option without value": (("analyze", "clip.mp4", "--out"), "--out"),
}


@pytest.mark.parametrize("case", BAD_COMMANDS)
def test_a_bad_command_is_refused(
    heatdash: Command, data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments, words = BAD_COMMANDS[case]
    refused(heatdash(*arguments), words.upper() if words == "source" else words, at=tmp_path)
