"""How much work one visitor asks for in an hour."""

import pytest

from heatdash.store.run_register import open_register
from heatdash.web.rate_limits import Rates
from tests.builders.analysed_runs import new_run
from tests.pages.conftest import Visit
from tests.pages.seen import labelled, told


def test_one_analysis_too_many_in_an_hour_is_told_with_what_to_do(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.parts.run.count_asked.RATES", Rates())
    monkeypatch.setenv("HEATDASH_ANALYSES_PER_HOUR", "2")
    refusal = "You, or others in your network, have asked for as many analyses and videos as one may in an hour"
    for number, name in enumerate(("a.mp4", "b.mp4", "c.mp4")):
        run = new_run(file=name)
        page = visit("set_up", run=run)
        labelled(page.button, "Analyse").click().run()
        assert not page.exception
        assert any(refusal in one for one in told(page)) == (number == 2)
        assert (open_register().tasks_of(run.run_id) == []) == (number == 2)
    other = new_run(file="d.mp4", owner="ben")
    labelled(visit("set_up", run=other, owner="ben").button, "Analyse").click().run()
    assert len(open_register().tasks_of(other.run_id)) == 1, "everyone has their own"
