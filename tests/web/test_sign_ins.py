"""Sign-ins begin and end together with Streamlit's login."""

from pathlib import Path

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from heatdash.store.owner_names import owner_name
from heatdash.store.run_register import open_register
from heatdash.values.account import Account
from heatdash.web.owner_cookie import SIGN_IN_COOKIE, cookie_value, sign_in_of
from heatdash.web.sign_ins import LOGIN_COOKIE, SignIns

SECRET = "a" * 32
PAGE = {"Accept": "text/html,application/xhtml+xml"}


async def _do_as_told(socket: WebSocket) -> None:
    await socket.accept()
    async for asked in socket.iter_text():
        await socket.send_text(f"done: {asked}")


def _come_back(request: Request) -> RedirectResponse:
    """As Streamlit, with a login or without one; either way it takes back a cookie of earlier versions."""
    back = RedirectResponse("/")
    back.delete_cookie(LOGIN_COOKIE, path="/")
    if request.query_params.get("code"):
        back.set_cookie(LOGIN_COOKIE, "claims", path="/heat", max_age=2_592_000)
    return back


def _sign_in(owner: str) -> None:
    open_register().sign_in(name=owner_name(SECRET), login=owner, account=Account(owner=owner, name=owner))


@pytest.fixture
def visitor(data_folder: Path) -> TestClient:
    """Somebody who has signed in."""
    _sign_in("anna")
    app = Starlette(
        routes=[
            WebSocketRoute("/stream", _do_as_told),
            Route("/{below:path}oauth2callback", _come_back),
            Route("/{rest:path}", lambda request: PlainTextResponse("page")),
        ],
        middleware=[Middleware(SignIns)],
    )
    return TestClient(app, cookies={SIGN_IN_COOKIE: cookie_value(SECRET), LOGIN_COOKIE: "claims"})


def _is_signed_in() -> bool:
    return open_register().account_of(owner_name(SECRET)) is not None


def test_pages_that_come_with_the_login_end_nothing(visitor: TestClient) -> None:
    assert visitor.get("/library", headers=PAGE).text == "page"
    assert _is_signed_in()


@pytest.mark.parametrize("address", ["/auth/logout", "/heat/auth/logout/"])
def test_logging_out_ends_it(visitor: TestClient, address: str) -> None:
    visitor.get(address, headers=PAGE)
    assert not _is_signed_in()


def test_a_page_without_the_login_ends_it(visitor: TestClient) -> None:
    visitor.cookies.delete(LOGIN_COOKIE)
    visitor.get("/heatdash/clip/a", headers={"Accept": "video/*"})
    assert _is_signed_in(), "what pages load says nothing of it"
    visitor.get("/", headers=PAGE)
    assert not _is_signed_in()


def test_nobody_ends_the_sign_in_of_somebody_else(visitor: TestClient) -> None:
    visitor.cookies.set(SIGN_IN_COOKIE, f"{SECRET}.{'A' * 43}")
    visitor.cookies.delete(LOGIN_COOKIE)
    visitor.get("/auth/logout", headers=PAGE)
    assert _is_signed_in()


@pytest.mark.parametrize("next_one", [None, "ben"])
def test_a_page_of_whoever_has_signed_out_does_nothing_more(visitor: TestClient, next_one: str | None) -> None:
    with visitor.websocket_connect("/stream") as page:
        page.send_text("show")
        assert page.receive_text() == "done: show"
        open_register().sign_out(owner_name(SECRET))
        if next_one:
            _sign_in(next_one)
        page.send_text("delete")
        with pytest.raises(WebSocketDisconnect) as ended:
            page.receive_text()
        assert ended.value.code == 1001


def test_a_page_goes_on_when_its_visitor_signs_in(visitor: TestClient) -> None:
    open_register().sign_out(owner_name(SECRET))
    with visitor.websocket_connect("/stream") as page:
        for owner in (None, "ben", "ben"):
            if owner:
                _sign_in(owner)
            page.send_text("show")
            assert page.receive_text() == "done: show"


@pytest.mark.parametrize("address", ["/oauth2callback", "/heat/oauth2callback"])
def test_each_login_is_given_a_cookie_of_its_own_and_ends_the_one_before(visitor: TestClient, address: str) -> None:
    before = visitor.cookies[SIGN_IN_COOKIE]
    given = [_given(visitor.get(f"{address}?code=1", headers=PAGE, follow_redirects=False)) for _ in range(2)]
    assert len({before, *given}) == 3
    assert not _is_signed_in()
    assert all(sign_in_of({SIGN_IN_COOKIE: value}) for value in given)


def test_without_a_login_no_cookie_is_given_and_nothing_ends(visitor: TestClient) -> None:
    answer = visitor.get("/oauth2callback?error=access_denied", headers=PAGE, follow_redirects=False)
    assert SIGN_IN_COOKIE not in str(answer.headers.get_list("set-cookie"))
    assert _is_signed_in()


def _given(answer: Response) -> str:
    """The cookie that the answer gives."""
    (header,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith(SIGN_IN_COOKIE)]
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=604800"} <= set(header.split("; "))
    return header.partition("=")[2].partition(";")[0]
