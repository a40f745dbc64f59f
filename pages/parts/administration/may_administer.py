"""Who may keep the server in order, and what people are called there."""

from collections.abc import Mapping

from heatdash.errors import BadSettingError
from heatdash.roles import ADMINISTRATOR
from heatdash.store.run_register import open_register
from heatdash.store.upload_records import owner_mark
from heatdash.values.account import Account
from pages.parts.run.this_run import owner
from pages.parts.text.words import say

_SHORT = 6


def may_administer() -> bool:
    """True where the visitor is an administrator now."""
    return open_register().role_of(owner()) == ADMINISTRATOR


def check_may_administer() -> None:
    """Refuse everybody else: a page may have been opened by somebody who is administrator no longer."""
    if not may_administer():
        raise BadSettingError("store.not_administrator")


def called(who: str, /, *, accounts: Mapping[str, Account]) -> str:
    """What the owner is called: by their account; where nobody has signed in, by a part of what stands for them."""
    account = accounts.get(who)
    if account is None:
        return say("administration.visitor", mark=owner_mark(who)[:_SHORT]) if who else say("administration.nobody")
    return f"{account.name} ({account.address})" if account.address else account.name
