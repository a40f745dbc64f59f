import math
from pathlib import Path

import numpy as np
import pytest

from heatdash.errors import BadClipError, BadSettingError
from heatdash.stages.stage_report import StageReport
from heatdash.values.clip import Clip, Frame, FrameSpan


def clip_at(times_s: list[float], *, width_px: int = 64, path: str = "clip.mp4", container: str = "mp4") -> Clip:
    return Clip(
        path=Path(path), sha256="00", container=container, codec="h264", width_px=width_px, height_px=48,
        rotation_deg=0, average_fps=10.0, is_variable_rate=False, duration_s=1.0, lost_frames=0,
        times_s=np.array(times_s, np.float64), keyframes=np.array([0]),
    )  # fmt: skip


STEADY = [n / 10 for n in range(10)]
SAMPLED = {
    "every frame": (STEADY, None, list(range(10))),
    "half of a steady rate": (STEADY, 5, [0, 2, 4, 6, 8]),
    "once a second": (STEADY, 1, [0]),
    "the clip's own rate": (STEADY, 10, list(range(10))),
    "above the clip's rate": (STEADY, 25, list(range(10))),
    "a rate that does not divide": (STEADY, 4, [0, 3, 5, 8]),
    "a variable rate": ([0, 0.05, 0.1, 0.5, 0.55, 1.0, 1.9], 2, [0, 3, 5, 6]),
    "a gap leaves steps empty": ([0, 0.1, 5.0, 5.1], 1, [0, 2]),
    "rounded timestamps": ([0, 0.033, 0.067, 0.1, 0.133, 0.167, 0.2], 10, [0, 3, 6]),
    "timestamps rounded down": ([0, 0.4999, 0.9998], 2, [0, 1, 2]),
    "one frame": ([0], 0.1, [0]),
}


@pytest.mark.parametrize("case", SAMPLED)
def test_the_first_frame_of_each_step_is_watched(case: str) -> None:
    times_s, sample_fps, expected = SAMPLED[case]
    assert clip_at(times_s).sampled_frames(sample_fps).tolist() == expected


@pytest.mark.parametrize("rate", [23.976, 24, 25, 29.97, 30, 59.94])
@pytest.mark.parametrize("digits", [3, 6])
def test_timestamps_in_milliseconds_sample_as_evenly_as_exact_ones(rate: float, digits: int) -> None:
    times_s = [round(n / rate, digits) for n in range(600)]
    gaps = np.diff(clip_at(times_s).sampled_frames(rate / 3))
    assert set(gaps.tolist()) <= {2, 3, 4}
    assert clip_at(times_s).sampled_frames(1.0).size == math.floor(599 / rate) + 1


@pytest.mark.parametrize("sample_fps", [0, -1, math.nan, math.inf])
def test_a_rate_that_watches_nothing_is_refused(sample_fps: float) -> None:
    with pytest.raises(BadSettingError, match="watches nothing"):
        clip_at(STEADY).sampled_frames(sample_fps)


def test_a_clip_is_its_bytes_wherever_it_lies() -> None:
    assert clip_at(STEADY) == clip_at(STEADY, path="elsewhere/copy.mp4")
    assert hash(clip_at(STEADY)) == hash(clip_at(STEADY, path="elsewhere/copy.mp4"))


def test_a_clips_times_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        clip_at(STEADY).times_s[0] = 1.0


@pytest.mark.parametrize(("times_s", "width_px"), [([], 64), ([0.0], 0)])
def test_a_clip_without_a_picture_is_refused(times_s: list[float], width_px: int) -> None:
    with pytest.raises(BadClipError, match=r"'clip\.mp4' holds no picture"):
        clip_at(times_s, width_px=width_px)


def test_a_clip_knows_its_frames_and_whether_it_is_a_picture() -> None:
    assert clip_at(STEADY).whole == FrameSpan(0, 10)
    assert clip_at(STEADY).frame_count == 10
    assert not clip_at(STEADY).is_image
    assert clip_at([0], container="image").is_image


def test_a_span_is_half_open() -> None:
    span = FrameSpan(3, 6)
    assert [frame for frame in range(10) if frame in span] == [3, 4, 5]
    assert len(span) == 3
    assert len(FrameSpan(4, 4)) == 0
    assert 4 not in FrameSpan(4, 4)


@pytest.mark.parametrize(("start", "stop"), [(-1, 3), (4, 3), (-2, -1)])
def test_a_span_that_runs_backwards_is_refused(start: int, stop: int) -> None:
    with pytest.raises(BadSettingError, match=f"from frame {start} to {stop}"):
        FrameSpan(start, stop)


def test_spans_sort_by_their_start() -> None:
    assert sorted([FrameSpan(5, 6), FrameSpan(0, 9), FrameSpan(0, 2)]) == [
        FrameSpan(0, 2), FrameSpan(0, 9), FrameSpan(5, 6),
    ]  # fmt: skip


def test_a_frame_never_crosses_a_process_boundary() -> None:
    import pickle

    with pytest.raises(TypeError, match="never cross a process boundary"):
        pickle.dumps(Frame(index=0, t_s=0.0, pixels=np.zeros((2, 2, 3), np.uint8)))


def test_a_cached_stage_has_no_speed() -> None:
    cached = StageReport(stage="watch", cached=True, seconds=0.01, frames=0, peak_memory_mb=1)
    worked = StageReport(stage="watch", cached=False, seconds=2.0, frames=50, peak_memory_mb=1)
    assert cached.frames_per_second is None
    assert cached.to_json()["frames_per_second"] is None
    assert worked.to_json()["frames_per_second"] == 25.0
