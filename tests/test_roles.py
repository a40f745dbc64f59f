"""What people may do."""

import pytest

from heatdash.errors import BadSettingError
from heatdash.roles import ADMINISTRATOR, OPERATOR, VIEWER, role_by_address, role_of_strangers, sign_in_required

ANNA, BEN, CLEO = "anna@shop.example", "ben@shop.example", "cleo@elsewhere.example"


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("HEATDASH_SIGN_IN", "HEATDASH_ADMINISTRATORS", "HEATDASH_OPERATORS"):
        monkeypatch.delenv(variable, raising=False)


def test_where_nothing_is_set_everybody_works_and_nobody_administers() -> None:
    assert not sign_in_required()
    assert (role_of_strangers(), role_by_address(ANNA), role_by_address("")) == (OPERATOR, OPERATOR, OPERATOR)


def test_who_is_named_is_what_they_are_named_and_all_others_look_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_ADMINISTRATORS", " Anna@Shop.example ,")
    monkeypatch.setenv("HEATDASH_OPERATORS", "*@shop.example, dora@elsewhere.example")
    assert [role_by_address(who) for who in (ANNA, BEN, CLEO, "")] == [ADMINISTRATOR, OPERATOR, VIEWER, VIEWER]
    assert role_by_address("eve@evil.shop.example") == VIEWER
    assert role_by_address("*@shop.example.evil.example") == VIEWER
    assert role_by_address("anna@shop.example@evil.example") == VIEWER
    assert role_by_address("@shop.example") == VIEWER


def test_where_all_must_sign_in_strangers_only_look_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_SIGN_IN", "Required")
    assert sign_in_required()
    assert role_of_strangers() == VIEWER


@pytest.mark.parametrize(
    ("variable", "found"),
    [
        ("HEATDASH_SIGN_IN", "always"),
        ("HEATDASH_ADMINISTRATORS", "anna"),
        ("HEATDASH_OPERATORS", "anna@shop.example ben@shop.example"),
        ("HEATDASH_OPERATORS", "*"),
        ("HEATDASH_OPERATORS", "*@*"),
    ],
)
def test_what_makes_no_sense_is_refused(monkeypatch: pytest.MonkeyPatch, variable: str, found: str) -> None:
    monkeypatch.setenv(variable, found)
    with pytest.raises(BadSettingError, match=f"^{variable} "):
        (sign_in_required(), role_by_address(CLEO))
