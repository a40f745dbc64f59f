"""What is noted of each request: its route, what came of it, and nothing that names a visitor or a result."""

import json
import logging

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from heatdash.event_log import JsonLines
from heatdash.web.routes import routes
from heatdash.web.traffic import Traffic
from heatdash.web.watch_requests import WEBSOCKET, WatchRequests
from pages.parts.frame.addresses import ADDRESSES

TOKEN = "kXy-secret-token"


def watched(traffic: Traffic, base_path: str = "") -> TestClient:
    """An app of which all is noted in the traffic."""

    async def receive(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(len(await request.body())))

    async def page(socket: WebSocket) -> None:
        await socket.accept()
        assert traffic.open_pages == 1
        await socket.send_bytes(await socket.receive_bytes() * 2)
        await socket.close()

    async def refused(socket: WebSocket) -> None:
        await socket.close()

    def broken(request: Request) -> PlainTextResponse:
        raise RuntimeError

    served = Starlette(
        routes=[
            WebSocketRoute("/_stcore/stream", page),
            WebSocketRoute("/_stcore/other", refused),
            Route(f"/heatdash/clip/{TOKEN}", lambda request: StreamingResponse(iter([b"ab", b"cd"]), status_code=206)),
            Route("/heatdash/upload", receive, methods=["POST"]),
            Route("/library", broken),
            Route("/heatdash/health", lambda request: PlainTextResponse("ok")),
            Route("/{rest:path}", lambda request: PlainTextResponse("?", status_code=404), methods=["GET", "HACK"]),
        ],
        middleware=[
            Middleware(WatchRequests, base_path=base_path, pages=ADDRESSES, mounts=routes(base_path), traffic=traffic)
        ],
    )
    return TestClient(served, raise_server_exceptions=False)


def test_each_request_counts_for_its_route() -> None:
    traffic = Traffic()
    client = watched(traffic)
    client.get(f"/heatdash/clip/{TOKEN}")
    client.post("/heatdash/upload?name=Anna.mp4", content=b"clip" * 100)
    client.get("/library")
    client.get("/wp-login.php")
    client.request("HACK", f"/{TOKEN}")
    assert dict(traffic.requests) == {
        ("GET", "/heatdash/clip/{named}", 206): 1,
        ("POST", "/heatdash/upload", 200): 1,
        ("GET", "/library", 500): 1,
        ("GET", "other", 404): 1,
        ("other", "other", 404): 1,
    }
    assert traffic.received_bytes["/heatdash/upload"] == 400
    assert traffic.sent_bytes["/heatdash/clip/{named}"] == 4
    assert set(traffic.seconds) == {route for _, route, _ in traffic.requests}


def test_a_page_is_open_until_its_connection_ends() -> None:
    traffic = Traffic()
    client = watched(traffic)
    with client.websocket_connect("/_stcore/stream") as stream:
        stream.send_bytes(b"123")
        assert stream.receive_bytes() == b"123123"
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/other"):
        pass
    assert traffic.open_pages == 0
    assert dict(traffic.requests) == {(WEBSOCKET, "/_stcore/stream", 101): 1, (WEBSOCKET, "other", 403): 1}
    assert (traffic.received_bytes["/_stcore/stream"], traffic.sent_bytes["/_stcore/stream"]) == (3, 6)


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "/"),
        ("/library", "/library"),
        ("/heatdash/files/token/key/counts.csv", "/heatdash/files/{named}/{key}/{name}"),
        ("/heatdash/video/token/key.mp4", "/heatdash/video/{named}/{key}.mp4"),
        ("/heatdash/elsewhere/token", "other"),
        ("/_stcore/upload_file/session/file", "/_stcore/upload_file"),
        ("/_stcore/token", "other"),
        ("/media/token.jpg", "/media"),
        ("/static/js/index.js", "/static"),
        ("/library/token", "other"),
    ],
)
@pytest.mark.parametrize("base_path", ["", "heat"])
def test_a_route_names_nothing_that_was_asked_for(path: str, route: str, base_path: str) -> None:
    async def app(*_: object) -> None: ...

    watching = WatchRequests(app, base_path=base_path, pages=ADDRESSES, mounts=routes(base_path))
    below = f"/{base_path}" if base_path else ""
    assert watching.route_of(f"{below}{path}") == route
    assert not base_path or watching.route_of("/elsewhere") == "other"


def test_the_log_tells_requests_and_refusals_but_not_of_whom(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="heatdash")
    traffic = Traffic()
    client = watched(traffic)
    client.get(f"/heatdash/clip/{TOKEN}", headers={"Cookie": f"heatdash_owner={TOKEN}"})
    client.get("/heatdash/health")
    traffic.refused("web.people_hidden")
    told = [JsonLines().format(record) for record in caplog.records if record.name.startswith("heatdash")]
    assert TOKEN not in "".join(told)
    request, refusal = (json.loads(line) for line in told)
    assert (request["event"], request["route"], request["status"]) == ("request", "/heatdash/clip/{named}", 206)
    assert (refusal["event"], refusal["reason"]) == ("refused", "web.people_hidden")
    assert dict(traffic.refusals) == {"web.people_hidden": 1}
