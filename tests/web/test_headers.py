"""The cookie by which a visitor is known again."""

from http.cookies import SimpleCookie

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from heatdash.web.headers import OWNER_COOKIE, OwnerCookie, SecurityHeaders, owner_of

PAGE = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def stranger() -> TestClient:
    app = Starlette(
        routes=[Route("/library", lambda request: HTMLResponse("<p>HeatDash"))],
        middleware=[Middleware(SecurityHeaders), Middleware(OwnerCookie)],
    )
    return TestClient(app)


def test_a_stranger_gets_a_name_with_the_first_page_and_keeps_it(stranger: TestClient) -> None:
    first = stranger.get("/library", headers=PAGE)
    crumb = SimpleCookie(first.headers["set-cookie"])[OWNER_COOKIE]
    assert owner_of({OWNER_COOKIE: crumb.value}) == crumb.value
    assert (crumb["httponly"], crumb["samesite"], crumb["path"], crumb["secure"]) == (True, "Lax", "/", "")
    assert int(crumb["max-age"]) == 31_536_000
    assert "set-cookie" not in stranger.get("/library", headers=PAGE).headers


def test_two_strangers_get_two_names(stranger: TestClient) -> None:
    names = set()
    for _ in range(2):
        names.add(stranger.get("/library", headers=PAGE).cookies[OWNER_COOKIE])
        stranger.cookies.clear()
    assert len(names) == 2


def test_only_pages_bring_the_cookie(stranger: TestClient) -> None:
    assert "set-cookie" not in stranger.get("/library", headers={"Accept": "video/mp4"}).headers


@pytest.mark.parametrize("forged", ["", "short", "x" * 33, "a'; DROP TABLE runs; --aaaaaaaaaa"])
def test_a_forged_name_is_replaced(stranger: TestClient, forged: str) -> None:
    answer = stranger.get("/library", headers={**PAGE, "Cookie": f'{OWNER_COOKIE}="{forged}"'})
    assert OWNER_COOKIE in answer.headers["set-cookie"]


def test_over_https_the_cookie_stays_on_https(stranger: TestClient) -> None:
    behind_a_proxy = stranger.get("/library", headers={**PAGE, "X-Forwarded-Proto": "https"})
    assert "Secure" in behind_a_proxy.headers["set-cookie"]


def test_the_address_of_a_page_is_told_to_no_other_site(stranger: TestClient) -> None:
    headers = stranger.get("/library").headers
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
