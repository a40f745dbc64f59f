"""What an OpenID provider says of somebody."""

import pytest

from heatdash.values.account import Account
from heatdash.web.read_claims import account_in, login_in

SAID = {
    **{"is_logged_in": True, "iss": "https://id.example", "sub": "17", "nonce": "x1"},
    **{"name": "Anna\n", "email": "Anna@Shop.example", "email_verified": True, "groups": ["a"] * 300},
}


def _said(**claims: object) -> Account:
    account = account_in({**SAID, **claims})
    assert account is not None
    return account


def test_a_person_is_who_the_provider_says_whatever_they_are_called() -> None:
    anna = _said()
    assert (anna.name, anna.address) == ("Anna", "anna@shop.example")
    assert _said(name="Anna M.", email="am@shop.example", nonce="x2").owner == anna.owner
    assert _said(sub="18").owner != anna.owner
    assert _said(iss="https://other.example").owner != anna.owner
    assert _said(iss='https://id.example", "', sub="17").owner != anna.owner


@pytest.mark.parametrize("said", [{"is_logged_in": False}, {"is_logged_in": "no"}, {"sub": ""}, {"iss": None}])
def test_nobody_is_signed_in_where_nobody_is_named(said: dict[str, object]) -> None:
    assert account_in({**SAID, **said}) is None
    assert account_in({}) is None


@pytest.mark.parametrize("verified", [False, None, "false", 1.5, "yes"])
def test_an_address_that_is_not_verified_counts_as_none(verified: object) -> None:
    assert _said(email_verified=verified).address == ""
    assert account_in({name: value for name, value in SAID.items() if name != "email_verified"}) == _said(
        email_verified=False
    )


@pytest.mark.parametrize(
    "address",
    [
        *("anna", "@shop.example", "a@b@shop.example", "anna@shop.example\n", "an na@shop.example", ["a@shop.example"]),
        # Cut short, or made small, they would be somebody else's.
        *("a" * 60 + "@" + "shop.example." * 20, "anna@\u212aaufhaus.example"),
    ],
)
def test_an_address_is_taken_as_a_whole_or_not_at_all(address: object) -> None:
    assert _said(email=address).address == ""


def test_who_has_no_name_is_called_by_what_else_is_known() -> None:
    assert _said(name="").name == "Anna@Shop.example"
    assert _said(name=None, preferred_username="anna").name == "anna"
    nameless = _said(name=7, email=None)
    assert nameless.name == nameless.owner[:6]
    assert len(_said(name="n" * 5000).name) == 80


def test_each_login_is_another() -> None:
    assert login_in(SAID) == login_in(dict(reversed(SAID.items())))
    assert login_in(SAID) != login_in({**SAID, "nonce": "x2"})
