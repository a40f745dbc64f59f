"""The administrators' page, run without a browser."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from heatdash.messages import message
from heatdash.store.run_register import open_register
from heatdash.values.account import Account
from heatdash.values.run import FAILED, VIDEO, Run
from tests.builders.analysed_runs import analysed_run, new_run, task_of
from tests.pages.conftest import Visit
from tests.pages.seen import labelled

SECRET_NAME = "Kasse Berlin"
ANNA = Account(owner="anna", name="Anna", address="anna@shop.example")
BEN = Account(owner="ben", name="Ben", address="ben@shop.example")


@pytest.fixture
def bens(data_folder: object, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A result of Ben's, whose video has failed; another's analysis waits. Anna is administrator."""
    monkeypatch.setenv("HEATDASH_ADMINISTRATORS", ANNA.address)
    for account in (ANNA, BEN):
        open_register().sign_in(name=account.owner, login=account.owner, account=account)
    run = analysed_run(owner="ben", name=SECRET_NAME, file=f"{SECRET_NAME}.mp4")
    task_of(run, kind=VIDEO, state=FAILED, error=message("media.unreadable", name=SECRET_NAME, reason="/x/Kasse.mp4"))
    task_of(new_run(owner="phone", name=SECRET_NAME, file="phone.mp4"))
    return run


def _texts(page: AppTest) -> str:
    """Everything that the page says."""
    told = [one.value for kind in (page.markdown, page.caption, page.title, page.header) for one in kind]
    tables = [table.value.to_csv() for table in page.dataframe]
    return "\n".join([*told, *tables, *(button.label for button in page.button)])


def test_who_is_no_administrator_finds_no_such_page(bens: Run, visit: Visit) -> None:
    assert [title.value for title in visit("administration", owner="anna").title] == ["Administration"]
    assert "Administration" not in [link.label for link in visit("start", owner="ben").page_link]
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        visit("administration", owner="ben")


def test_it_tells_who_has_what_and_why_things_failed_but_no_name(bens: Run, visit: Visit) -> None:
    page = visit("administration", owner="anna")
    assert not page.exception
    usage, failures, settings = (table.value for table in page.dataframe)
    assert usage.set_index("Who").loc["Ben (ben@shop.example)", ["Role", "Results"]].tolist() == ["Operator", 1]
    assert usage["Who"].str.fullmatch("Visitor [0-9a-f]{6}").sum() == 1
    assert failures[["Who", "What"]].values.tolist() == [["Ben (ben@shop.example)", "Video"]]
    assert "…" in failures["Why"][0]
    assert settings.set_index("Variable").loc["HEATDASH_ADMINISTRATORS", ["Value", "From"]].tolist() == [
        "anna@shop.example",
        "set here",
    ]
    texts = _texts(page)
    assert "Analysis" in texts
    assert SECRET_NAME.split()[0] not in texts
    assert bens.source.name not in texts
    assert str(bens.source.parent.parent) not in texts


def _choose(page: AppTest, who: str) -> None:
    labelled(page.selectbox, "Delete results of").set_value(who).run()


def test_a_result_is_deleted_for_a_day_or_for_good(bens: Run, visit: Visit) -> None:
    page = visit("administration", owner="anna")
    _choose(page, "ben")
    for key in ("administration-delete-day", "administration-delete-for-good"):
        page.button(key=f"administration-delete-{bens.run_id}").click().run()
        assert ["Ben", "(ben@shop.example)"][0] in _texts(page)
        page.button(key=f"administration-delete-{bens.run_id}").click()
        page.button(key=key).click().run()
        assert open_register().run(bens.run_id) is None
        if key.endswith("day"):
            assert bens.source.exists()
            open_register().restore(bens.run_id)
            st.cache_data.clear()
            page.run()
            _choose(page, "ben")
    assert not bens.source.exists()
    assert open_register().deleted_run(bens.run_id) is None


def test_a_task_of_anybodys_is_cancelled(bens: Run, visit: Visit) -> None:
    page = visit("administration", owner="anna")
    (work,) = open_register().everyones_work()
    ask = page.button(key=f"administration-cancel-{work.task.task_id}")
    ask.click().run()
    page.button(key=f"administration-cancel-{work.task.task_id}").click()
    page.button(key="administration-cancel-yes").click().run()
    assert open_register().everyones_work() == []


def test_who_is_administrator_no_longer_does_nothing_with_a_page_left_open(
    bens: Run, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visit("administration", owner="anna")
    _choose(page, "ben")
    page.button(key=f"administration-delete-{bens.run_id}").click().run()
    monkeypatch.setenv("HEATDASH_ADMINISTRATORS", BEN.address)
    page.button(key=f"administration-delete-{bens.run_id}").click()
    page.button(key="administration-delete-day").click().run()
    assert open_register().run(bens.run_id) is not None
