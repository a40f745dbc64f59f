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
