"""A look that is asked again and again."""

from dataclasses import replace
from pathlib import Path

import pytest

from heatdash.media.pictures import SCREEN_PX
from heatdash.stages.finished_analysis import FinishedAnalysis, open_finished_analysis
from heatdash.store.artefact_store import open_store
from heatdash.values.project import Project
from heatdash.values.style import Style
from tests.builders.analysed_runs import ASKS, analysed_run


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
