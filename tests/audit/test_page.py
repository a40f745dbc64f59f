"""The folder in which a count is checked: one snippet a step, in order, and a page that names them."""

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from heatdash.audit.folder import score_audit
from heatdash.audit.page import audit_result, folder_name
from heatdash.errors import HeatDashError
from heatdash.media.probe_clip import probe_clip
from heatdash.media.read_frames import read_frames
from heatdash.stages.progress import Quiet
from heatdash.values.checked import LINE, Subject
from heatdash.values.classes import parse_classes
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project
from heatdash.values.scene import Line, Scene
from tests.builders.answers import GATE
from tests.builders.clips import shown_number
from tests.builders.run_folders import run_folder
from tests.builders.tracks import stand


class Heard(Quiet):
    """A progress that remembers what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.total, self.done = 0, [0]

    def begin(self, *, stage: str, total: int, done: int) -> None:
        self.total = total

    def advance(self, done: int) -> None:
        self.done.append(done)


def audit(folder: Path, run: Path, *, line: str = "Gate") -> Path:
    return audit_result(result=run, subject=Subject(LINE, line), out=folder / "check", progress=Quiet())


def told(page: Path) -> dict[str, Any]:
    (text,) = re.findall(r'<script id="told" type="application/json">(.*?)</script>', page.read_text(encoding="utf-8"))
    return json.loads(text)


def test_each_step_has_a_snippet_and_crossings_come_first(tmp_path: Path) -> None:
    page = audit(tmp_path, run_folder(tmp_path))
    steps = told(page)["steps"]
    assert [(step["t_s"], step["direction"], step["track_id"]) for step in steps] == [
        (3.0, "in", 1),
        (4.0, "out", 2),
        (0.0, "", ""),
        (5.0, "", ""),
    ]
    assert [step["address"] for step in steps] == [
        *("snippets/crossing-0001.mp4", "snippets/crossing-0002.mp4"),
        *("snippets/between-0001.mp4", "snippets/between-0002.mp4"),
    ]
    shown = [
        [shown_number(frame.pixels) for frame in read_frames(clip=probe_clip(page.parent / step["address"]))]
        for step in steps
    ]
    assert [(numbers[0], numbers[-1]) for numbers in shown] == [(20, 39), (30, 49), (0, 19), (50, 99)]


def test_the_page_asks_no_network_and_names_no_folder(tmp_path: Path) -> None:
    text = audit(tmp_path, run_folder(tmp_path)).read_text(encoding="utf-8")
    assert "http" not in re.sub(r'http-equiv="Content-Security-Policy"', "", text)
    assert "default-src 'none'" in text
    assert str(tmp_path) not in text


def test_names_cannot_break_out_of_the_page(tmp_path: Path) -> None:
    name = "</script><script>alert('x')</script>"
    line = Line(name=name, start=GATE.start, end=GATE.end)
    page = audit(tmp_path, run_folder(tmp_path, scene=Scene(lines=(line,))), line=name)
    assert "alert('x')" not in page.read_text(encoding="utf-8")


def test_times_are_clock_times_where_the_start_is_known(tmp_path: Path) -> None:
    page = audit(tmp_path, run_folder(tmp_path, start="12:03:20"))
    assert [step["when"] for step in told(page)["steps"]][:2] == ["12:03:23", "12:03:24"]


def test_what_is_not_counted_on_purpose_is_told(tmp_path: Path) -> None:
    people = run_folder(tmp_path, change=lambda project: replace(project, classes=parse_classes("person,car.red")))
    assert "Only person, car.red is counted here" in audit(tmp_path, people).read_text(encoding="utf-8")
    once = run_folder(tmp_path, measure=MeasureSettings(grid=16, line_rule="once"))
    assert "Each object counts once each way" in audit(tmp_path, once).read_text(encoding="utf-8")


def test_another_count_is_another_check(tmp_path: Path) -> None:
    first = told(audit(tmp_path, run_folder(tmp_path)))["kept_as"]
    assert told(audit(tmp_path, run_folder(tmp_path)))["kept_as"] == first
    other = run_folder(tmp_path, measure=MeasureSettings(grid=16, anchor="left-center"))
    assert told(audit(tmp_path, other))["kept_as"] != first


def test_what_a_browser_keeps_of_a_line_is_found_again_by_later_versions(tmp_path: Path) -> None:
    """The verdicts lie under a name made of what the page of a line has always told."""
    run = run_folder(tmp_path)
    page = told(audit(tmp_path, run))
    names = ("from_s", "t_s", "direction", "track_id", "when", "until", "address", "speed")
    steps = [{"crossing": step["counted"], **{name: step[name] for name in names}} for step in page["steps"]]
    clip = json.loads((run / "project.json").read_text(encoding="utf-8"))["source"]["sha256"]
    text = json.dumps([clip, "Gate", {"seconds": 10.0, "steps": steps}])
    assert page["kept_as"] == f"heatdash-audit-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def test_progress_reaches_the_end(tmp_path: Path) -> None:
    heard = Heard()
    audit_result(result=run_folder(tmp_path), subject=Subject(LINE, "Gate"), out=tmp_path / "check", progress=heard)
    assert heard.done == sorted(heard.done)
    assert heard.done[-1] == heard.total == 20 + 20 + 20 + 50


def test_a_line_that_nothing_crossed_is_told(tmp_path: Path) -> None:
    run = run_folder(tmp_path, stand(track=1, at=(20, 50), seconds=3))
    with pytest.raises(HeatDashError, match=r"Nothing was counted at 'Gate' \(0 times\)"):
        audit(tmp_path, run)
    assert not (tmp_path / "check").exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "check").write_text("a file")
    with pytest.raises(HeatDashError, match="choose another one with --out"):
        audit(tmp_path, run_folder(tmp_path))


def test_a_filled_sheet_is_scored_over_the_time_looked_at(tmp_path: Path) -> None:
    run = run_folder(tmp_path, change=_looks_until_8_s)
    sheet = tmp_path / "audit.csv"
    sheet.write_text("t_s,direction,track_id,verdict\n0,,,watched\n3,in,1,right\n4,out,2,right\n5,,,watched\n")
    score = score_audit(result=run, subject=Subject(LINE, "Gate"), sheet=sheet).score
    assert (score.right, score.wrong, score.missed, score.seconds) == (2, 0, 0, 8.0)


def _looks_until_8_s(project: Project) -> Project:
    return replace(project, measure=replace(project.measure, to_s=8.0))


@pytest.mark.parametrize(
    ("line", "name"),
    [("Gate", "audit-Gate"), ("Gate / A", "audit-Gate-A"), ("入口", "audit-入口"), ("..", "audit-line")],
)
def test_the_folder_is_named_after_the_line(line: str, name: str) -> None:
    assert folder_name(Subject(LINE, line)) == name
