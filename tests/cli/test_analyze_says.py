"""What `analyze` says."""

import json
from pathlib import Path

import pytest

from tests.builders.clips import blank_bytes
from tests.builders.commands import NOTHING_MOVES, Said, summary_in, table_in
from tests.builders.scenes import make_picture
from tests.cli.conftest import FRAMES, Command


@pytest.mark.model
def test_json_prints_one_document_and_nothing_else(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path
) -> None:
    said = heatdash("analyze", clip, "--out", tmp_path, "--model", "motion", "--json")
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out) == summary_in(tmp_path)


def test_quiet_says_nothing_but_what_must_be_known(heatdash: Command, data_folder: Path, tmp_path: Path) -> None:
    picture = make_picture(tmp_path / "squares.png")
    assert heatdash("analyze", picture, "--out", tmp_path / "out", "--model", "motion", "--quiet") == Said(
        0, "", f"{NOTHING_MOVES}\n"
    )


def test_motion_says_that_it_sees_no_more_in_larger_pictures(
    heatdash: Command, data_folder: Path, clip: Path, tmp_path: Path
) -> None:
    options = ("--out", tmp_path / "out", "--model", "motion", "--no-video", "--json")
    larger = heatdash("analyze", clip, *options, "--imgsz", "960")
    (notice,) = json.loads(larger.out)["notices"]
    assert notice.startswith("What moves was found as always, and not in larger pictures (960 pixels")
    assert json.loads((tmp_path / "out" / "project.json").read_text())["watch"]["input_px"] == 960
    usual = json.loads(heatdash("analyze", clip, *options).out)
    assert usual["notices"] == []
    assert "watch" in usual["cached"]


def test_without_quiet_it_says_what_it_does_and_where_the_files_are(
    heatdash: Command, data_folder: Path, tmp_path: Path
) -> None:
    picture = make_picture(tmp_path / "squares.png")
    said = heatdash("analyze", picture, "--out", tmp_path / "out", "--model", "motion")
    assert said.code == 0
    assert "squares.png" in said.out
    assert str(tmp_path / "out") in said.out
    notice, *bars = said.err.splitlines()
    assert notice == NOTHING_MOVES
    assert [bar.split()[0] for bar in bars] == ["watch", "link"], "a picture has no video to render"
    assert all("100%" in bar and "1/1 frames" in bar for bar in bars)


def test_falling_back_to_motion_is_said_once_and_kept(
    heatdash: Command, data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = make_picture(tmp_path / "squares.png")
    monkeypatch.delenv("HEATDASH_MODELS", raising=False)
    said = heatdash("analyze", picture, "--out", tmp_path / "out", "--json")
    assert said.code == 0
    notices = json.loads(said.out)["notices"]
    assert said.err.splitlines() == notices == [notices[0], NOTHING_MOVES]
    assert "No detection model was found" in notices[0]


@pytest.mark.model
def test_a_damaged_middle_is_told_and_the_rest_analysed(
    heatdash: Command, data_folder: Path, clip: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(clip.read_bytes())
    blank_bytes(broken, start=0.5, stop=0.62)
    said = heatdash("analyze", broken, "--out", tmp_path / "out", "--model", "motion", "--json")
    assert said.code == 0
    (notice,) = json.loads(said.out)["notices"]
    assert said.err == f"{notice}\n"
    lost = int(notice.removeprefix("The file is damaged: ").split()[0])
    frames = {int(row["frame"]) for row in table_in(tmp_path / "out", "tracks.csv")}
    assert 0 < lost < FRAMES / 2
    assert max(frames) == FRAMES - 1
    again = heatdash("analyze", broken, "--out", tmp_path / "out", "--model", "motion", "--json")
    assert json.loads(again.out)["notices"] == [notice]
