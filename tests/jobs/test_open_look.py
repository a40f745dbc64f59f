"""A look that is asked again and again."""

from dataclasses import replace
from pathlib import Path

import pytest

from heatdash.jobs.open_look import Look, open_look
from heatdash.jobs.open_store import open_store
from heatdash.values.style import Style
from tests.builders.analysed_runs import ASKS, analysed_run


@pytest.fixture
def look(data_folder: Path) -> Look:
    return open_look(run=analysed_run(), store=open_store())


def test_other_looks_are_not_measured_anew(look: Look) -> None:
    assert look.measured(replace(ASKS, style=Style(opacity=0.9, colormap="jet"))) is look.measured(ASKS)


def test_every_other_question_is_answered_for_itself(look: Look) -> None:
    whole = look.measured(ASKS)
    for end_s in range(1, 10):
        part = look.measured(replace(ASKS, measure=replace(ASKS.measure, to_s=float(end_s))))
        assert part.observed_s == pytest.approx(end_s, abs=0.1)
    assert look.measured(ASKS).observed_s == whole.observed_s == pytest.approx(10.0)
