"""The command that tells what a clip holds."""

import json
from pathlib import Path

import pytest

from tests.builders.scenes import FPS
from tests.cli.conftest import FRAMES, Command


def test_probe_tells_what_a_clip_holds(heatdash: Command, clip: Path) -> None:
    facts = json.loads(heatdash("probe", clip, "--json").out)
    assert (facts["width_px"], facts["height_px"], facts["frames"]) == (160, 120, FRAMES)
    assert facts["average_fps"] == FPS
    assert facts["duration_s"] == pytest.approx(FRAMES / FPS)
    text = heatdash("probe", clip)
    assert (text.code, text.err) == (0, "")
    assert all(str(facts[name]) in text.out for name in ("name", "codec", "sha256", "width_px"))


def test_probe_tells_when_the_recording_began_and_by_what_it_is_known(heatdash: Command, clip: Path) -> None:
    assert "recorded" not in json.loads(heatdash("probe", clip, "--json").out)
    named = clip.rename(clip.with_name("20261121_120320.mp4"))
    try:
        facts = json.loads(heatdash("probe", named, "--json").out)
    finally:
        named.rename(clip)
    assert (facts["recorded"], facts["recorded_by"]) == ("2026-11-21 12:03:20", "name")


@pytest.mark.model
def test_probe_tries_small_and_far_on_ten_seconds(heatdash: Command, data_folder: Path, real_clip, real_model) -> None:
    clip = real_clip("tud-campus.mp4")
    said = heatdash("probe", clip, "--far", "--model", real_model)
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0].startswith("In 2.8 s of this clip (0:00 – 0:03): 8 people at Balanced, ")
    assert "The clip is no longer than that; all of it was tried." in lines
    facts = json.loads(heatdash("probe", clip, "--far", "--model", real_model, "--json").out)
    assert (facts["own"]["input_px"], facts["larger"]["input_px"], facts["imgsz"]) == (640, 960, 960)
    assert (lines[-1] == "Its options for analyze: --imgsz 960 --sample-fps 10") == facts["advised"]


def test_probe_takes_a_model_only_for_a_trial(heatdash: Command, data_folder: Path, clip: Path) -> None:
    said = heatdash("probe", clip, "--model", "yolo26n")
    assert (said.code, said.out) == (2, "")
    assert "add --far, or leave --model yolo26n out" in said.err
    moves = heatdash("probe", clip, "--far", "--model", "motion")
    assert (moves.code, moves.out) == (2, "")
    assert "choose a detection model for Small and far" in moves.err
