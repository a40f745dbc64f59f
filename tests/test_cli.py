"""The command line, as people and other programs use it."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from heatdash import __version__
from heatdash.cli import main
from heatdash.jobs.progress import ProgressBar
from tests.builders.clips import blank_bytes, cut_file, header_only, make_clip, make_sound
from tests.builders.scenes import FPS, make_picture, make_scene

NOTHING_MOVES = (
    "Nothing moves in a single picture, so 'motion' finds nothing in it; give a detection model with --model."
)
HEADER = "frame,t_s,track_id,class_id,class_name,conf,x1,y1,x2,y2"
TABLES = ["counts.csv", "events.csv", "flows.csv", "heat.csv", "tracks.csv", "zones.csv"]
PICTURE_FILES = sorted([*TABLES, "heatmap.png", "project.json", "summary.json"])
FILES = sorted([*PICTURE_FILES, "heatmap.mp4"])
DOWN_THE_MIDDLE = "[(80,0),(80,119)]"
FRAMES = 48


@dataclass(frozen=True)
class Said:
    """What a command came to."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def heatdash(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the command line in this process."""

    def run(*arguments: str | Path) -> Said:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_scene(tmp_path_factory.mktemp("scene") / "squares.mp4", frames=FRAMES)


@pytest.fixture(scope="module")
def first(clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a first run; its store lies beside it, as `data`."""
    folder = tmp_path_factory.mktemp("first")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HEATDASH_DATA", str(folder / "data"))
        assert main(["analyze", str(clip), "--out", str(folder / "out"), "--model", "motion", "--quiet"]) == 0
    return folder / "out"


@pytest.fixture
def after_first(first: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a first run, whose store this test goes on with."""
    monkeypatch.setenv("HEATDASH_DATA", str(first.parent / "data"))
    return first


def _summary(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "summary.json").read_text(encoding="utf-8"))


def _rows(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "tracks.csv").read_text(encoding="utf-8"))))


def _python(*arguments: str, data: Path, code: str | None = None) -> subprocess.CompletedProcess[str]:
    start = ["-c", code] if code else ["-m", "heatdash"]
    return subprocess.run(
        [sys.executable, *start, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "HEATDASH_DATA": str(data), "HEATDASH_OFFLINE": "1"},
    )


# What analyze leaves


@pytest.mark.model
def test_tracks_csv_holds_each_square_in_each_frame(first: Path) -> None:
    lines = (first / "tracks.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == HEADER
    assert '"' not in "".join(lines)
    rows = _rows(first)
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
    summary = _summary(first)
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
    assert _summary(tmp_path)["cached"] == ["watch", "link", "refine", "render"]
    for name in sorted({*FILES} - {"summary.json"}):
        assert (tmp_path / name).read_bytes() == (after_first / name).read_bytes(), name


@pytest.mark.model
def test_a_second_run_loads_no_model_library(first: Path, clip: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from heatdash.cli import main; code = main(sys.argv[1:]); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules})); sys.exit(code)"
    )
    options = ("--out", str(tmp_path / "out"), "--model", "motion", "--quiet")
    done = _python("analyze", str(clip), *options, data=first.parent / "data", code=code)
    assert (done.returncode, done.stderr) == (0, "")
    assert not {"torch", "openvino", "ultralytics", "streamlit"} & set(done.stdout.split())
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
    assert _summary(tmp_path)["cached"] == ["watch"]
    assert _summary(tmp_path)["totals"]["tracks"] == 2


@pytest.mark.model
def test_sampling_watches_anew_and_keeps_the_true_times(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path
) -> None:
    assert heatdash("analyze", clip, "--out", tmp_path, "--model", "motion", "--sample-fps", "12.5").code == 0
    summary, rows = _summary(tmp_path), _rows(tmp_path)
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
    assert _summary(tmp_path)["cached"] == ["watch", "link", "refine", *([] if classes else ["render"])]
    assert _summary(tmp_path)["totals"]["tracks"] == tracks
    assert (tmp_path / "tracks.csv").read_text(encoding="utf-8").startswith(HEADER + "\n")
    assert all(float(row["y2"]) < 60 for row in _rows(tmp_path) if classes.endswith("object.red") and tracks == 1)


@pytest.mark.model
def test_a_project_makes_the_same_files_again(heatdash: Command, after_first: Path, clip: Path, tmp_path: Path) -> None:
    options = (
        *("--tracker", "ocsort", "--conf", "0.3", "--classes", "moving object.red", "--sample-fps", "20"),
        *("--region", DOWN_THE_MIDDLE, "--metric", "unique_visits", "--bins", "all", "--from", "0:00.2"),
        *("--start-time", "2026-11-21 08:00:00", "--colormap", "2", "--boxes", "--no-legend", "--side-by-side"),
    )
    assert heatdash("analyze", clip, "--out", tmp_path / "a", "--model", "motion", *options).code == 0
    project = tmp_path / "a" / "project.json"
    again = heatdash("analyze", clip, "--out", tmp_path / "b", "--project", project)
    assert (again.code, again.err) == (0, "")
    for name in sorted({*FILES} - {"summary.json"}):
        assert (tmp_path / "b" / name).read_bytes() == (tmp_path / "a" / name).read_bytes(), name
    assert _summary(tmp_path / "b")["cached"] == ["watch", "link", "refine", "render"]


@pytest.mark.model
def test_an_option_overrides_the_project(heatdash: Command, after_first: Path, clip: Path, tmp_path: Path) -> None:
    given = ("--project", after_first / "project.json", "--conf", "0.6", "--classes", "moving object.blue")
    assert heatdash("analyze", clip, "--out", tmp_path, *given).code == 0
    project = json.loads((tmp_path / "project.json").read_text(encoding="utf-8"))
    assert (project["watch"]["model"], project["link"]["conf"]) == ("motion", 0.6)
    assert project["classes"] == ["moving object.blue"]
    assert _summary(tmp_path)["totals"]["tracks"] == 1


# What analyze measures


def _table(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / name).read_text(encoding="utf-8"))))


@pytest.mark.model
def test_a_region_of_two_points_counts_who_crosses_it(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path
) -> None:
    # Seen down the picture, the line's left is on the right of the screen: the blue square, going left, comes in.
    options = ("--model", "motion", "--region", DOWN_THE_MIDDLE, "--start-time", "12:00:00", "--no-video")
    assert heatdash("analyze", clip, "--out", tmp_path, *options).code == 0
    events = _table(tmp_path, "events.csv")
    assert [
        (event["kind"], event["place"], event["direction"]) for event in sorted(events, key=lambda e: float(e["y"]))
    ] == [
        ("cross", "Line", "out"),
        ("cross", "Line", "in"),
    ]
    for event in events:
        assert float(event["t_s"]) == pytest.approx(0.94, abs=0.1)
        assert float(event["x"]) == pytest.approx(80, abs=0.1)
        assert event["clock"].startswith("12:00:00.")
    (row,) = [row for row in _table(tmp_path, "counts.csv") if row["place"] == "Line"]
    assert (row["in"], row["out"], row["unique"], row["class_name"]) == ("1", "1", "2", "moving object")
    assert (row["bin_start_clock"], float(row["bin_end_s"])) == ("12:00:00", pytest.approx(FRAMES / FPS))
    assert _summary(tmp_path)["lines"]["Line"]["in"] == 1
    assert not (tmp_path / "heatmap.mp4").exists()


@pytest.mark.model
def test_a_scene_tells_visits_and_flows(heatdash: Command, after_first: Path, clip: Path, tmp_path: Path) -> None:
    scene = {
        "version": 1,
        "zones": [
            {"name": "=Left", "points": [[0.2, 0], [0.4, 0], [0.4, 0.6], [0.2, 0.6]]},
            {"name": "Right", "points": [[0.6, 0], [0.8, 0], [0.8, 0.6], [0.6, 0.6]]},
        ],
    }
    (tmp_path / "scene.json").write_text(json.dumps(scene), encoding="utf-8")
    options = ("--model", "motion", "--scene", tmp_path / "scene.json")
    assert heatdash("analyze", clip, "--out", tmp_path / "out", *options).code == 0
    zones = {row["place"]: row for row in _table(tmp_path / "out", "zones.csv")}
    assert list(zones) == ["'=Left", "Right"]
    for row in zones.values():
        assert (row["visits"], row["unique"], row["occupancy_max"]) == ("1", "1", "1")
        # A fifth of the width is 32 of the 120 pixels that the red square goes in 1.88 s.
        assert float(row["dwell_mean_s"]) == pytest.approx(1.88 * 32 / 120, abs=0.09)
    (flow,) = _table(tmp_path / "out", "flows.csv")
    assert flow == {"from_place": "'=Left", "to_place": "Right", "class_name": "moving object", "tracks": "1"}
    directions = [event["direction"] for event in _table(tmp_path / "out", "events.csv")]
    assert directions == ["in", "out", "in", "out"]


@pytest.mark.model
@pytest.mark.parametrize(
    ("metric", "total", "unit"),
    [("dwell_time", 2 * FRAMES / FPS, "s"), ("avg_occupancy", 2, "objects"), ("occupancy_pct", 200, "pct")],
)
def test_the_heat_of_every_cell_adds_up(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path, metric: str, total: float, unit: str
) -> None:
    options = ("--model", "motion", "--metric", metric, "--grid", "32", "--no-video")
    assert heatdash("analyze", clip, "--out", tmp_path, *options).code == 0
    rows = _table(tmp_path, "heat.csv")
    assert list(rows[0]) == ["row", *(f"x{column}_{unit}" for column in range(32))]
    assert len(rows) == 24
    assert sum(float(value) for row in rows for name, value in row.items() if name != "row") == pytest.approx(
        total, abs=1e-3
    )
    assert _summary(tmp_path)["heat"]["total"] == pytest.approx(total, abs=1e-3)


@pytest.mark.model
def test_the_video_is_the_clip_with_heat(first: Path, clip: Path) -> None:
    with av.open(str(first / "heatmap.mp4")) as video, av.open(str(clip)) as original:
        times = [[frame.pts * stream.time_base for frame in video_of.decode(stream)] for video_of, stream in (
            (video, video.streams.video[0]), (original, original.streams.video[0])
        )]  # fmt: skip
        stream = video.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (stream.width, stream.height) == (160, 120)
    assert [float(t_s - times[0][0]) for t_s in times[0]] == pytest.approx(
        [float(t_s - times[1][0]) for t_s in times[1]], abs=1e-4
    )
    assert len(times[0]) == FRAMES


@pytest.mark.model
@pytest.mark.parametrize(
    "options",
    [
        ("--metric", "intensity", "--colormap", "COLORMAP_JET"),
        ("--mode", "decaying", "--half-life", "0.5"),
        ("--normalization", "absolute", "--max-value", "2"),
        ("--anchor", "centroid", "--grid", "40", "--smoothing", "0"),
    ],
)
def test_another_question_runs_no_model(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path, options: Sequence[str]
) -> None:
    assert heatdash("analyze", clip, "--out", tmp_path, "--model", "motion", *options).code == 0
    assert _summary(tmp_path)["cached"] == ["watch", "link", "refine"]
    assert (tmp_path / "heatmap.png").read_bytes() != (after_first / "heatmap.png").read_bytes()
    assert (tmp_path / "heatmap.mp4").read_bytes() != (after_first / "heatmap.mp4").read_bytes()


# What analyze says


@pytest.mark.model
def test_json_prints_one_document_and_nothing_else(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path
) -> None:
    said = heatdash("analyze", clip, "--out", tmp_path, "--model", "motion", "--json")
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out) == _summary(tmp_path)


def test_quiet_says_nothing_but_what_must_be_known(heatdash: Command, data_folder: Path, tmp_path: Path) -> None:
    picture = make_picture(tmp_path / "squares.png")
    assert heatdash("analyze", picture, "--out", tmp_path / "out", "--model", "motion", "--quiet") == Said(
        0, "", f"{NOTHING_MOVES}\n"
    )


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


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_names_stage_speed_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("heatdash.jobs.progress.time.monotonic", lambda: now[0])
    stream = _Terminal()
    bar = ProgressBar(stream)
    bar.begin(stage="watch", total=10_000, done=1000)
    now[0] += 10
    bar.advance(1500)
    assert stream.getvalue().startswith("\r\033[K")
    assert stream.getvalue().endswith("15%  1500/10000 frames, 50 frames a second, 2 min 50 s left")
    now[0] += 0.05
    bar.advance(1502)
    assert "1502" not in stream.getvalue()
    now[0] += 170
    bar.advance(10_000)
    bar.end()
    assert stream.getvalue().endswith("100%  10000/10000 frames, 50 frames a second\n")


def test_a_bar_in_a_file_draws_no_control_characters() -> None:
    stream = io.StringIO()
    bar = ProgressBar(stream)
    bar.begin(stage="link", total=3, done=0)
    bar.advance(3)
    bar.notice("Something is worth knowing.")
    bar.end()
    assert not {"\r", "\033"} & set(stream.getvalue())
    assert len(stream.getvalue().splitlines()) == 2


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
    frames = {int(row["frame"]) for row in _rows(tmp_path / "out")}
    assert 0 < lost < FRAMES / 2
    assert max(frames) == FRAMES - 1
    again = heatdash("analyze", broken, "--out", tmp_path / "out", "--model", "motion", "--json")
    assert json.loads(again.out)["notices"] == [notice]


@pytest.mark.parametrize("name", ["squares.png", "squares.jpg", "squares.bmp", "squares.webp"])
def test_an_image_is_a_clip_of_one_frame(heatdash: Command, data_folder: Path, tmp_path: Path, name: str) -> None:
    picture = make_picture(tmp_path / name)
    assert heatdash("analyze", picture, "--out", tmp_path / "out", "--model", "motion", "--quiet").code == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == PICTURE_FILES
    summary = _summary(tmp_path / "out")
    assert (summary["totals"]["frames"], summary["clip"]["container"]) == (1, "image")
    assert (summary["clip"]["width_px"], summary["clip"]["height_px"]) == (160, 120)
    assert (tmp_path / "out/tracks.csv").read_text(encoding="utf-8").splitlines() == [HEADER]


# Mistakes: one sentence, exit code 2, nothing left


def _refused(said: Said, words: str, *, at: Path) -> None:
    assert (said.code, said.out) == (2, "")
    said = replace(said, err=said.err.removeprefix(f"{NOTHING_MOVES}\n"))
    assert said.err.count("\n") == 1
    assert said.err.endswith("\n")
    assert words in said.err
    assert "Traceback" not in said.err
    assert "Errno" not in said.err
    assert not (at / "out").exists()
    assert [path for path in at.rglob("*") if path.suffix == ".part" or path.parent.name == "tmp"] == []


def _file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _bomb(folder: Path) -> Path:
    """A picture of a few kilobytes that would fill 200 megabytes."""
    Image.new("1", (8192, 8192)).save(folder / "bomb.png")
    return folder / "bomb.png"


BAD_SOURCES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "missing": (lambda at: at / "none.mp4", "There is no file"),
    "a folder": (lambda at: at, "is a folder"),
    "empty": (lambda at: _file(at / "a.mp4", b""), "is empty"),
    "text": (lambda at: _file(at / "a.mp4", b"Dear camera,\nplease send it.\n" * 9), "neither a clip nor a picture"),
    "only sound": (lambda at: make_sound(at / "a.m4a", codec="aac"), "only sound"),
    "no index": (lambda at: cut_file(make_clip(at / "a.mp4"), to=0.6), "cut off before its index"),
    "no frames": (header_only, "0 frames"),
    "a playlist": (lambda at: _file(at / "a.mp4", b"#EXTM3U\n#EXTINF:10,\n/etc/passwd\n"), "playlist"),
    "a script": (lambda at: _file(at / "a.mp4", b"ffconcat version 1.0\nfile /etc/passwd\n"), "playlist"),
    "a gif": (lambda at: make_picture(at / "a.gif"), "GIF animation"),
    "a bomb": (_bomb, "8192x8192"),
    "a line break in its name": (lambda at: at / "two\nlines.mp4", "There is no file"),
}


@pytest.mark.parametrize("case", BAD_SOURCES)
def test_a_bad_source_is_refused(heatdash: Command, data_folder: Path, tmp_path: Path, case: str) -> None:
    make, words = BAD_SOURCES[case]
    _refused(heatdash("analyze", make(tmp_path), "--out", tmp_path / "out", "--model", "motion"), words, at=tmp_path)


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
    "an unknown class": (("--classes", "moving objekt"), "moving object"),
    "an unknown colour": (("--classes", "moving object.beige"), "beige"),
    "an unknown tracker": (("--tracker", "sort"), "botsort, bytetrack"),
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
    "an empty time range": (("--from", "1:00", "--to", "60"), "is empty"),
    "no time": (("--to", "soon"), "'soon' cannot be read"),
    "no clock time": (("--start-time", "noon"), "2026-11-21 12:03:20"),
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
    monkeypatch.setattr("heatdash.jobs.analyse_clip._load_trackers", lambda clip: None)
    options, words = BAD_OPTIONS[case]
    model = () if "--model" in options else ("--model", "motion")
    _refused(heatdash("analyze", clip, "--out", tmp_path / "out", *model, *options), words, at=tmp_path)


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
    _refused(said, option.partition("=")[0], at=tmp_path)
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
    _refused(heatdash(*arguments), words.upper() if words == "source" else words, at=tmp_path)


BAD_PROJECTS = {
    "not json": "{",
    "not text": "\udcff",
    "a list": "[]",
    "another version": '{"version": 99}',
    "no version": "{}",
    "an unknown entry": '{"version": 1, "watch": {"modell": "motion"}}',
    "a value of another kind": '{"version": 1, "link": {"conf": "high"}}',
    "a section that is none": '{"version": 1, "watch": 5}',
    "nested too deep": "[" * 100_000,
}


@pytest.mark.parametrize("case", BAD_PROJECTS)
def test_a_bad_project_is_refused(heatdash: Command, data_folder: Path, clip: Path, tmp_path: Path, case: str) -> None:
    project = _file(tmp_path / "project.json", BAD_PROJECTS[case].encode(errors="surrogateescape"))
    _refused(heatdash("analyze", clip, "--out", tmp_path / "out", "--project", project), "project", at=tmp_path)


@pytest.mark.parametrize("where", ["file/below", "file", "/proc/heatdash/out", "x" * 300])
def test_a_folder_that_cannot_be_written_is_refused_before_the_work(
    heatdash: Command, data_folder: Path, clip: Path, tmp_path: Path, where: str
) -> None:
    (tmp_path / "file").write_text("here first", encoding="utf-8")
    _refused(heatdash("analyze", clip, "--out", tmp_path / where, "--model", "motion"), "--out", at=tmp_path)
    assert not data_folder.exists()
    assert (tmp_path / "file").read_text(encoding="utf-8") == "here first"


@pytest.mark.parametrize("size", ["lots", "0", "-3", "nan", "inf"])
def test_a_nonsense_store_size_is_refused(
    heatdash: Command, data_folder: Path, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    monkeypatch.setenv("HEATDASH_STORE_GB", size)
    for command in (("analyze", clip, "--out", tmp_path / "out", "--model", "motion"), ("settings",)):
        _refused(heatdash(*command), "HEATDASH_STORE_GB", at=tmp_path)


@pytest.mark.parametrize("where", ["file", "file/below", "/proc/heatdash", "x" * 300])
def test_a_data_folder_that_cannot_be_made_is_refused(
    heatdash: Command, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    (tmp_path / "file").write_text("here first", encoding="utf-8")
    monkeypatch.setenv("HEATDASH_DATA", str(tmp_path / where))
    said = heatdash("analyze", clip, "--out", tmp_path / "out", "--model", "motion")
    _refused(said, "HEATDASH_DATA", at=tmp_path)


FULL_DISK = """
import resource, sys
from heatdash.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize(("filled_store", "words"), [(False, "HEATDASH_DATA"), (True, "--out")])
def test_a_disk_that_fills_up_is_told_and_leaves_nothing(
    heatdash: Command, data_folder: Path, tmp_path: Path, filled_store: bool, words: str
) -> None:
    picture = make_picture(tmp_path / "squares.png")
    arguments = ("analyze", str(picture), "--model", "motion", "--quiet", "--out")
    if filled_store:
        assert heatdash(*arguments, tmp_path / "before").code == 0
    done = _python("500", *arguments, str(tmp_path / "out"), data=data_folder, code=FULL_DISK)
    _refused(Said(done.returncode, done.stdout, done.stderr), words, at=tmp_path)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become nobody")
def test_an_unreadable_source_is_refused(heatdash: Command, tmp_path: Path) -> None:
    secret = _file(tmp_path / "secret.mp4", b"x" * 100)
    secret.chmod(0)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    code = (
        "import locale, os, shutil, sys; from heatdash.cli import main; import heatdash.media.probe_clip; "
        "os.setuid(65534); sys.exit(main(sys.argv[1:]))"
    )
    done = _python("probe", str(secret), data=tmp_path / "data", code=code)
    _refused(Said(done.returncode, done.stdout, done.stderr), "may not be read", at=tmp_path)


# Other commands


COMMANDS = ("analyze", "demo", "probe", "models", "doctor", "settings")


def test_help_names_every_command(heatdash: Command) -> None:
    said = heatdash("--help")
    assert (said.code, said.err) == (0, "")
    assert all(command in said.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(heatdash: Command, command: str) -> None:
    said = heatdash(command, "--help")
    assert (said.code, said.err) == (0, "")
    assert f"heatdash {command}" in said.out


def test_version_is_told(heatdash: Command) -> None:
    assert heatdash("--version") == Said(0, f"HeatDash {__version__}\n", "")


def test_probe_tells_what_a_clip_holds(heatdash: Command, clip: Path) -> None:
    facts = json.loads(heatdash("probe", clip, "--json").out)
    assert (facts["width_px"], facts["height_px"], facts["frames"]) == (160, 120, FRAMES)
    assert facts["average_fps"] == FPS
    assert facts["duration_s"] == pytest.approx(FRAMES / FPS)
    text = heatdash("probe", clip)
    assert (text.code, text.err) == (0, "")
    assert all(str(facts[name]) in text.out for name in ("name", "codec", "sha256", "width_px"))


def test_models_always_lists_motion(heatdash: Command, data_folder: Path) -> None:
    assert json.loads(heatdash("models", "--json").out)[-1]["name"] == "motion"
    assert "motion" in heatdash("models").out


def test_an_empty_model_among_the_models_does_not_hide_the_others(heatdash: Command, data_folder: Path) -> None:
    (data_folder / "models").mkdir(parents=True)
    (data_folder / "models" / "yolo26n.pt").touch()
    said = heatdash("models", "--json")
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out)[-1]["name"] == "motion"


@pytest.mark.model
def test_doctor_tells_what_a_bug_report_needs(heatdash: Command, data_folder: Path) -> None:
    facts = json.loads(heatdash("doctor", "--json").out)
    assert facts["versions"]["heatdash"] == __version__
    assert facts["codecs"]["read h264"] is True
    assert facts["data_folder"]["path"] == str(data_folder)
    text = heatdash("doctor")
    assert (text.code, text.err) == (0, "")
    assert __version__ in text.out


def test_settings_tells_every_variable(heatdash: Command, data_folder: Path) -> None:
    facts = json.loads(heatdash("settings", "--json").out)
    assert facts["HEATDASH_DATA"]["value"] == str(data_folder)
    assert facts["HEATDASH_OFFLINE"]["value"] == "yes"
    assert str(data_folder) in heatdash("settings").out
