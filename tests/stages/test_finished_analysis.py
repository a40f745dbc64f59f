"""A look that is asked again and again."""

from dataclasses import replace
from pathlib import Path

import pytest

from heatdash.media.pictures import SCREEN_PX
from heatdash.stages.finished_analysis import FinishedAnalysis, open_finished_analysis
from heatdash.stages.place_values import place_values
from heatdash.store.artefact_store import open_store
from heatdash.values.project import Project
from heatdash.values.style import Style
from tests.builders.analysed_runs import ASKS, analysed_run
from tests.builders.tracks import walk


@pytest.fixture
def finished(data_folder: Path) -> FinishedAnalysis:
    return open_finished_analysis(run=analysed_run(), store=open_store())


def test_other_looks_are_not_measured_anew(finished: FinishedAnalysis) -> None:
    assert finished.measured(replace(ASKS, style=Style(opacity=0.9, colormap="jet"))) is finished.measured(ASKS)


def test_every_other_question_is_answered_for_itself(finished: FinishedAnalysis) -> None:
    whole = finished.measured(ASKS)
    for end_s in range(1, 10):
        part = finished.measured(replace(ASKS, measure=replace(ASKS.measure, to_s=float(end_s))))
        assert part.observed_s == pytest.approx(end_s, abs=0.1)
    assert finished.measured(ASKS).observed_s == whole.observed_s == pytest.approx(10.0)


@pytest.mark.parametrize(("seen_px", "drawn_px"), [(None, 160), (100, 160), (900, 900), (4000, SCREEN_PX)])
def test_a_small_map_is_drawn_as_large_as_it_is_seen(
    finished: FinishedAnalysis, seen_px: int | None, drawn_px: int
) -> None:
    picture = finished.picture(project=ASKS, measured=finished.measured(ASKS), seen_px=seen_px)
    assert picture.shape == (round(drawn_px * 9 / 16), drawn_px, 3)


def test_words_are_drawn_for_the_size_that_is_seen(finished: FinishedAnalysis) -> None:
    bare = replace(ASKS, style=Style(places=False, legend=True, opacity=0.0))
    wide = {seen_px: _width_of_legend(finished, bare, seen_px) for seen_px in (160, 320)}
    assert wide[160] > 0.4
    assert wide[320] < 0.7 * wide[160], "of the picture that is twice as wide the legend takes less"


def _width_of_legend(finished: FinishedAnalysis, project: Project, seen_px: int) -> float:
    """The share of the picture's width that it covers."""
    shown = {"measured": finished.measured(project), "seen_px": seen_px}
    without = replace(project, style=replace(project.style, legend=False))
    changed = finished.picture(project=project, **shown) != finished.picture(project=without, **shown)
    return float(changed.any(axis=(0, 2)).mean())


def test_ways_and_places_are_drawn_as_large_as_they_are_seen(finished: FinishedAnalysis) -> None:
    shown = {"project": ASKS, "measured": finished.measured(ASKS)}
    told = [place_values(by=by, **shown) for by in ("visitors", "stay")]
    empty = finished.place(hide=False, seen_px=640)
    pictures = [
        finished.ways_picture(seen_px=640, **shown),
        *(finished.places_picture(project=ASKS, told=one, seen_px=640) for one in told),
    ]
    assert [picture.shape for picture in pictures] == [(360, 640, 3)] * 3
    assert all((picture != empty).any() for picture in pictures)
    assert len({picture.tobytes() for picture in pictures}) == 3


def test_the_legend_beside_the_map_is_that_of_its_scale(finished: FinishedAnalysis) -> None:
    measured = finished.measured(ASKS)
    legend = finished.legend(project=ASKS, measured=measured, language="zh")
    assert (legend.title, legend.ticks[-1].share) == ("停留时间", 1.0)
    absolute = replace(ASKS, style=Style(normalization="absolute", max_value=30.0))
    assert finished.legend(project=absolute, measured=measured).ticks[-1].text == "30+ s"


def test_people_are_hidden_where_the_place_is_a_frame_of_the_clip(data_folder: Path) -> None:
    """Somebody is seen from (40, 20) to (80, 80)."""
    person = walk(track=1, start=(60, 80), end=(60, 80), seconds=0, size=(40, 60))
    still = open_finished_analysis(run=analysed_run(person, file="still.png"), store=open_store())
    clip = open_finished_analysis(run=analysed_run(name="Clip"), store=open_store())
    shown, hidden = still.place(hide=False), still.place(hide=True)
    assert (shown[25:75, 45:75] != hidden[25:75, 45:75]).any()
    assert (shown[:, 100:] == hidden[:, 100:]).all()
    assert (clip.place(hide=True) == clip.place(hide=False)).all()
