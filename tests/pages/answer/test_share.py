"""Sharing gives an address that others can open, or says that this one they cannot."""

import json

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from heatdash.values.run import Run
from pages.parts.text.words import LANGUAGE
from tests.builders.analysed_runs import analysed_run
from tests.pages.conftest import Visit
from tests.pages.seen import told


@pytest.fixture
def run(visit: Visit) -> Run:
    return analysed_run()


def shared(run: Run, *, url: str, owner: str = "anna") -> AppTest:
    """What is shown to whoever shares the result from this address."""
    st.session_state[LANGUAGE] = "en"
    page = AppTest.from_string(
        f"from heatdash.store.run_register import open_register\n"
        f"from pages.parts.answer.share import show_share\n"
        f"show_share(open_register().run({run.run_id!r}))\n"
    )
    page.context = {"url": url}
    page.session_state["owner"] = owner
    page.run()
    assert not page.exception
    return page


def address(page: AppTest) -> str:
    (shown,) = [one.proto for one in page.get("bidi_component") if one.proto.component_name == "share"]
    return str(json.loads(shown.json)["address"])


def says(page: AppTest) -> str:
    return "\n".join(text.value for text in page.markdown)


def listens(monkeypatch: pytest.MonkeyPatch, own: str | None, **options: object) -> None:
    """The server is told these options, and the machine has this address in its network."""
    given = {"server.address": None, "server.baseUrlPath": "", "server.port": 8501, "server.sslCertFile": None}
    monkeypatch.setattr("pages.parts.answer.share.network_address", lambda listens_on: own)
    monkeypatch.setattr("pages.parts.answer.share.st.get_option", {**given, **options}.get)


@pytest.mark.parametrize(
    ("url", "who"),
    [
        ("https://shop.example/explore?run=r", "everyone who can reach shop.example"),
        ("https://shop.example/explore", "everyone who can reach shop.example"),
        ("http://192.168.1.20:8501/heat/explore", r"devices in the same network as 192\.168\.1\.20"),
    ],
)
def test_an_address_that_others_can_open_is_given_as_the_visitor_knows_it(run: Run, url: str, who: str) -> None:
    page = shared(run, url=url)
    assert address(page) == f"{url.split('/explore')[0]}/explore?run={run.run_id}"
    assert who.replace("\\", "") in says(page).replace("\\", "")
    assert told(page) == []


def test_instead_of_a_local_address_that_in_the_network_is_given(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    listens(monkeypatch, "192.168.1.20", **{"server.baseUrlPath": "/heat/"})
    page = shared(run, url="http://localhost:9000/heat/explore")
    assert address(page) == f"http://192.168.1.20:8501/heat/explore?run={run.run_id}"
    assert "in the same network as this machine" in says(page)
    assert told(page) == []


def test_an_encrypting_server_is_shared_as_such(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    listens(monkeypatch, "192.168.1.20", **{"server.sslCertFile": "cert.pem"})
    assert address(shared(run, url="https://localhost:8501/explore")).startswith("https://192.168.1.20:8501/explore")


def test_where_nobody_else_can_open_it_that_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    listens(monkeypatch, None, **{"server.address": "localhost"})
    page = shared(run, url="http://127.0.0.1:8501/explore")
    assert address(page) == f"http://127.0.0.1:8501/explore?run={run.run_id}"
    (sentence,) = told(page)
    assert sentence.startswith("Nobody else can open this address")
    assert "heatdash app" in sentence


def test_what_others_see_and_may_is_said(run: Run) -> None:
    mine = says(shared(run, url="https://shop.example/explore"))
    assert "They cannot change your places or settings, rename it or delete it." in mine
    assert "They can also watch the clip itself" in mine
    of_another = says(shared(run, url="https://shop.example/explore", owner="ben"))
    assert "not the settings you try here" in of_another
