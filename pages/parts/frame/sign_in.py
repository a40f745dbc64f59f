"""Signing in and out: who the visitor is, and what is shown to somebody who must sign in first."""

from collections.abc import Mapping

import streamlit as st

from heatdash.roles import ADMINISTRATOR, sign_in_required
from heatdash.store.run_register import open_register
from heatdash.values.account import Account
from heatdash.web.owner_cookie import sign_in_of
from heatdash.web.read_claims import account_in, login_in
from pages.parts.run.this_run import owner
from pages.parts.text.spoken import literal
from pages.parts.text.words import say


def keep_sign_in() -> None:
    """Sign the visitor in where Streamlit's login says who they are.

    The cookie is the one that this page itself was asked for with, and so no other browser is signed in.
    """
    claims, name = st.user.to_dict(), sign_in_of(dict(st.context.cookies))
    account = account_in(claims)
    if account is not None and name is not None:
        open_register().sign_in(name=name, login=login_in(claims), account=account)


def is_signed_in() -> bool:
    """True where the visitor has signed in."""
    return _account() is not None


def must_sign_in() -> bool:
    """True where nobody may use the app without signing in, and the visitor has not."""
    return sign_in_required() and not is_signed_in()


def show_visitor() -> None:
    """Show who is signed in, and the way out; else the way in, where there is one."""
    account, providers = _account(), _providers()
    if account is not None:
        with st.popover(literal(account.name), icon=":material/account_circle:", type="tertiary", key="frame-visitor"):
            _tell_account(account)
    elif providers and not must_sign_in():
        if len(providers) == 1:
            _sign_in_button(providers[0], key="frame-sign-in")
        else:
            with st.popover(say("sign_in.sign_in"), icon=":material/login:", type="tertiary", key="frame-visitor"):
                _ways_in(providers)


def ask_to_sign_in() -> None:
    """Show what this is, and the way in."""
    st.title(say("sign_in.title"), anchor=False)
    st.write(say("sign_in.why"))
    providers = _providers()
    if not providers:
        st.warning(say("sign_in.no_provider"))
    _ways_in(providers)


def _account() -> Account | None:
    return open_register().account(owner())


def _providers() -> list[str]:
    """What Streamlit's secrets call the providers; "default" is the one without a name of its own."""
    if "is_logged_in" not in st.user:
        return []
    section = st.secrets["auth"]
    if "client_id" in section:
        return ["default"]
    return [name for name, part in section.items() if isinstance(part, Mapping) and "client_id" in part]


def _ways_in(providers: list[str]) -> None:
    for provider in providers:
        _sign_in_button(provider, key=f"sign-in-{provider}")


def _sign_in_button(provider: str, *, key: str) -> None:
    is_only = provider == "default"
    label = say("sign_in.sign_in") if is_only else say("sign_in.sign_in_with", provider=literal(provider.capitalize()))
    if st.button(label, icon=":material/login:", type="tertiary" if key.startswith("frame") else "primary", key=key):
        st.login(provider)


def _tell_account(account: Account) -> None:
    address = literal(account.address) if account.address else say("sign_in.no_address")
    st.markdown(f"**{literal(account.name)}**  \n{address}  \n{say(f'sign_in.{account.role}')}")
    if account.role == ADMINISTRATOR:
        st.page_link("administration.py", label=say("administration.title"), icon=":material/shield_person:")
    if st.button(say("sign_in.sign_out"), icon=":material/logout:", key="sign-out"):
        name = sign_in_of(dict(st.context.cookies))
        if name is not None:
            open_register().sign_out(name)
        st.logout()
