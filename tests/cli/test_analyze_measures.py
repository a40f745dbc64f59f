"""What `analyze` measures and draws."""

import json
from collections.abc import Sequence
from pathlib import Path

import av
import pytest

from tests.builders.commands import summary_in, table_in
from tests.builders.scenes import FPS
from tests.cli.conftest import DOWN_THE_MIDDLE, FRAMES, Command


@pytest.mark.model
def test_a_region_of_two_points_counts_who_crosses_it(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path
) -> None:
    # Seen down the picture, the line's left is on the right of the screen: the blue square, going left, comes in.
    options = ("--model", "motion", "--region", DOWN_THE_MIDDLE, "--start-time", "12:00:00", "--no-video")
    assert heatdash("analyze", clip, "--out", tmp_path, *options).code == 0
    events = table_in(tmp_path, "events.csv")
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
    (row,) = [row for row in table_in(tmp_path, "counts.csv") if row["place"] == "Line"]
    assert (row["in"], row["out"], row["unique"], row["class_name"]) == ("1", "1", "2", "moving object")
    assert (row["bin_start_clock"], float(row["bin_end_s"])) == ("12:00:00", pytest.approx(FRAMES / FPS))
    assert summary_in(tmp_path)["lines"]["Line"]["in"] == 1
    assert not (tmp_path / "heatmap.mp4").exists()


def test_the_start_is_read_from_the_clips_name_where_that_is_asked_for(
    heatdash: Command, after_first: Path, clip: Path, tmp_path: Path
) -> None:
    named = tmp_path / "cam1_20261121_115959.mp4"
    named.write_bytes(clip.read_bytes())
    options = ("--model", "motion", "--start-time", "auto Europe/Berlin", "--no-video", "--quiet")
    assert heatdash("analyze", named, "--out", tmp_path / "out", *options).code == 0
    bins = [row for row in table_in(tmp_path / "out", "counts.csv") if row["class_name"]]
    assert [row["bin_start_clock"] for row in bins] == ["2026-11-21 11:59:59", "2026-11-21 12:00:00"]
    project = json.loads((tmp_path / "out" / "project.json").read_text(encoding="utf-8"))
    assert (project["start"], project["start_source"]) == ("2026-11-21 11:59:59 Europe/Berlin", "name")


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
    zones = {row["place"]: row for row in table_in(tmp_path / "out", "zones.csv")}
    assert list(zones) == ["'=Left", "Right"]
    for row in zones.values():
        assert (row["visits"], row["unique"], row["occupancy_max"]) == ("1", "1", "1")
        # A fifth of the width is 32 of the 120 pixels that the red square goes in 1.88 s.
        assert float(row["dwell_mean_s"]) == pytest.approx(1.88 * 32 / 120, abs=0.09)
    (flow,) = table_in(tmp_path / "out", "flows.csv")
    assert flow == {"from_place": "'=Left", "to_place": "Right", "class_name": "moving object", "tracks": "1"}
    directions = [event["direction"] for event in table_in(tmp_path / "out", "events.csv")]
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
    rows = table_in(tmp_path, "heat.csv")
    assert list(rows[0]) == ["row", *(f"x{column}_{unit}" for column in range(32))]
    assert len(rows) == 24
    assert sum(float(value) for row in rows for name, value in row.items() if name != "row") == pytest.approx(
        total, abs=1e-3
    )
    assert summary_in(tmp_path)["heat"]["total"] == pytest.approx(total, abs=1e-3)


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
    assert summary_in(tmp_path)["cached"] == ["watch", "link", "refine"]
    assert (tmp_path / "heatmap.png").read_bytes() != (after_first / "heatmap.png").read_bytes()
    assert (tmp_path / "heatmap.mp4").read_bytes() != (after_first / "heatmap.mp4").read_bytes()
