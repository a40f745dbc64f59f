"""A camera whose recorder wrote several files, asked from Python."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import heatdash
from heatdash.errors import HeatDashError
from heatdash.measure.timeline.measure_part import measure_part
from heatdash.tables.columns import BIN_START_S
from tests.builders.cut_files import cut_file
from tests.builders.scenes import make_scene

pytestmark = pytest.mark.usefixtures("data_folder")
YARD = heatdash.Scene(
    zones=(heatdash.Zone("Yard", ((0, 0), (1, 0), (1, 1), (0, 1))),),
    lines=(heatdash.Line("Gate", (0.5, 1.0), (0.5, 0.0)),),
)
MOTION = {"model": "motion"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three files, of which the second and the third follow on the one before."""
    cut_file(make_scene(tmp_path / "whole.mp4", frames=100), tmp_path / "files", at_s=(1, 2))
    return tmp_path / "files"


def test_files_that_follow_on_one_another_are_one_recording(folder: Path) -> None:
    camera = heatdash.open_camera(folder, name="Yard", zone="Europe/Berlin", scene=YARD)
    assert camera.problems == ()
    assert [placed.offset_s for placed in camera.recording.parts] == [0, 1, 2]
    assert [placed.follows for placed in camera.recording.parts] == [False, True, True]
    answer = camera.answer(**MOTION)
    assert answer.project.scene == YARD
    assert answer.summary["looked_at"]["from_s"] == 0
    assert answer.summary["looked_at"]["to_s"] == pytest.approx(camera.recording.length_s, abs=0.05)
    assert answer.picture.shape[2] == 3
    assert answer.heat.max() > 0


def test_the_order_of_the_files_changes_nothing(folder: Path) -> None:
    files = sorted(folder.iterdir())
    one, other = (heatdash.open_camera(some, scene=YARD).answer(**MOTION) for some in (files, files[::-1]))
    assert one.events.equals(other.events)
    assert one.counts.equals(other.counts)
    assert (one.heat == other.heat).all()


def test_a_gap_is_not_watched(tmp_path: Path) -> None:
    whole = make_scene(tmp_path / "whole.mp4", frames=100)
    first, _ = cut_file(whole, tmp_path / "files", at_s=(2,))
    later = first.with_name("cam_20261121_123000.mp4")
    first.with_name("cam_20261121_120002.mp4").rename(later)
    camera = heatdash.open_camera([first, later], scene=YARD)
    assert len(camera.recording.gaps) == 1
    answer = camera.answer(bin_min=1, **MOTION)
    watched_s = camera.recording.watched_s
    assert answer.answer.found.seconds == pytest.approx(watched_s, abs=0.2)
    # A minute of which nothing was watched has no row, and not one of zeros.
    assert sorted(set(answer.counts[BIN_START_S])) == [0, 1800]
    of_the_gap = camera.answer(from_s=1790, to_s=1900, **MOTION)
    assert of_the_gap.answer.found.from_s == 1800
    with pytest.raises(HeatDashError, match="12:10:00"):
        camera.answer(from_s=600, to_s=700, **MOTION)


def test_what_cannot_be_placed_is_told_and_a_camera_without_clips_says_why(tmp_path: Path) -> None:
    unknown = make_scene(tmp_path / "holiday.mp4")
    other = make_scene(tmp_path / "party.mp4", frames=40)
    camera = heatdash.open_camera([unknown, other], scene=YARD)
    assert len(camera.problems) >= 1
    nothing = heatdash.open_camera(tmp_path / "nowhere")
    with pytest.raises(HeatDashError, match="no clip"):
        nothing.answer(**MOTION)


@pytest.mark.model
def test_people_who_are_there_while_one_file_ends_and_the_next_begins_are_counted_once(
    real_model: Path, real_clip: Callable[[str], Path], tmp_path: Path
) -> None:
    """Two people in 45 s, one after another; both are in the picture at one of the cuts."""
    files = cut_file(real_clip("one-by-one.mp4"), tmp_path / "files", at_s=(10, 30, 40), most_s=46)
    camera = heatdash.open_camera(files, scene=YARD)
    question = {"model": str(real_model), "classes": "person"}
    alone = [heatdash.analyze(file, scene=YARD, **question).zones["unique"].sum() for file in files]
    answer = camera.answer(**question)
    assert answer.zones["unique"].tolist() == [2]
    assert sum(alone) > 2
    visits = answer.tables.visits
    assert visits["enter_s"].tolist() == pytest.approx([6.2, 23.2], abs=0.8)
    assert visits["exit_s"].tolist() == pytest.approx([19.9, 45.0], abs=1.2)
    assert not np.isnan(answer.heat).any()


def test_what_was_asked_before_is_answered_without_the_tracks_and_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = heatdash.open_camera(folder, scene=YARD)
    first = camera.answer(**MOTION)
    other = camera.answer(metric="occupancy_pct", **MOTION)

    def refuse(**_what: object) -> None:
        raise AssertionError("a part was measured again")

    monkeypatch.setattr("heatdash.stages.measure_stretch.measure_part", refuse)
    again = camera.answer(smoothing=5, bin_min=5, **MOTION)
    assert again.events.equals(first.events)
    assert (again.heat == first.heat).all()
    assert (camera.answer(metric="occupancy_pct", **MOTION).heat == other.heat).all()
    # The first part lies within the time that is asked for; the last one does not, and must be looked at.
    with pytest.raises(AssertionError, match="measured again"):
        camera.answer(to_s=2.5, **MOTION)
    with pytest.raises(AssertionError, match="measured again"):
        camera.answer(anchor="centroid", **MOTION)


def test_a_file_that_comes_later_leaves_the_others_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    *earlier, last = sorted(folder.iterdir())
    heatdash.open_camera(earlier[:1], scene=YARD).answer(**MOTION)
    measured: list[tuple[float, float]] = []

    def note(**what: object) -> object:
        measured.append(what["span_s"])  # type: ignore[arg-type]
        return measure_part(**what)  # type: ignore[arg-type]

    monkeypatch.setattr("heatdash.stages.measure_stretch.measure_part", note)
    camera = heatdash.open_camera([earlier[0], last.rename(last.with_name("cam_20261121_140000.mp4"))], scene=YARD)
    answer = camera.answer(**MOTION)
    # Each of the two stretches is also asked for who goes on from file to file: nobody, as there is one file.
    assert [round(begin) for begin, _ in measured] == [7200, 7200]
    assert answer.answer.found.seconds == pytest.approx(camera.recording.watched_s, abs=0.1)
