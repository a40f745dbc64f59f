"""Which addresses there are."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from heatdash.settings import METRICS_VARIABLE
from heatdash.store.owner_names import owner_name
from heatdash.store.run_register import open_register
from heatdash.values.account import Account
from heatdash.web.known_addresses import METRICS, KnownAddresses
from heatdash.web.owner_cookie import SIGN_IN_COOKIE, cookie_value
from pages.parts.frame.addresses import ADDRESSES, ADMINISTRATION


def app(base_path: str = "", *, peer: str = "127.0.0.1") -> TestClient:
    """As Streamlit: its page for whatever it does not know, and some files."""

    def anything(request: object) -> HTMLResponse:
        return HTMLResponse("<div id=root>" * 10_000)

    below = f"/{base_path}" if base_path else ""
    served = Starlette(
        routes=[
            Route(f"{below}/static/app.js", lambda request: PlainTextResponse("script", media_type="text/javascript")),
            Route(f"{below}/_stcore/health", lambda request: PlainTextResponse("ok")),
            *(Route(f"{below}/{metrics}", lambda request: PlainTextResponse("sessions 3")) for metrics in METRICS),
            Route(f"{below}/_stcore/agent/mcp", lambda request: PlainTextResponse("off"), methods=["GET", "POST"]),
            Route(f"{below}/heatdash/files/report.html", lambda request: HTMLResponse("31 people")),
            Route(f"{below}/heatdash/clip/gone", lambda request: HTMLResponse("gone", status_code=404)),
            Route(f"{below}/library/", lambda request: RedirectResponse(f"{below}/library", status_code=301)),
            Route("/{rest:path}", anything),
        ],
        middleware=[Middleware(KnownAddresses, base_path=base_path, pages=ADDRESSES, administration=ADMINISTRATION)],
    )
    return TestClient(served, client=(peer, 50000))


@pytest.mark.parametrize("base_path", ["", "heat"])
@pytest.mark.parametrize("page", ADDRESSES)
def test_every_page_is_shown(page: str, base_path: str) -> None:
    address = "/".join(("", *filter(None, (base_path, page)))) or "/"
    assert app(base_path).get(address).text.startswith("<div id=root>")


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/_stcore/nothing",
        "/_stcore//metrics",
        "/component/none",
        "/library/more",
        "/static/none.js",
        "/.env",
        "/wp-login.php",
        "/start",
        "/index.html",
    ],
)
@pytest.mark.parametrize("base_path", ["", "heat"])
def test_for_any_other_address_there_is_nothing(address: str, base_path: str) -> None:
    below = f"/{base_path}" if base_path else ""
    answer = app(base_path).get(f"{below}{address}", headers={"Accept-Language": "en"})
    assert (answer.status_code, "There is no page at this address" in answer.text) == (404, True)
    assert "root" not in answer.text
    assert app(base_path).head(f"{below}{address}").status_code == 404


@pytest.mark.parametrize("address", ["/", "/library", "/heater/library"])
def test_beside_the_path_that_the_app_is_hosted_under_there_is_nothing(address: str) -> None:
    assert app("heat").get(address).status_code == 404


@pytest.mark.parametrize("base_path", ["", "heat"])
def test_what_pages_load_is_served(base_path: str) -> None:
    below, client = f"/{base_path}" if base_path else "", app(base_path)
    assert client.get(f"{below}/static/app.js").text == "script"
    assert client.get(f"{below}/_stcore/health").text == "ok"
    assert client.get(f"{below}/heatdash/clip/gone").text == "gone"
    assert client.get(f"{below}/heatdash/files/report.html").text == "31 people"
    assert client.get(f"{below}/library/", follow_redirects=False).status_code == 301


@pytest.mark.parametrize("base_path", ["", "heat"])
def test_what_is_told_of_the_server_is_closed_unless_it_is_opened(
    monkeypatch: pytest.MonkeyPatch, base_path: str
) -> None:
    below = f"/{base_path}" if base_path else ""
    for metrics in METRICS:
        assert app(base_path).get(f"{below}/{metrics}").status_code == 404
    assert app(base_path).post(f"{below}/_stcore/agent/mcp").status_code == 404
    monkeypatch.setenv(METRICS_VARIABLE, "1")
    for metrics in METRICS:
        assert app(base_path).get(f"{below}/{metrics}").text == "sessions 3"


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "status"),
    [
        ("127.0.0.1", None, 200),
        ("192.168.1.20", None, 200),
        ("8.8.8.8", None, 404),
        ("127.0.0.1", "8.8.8.8", 404),
        ("127.0.0.1", "10.0.0.9, 8.8.8.8", 404),
        ("127.0.0.1", "10.0.0.9", 200),
        ("8.8.8.8", "10.0.0.9", 404),
        ("127.0.0.1", "unknown", 404),
    ],
)
def test_what_is_told_of_the_server_is_for_its_network_alone(
    monkeypatch: pytest.MonkeyPatch, peer: str, forwarded_for: str | None, status: int
) -> None:
    monkeypatch.setenv(METRICS_VARIABLE, "1")
    headers = {"X-Forwarded-For": forwarded_for} if forwarded_for else {}
    for metrics in METRICS:
        assert app(peer=peer).get(f"/{metrics}", headers=headers).status_code == status


@pytest.mark.parametrize("base_path", ["", "heat"])
def test_there_is_a_page_for_administrators_for_them_alone(
    base_path: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, secret = "/".join(("", *filter(None, (base_path, ADMINISTRATION)))), "a" * 32
    visitor = app(base_path)
    visitor.cookies.set(SIGN_IN_COOKIE, cookie_value(secret))
    anna = Account(owner="anna", name="Anna", address="anna@shop.example")
    open_register().sign_in(name=owner_name(secret), login="1", account=anna)
    assert visitor.get(address).status_code == 404
    monkeypatch.setenv("HEATDASH_ADMINISTRATORS", "anna@shop.example")
    assert visitor.get(address).text.startswith("<div id=root>")
    assert app(base_path).get(address).status_code == 404
    open_register().sign_out(owner_name(secret))
    answer = visitor.get(address, headers={"Accept-Language": "en"})
    assert (answer.status_code, "There is no page at this address" in answer.text) == (404, True)
