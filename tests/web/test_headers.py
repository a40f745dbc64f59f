"""What browsers may do with a response."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from heatdash.settings import IFRAME_VARIABLE
from heatdash.web.headers import SecurityHeaders


def headers(**sent: str) -> dict[str, str]:
    """The headers of a page's answer to a browser in the network."""
    app = Starlette(
        routes=[Route("/library", lambda request: HTMLResponse("<p>HeatDash"))],
        middleware=[Middleware(SecurityHeaders, scripts=["'sha256-abc='"])],
    )
    asked = {name.replace("_", "-"): value for name, value in sent.items()}
    return dict(
        TestClient(app, base_url="http://shop.lan", client=("10.0.0.2", 1)).get("/library", headers=asked).headers
    )


def policy(found: dict[str, str]) -> dict[str, str]:
    parts = (part.partition(" ") for part in found["content-security-policy"].split("; "))
    return {what: where for what, _, where in parts}


def test_the_address_of_a_page_is_told_to_no_other_site_and_its_type_is_not_guessed() -> None:
    found = headers()
    assert found["referrer-policy"] == "same-origin"
    assert found["x-content-type-options"] == "nosniff"
    assert found["cross-origin-resource-policy"] == "same-origin"
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(found["permissions-policy"].split(", "))


def test_a_page_loads_what_is_the_apps_own_and_nothing_else() -> None:
    found = policy(headers())
    assert found["default-src"] == "'self'"
    assert found["script-src"] == "'self' blob: 'sha256-abc='"
    assert found["img-src"] == "'self' data: blob:"
    assert found["connect-src"] == "'self' ws://shop.lan wss://shop.lan"
    assert (found["object-src"], found["base-uri"], found["form-action"]) == ("'none'", "'self'", "'self'")
    assert not any("*" in where or "http" in where or "unsafe-eval" in where for where in found.values())


def test_a_forged_host_adds_nothing_to_the_policy() -> None:
    assert policy(headers(Host="x; script-src *"))["connect-src"] == "'self'"


def test_no_other_site_shows_the_app_within_its_pages() -> None:
    found = headers()
    assert policy(found)["frame-ancestors"] == "'self'"
    assert found["x-frame-options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    ("sites", "ancestors"),
    [
        (
            "https://huggingface.co, https://*.shop.example:8443/",
            "'self' https://huggingface.co https://*.shop.example:8443",
        ),
        ("1", "'self' https:"),
    ],
)
def test_the_sites_that_are_set_show_it(monkeypatch: pytest.MonkeyPatch, sites: str, ancestors: str) -> None:
    monkeypatch.setenv(IFRAME_VARIABLE, sites)
    found = headers()
    assert policy(found)["frame-ancestors"] == ancestors
    assert "x-frame-options" not in found


def test_a_browser_that_came_encrypted_never_comes_otherwise() -> None:
    assert "strict-transport-security" not in headers()
    assert headers(X_Forwarded_Proto="https")["strict-transport-security"] == "max-age=31536000"
