"""What this browser had made before somebody signed in, run without a browser."""

import pytest

from heatdash.store.run_register import open_register
from heatdash.values.account import Account
from tests.builders.analysed_runs import new_run
from tests.pages.conftest import Visit


@pytest.fixture
def visit_signed_in(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Opens pages for Anna, who is signed in in the browser `desk`, in which two results were made before."""
    for name in ("Entrance", "Gate"):
        new_run(owner="desk", name=name, file=f"{name}.mp4")
    open_register().sign_in(name="desk", login="1", account=Account(owner="anna", name="Anna"))
    monkeypatch.setattr("pages.parts.run.bring_in.browser_of", lambda cookies: "desk")
    return visit


def test_they_are_offered_by_their_number_alone_and_brought_in(visit_signed_in: Visit) -> None:
    page = visit_signed_in("library", owner="anna")
    offer = next(text.value for text in page.markdown if "not in your account" in text.value)
    assert offer.startswith("2 results of this browser are not in your account.")
    assert "Entrance" not in str(page.main)
    page.button(key="bring-in-yes").click().run()
    assert not page.exception
    assert {run.name for run in open_register().runs_of("anna")} == {"Entrance", "Gate"}
    assert not any("not in your account" in text.value for text in page.markdown)


def test_who_leaves_them_is_asked_again_only_when_there_are_others(visit_signed_in: Visit) -> None:
    page = visit_signed_in("library", owner="anna")
    page.button(key="bring-in-no").click().run()
    page = visit_signed_in("library", owner="anna")
    assert not any("not in your account" in text.value for text in page.markdown)
    assert open_register().runs_of("anna") == []
    new_run(owner="desk", file="third.mp4")
    page = visit_signed_in("library", owner="anna")
    assert any("3 results of this browser" in text.value for text in page.markdown)


def test_nobody_is_offered_anything_who_has_not_signed_in(visit_signed_in: Visit) -> None:
    page = visit_signed_in("library", owner="desk")
    assert not any("not in your account" in text.value for text in page.markdown)
