"""What pictures, ways and the sketch tell comes together, the gravest first."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from heatdash.exports.summary import summary_of
from heatdash.measure.checks.scene_checks import before_watching, scene_checks
from heatdash.media.examine_picture import examine_picture
from heatdash.stages.analyse import analyse_everything
from heatdash.stages.answer import Answer, answer_clip
from heatdash.stages.finished_analysis import open_finished_analysis
from heatdash.stages.progress import Quiet
from heatdash.store.artefact_store import open_store
from heatdash.values.project import Project
from heatdash.values.scene import Line, Scene, Zone
from heatdash.values.sureness import SceneCheck
from heatdash.values.watch_settings import WatchSettings
from tests.builders.analysed_runs import analysed_run
from tests.builders.answers import answer, clip
from tests.builders.camera_reports import camera_report
from tests.builders.filmed import film
from tests.builders.tracks import walk

LOW = Line("Low", (0.1, 0.98), (0.9, 0.98))
SPOT = Zone("Spot", ((0.5, 0.5), (0.501, 0.5), (0.501, 0.501)))
SKETCH = Scene(zones=(SPOT,), lines=(LOW,))
SHADE = Zone("Shade", ((0.8, 0.1), (0.9, 0.1), (0.9, 0.2), (0.8, 0.2)))
CROWD = [walk(track=n, start=(20, 60), end=(90, 60), seconds=5) for n in range(6)]


def kinds(checks: tuple[SceneCheck, ...]) -> list[str]:
    return [check.kind for check in checks]


def test_all_is_put_together_the_gravest_first() -> None:
    asked = answer(*CROWD, scene=replace(SKETCH, zones=(SHADE,)))
    checks = scene_checks(
        clip=asked.analysis.clip,
        paths=asked.measured.paths,
        project=asked.analysis.project,
        report=camera_report(brightness_pct=[5] * 8),
        filled_share=0.0,
    )
    assert kinds(checks) == ["dark", "line_near_edge", "zone_empty"]


def test_before_watching_the_camera_and_the_sketch_are_judged() -> None:
    checks = before_watching(clip=clip(seconds=80), scene=SKETCH, report=camera_report(shifts_px=[0] * 4 + [9] * 4))
    assert kinds(checks) == ["camera_moved", "line_near_edge", "zone_small"]
    assert before_watching(clip=clip(seconds=80), scene=Scene(), report=camera_report()) == ()


def test_of_a_still_picture_nothing_is_said_that_takes_time() -> None:
    asked = answer(*CROWD, scene=replace(SKETCH, zones=(SHADE,)))
    checks = scene_checks(
        clip=replace(asked.analysis.clip, container="image"),
        paths=asked.measured.paths,
        project=asked.analysis.project,
        report=camera_report(edge_px=[9]),
        filled_share=0.0,
    )
    assert kinds(checks) == ["blurred", "line_near_edge"]


@pytest.mark.parametrize(("filled_share", "told"), [(0.0, []), (0.004, []), (0.006, [1]), (0.126, [13])])
def test_how_much_of_the_empty_scene_is_filled_in_is_told(filled_share: float, told: list[int]) -> None:
    asked = answer()
    checks = scene_checks(
        clip=asked.analysis.clip,
        paths=asked.measured.paths,
        project=asked.analysis.project,
        report=camera_report(),
        filled_share=filled_share,
    )
    filled = [check for check in checks if check.kind == "never_empty"]
    assert [dict(check.values)["of_picture_pct"] for check in filled] == told


def test_the_summary_lists_kind_place_severity_and_figures() -> None:
    check = SceneCheck("zone_empty", place="Shade", values=(("objects", 6),))
    assert summary_of(replace(answer(), checks=(check,)))["checks"] == [check.to_json()]


def test_a_look_tells_what_is_amiss(data_folder: Path) -> None:
    project = Project(scene=replace(SKETCH, zones=(SHADE,)))
    run = analysed_run(*CROWD, project=project)
    look = open_finished_analysis(run=run, store=open_store())
    found = look.checks(project=project, measured=look.measured(project))
    assert {"line_near_edge", "zone_empty"} <= set(kinds(found))
    assert look.answer(project).checks == found


@pytest.mark.model
def test_a_night_is_told_by_the_command_line_too(tmp_path: Path, data_folder: Path) -> None:
    night = film(tmp_path / "night.mp4", seen=lambda picture, share: picture * 0.12)
    assert "dark" in kinds(_answered(night, Project(watch=WatchSettings(model="motion"))).checks)


@pytest.mark.model
def test_a_look_examines_the_clip_so_that_pages_need_not(
    tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(watch=WatchSettings(model="motion"))
    looked = []
    monkeypatch.setattr(
        f"{examine_picture.__module__}.examine_picture", lambda clip: looked.append(clip) or examine_picture(clip)
    )
    source = film(tmp_path / "clip.mp4")
    analyse_everything(source=source, project=project, store=open_store(), progress=Quiet())
    _answered(source, project)
    assert len(looked) == 1


@pytest.mark.model
def test_a_real_clip_is_left_alone_and_a_bad_sketch_is_not(
    real_clip: Callable[[str], Path], real_model: Path, data_folder: Path
) -> None:
    project = Project(watch=WatchSettings(model=str(real_model)))
    assert kinds(_answered(real_clip("tud-campus.mp4"), project).checks) == ["never_empty"]
    window = Zone("Window", ((0.4, 0.2), (0.6, 0.2), (0.6, 0.5), (0.4, 0.5)))
    edge = Line("Edge", (0.02, 1.0), (0.02, 0.3))
    checks = _answered(
        real_clip("tud-campus.mp4"), replace(project, scene=Scene(zones=(window,), lines=(edge,)))
    ).checks
    assert [(check.kind, check.place) for check in checks] == [
        ("line_near_edge", "Edge"),
        ("line_missed", "Edge"),
        ("zone_empty", "Window"),
        ("never_empty", None),
    ]


def _answered(source: Path, project: Project) -> Answer:
    with answer_clip(
        source=source, project=project, store=open_store(), progress=Quiet(), with_video=False
    ) as answered:
        return answered
