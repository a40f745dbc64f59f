"""What `analyze` leaves, and what it does not do again."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from heatdash import __version__
from tests.builders.commands import FILES, HEADER, PICTURE_FILES, run_python, summary_in, table_in
from tests.builders.scenes import FPS, make_picture
from tests.cli.conftest import DOWN_THE_MIDDLE, FRAMES, Command


@pytest.mark.model
def test_tracks_csv_holds_each_square_in_each_frame(first: Path) -> None:
    lines = (first / "tracks.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == HEADER
    assert '"' not in "".join(lines)
    rows = table_in(first, "tracks.csv")
    assert {row["track_id"] for row in rows} == {"1", "2"}
    assert {row["class_name"] for row in rows} == {"moving object"}
    assert [int(row["frame"]) for row in rows if row["track_id"] == "1"] == list(range(FRAMES))
    for row in rows:
        assert float(row["t_s"]) == pytest.approx(int(row["frame"]) / FPS, abs=1e-6)
        assert 0 <= float(row["x1"]) < float(row["x2"]) <= 160
        assert 0 <= float(row["y1"]) < float(row["y2"]) <= 120
    red_middle_px = [(float(row["x1"]) + float(row["x2"])) / 2 for row in rows if float(row["y1"]) < 60]
    assert red_middle_px[0] == pytest.approx(20, abs=4)
    assert red_middle_px[-1] == pytest.approx(140, abs=4)


@pytest.mark.model
def test_summary_json_tells_what_was_found_and_what_it_cost(first: Path, clip: Path) -> None:
    assert sorted(file.name for file in first.iterdir()) == FILES
    summary = summary_in(first)
    assert summary["totals"] == {
        "tracks": 2,
        "tracks_by_class": {"moving object": 2},
        "rows": 2 * FRAMES,
        "frames": FRAMES,
        "watched_frames": FRAMES,
        "static_left_out": 0,
    }
    assert list(summary["stages"]) == ["probe", "watch", "link", "refine", "measure", "picture", "render"]
    for name, stage in summary["stages"].items():
        assert set(stage) == {"cached", "seconds", "frames", "frames_per_second", "peak_memory_mb"}
        assert stage["frames"] == (0 if name in {"measure", "picture"} else FRAMES)
        assert stage["cached"] is False
        assert stage["peak_memory_mb"] > 10
    assert summary["cached"] == []
    assert summary["notices"] == []
    assert summary["clip"]["name"] == clip.name
    assert summary["model"]["name"] == "motion"
    assert len(summary["model"]["sha256"]) == 64
    assert summary["versions"]["heatdash"] == __version__


@pytest.mark.model
def test_a_second_run_is_answered_from_the_store(heatdash: Command, after_first: Path, clip: Path, tmp_path: Path):
    assert heatdash("analyze", clip, "--out", tmp_path, "--model", "motion").code == 0
    assert summary_in(tmp_path)["cached"] == ["watch", "link", "refine", "render"]
    for name in sorted({*FILES} - {"summary.json"}):
        assert (tmp_path / name).read_bytes() == (after_first / name).read_bytes(), name


@pytest.mark.model
def test_a_second_run_loads_no_library_that_it_does_not_use(first: Path, clip: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from heatdash.cli import main; code = main(sys.argv[1:]); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules})); sys.exit(code)"
    )
    options = ("--out", str(tmp_path / "out"), "--model", "motion", "--quiet")
    done = run_python("analyze", str(clip), *options, data=first.parent / "data", code=code)
    assert (done.returncode, done.stderr) == (0, "")
    assert not {"torch", "openvino", "ultralytics", "streamlit", "jinja2", "xlsxwriter"} & set(done.stdout.split())
    assert (tmp_path / "out/tracks.csv").read_bytes() == (first / "tracks.csv").read_bytes()


@pytest.mark.model
@pytest.mark.parametrize(
    "option",
    [
        ("--tracker", "bytetrack"),
        ("--conf", "0.4"),
        ("--tracker-option", "track_buffer=45"),
    ],
)
def test_another_way_of_linking_does_not_watch_again(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path, option: Sequence[str]
) -> None:
    assert heatdash("analyze", clip, "--out", tmp_path, "--model", "motion", *option).code == 0
    assert summary_in(tmp_path)["cached"] == ["watch"]
    assert summary_in(tmp_path)["totals"]["tracks"] == 2


@pytest.mark.model
def test_sampling_watches_anew_and_keeps_the_true_times(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path
) -> None:
    assert heatdash("analyze", clip, "--out", tmp_path, "--model", "motion", "--sample-fps", "12.5").code == 0
    summary, rows = summary_in(tmp_path), table_in(tmp_path, "tracks.csv")
    assert summary["cached"] == []
    assert (summary["totals"]["frames"], summary["totals"]["watched_frames"]) == (FRAMES, FRAMES // 2)
    assert {int(row["frame"]) for row in rows} <= set(range(0, FRAMES, 2))
    assert len(rows) > FRAMES / 2
    for row in rows:
        assert float(row["t_s"]) == pytest.approx(int(row["frame"]) / FPS, abs=1e-6)


@pytest.mark.model
@pytest.mark.parametrize(
    ("classes", "tracks"),
    [
        ("moving object", 2),
        ("moving object.red", 1),
        ("moving object.Blue,moving object.red", 2),
        ("moving object.green", 0),
        ("", 2),
    ],
)
def test_classes_and_colours_choose_what_is_reported(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path, classes: str, tracks: int
) -> None:
    assert heatdash("analyze", clip, "--out", tmp_path, "--model", "motion", "--classes", classes).code == 0
    assert summary_in(tmp_path)["cached"] == ["watch", "link", "refine", *([] if classes else ["render"])]
    assert summary_in(tmp_path)["totals"]["tracks"] == tracks
    assert (tmp_path / "tracks.csv").read_text(encoding="utf-8").startswith(HEADER + "\n")
    assert all(
        float(row["y2"]) < 60
        for row in table_in(tmp_path, "tracks.csv")
        if classes.endswith("object.red") and tracks == 1
    )


@pytest.mark.model
def test_a_class_is_chosen_by_its_number(heatdash: Command, after_first: Path, clip: Path, tmp_path: Path) -> None:
    options = ("--model", "motion", "--no-video", "--classes", "0.red")
    assert heatdash("analyze", clip, "--out", tmp_path, *options).code == 0
    assert summary_in(tmp_path)["totals"]["tracks"] == 1
    project = json.loads((tmp_path / "project.json").read_text(encoding="utf-8"))
    assert project["classes"] == ["moving object.red"]


@pytest.mark.model
def test_a_project_makes_the_same_files_again(heatdash: Command, after_first: Path, clip: Path, tmp_path: Path) -> None:
    options = (
        *("--tracker", "ocsort", "--conf", "0.3", "--classes", "moving object.red", "--sample-fps", "20"),
        *("--region", DOWN_THE_MIDDLE, "--metric", "unique_visits", "--bins", "all", "--from", "0.2"),
        *("--start-time", "2026-11-21 08:00:00", "--colormap", "2", "--boxes", "--no-legend", "--side-by-side"),
    )
    assert heatdash("analyze", clip, "--out", tmp_path / "a", "--model", "motion", *options).code == 0
    project = tmp_path / "a" / "project.json"
    again = heatdash("analyze", clip, "--out", tmp_path / "b", "--project", project)
    assert (again.code, again.err) == (0, "")
    for name in sorted({*FILES} - {"summary.json"}):
        assert (tmp_path / "b" / name).read_bytes() == (tmp_path / "a" / name).read_bytes(), name
    assert summary_in(tmp_path / "b")["cached"] == ["watch", "link", "refine", "render"]


@pytest.mark.model
def test_a_tracker_file_is_part_of_the_result_and_may_be_deleted(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path
) -> None:
    own, watched = tmp_path / "mine.yaml", ("--model", "motion", "--no-video")

    def analysed(name: str, *options: str | Path) -> list[str]:
        assert heatdash("analyze", clip, "--out", tmp_path / name, *watched, *options).code == 0
        return list(summary_in(tmp_path / name)["cached"])

    own.write_text("tracker_type: ocsort\ntrack_buffer: 40\ndelta_t: 2\nwith_reid: False\nmodel: auto\n")
    assert analysed("a", "--tracker", own) == ["watch"]
    assert analysed("b", "--tracker", own) == ["watch", "link", "refine"]
    own.write_text("tracker_type: ocsort\ntrack_buffer: 41\ndelta_t: 2\n")
    assert analysed("c", "--tracker", own) == ["watch"]
    own.unlink()
    assert analysed("d", "--project", tmp_path / "a" / "project.json") == ["watch", "link", "refine"]
    link = json.loads((tmp_path / "d" / "project.json").read_text(encoding="utf-8"))["link"]
    assert (link["tracker"], link["options"]) == ("ocsort", {"delta_t": 2, "track_buffer": 40})


@pytest.mark.model
def test_the_name_of_ultralytics_own_file_is_the_trackers(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ocsort.yaml").write_text("no tracker")
    for out, tracker in (("a", "bytetrack"), ("b", "bytetrack.yaml"), ("c", "ocsort")):
        named = ("--model", "motion", "--no-video", "--tracker", tracker)
        assert heatdash("analyze", clip, "--out", tmp_path / out, *named).code == 0
    assert summary_in(tmp_path / "b")["cached"] == ["watch", "link", "refine"]


@pytest.mark.model
def test_an_option_overrides_the_project(heatdash: Command, after_first: Path, clip: Path, tmp_path: Path) -> None:
    given = ("--project", after_first / "project.json", "--conf", "0.6", "--classes", "moving object.blue")
    assert heatdash("analyze", clip, "--out", tmp_path, *given).code == 0
    project = json.loads((tmp_path / "project.json").read_text(encoding="utf-8"))
    assert (project["watch"]["model"], project["link"]["conf"]) == ("motion", 0.6)
    assert project["classes"] == ["moving object.blue"]
    assert summary_in(tmp_path)["totals"]["tracks"] == 1


@pytest.mark.parametrize("name", ["squares.png", "squares.jpg", "squares.bmp", "squares.webp"])
def test_an_image_is_a_clip_of_one_frame(heatdash: Command, data_folder: Path, tmp_path: Path, name: str) -> None:
    picture = make_picture(tmp_path / name)
    assert heatdash("analyze", picture, "--out", tmp_path / "out", "--model", "motion", "--quiet").code == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == PICTURE_FILES
    summary = summary_in(tmp_path / "out")
    assert (summary["totals"]["frames"], summary["clip"]["container"]) == (1, "image")
    assert (summary["clip"]["width_px"], summary["clip"]["height_px"]) == (160, 120)
    assert (tmp_path / "out/tracks.csv").read_text(encoding="utf-8").splitlines() == [HEADER]
