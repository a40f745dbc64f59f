"""People who sign in at a real OpenID provider, in one browser and another, and who are different people."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from heatdash.settings import DATA_VARIABLE
from heatdash.store.run_register import open_register
from heatdash.values.run import Run
from heatdash.web.owner_cookie import OWNER_COOKIE, SIGN_IN_COOKIE, named_owner
from heatdash.web.receive_upload import PROTOCOL
from heatdash.web.sign_ins import LOGIN_COOKIE
from tests.browser.serve_app import ServedApp, serve_app
from tests.browser.serve_provider import serve_provider
from tests.browser.visitor import Visitor
from tests.builders.analysed_runs import new_run

pytestmark = pytest.mark.browser

NAMED = {"HEATDASH_ADMINISTRATORS": "anna@shop.example", "HEATDASH_OPERATORS": "*@shop.example"}
Opens = Callable[[], Visitor]


@pytest.fixture(scope="module")
def provider(browser_type_launch_args: dict[str, object], pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of the provider, which is fetched once and kept."""
    cache = pytestconfig.cache
    assert cache is not None
    with serve_provider(cache.mkdir("oidc-provider")) as issuer:
        yield issuer


def _secrets(folder: Path, issuer: str, base_path: str = "") -> dict[str, str]:
    """The settings of an app whose visitors sign in there."""
    secrets, below = folder / "secrets.toml", f"{base_path}/" if base_path else ""
    secrets.write_text(
        f"""[auth]
redirect_uri = "http://127.0.0.1:{{port}}/{below}oauth2callback"
cookie_secret = "{"not secret " * 4}"
client_id = "heatdash"
client_secret = "secret"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
client_kwargs = {{ prompt = "login" }}
""",
        encoding="utf-8",
    )
    return {**NAMED, "STREAMLIT_SECRETS_FILES": str(secrets)}


@pytest.fixture(scope="module")
def signing_app(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """An app in which people may sign in."""
    data = tmp_path_factory.mktemp("accounts")
    with serve_app(data=data, settings=_secrets(data, provider)) as served:
        yield served


@pytest.fixture
def opens(signing_app: ServedApp, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opens]:
    """Opens the app in another browser each time."""
    monkeypatch.setenv(DATA_VARIABLE, str(signing_app.data))
    contexts: list[BrowserContext] = []

    def opens() -> Visitor:
        contexts.append(browser.new_context())
        visitor = Visitor(contexts[-1].new_page(), signing_app)
        visitor.opens()
        return visitor

    yield opens
    for context in contexts:
        context.close()


def sign_in(visitor: Visitor, who: str) -> None:
    """The visitor presses the button, says at the provider who they are, and comes back."""
    page = visitor.page
    page.get_by_role("button", name="Sign in").click()
    page.locator("input[name=login]").fill(who)
    page.locator("input[name=password]").fill("any")
    for _ in ("who they are", "what the app may know"):
        page.locator("button[type=submit]").click()
    page.wait_for_url(f"{visitor.app.url}**")
    expect(_name(visitor)).to_be_visible()
    visitor.waits()


def _name(visitor: Visitor):
    return visitor.page.locator(".st-key-frame-visitor")


def _status(visitor: Visitor, run: Run) -> int:
    """What the browser is answered that asks for a part of the run's clip."""
    address = f"{visitor.app.url}heatdash/clip/{run.run_id}"
    return visitor.page.request.get(address, headers={"Range": "bytes=0-9"}).status


def _browser(visitor: Visitor) -> str:
    """What results belong to that are made in this browser before anybody signs in."""
    (cookie,) = [one for one in visitor.page.context.cookies() if one["name"] == OWNER_COOKIE]
    return named_owner(cookie["value"])


def test_a_library_follows_its_person_until_they_sign_out(opens: Opens) -> None:
    desk, phone, stranger = opens(), opens(), opens()
    run = new_run(owner=_browser(desk), name="Entrance", file="door.mp4")
    sign_in(desk, "ben")
    assert _status(desk, run) == 404
    desk.opens("library")
    expect(desk.page.get_by_text("1 result of this browser is not in your account")).to_be_visible()
    expect(desk.page.get_by_text("Entrance")).to_have_count(0)
    desk.page.get_by_role("button", name="They are mine").click()
    card = re.compile("Entrance")
    expect(desk.page.get_by_role("link", name=card)).to_be_visible()
    sign_in(phone, "ben")
    phone.opens("library")
    expect(phone.page.get_by_role("link", name=card)).to_be_visible()
    sign_in(stranger, "gus")
    groups = [cookie["value"] for cookie in stranger.page.context.cookies() if cookie["name"].startswith(LOGIN_COOKIE)]
    assert sum(map(len, groups)) > 8192, "more than a line of a request usually may have"
    stranger.opens("library")
    expect(stranger.page.get_by_text("Nothing here yet.")).to_be_visible()
    assert [_status(visitor, run) for visitor in (desk, phone, stranger)] == [206, 206, 404]
    left_open = Visitor(desk.page.context.new_page(), desk.app)
    left_open.opens("library")
    copied = [
        cookie for cookie in desk.page.context.cookies() if cookie["name"].startswith((LOGIN_COOKIE, SIGN_IN_COOKIE))
    ]
    _name(desk).get_by_role("button").click()
    desk.page.get_by_role("button", name="Sign out").click()
    desk.page.get_by_role("button", name="Yes").click()
    expect(desk.page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(left_open.page.get_by_role("link", name=card)).to_have_count(0)
    assert [_status(visitor, run) for visitor in (desk, phone)] == [404, 206]
    for visitor in (desk, opens()):
        visitor.page.context.add_cookies(copied)
        visitor.opens("library")
        expect(visitor.page.get_by_role("button", name="Sign in")).to_be_visible()
        assert _status(visitor, run) == 404, "the login has ended, wherever it is shown"


def test_a_viewer_looks_on_whatever_their_browser_sends(opens: Opens) -> None:
    vera = opens()
    sign_in(vera, "vera")
    expect(vera.page.get_by_text("You may look at what others share with you and try settings.")).to_be_visible()
    expect(vera.page.get_by_text("Drop one clip or several here")).to_have_count(0)
    headers = PROTOCOL | {"Upload-Length": "4", "Upload-Metadata": "filename YS5tcDQ="}
    answer = vera.page.request.post(f"{vera.app.url}heatdash/upload", headers=headers)
    assert (answer.status, answer.json()["reason"]) == (403, "viewer")
    assert vera.page.request.get(f"{vera.app.url}administration").status == 404
    _name(vera).get_by_role("button").click()
    expect(vera.page.get_by_text("No verified e-mail address")).to_be_visible()


def test_an_administrator_keeps_order_and_sees_no_name_of_a_clip(opens: Opens) -> None:
    anna, visitor = opens(), opens()
    run = new_run(owner=_browser(visitor), name="Back door", file="back.mp4")
    task = open_register().ask(run_id=run.run_id, kind="look", project=run.project)
    sign_in(anna, "anna")
    _name(anna).get_by_role("button").click()
    anna.page.get_by_role("link", name="Administration").click()
    expect(anna.page.get_by_role("heading", name="What runs and waits")).to_be_visible()
    anna.waits()
    choice = anna.page.get_by_role("combobox", name="Delete results of")
    choice.click()
    anna.page.get_by_role("option", name=re.compile(r"^Visitor [0-9a-f]{6}$")).last.click()
    delete = anna.page.get_by_role("button", name="Delete this result")
    expect(delete.first).to_be_visible()
    expect(anna.page.get_by_text("Back door")).to_have_count(0)
    anna.page.get_by_role("button", name=re.compile("^Delete (all|the one)")).click()
    anna.page.get_by_role("button", name="Delete", exact=True).click()
    expect(delete).to_have_count(0)
    assert open_register().deleted_run(run.run_id) is not None
    # A worker that has begun meanwhile ends at its next picture.
    anna.finds(lambda: not open_register().task(task.task_id).is_open)


def test_where_all_must_sign_in_strangers_see_what_is_shared_alone(
    provider: str, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    settings = {**_secrets(tmp_path, provider, "heat"), "HEATDASH_SIGN_IN": "required"}
    with serve_app(data=tmp_path, base_path="heat", settings=settings) as served:
        context = browser.new_context()
        served = ServedApp(f"{served.url}/", served.data, served.log, served.process)
        stranger = Visitor(context.new_page(), served)
        stranger.opens("library")
        expect(stranger.page.get_by_role("heading", name="Please sign in")).to_be_visible()
        expect(stranger.page.get_by_role("link", name="Library")).to_have_count(0)
        run = new_run(owner="ben", name="Entrance")
        stranger.opens(f"set-up?shared={open_register().new_link(run_id=run.run_id, name='Link')[1]}")
        expect(stranger.page.get_by_role("heading", name="Entrance")).to_be_visible()
        stranger.opens(f"set-up?run={run.run_id}")
        expect(stranger.page.get_by_role("heading", name="Please sign in")).to_be_visible()
        sign_in(stranger, "ben")
        expect(stranger.page.get_by_text("Drop one clip or several here")).to_be_visible()
        context.close()
