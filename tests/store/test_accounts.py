"""Who has signed in, in which browser, and what they may do."""

import time
from dataclasses import replace

import pytest

from heatdash.errors import BadSettingError
from heatdash.roles import ADMINISTRATOR, OPERATOR, VIEWER
from heatdash.store import accounts as module
from heatdash.store.run_register import RunRegister
from heatdash.values.account import Account
from tests.builders.runs import a_run, a_task, asks

ANNA = Account(owner="anna", name="Anna", address="anna@shop.example")
BEN = Account(owner="ben", name="Ben")


def signed_in(register: RunRegister, browser: str) -> str | None:
    """Whom the browser is signed in to."""
    account = register.account_of(browser)
    return account.name if account else None


def test_several_browsers_are_one_account_each_until_it_is_left(register: RunRegister) -> None:
    assert register.sign_in(name="desk", login="1", account=ANNA)
    assert register.sign_in(name="phone", login="2", account=ANNA)
    assert register.sign_in(name="phone", login="2", account=ANNA), "each page that is loaded says it again"
    assert register.account_of("desk") == register.account_of("phone") == ANNA
    register.sign_out("desk")
    register.sign_out("nobody's")
    assert (signed_in(register, "desk"), signed_in(register, "phone")) == (None, "Anna")


def test_a_login_that_has_ended_signs_nobody_in_again(register: RunRegister) -> None:
    register.sign_in(name="desk", login="1", account=ANNA)
    register.sign_out("desk")
    assert not register.sign_in(name="desk", login="1", account=ANNA), "as a page does that was left open"
    assert signed_in(register, "desk") is None
    assert register.sign_in(name="desk", login="2", account=ANNA)


def test_a_login_works_in_the_browser_in_which_it_was_made_alone(register: RunRegister) -> None:
    register.sign_in(name="desk", login="1", account=ANNA)
    assert not register.sign_in(name="stranger", login="1", account=ANNA), "as with a copied cookie"
    assert (signed_in(register, "desk"), signed_in(register, "stranger")) == ("Anna", None)


def test_whoever_signs_in_last_is_who_the_browser_is(register: RunRegister) -> None:
    register.sign_in(name="desk", login="1", account=ANNA)
    register.sign_in(name="desk", login="2", account=BEN)
    assert not register.sign_in(name="desk", login="1", account=ANNA), "as a page of hers does that was left open"
    assert signed_in(register, "desk") == "Ben"


def test_after_a_week_one_signs_in_again(register: RunRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    register.sign_in(name="desk", login="1", account=ANNA)
    now_s = time.time()
    monkeypatch.setattr(module.time, "time", lambda: now_s + module.SIGNED_IN_S + 1)
    assert signed_in(register, "desk") is None
    assert not register.sign_in(name="desk", login="1", account=ANNA)


def test_what_a_person_is_called_is_what_their_provider_said_last(register: RunRegister) -> None:
    register.sign_in(name="desk", login="1", account=ANNA)
    married = replace(ANNA, name="Anna M.", address="")
    register.sign_in(name="phone", login="2", account=married)
    assert register.accounts() == {"anna": married}
    assert register.account("anna") == register.account_of("desk") == married


def test_roles_hang_on_the_settings_of_now(register: RunRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    register.sign_in(name="desk", login="1", account=ANNA)
    register.sign_in(name="phone", login="2", account=BEN)
    assert [register.role_of(owner) for owner in ("anna", "ben", "no account")] == [OPERATOR] * 3
    monkeypatch.setenv("HEATDASH_OPERATORS", "*@shop.example")
    monkeypatch.setenv("HEATDASH_SIGN_IN", "required")
    assert [register.role_of(owner) for owner in ("anna", "ben", "no account")] == [OPERATOR, VIEWER, VIEWER]
    monkeypatch.setenv("HEATDASH_ADMINISTRATORS", "anna@shop.example")
    assert register.role_of("anna") == ADMINISTRATOR


def test_who_may_only_look_on_begins_nothing(register: RunRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    register.sign_in(name="phone", login="2", account=BEN)
    bens, strangers = a_run(register, owner="ben"), a_run(register, owner="a browser")
    monkeypatch.setenv("HEATDASH_OPERATORS", "anna@shop.example")
    with pytest.raises(BadSettingError, match="Only operators upload clips and have them analysed"):
        a_run(register, owner="ben")
    with pytest.raises(BadSettingError, match="Only operators"):
        a_task(register, run=bens)
    a_task(register, run=strangers)
    monkeypatch.setenv("HEATDASH_SIGN_IN", "required")
    with pytest.raises(BadSettingError, match="Only operators"):
        a_task(register, run=strangers, project=asks("intensity"))
    with pytest.raises(BadSettingError, match="Only operators"):
        a_run(register, owner="a browser")


def test_who_has_nothing_here_is_forgotten_in_the_end(register: RunRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, account in enumerate((ANNA, BEN)):
        register.sign_in(name="desk", login=str(number), account=account)
        register.set_preference(owner=account.owner, name="language", value="zh")
    a_run(register, owner="anna")
    register.sign_out("desk")
    register.forget_unused_accounts()
    assert len(register.accounts()) == 2, "their logins could still be tried"
    now_s = time.time()
    monkeypatch.setattr(module.time, "time", lambda: now_s + 90 * 24 * 3600)
    register.forget_unused_accounts()
    assert list(register.accounts()) == ["anna"]
    assert (register.preference(owner="anna", name="language"), register.preference(owner="ben", name="language")) == (
        "zh",
        None,
    )
