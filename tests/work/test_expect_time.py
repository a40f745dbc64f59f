"""How long tasks should take, learnt from what others took."""

from dataclasses import replace
from pathlib import Path

import pytest

from heatdash.stages.stage_report import StageReport
from heatdash.store.run_register import RunRegister
from heatdash.values.clip import Clip
from heatdash.values.link_settings import LinkSettings
from heatdash.values.project import Project
from heatdash.values.run import ANALYSIS, TRIAL, VIDEO, Found, UsedModel
from heatdash.values.stage_cost import StageCost
from heatdash.values.watch_settings import WatchSettings
from heatdash.work.expect_time import expected_seconds, trial_costs, video_costs
from tests.builders.answers import clip as a_clip
from tests.builders.runs import found
from tests.builders.trials import look, trial

MOTION = Project(watch=WatchSettings(model="motion"), link=LinkSettings(tracker="botsort"))


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunRegister:
    monkeypatch.setenv("HEATDASH_MODELS", "")
    monkeypatch.setenv("HEATDASH_DATA", str(tmp_path))
    return RunRegister(tmp_path / "runs.sqlite")


@pytest.fixture
def clip() -> Clip:
    """A clip of 1000 frames, 10 a second, of 1000 x 500 pixels: half a billion pixels in all."""
    return replace(a_clip(seconds=100.0), width_px=1000, height_px=500)


def expected(register: RunRegister, clip: Clip, *, project: Project = MOTION, **given: object) -> dict[str, float]:
    """The seconds of each stage, to a tenth."""
    seconds = expected_seconds(kind=ANALYSIS, clip=clip, project=project, register=register, **given)
    return {stage: round(seconds, 1) for stage, seconds in seconds.items()}


def watched(frames: int, pixels: int, seconds: float, *, means: str = "motion") -> StageCost:
    return StageCost("watch", means, frames=frames, pixels=pixels, seconds=seconds)


def test_before_anything_was_done_here_a_small_machine_is_guessed(register, clip) -> None:
    # 1000 frames of 16 ms and half a billion pixels of 3 ns, and half a second once.
    assert expected(register, clip) == {"start": 1.0, "watch": 18.0, "link": 1.2, "refine": 0.6}
    assert list(expected(register, clip)) == ["start", "watch", "link", "refine"]


def test_fewer_frames_take_less_but_all_are_decoded(register, clip) -> None:
    tenth = replace(MOTION, watch=replace(MOTION.watch, sample_fps=1.0))
    assert expected(register, clip, project=tenth)["watch"] == 0.5 + 1.6 + 1.5


def test_a_machine_that_was_twice_as_slow_is_so_again(register, clip) -> None:
    register.keep_costs([watched(500, 250_000_000, 2 * (0.5 + 8.0 + 0.75))])
    assert expected(register, clip)["watch"] == 36.0


def test_one_time_that_was_out_of_the_ordinary_changes_nothing(register, clip) -> None:
    register.keep_costs([watched(1000, 500_000_000, seconds) for seconds in (18.0, 900.0, 18.0)])
    assert expected(register, clip)["watch"] == 18.0


def test_clips_of_like_size_count_for_more_than_newer_ones_of_another(register, clip) -> None:
    large = [watched(1000, 8_000_000_000, 100 * (0.5 + 16.0 + 24.0)) for _ in range(9)]
    register.keep_costs([watched(1000, 500_000_000, 9.0) for _ in range(5)] + large)
    assert expected(register, clip)["watch"] == 9.0


def test_only_the_same_model_tells_where_it_was_used(register, clip) -> None:
    register.keep_costs([watched(1000, 500_000_000, 180.0, means="yolo26n"), watched(1000, 500_000_000, 9.0)])
    assert expected(register, clip)["watch"] == 9.0
    other = replace(MOTION, watch=WatchSettings(model="yolo26x"))
    assert expected(register, clip, project=other)["watch"] == pytest.approx((180 + 9) / 2, abs=0.1)


def test_the_model_that_is_taken_by_itself_is_the_one_at_hand(register, clip) -> None:
    register.keep_costs([watched(1000, 500_000_000, 180.0, means="yolo26n"), watched(1000, 500_000_000, 9.0)])
    assert expected(register, clip, project=Project())["watch"] == 9.0


def test_a_video_takes_every_frame_and_no_watching(register, clip) -> None:
    seconds = expected_seconds(kind=VIDEO, clip=clip, project=MOTION, register=register)
    assert seconds == {"start": 1.0, "render": pytest.approx(0.3 + 1.0 + 3.25)}


def test_what_was_found_is_not_looked_for_again(register, clip) -> None:
    known = replace(
        found(), project=MOTION, model=UsedModel(name="motion", backend="motion", origin="built in", sha256="")
    )

    def stages(project: Project, known: Found) -> list[str]:
        return list(expected(register, clip, project=project, found=known))

    assert stages(MOTION, known) == ["start"]
    assert stages(replace(MOTION, link=LinkSettings(tracker="bytetrack")), known) == ["start", "link", "refine"]
    assert len(stages(replace(MOTION, watch=WatchSettings(model="motion", sample_fps=5.0)), known)) == 4


def test_a_video_that_was_there_already_teaches_nothing(clip) -> None:
    def report(*, cached: bool) -> StageReport:
        return StageReport("render", cached=cached, seconds=6.0, frames=0 if cached else 1000, peak_memory_mb=1.0)

    assert video_costs(clip=clip, stages=[report(cached=True)], seconds=7.0) == []
    assert video_costs(clip=clip, stages=[report(cached=False)], seconds=7.5) == [
        StageCost("render", "", 1000, 500_000_000, 6.0),
        StageCost("start", VIDEO, 1, 0, 1.5),
    ]


MODEL = Project(watch=WatchSettings(model="yolo26n", sample_fps=10.0))
FAR = Project(watch=WatchSettings(model="yolo26n", sample_fps=10.0, input_px=1280))


def test_a_larger_input_takes_as_much_longer_as_it_has_more_pixels_less_the_grey(register, clip) -> None:
    # 1000 frames of 16 ms, times four, less the grey that the model's own input has.
    assert expected(register, clip, project=FAR)["watch"] == pytest.approx(0.5 + 16.0 * 4 * 0.72 + 1.5, abs=0.05)


def test_motion_takes_no_longer_whatever_input_is_asked_for(register, clip) -> None:
    asked = replace(MOTION, watch=replace(MOTION.watch, input_px=1280))
    assert expected(register, clip, project=asked) == expected(register, clip)


def test_what_a_trial_took_tells_what_both_sizes_will_take(register, clip) -> None:
    tried = trial(own=look(seconds=4.0), larger=look(input_px=1280, seconds=12.0), frames=100, clip_frames=1000)
    register.keep_costs(trial_costs(trial=tried, clip=clip, watch=MODEL.watch))
    assert [(cost.means, cost.frames, cost.pixels) for cost in register.costs("watch")] == [
        ("yolo26n at 1280", 100, 50_000_000),
        ("yolo26n", 100, 50_000_000),
    ]
    usual, far = (expected(register, clip, project=project)["watch"] for project in (MODEL, FAR))
    assert usual == pytest.approx(18.0 * 4.0 / 2.25, abs=0.1)
    assert far == pytest.approx((0.5 + 46.08 + 1.5) * 12.0 / (0.5 + 4.608 + 0.15), abs=0.1)


def test_the_models_own_size_tells_what_a_larger_one_takes_until_that_is_known(register, clip) -> None:
    register.keep_costs([watched(1000, 500_000_000, 2 * 18.0, means="yolo26n")])
    register.keep_costs([watched(1000, 500_000_000, 9.0, means="yolo11n")])
    assert expected(register, clip, project=FAR)["watch"] == pytest.approx(2 * 48.08, abs=0.1)


def test_a_path_with_at_in_it_is_no_size(register, clip) -> None:
    project = replace(MODEL, watch=replace(MODEL.watch, model="/models at home/mine.pt"))
    assert expected(register, clip, project=project)["watch"] == 18.0


def test_a_larger_input_is_not_spared_by_what_was_found_without_it(register, clip) -> None:
    assert list(expected(register, clip, project=MODEL, found=replace(found(), project=MODEL))) == ["start"]
    assert "watch" in expected(register, clip, project=FAR, found=replace(found(), project=MODEL))


def test_a_trial_takes_ten_seconds_of_the_clip_at_both_sizes(register, clip) -> None:
    seconds = expected_seconds(kind=TRIAL, clip=clip, project=MODEL, register=register)
    assert list(seconds) == ["start", "trial"]
    assert seconds["trial"] == pytest.approx((0.5 + 1.6 + 0.15) + (0.5 + 1.6 * 4 * 0.72 + 0.15), abs=0.01)
