"""Sharing makes links that others can open, or says that nobody can, lists them, and ends them."""

import json

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from heatdash.store import share_links
from heatdash.store.run_register import open_register
from heatdash.values.run import Run
from pages.parts.text.words import LANGUAGE
from tests.builders.analysed_runs import ASKS, analysed_run
from tests.pages.conftest import Visit
from tests.pages.seen import captions, labelled, told
from tests.pages.test_hiding import HIDING


@pytest.fixture
def run(visit: Visit) -> Run:
    return analysed_run(project=ASKS)


def sharing(run: Run, *, url: str = "https://shop.example/explore", owner: str = "anna") -> AppTest:
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


def make(page: AppTest, *, name: str = "", lasts: str = "kept") -> AppTest:
    """A link is made."""
    labelled(page.text_input, "Whom the link is for").set_value(name)
    labelled(page.selectbox, "It works").set_value(lasts)
    labelled(page.button, "Make a link").click().run()
    assert not page.exception
    return page


def addresses(page: AppTest) -> list[str]:
    """The addresses that can be copied."""
    shown = [one.proto for one in page.get("bidi_component") if one.proto.component_name == "share"]
    return [str(json.loads(one.json)["address"]) for one in shown]


def address(page: AppTest) -> str:
    (shown,) = addresses(page)
    return shown


def says(page: AppTest) -> str:
    return "\n".join(text.value for text in (*page.markdown, *page.caption))


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
def test_a_link_is_given_as_the_visitor_knows_the_app(run: Run, url: str, who: str) -> None:
    page = make(sharing(run, url=url))
    pages, token = address(page).split("/explore?shared=")
    assert pages == url.split("/explore")[0]
    assert open_register().linked_run_id(token) == run.run_id
    assert run.run_id not in address(page)
    assert who.replace("\\", "") in says(page).replace("\\", "")
    assert told(page) == []


def test_instead_of_a_local_address_that_in_the_network_is_given(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    listens(monkeypatch, "192.168.1.20", **{"server.baseUrlPath": "/heat/"})
    page = make(sharing(run, url="http://localhost:9000/heat/explore"))
    assert address(page).startswith("http://192.168.1.20:8501/heat/explore?shared=")
    assert "in the same network as this machine" in says(page)
    assert told(page) == []


def test_an_encrypting_server_is_shared_as_such(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    listens(monkeypatch, "192.168.1.20", **{"server.sslCertFile": "cert.pem"})
    page = make(sharing(run, url="https://localhost:8501/explore"))
    assert address(page).startswith("https://192.168.1.20:8501/explore?shared=")


def test_where_nobody_else_can_open_it_that_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    listens(monkeypatch, None, **{"server.address": "localhost"})
    page = sharing(run, url="http://127.0.0.1:8501/explore")
    (sentence,) = told(page)
    assert sentence.startswith("Nobody else can open links to this result")
    assert "heatdash app" in sentence
    assert address(make(page)).startswith("http://127.0.0.1:8501/explore?shared=")


def test_a_link_is_named_dated_and_shown_to_be_copied_once(run: Run) -> None:
    page = sharing(run)
    assert "No link works at the moment: only you see this result." in says(page)
    assert addresses(page) == []
    make(page, name="Area *manager*", lasts="week")
    (link,) = open_register().links_of(run.run_id)
    assert link.name == "Area *manager*"
    assert link.expires_at_s == pytest.approx(link.made_at_s + 7 * 24 * 3600)
    assert "works until" in says(page)
    assert "it cannot be shown again" in captions(page)
    again = sharing(run)
    assert addresses(again) == []
    assert r"**Area \*manager\***" in says(again)


def test_a_link_is_ended_by_itself_and_told_as_ended(run: Run) -> None:
    page = make(make(sharing(run), name="One"), name="Two", lasts="day")
    token = address(page).split("=")[1]
    labelled(page.button, "End “One”").click().run()
    assert len(addresses(page)) == 1, "the new link still works"
    labelled(page.button, "End “Two”").click().run()
    assert addresses(page) == []
    assert open_register().linked_run_id(token) is None
    assert "One: ended on" in captions(page)
    assert "Two: ended on" in captions(page)
    assert "End" not in "".join(button.label for button in page.button)


def test_a_link_that_ran_out_is_told_as_ended(run: Run) -> None:
    open_register().new_link(run_id=run.run_id, name="One", lasts_s=-1.0)
    page = sharing(run)
    assert "One: ended on" in captions(page)
    assert "No link works at the moment" in says(page)


def test_links_without_end_are_refused_with_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(share_links, "MOST_LINKS", 2)
    page = make(make(make(sharing(run))))
    assert told(page) == ["2 links to this result work already; end some that are no longer needed."]


def test_what_others_see_and_may_is_said(run: Run) -> None:
    mine = says(sharing(run))
    assert "they cannot change your places or settings, rename or delete the result, or have videos made." in mine
    assert "They can also watch the clip itself" in mine
    hiding = analysed_run(project=HIDING, file="hiding.mp4")
    assert "others get neither the clip itself nor" in says(sharing(hiding))


def test_a_guest_makes_no_links(run: Run) -> None:
    assert sharing(run, owner="ben").button == []


def test_where_sharing_is_switched_off_that_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.parts.answer.share.sharing_allowed", lambda: False)
    page = sharing(run)
    assert told(page)[0].startswith("Whoever runs this app lets no results be shown to others.")
    assert page.button == []
