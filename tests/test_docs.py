"""What the README and the docs show is so: every command runs, every table is as the code has it."""

import json
import re
import shlex
import subprocess
from pathlib import Path

import cv2
import pytest

from docs.make_tables import TABLES, pages_with_tables, with_tables
from heatdash.cli import main
from heatdash.media.probe_clip import probe_clip
from heatdash.media.read_frames import read_frames
from heatdash.values.scene import scene_from_json
from tests.builders.scenes import make_scene

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *(ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"))]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
TEXTS = {page: page.read_text(encoding="utf-8") for page in PAGES}
BLOCKS = [block for text in TEXTS.values() for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)]
COMMANDS = [line.split("#")[0].strip() for block in BLOCKS for line in block.splitlines() if line.strip()]
OURS = [command for command in COMMANDS if command.startswith("python -m heatdash")]
OTHERS = [command for command in COMMANDS if command not in OURS]
PYTHON = [
    (page, lines) for page, text in TEXTS.items() for lines in re.findall(r"```python\n(.*?)```", text, re.DOTALL)
]


@pytest.mark.model
def test_every_heatdash_command_runs_in_the_order_shown(tmp_path, monkeypatch, capsys, real_model):
    monkeypatch.setenv("HEATDASH_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    make_scene(tmp_path / "clip.mp4")
    (tmp_path / "recorder" / "entrance").mkdir(parents=True)
    make_scene(tmp_path / "recorder" / "entrance" / "entrance_20261121_120000.mp4")
    (tmp_path / "scene.json").write_text(_scene_shown(), encoding="utf-8")
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
    assert others == ["python3 -m venv .venv", ".venv/bin/pip install .", ".venv/bin/heatdash app"]


@pytest.mark.model
@pytest.mark.parametrize("lines", [lines for _, lines in PYTHON], ids=[page.name for page, _ in PYTHON])
def test_the_python_lines_run(lines, tmp_path, monkeypatch, real_clip, real_model):
    monkeypatch.setenv("HEATDASH_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    make_scene(tmp_path / "clip.mp4")
    frame = next(read_frames(clip=probe_clip(real_clip("tud-campus.mp4"))))
    cv2.imwrite("picture.jpg", frame.pixels)
    exec(compile(lines, "lines of the docs", "exec"), {})
    promised = re.findall(r'(?:imwrite\(|folder=|video=)"([^"]+)"', lines)
    assert promised
    assert [name for name in promised if not (tmp_path / name).exists()] == []


def _scene_shown():
    (lines,) = [lines for text in TEXTS.values() for lines in re.findall(r"```json\n(.*?)```", text, re.DOTALL)]
    return lines


def test_the_scene_shown_is_a_scene():
    scene = scene_from_json(json.loads(_scene_shown()))
    assert [place.name for place in scene.places] == ["Door", "Gate"]


def test_every_table_is_as_the_code_has_it():
    shown = [name for text in TEXTS.values() for name in re.findall(r"<!-- table (.+?) -->", text)]
    assert sorted(shown) == sorted(TABLES)
    old = [page.name for page in pages_with_tables() if with_tables(TEXTS[page]) != TEXTS[page]]
    assert old == [], "run: make docs"


def test_every_file_that_is_named_is_there():
    named = {name for text in TEXTS.values() for name in re.findall(r"`((?:tests|docs|heatdash|pages)/[\w/.]+)`", text)}
    assert len(named) > 40
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_link_leads_somewhere():
    links = [
        (page, target)
        for page, text in TEXTS.items()
        for target in re.findall(r"\]\(([^)\s]+)\)", text)
        if "://" not in target
    ]
    assert len(links) > 20
    broken = [f"{page.name}: {target}" for page, target in links if not _leads_somewhere(page, target)]
    assert broken == []


def _leads_somewhere(page, target):
    path, _, anchor = target.partition("#")
    place = page.parent / path if path else page
    if not place.exists():
        return False
    titles = re.findall(r"^#+ (.+)$", place.read_text(encoding="utf-8"), re.MULTILINE) if anchor else []
    return not anchor or anchor in {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
