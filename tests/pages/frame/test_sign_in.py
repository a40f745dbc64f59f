"""Who is signed in, and what those see who are not, run without a browser."""

import pytest

from heatdash.store.run_register import open_register
from heatdash.values.account import Account
from tests.builders.analysed_runs import new_run
from tests.pages.conftest import Visit
from tests.pages.seen import MENU

ANNA = Account(owner="anna", name="Anna *A.*", address="anna@shop.example")


def _sign_in() -> None:
    open_register().sign_in(name="desk", login="1", account=ANNA)


def test_where_no_provider_is_set_up_nothing_is_said_of_signing_in(visit: Visit) -> None:
    page = visit("start")
    assert not page.exception
    assert not any("Sign" in button.label for button in page.button)
    assert [button.label for button in page.button] == ["Try the sample"]


def test_where_all_must_sign_in_strangers_are_told_so_on_every_page(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEATDASH_SIGN_IN", "required")
    for name in ("start", "library", "guide", "set_up"):
        page = visit(name, owner="stranger")
        assert not page.exception
        assert [title.value for title in page.title] == ["Please sign in"]
        assert page.page_link[:] == []
    assert "no sign-in provider is set up" in page.warning[0].value


def test_what_is_shared_opens_without_signing_in(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    run = new_run(owner="anna", name="Entrance")
    monkeypatch.setenv("HEATDASH_SIGN_IN", "required")
    page = visit("set_up", run=run, owner="stranger")
    assert not page.exception
    assert [title.value for title in page.title] == ["Entrance"]


def test_whoever_has_signed_in_is_named_and_comes_in(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    _sign_in()
    monkeypatch.setenv("HEATDASH_SIGN_IN", "required")
    page = visit("start", owner="anna")
    assert not page.exception
    (told,) = [text.value for text in page.markdown if "anna" in text.value]
    assert told.startswith("**Anna \\*A\\.\\*") or told.startswith("**Anna \\*A.\\*")
    assert "Operator: you may upload clips" in told
    assert len(page.page_link) >= MENU


def test_a_viewer_is_offered_nothing_that_is_refused(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    _sign_in()
    run = new_run(owner="anna", name="Entrance")
    open_register().delete(new_run(owner="anna", file="gone.mp4").run_id)
    monkeypatch.setenv("HEATDASH_OPERATORS", "ben@shop.example")
    page = visit("start", owner="anna")
    assert "Only operators upload clips" in page.info[0].value
    assert [button.label for button in page.button] == ["Sign out"]
    page = visit("library", owner="anna")
    assert not page.exception
    assert [button.label for button in page.button] == ["Sign out"]
    page = visit("set_up", run=run, owner="anna")
    assert "Analyse" not in [button.label for button in page.button]


def test_the_library_says_who_sees_it(visit: Visit) -> None:
    _sign_in()
    for owner, told in (("anna", "Only you see this list, wherever you sign in."), ("ben", "Only this browser sees")):
        new_run(owner=owner)
        assert any(caption.value.startswith(told) for caption in visit("library", owner=owner).caption)
