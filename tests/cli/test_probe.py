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
