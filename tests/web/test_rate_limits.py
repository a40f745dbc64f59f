"""How often somebody may ask."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.types import Scope
from starlette.websockets import WebSocket

from heatdash.web.owner_cookie import OWNER_COOKIE, cookie_value
from heatdash.web.rate_limits import (
    ANALYSES,
    DOWNLOADS,
    PAGES,
    UPLOADS,
    VISITORS_A_NETWORK,
    Asker,
    RateLimits,
    Rates,
    asked_for,
)

ANNA, BEN = (Asker(owner=name, network="10.0.0.1") for name in ("anna", "ben"))


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock(data_folder: object, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Four pages a minute."""
    monkeypatch.setenv("HEATDASH_PAGES_PER_MINUTE", "4")
    return Clock()


def test_what_was_used_comes_back_steadily(clock: Clock) -> None:
    rates = Rates(clock)
    assert [rates.wait_s(PAGES, by=ANNA) for _ in range(5)] == [0, 0, 0, 0, 15]
    assert rates.wait_s(PAGES, by=BEN) == 0, "each visitor has their own"
    clock.now_s = 12
    assert rates.wait_s(PAGES, by=ANNA) == pytest.approx(3)
    clock.now_s = 15
    assert rates.wait_s(PAGES, by=ANNA) == 0
    assert rates.wait_s(PAGES, by=ANNA) > 0
    clock.now_s = 3600
    assert [rates.wait_s(PAGES, by=ANNA) > 0 for _ in range(5)] == [False] * 4 + [True], "no more than it holds"


def test_a_network_has_its_share_whoever_its_visitors_say_they_are(clock: Clock) -> None:
    rates = Rates(clock)
    waits = [rates.wait_s(PAGES, by=Asker(owner=f"invented {number}", network="10.0.0.1")) for number in range(41)]
    assert waits == [0.0] * 4 * VISITORS_A_NETWORK + [1.5]
    assert rates.wait_s(PAGES, by=Asker(owner=None, network="10.0.0.1")) == 1.5
    assert rates.wait_s(PAGES, by=Asker(owner=None, network="10.0.0.2")) == 0


def test_each_kind_has_its_own(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    rates = Rates(clock)
    monkeypatch.setenv("HEATDASH_ANALYSES_PER_HOUR", "1")
    assert [rates.wait_s(ANALYSES, by=ANNA) for _ in range(2)] == [0, 3600]
    assert rates.wait_s(PAGES, by=ANNA) == 0
    assert not any(rates.wait_s(UPLOADS, by=ANNA) for _ in range(1000)), "nothing is limited that was not set"


def test_nobody_is_remembered_for_longer_than_it_matters(clock: Clock) -> None:
    rates = Rates(clock)
    rates.wait_s(PAGES, by=ANNA)
    clock.now_s = 3601
    rates.wait_s(PAGES, by=Asker(owner="cleo", network="10.0.0.2"))
    assert {name for _, name in rates._buckets} == {"owner cleo", "network 10.0.0.2"}


def _scope(path: str, *, method: str = "GET", accept: str = "*/*") -> Scope:
    return {"type": "http", "path": path, "method": method, "headers": [(b"accept", accept.encode())]}


HTML = "text/html,application/xhtml+xml"


@pytest.mark.parametrize(
    ("scope", "kind"),
    [
        (_scope("/", accept=HTML), PAGES),
        (_scope("/explore", accept=HTML), PAGES),
        ({"type": "websocket", "path": "/_stcore/stream", "headers": []}, PAGES),
        ({"type": "lifespan"}, None),
        (_scope("/heatdash/upload", method="POST"), UPLOADS),
        (_scope(f"/heatdash/upload/{'0' * 32}", method="PATCH"), None),
        (_scope("/heatdash/clip/x", accept=HTML), DOWNLOADS),
        (_scope("/heatdash/zip/x/y"), DOWNLOADS),
        (_scope("/heatdash/health", accept=HTML), None),
        (_scope("/_stcore/health", accept=HTML), None),
        (_scope("/static/js/index.js"), None),
    ],
)
@pytest.mark.parametrize("base_path", ["", "heat", "heatdash"])
def test_what_costs_something_is_counted(scope: Scope, kind: str | None, base_path: str) -> None:
    hosted = {**scope, "path": f"/{base_path}{scope['path']}".replace("//", "/")} if "path" in scope else scope
    assert asked_for(hosted, base_path=base_path) == kind


async def _page(request: object) -> PlainTextResponse:
    return PlainTextResponse("done")


async def _stream(stream: WebSocket) -> None:
    await stream.accept()
    await stream.close()


def app() -> TestClient:
    served = Starlette(
        routes=[
            Route("/", _page),
            Route("/heatdash/upload", _page, methods=["POST"]),
            WebSocketRoute("/_stcore/stream", _stream),
        ],
        middleware=[Middleware(RateLimits, rates=Rates())],
    )
    return TestClient(served, cookies={OWNER_COOKIE: cookie_value("o" * 32)}, client=("93.184.216.34", 1))


def test_one_too_many_is_asked_to_wait_in_one_sentence(data_folder: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_PAGES_PER_MINUTE", "2")
    monkeypatch.setenv("HEATDASH_UPLOADS_PER_HOUR", "1")
    visitor = app()
    assert visitor.get("/", headers={"Accept": HTML}).status_code == 200
    with visitor.websocket_connect("/_stcore/stream"):
        pass
    refused = visitor.get("/", headers={"Accept": HTML})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
    assert "Try again in 30 seconds." in refused.text
    with pytest.raises(WebSocketDenialResponse) as denied, visitor.websocket_connect("/_stcore/stream"):
        pass
    assert denied.value.status_code == 429
    assert visitor.post("/heatdash/upload").status_code == 200
    upload = visitor.post("/heatdash/upload", headers={"Accept-Language": "zh"})
    assert (upload.status_code, upload.json()["reason"]) == (429, "too_often")
    assert "后再试" in upload.json()["message"]
