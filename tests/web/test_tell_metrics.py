"""What Prometheus is told."""

from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from heatdash.store.run_register import open_register
from heatdash.values.run import ANALYSIS
from heatdash.values.stage_cost import StageCost
from heatdash.web.tell_metrics import SERIES
from heatdash.web.traffic import TRAFFIC
from tests.web.conftest import Served


def told(visitor: TestClient) -> dict[str, dict[tuple[str, ...], float]]:
    """The value of each series by its labels, as Prometheus reads it."""
    families = text_string_to_metric_families(visitor.get("/heatdash/metrics").text)
    return {
        sample.name: {tuple(each.labels.values()): each.value for each in family.samples}
        for family in families
        for sample in family.samples
    }


def test_the_queue_and_what_stages_take_are_told(visitor: TestClient, served: Served) -> None:
    register = open_register()
    run = register.run(served.run_id)
    assert run is not None
    register.ask(run_id=run.run_id, kind=ANALYSIS, project=run.project)
    costs = (StageCost("watch", "yolo26n", 100, 1000, seconds) for seconds in (2.0, 4.0))
    register.keep_costs(costs)
    found = told(visitor)
    assert found["heatdash_tasks"] == {("queued",): 1}
    assert found["heatdash_stage_seconds"] == {("watch",): 3.0}
    assert found["heatdash_workers_wanted"] == {(): 1}
    assert found["heatdash_workers_answering"] == {(): 0}
    assert found["heatdash_readers_busy"] == {(): 0}
    assert found["heatdash_folder_bytes"][("store",)] > 10_000
    assert found["heatdash_memory_bytes"][("server",)] > 10e6


def test_what_was_refused_is_told(visitor: TestClient) -> None:
    before = TRAFFIC.refusals["web.no_result"]
    assert visitor.get("/heatdash/clip/nobodys").status_code == 404
    assert told(visitor)["heatdash_refusals_total"][("web.no_result",)] == before + 1


def test_every_series_can_be_read(visitor: TestClient) -> None:
    TRAFFIC.answered(
        method="GET", route="/heatdash/clip/{named}", status=206, seconds=0.5, received_bytes=0, sent_bytes=9, told=True
    )
    families = {family.name: family for family in text_string_to_metric_families(visitor.get("/heatdash/metrics").text)}
    # Prometheus itself calls a counter by its name without the ending.
    assert set(families) == {series.name.removesuffix("_total") for series in SERIES}
    assert {name: family.type for name, family in families.items()} == {
        series.name.removesuffix("_total"): series.kind for series in SERIES
    }
    request = {"method": "GET", "route": "/heatdash/clip/{named}", "status": "206"}
    assert any(sample.labels == request for sample in families["heatdash_requests"].samples)
