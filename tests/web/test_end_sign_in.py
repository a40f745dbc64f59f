"""A sign-in ends together with Streamlit's login."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from heatdash.store.owner_names import owner_name
from heatdash.store.run_register import open_register
from heatdash.values.account import Account
from heatdash.web.end_sign_in import LOGIN_COOKIE, EndSignIn
from heatdash.web.owner_cookie import OWNER_COOKIE, cookie_value

SECRET = "a" * 32
PAGE = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def visitor(data_folder: Path) -> TestClient:
    """Somebody who has signed in."""
    open_register().sign_in(browser=owner_name(SECRET), login="1", account=Account(owner="anna", name="Anna"))
    app = Starlette(
        routes=[Route("/{rest:path}", lambda request: PlainTextResponse("page"))], middleware=[Middleware(EndSignIn)]
    )
    return TestClient(app, cookies={OWNER_COOKIE: cookie_value(SECRET), LOGIN_COOKIE: "claims"})


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
    visitor.cookies.set(OWNER_COOKIE, f"{SECRET}.{'A' * 43}")
    visitor.cookies.delete(LOGIN_COOKIE)
    visitor.get("/auth/logout", headers=PAGE)
    assert _is_signed_in()
