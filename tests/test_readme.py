"""Every command that the README shows is run."""

import json
import re
import shlex
import subprocess
from pathlib import Path

import cv2
import pytest

from heatdash.cli import main
from heatdash.media.probe_clip import probe_clip
from heatdash.media.read_frames import read_frames
from heatdash.values.scene import scene_from_json
from tests.builders.scenes import make_scene

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
COMMANDS = [line.split("#")[0].strip() for block in BLOCKS for line in block.splitlines() if line.strip()]
OURS = [command for command in COMMANDS if command.startswith("python -m heatdash")]
OTHERS = [command for command in COMMANDS if command not in OURS]


@pytest.mark.model
def test_every_heatdash_command_runs_in_the_order_shown(tmp_path, monkeypatch, capsys, real_model):
    monkeypatch.setenv("HEATDASH_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    make_scene(tmp_path / "clip.mp4")
    for command in OURS:
        try:
            code = main(shlex.split(command)[3:])
        except SystemExit as leaving:
            code = leaving.code
        assert code == 0, f"{command}: {capsys.readouterr().err}"
    assert "Shop window" in (tmp_path / "heatdash-demo" / "zones.csv").read_text(encoding="utf-8")
    assert (tmp_path / "again" / "tracks.csv").read_bytes() == (tmp_path / "results" / "tracks.csv").read_bytes()


@pytest.mark.parametrize("target", [c.split()[1] for c in OTHERS if c.startswith("make ")])
def test_every_make_target_exists(target):
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_lines_without_make_name_what_is_there():
    others = [command for command in OTHERS if not command.startswith("make ")]
    assert others == [
        "python3 -m venv .venv",
        ".venv/bin/pip install -r requirements.txt",
        ".venv/bin/streamlit run app.py",
    ]
    assert (ROOT / "requirements.txt").is_file()
    assert (ROOT / "app.py").is_file()


@pytest.mark.model
def test_the_python_lines_run(tmp_path, monkeypatch, real_clip, real_model):
    monkeypatch.setenv("HEATDASH_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    frame = next(read_frames(clip=probe_clip(real_clip("tud-campus.mp4"))))
    cv2.imwrite("picture.jpg", frame.pixels)
    (lines,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(lines, "README.md", "exec"), {})
    assert cv2.imread("heat.jpg").shape == frame.pixels.shape


def test_the_scene_shown_is_a_scene():
    (text,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    scene = scene_from_json(json.loads(text))
    assert [place.name for place in scene.places] == ["Door", "Gate"]


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(tests/[\w/.]+|docs/[\w/.]+)`", README))))
def test_every_file_that_is_named_is_there(name):
    assert (ROOT / name).exists()
