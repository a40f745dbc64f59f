"""The video is the clip, frame by frame and moment by moment, whatever is asked of it."""

from collections.abc import Sequence
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from heatdash.cli import main
from tests.builders.clips import make_clip
from tests.builders.scenes import HEIGHT_PX, WIDTH_PX, ground, make_scene

TIMES_S = [0, 0.04, 0.08, 0.5, 0.54, 0.58, 1.2, 1.24, 1.9, 2.0, 2.04, 2.5]
OPTIONS = (
    (),
    ("--side-by-side", "--blur"),
    ("--metric", "intensity", "--no-legend", "--no-places"),
    ("--sample-fps", "5", "--boxes", "--trails", "--labels", "--show-conf"),
    ("--mode", "decaying", "--half-life", "1", "--final-heat"),
    ("--from", "0.1", "--to", "0.3", "--background", "first", "--opacity", "1", "--threshold", "0"),
)


def render(clip: Path, out: Path, *options: str) -> Path:
    command = ["analyze", str(clip), "--out", str(out), "--model", "motion", "--quiet", *options]
    assert main(command) == 0
    return out


def moments(path: Path) -> list[float]:
    with av.open(str(path)) as video:
        return [float(frame.time) for frame in video.decode(video=0)]


def pictures(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as video:
        return [frame.to_ndarray(format="bgr24").astype(int) for frame in video.decode(video=0)]


@pytest.mark.model
@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
def test_every_frame_is_there_at_its_own_time(options: Sequence[str], data_folder: Path, tmp_path: Path) -> None:
    uneven = make_clip(tmp_path / "vfr.mp4", frames=12, width=160, height=90, times_s=TIMES_S)
    out = render(uneven, tmp_path / "out", "--region", "[(80,5),(80,80)]", *options)
    assert moments(out / "heatmap.mp4") == pytest.approx(TIMES_S, abs=1e-3)
    assert cv2.imread(str(out / "heatmap.png")).shape[0] == 90


@pytest.mark.model
@pytest.mark.parametrize(("options", "size"), [((), (162, 92)), (("--side-by-side",), (324, 92))])
def test_an_odd_size_is_made_even(options, size, data_folder: Path, tmp_path: Path) -> None:
    odd = make_clip(tmp_path / "odd.avi", frames=12, width=161, height=91, codec="mjpeg", pixel_format="yuvj444p")
    out = render(odd, tmp_path / "out", *options)
    with av.open(str(out / "heatmap.mp4")) as video:
        stream = video.streams.video[0]
        assert ((stream.width, stream.height), len(list(video.decode(stream)))) == (size, 12)


@pytest.mark.model
def test_the_picture_shows_the_scene_without_what_moves(data_folder: Path, tmp_path: Path) -> None:
    clip = make_scene(tmp_path / "squares.mp4")
    out = render(clip, tmp_path / "out", "--opacity", "0", "--no-legend", "--no-video")
    picture = cv2.imread(str(out / "heatmap.png")).astype(int)
    assert picture.shape == (HEIGHT_PX, WIDTH_PX, 3)
    assert np.abs(picture - ground()[:, :, ::-1]).max() < 60
    first = render(clip, tmp_path / "first", "--opacity", "0", "--no-legend", "--no-video", "--background", "first")
    assert np.abs(cv2.imread(str(first / "heatmap.png")).astype(int) - ground()[:, :, ::-1]).max() > 60


@pytest.mark.model
def test_heat_grows_where_the_squares_go(data_folder: Path, tmp_path: Path) -> None:
    clip = make_scene(tmp_path / "squares.mp4")
    bare = pictures(clip)
    shown = pictures(render(clip, tmp_path / "out", "--no-legend", "--anchor", "centroid") / "heatmap.mp4")
    changed = [np.abs(a - b).max(axis=2) > 30 for a, b in zip(bare, shown, strict=True)]
    shares = [float(mask.mean()) for mask in changed]
    assert shares[0] < 0.02
    assert shares[-1] > 0.07 > 2 * shares[10]
    rows = np.flatnonzero(changed[-1].mean(axis=1) > 0.3)
    # The squares go along rows 35 and 90; nothing is painted between them and at the edges.
    assert {35, 90} <= set(rows.tolist())
    assert not {5, 62, 115} & set(rows.tolist())


@pytest.mark.model
def test_what_is_hidden_stays_hidden_in_frames_that_were_not_watched(data_folder: Path, tmp_path: Path) -> None:
    clip = make_scene(tmp_path / "squares.mp4")
    options = ("--opacity", "0", "--no-legend", "--sample-fps", "6")
    plain = pictures(render(clip, tmp_path / "plain", *options) / "heatmap.mp4")
    hidden = pictures(render(clip, tmp_path / "hidden", *options, "--blur") / "heatmap.mp4")
    washed_out = [int((np.abs(a - b).max(axis=2) > 40).sum()) for a, b in zip(plain, hidden, strict=True)]
    # The corners of both squares, in every frame; a few frames at the ends show them leaving and coming.
    assert min(washed_out[4:-4]) > 40
