"""The cookie by which a visitor is known again."""

from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from heatdash.settings import IFRAME_VARIABLE
from heatdash.store.owner_names import earlier_name, owner_name
from heatdash.store.run_register import open_register
from heatdash.values.account import Account
from heatdash.values.project import Project
from heatdash.web.owner_cookie import (
    ENCRYPTED_COOKIE,
    OWNER_COOKIE,
    SIGN_IN_COOKIE,
    OwnerCookie,
    browser_of,
    cookie_value,
    named_owner,
    owner_of,
    sign_in_of,
)

PAGE = {"Accept": "text/html,application/xhtml+xml"}
OVER_HTTPS = {**PAGE, "X-Forwarded-Proto": "https"}
EARLIER = "e" * 32
IN_THE_NETWORK, ON_THE_INTERNET = ("10.0.0.2", 40_000), ("93.184.216.34", 40_000)


def _tell_owner(request: Request) -> HTMLResponse:
    return HTMLResponse(str(owner_of(request.cookies)))


async def _tell_owner_over_a_socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(str(owner_of(socket.cookies)))
    await socket.close()


def visit(client: tuple[str, int] = IN_THE_NETWORK) -> TestClient:
    """A browser at an app that tells it its owner's name."""
    app = Starlette(
        routes=[Route("/library", _tell_owner), WebSocketRoute("/stream", _tell_owner_over_a_socket)],
        middleware=[Middleware(OwnerCookie)],
    )
    return TestClient(app, client=client)


@pytest.fixture
def stranger(data_folder: Path) -> TestClient:
    return visit()


@pytest.fixture
def of_an_earlier_version(data_folder: Path) -> str:
    """The run of a visitor whose cookie an earlier version gave out, as the list of runs holds it by now."""
    register = open_register()
    run = register.new_run(owner=earlier_name(EARLIER), name="Door", source=data_folder / "door.mp4", project=Project())
    register.set_preference(owner=earlier_name(EARLIER), name="language", value="zh")
    return run.run_id


def crumb(header: str) -> SimpleCookie:
    return SimpleCookie(header.replace("; Partitioned", ""))


def test_a_stranger_gets_a_name_with_the_first_page_and_keeps_it(stranger: TestClient) -> None:
    first = stranger.get("/library", headers=PAGE)
    given = crumb(first.headers["set-cookie"])[OWNER_COOKIE]
    assert owner_of({OWNER_COOKIE: given.value}) == named_owner(given.value)
    assert (given["httponly"], given["samesite"], given["path"], given["secure"]) == (True, "Lax", "/", "")
    assert int(given["max-age"]) == 31_536_000
    again = stranger.get("/library", headers=PAGE)
    assert "set-cookie" not in again.headers
    assert again.text == named_owner(given.value)


def test_two_strangers_get_two_names(stranger: TestClient) -> None:
    names = set()
    for _ in range(2):
        names.add(stranger.get("/library", headers=PAGE).cookies[OWNER_COOKIE])
        stranger.cookies.clear()
    assert len(names) == 2


def test_only_pages_bring_the_cookie(stranger: TestClient) -> None:
    assert "set-cookie" not in stranger.get("/library", headers={"Accept": "video/mp4"}).headers


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "short",
        "x" * 32,
        "x" * 33,
        "a'; DROP TABLE runs; --aaaaaaaaaa",
        f"{'x' * 32}.{'A' * 43}",
        f"{'x' * 32}.",
        "ä" * 32,
        owner_name(EARLIER),
        earlier_name(EARLIER),
    ],
)
def test_an_invented_cookie_is_nobodys_and_is_replaced(
    stranger: TestClient, of_an_earlier_version: str, forged: str
) -> None:
    assert owner_of({OWNER_COOKIE: forged, ENCRYPTED_COOKIE: forged}) is None
    answer = stranger.get("/library", headers={**PAGE, "Cookie": f"{OWNER_COOKIE}={forged}".encode()})
    assert OWNER_COOKIE in answer.headers["set-cookie"]
    assert open_register().run(of_an_earlier_version).owner == earlier_name(EARLIER)


def test_a_signature_is_for_one_secret_of_one_installation(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    value = cookie_value("a" * 32)
    assert owner_of({OWNER_COOKIE: value}) == owner_name("a" * 32)
    assert owner_of({OWNER_COOKIE: value.replace("a" * 32, "b" * 32)}) is None
    monkeypatch.setenv("HEATDASH_DATA", str(data_folder / "another"))
    assert owner_of({OWNER_COOKIE: value}) is None


def test_the_list_of_runs_and_the_name_tell_nothing_of_the_cookie(stranger: TestClient) -> None:
    value = crumb(stranger.get("/library", headers=PAGE).headers["set-cookie"])[OWNER_COOKIE].value
    name = named_owner(value)
    assert value.partition(".")[0] not in name
    for told in (name, f"{name}.{value.partition('.')[2]}"):
        assert owner_of({OWNER_COOKIE: told}) is None


def test_over_https_the_cookie_is_this_hosts_alone(stranger: TestClient) -> None:
    header = stranger.get("/library", headers=OVER_HTTPS).headers["set-cookie"]
    assert header.startswith(f"{ENCRYPTED_COOKIE}=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(header.split("; "))
    assert "Domain" not in header


@pytest.mark.parametrize(
    ("client", "proto", "is_secure"),
    [
        (IN_THE_NETWORK, "https", True),
        (("127.0.0.1", 1), "https, http", True),
        (("::ffff:127.0.0.1", 1), "HTTPS", True),
        (IN_THE_NETWORK, "http, https", False),
        (IN_THE_NETWORK, "nothttps", False),
        (ON_THE_INTERNET, "https", False),
        (("2001:4860:4860::8888", 1), "https", False),
    ],
)
def test_only_a_server_in_front_says_that_it_encrypts(
    data_folder: Path, client: tuple[str, int], proto: str, is_secure: bool
) -> None:
    answer = visit(client).get("/library", headers={**PAGE, "X-Forwarded-Proto": proto})
    assert ("Secure" in answer.headers["set-cookie"]) == is_secure


def test_within_another_sites_page_the_cookie_is_kept_for_that_page(
    stranger: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(IFRAME_VARIABLE, "1")
    header = stranger.get("/library", headers=OVER_HTTPS).headers["set-cookie"]
    assert {"Secure", "HttpOnly", "SameSite=None", "Partitioned"} <= set(header.split("; "))
    plain = stranger.get("/library", headers={**PAGE, "Cookie": ""}).headers["set-cookie"]
    assert "SameSite=Lax" in plain


def test_a_signed_cookie_moves_to_https_with_its_owner(stranger: TestClient) -> None:
    stranger.cookies.set(OWNER_COOKIE, cookie_value("a" * 32))
    answer = stranger.get("/library", headers=OVER_HTTPS)
    assert answer.text == owner_name("a" * 32)
    assert answer.headers["set-cookie"].startswith(f"{ENCRYPTED_COOKIE}={cookie_value('a' * 32)};")


def test_a_visitor_of_an_earlier_version_keeps_all_that_is_theirs(
    stranger: TestClient, of_an_earlier_version: str
) -> None:
    stranger.cookies.set(OWNER_COOKIE, EARLIER)
    answer = stranger.get("/library", headers=PAGE)
    me = owner_name(EARLIER)
    assert answer.text == me
    assert answer.headers["set-cookie"].startswith(f"{OWNER_COOKIE}={cookie_value(EARLIER)};")
    register = open_register()
    assert [run.run_id for run in register.runs_of(me)] == [of_an_earlier_version]
    assert register.preference(owner=me, name="language") == "zh"


def test_all_pages_of_theirs_that_come_at_once_are_theirs(stranger: TestClient, of_an_earlier_version: str) -> None:
    for _ in range(3):
        answer = stranger.get("/library", headers={**PAGE, "Cookie": f"{OWNER_COOKIE}={EARLIER}"})
        assert answer.text == owner_name(EARLIER)


def test_an_open_page_of_theirs_goes_on(stranger: TestClient, of_an_earlier_version: str) -> None:
    with stranger.websocket_connect("/stream", headers={"Cookie": f"{OWNER_COOKIE}={EARLIER}"}) as socket:
        assert socket.receive_text() == owner_name(EARLIER)


def test_an_earlier_cookie_is_taken_over_once(data_folder: Path, of_an_earlier_version: str) -> None:
    cookie = {**PAGE, "Cookie": f"{OWNER_COOKIE}={EARLIER}"}
    assert visit().get("/library", headers=cookie).text == owner_name(EARLIER)
    whoever_found_it = visit().get("/library", headers=cookie)
    assert whoever_found_it.text not in (owner_name(EARLIER), earlier_name(EARLIER))


def test_a_folder_that_cannot_be_used_costs_nobody_their_name(
    stranger: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("HEATDASH_DATA", str(tmp_path / "file"))

    app = Starlette(routes=[Route("/", lambda request: HTMLResponse("page"))], middleware=[Middleware(OwnerCookie)])
    answer = TestClient(app).get("/", headers={**PAGE, "Cookie": f"{OWNER_COOKIE}={EARLIER}"})
    assert (answer.text, "set-cookie" in answer.headers) == ("page", False)


def test_whoever_is_signed_in_is_the_same_in_all_their_browsers(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, phone = (
        {OWNER_COOKIE: cookie_value(letter * 32), SIGN_IN_COOKIE: cookie_value(letter.upper() * 32)} for letter in "dp"
    )
    assert owner_of(desk) == browser_of(desk) == owner_name("d" * 32), "a cookie alone signs nobody in"
    anna = Account(owner="anna", name="Anna")
    for login, cookies in enumerate((desk, phone)):
        open_register().sign_in(name=sign_in_of(cookies), login=str(login), account=anna)
    assert owner_of(desk) == owner_of(phone) == "anna"
    assert owner_of({OWNER_COOKIE: desk[OWNER_COOKIE]}) == owner_name("d" * 32), (
        "who knows the browser's is nobody more"
    )
    forged = {**phone, SIGN_IN_COOKIE: f"{'P' * 32}.{'A' * 43}"}
    assert owner_of(forged) == owner_name("p" * 32)
    open_register().sign_out(sign_in_of(desk))
    assert (owner_of(desk), owner_of(phone)) == (owner_name("d" * 32), "anna")
    monkeypatch.setenv("HEATDASH_SIGN_IN", "required")
    assert (owner_of(desk), owner_of(phone), owner_of(forged)) == (None, "anna", None)
