"""Reading what an OpenID provider says of somebody who has signed in."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from heatdash.store.owner_names import account_name
from heatdash.values.account import Account

LONGEST_NAME = 80
_ADDRESS = re.compile(r"[!-?A-~]{1,64}@[\w.-]{1,190}", re.ASCII)


def account_in(claims: Mapping[str, Any], /) -> Account | None:
    """Whom the claims name; None where they name nobody, or say that nobody is logged in.

    Of all claims, only who it is, what they are called, and their address are kept: the last where it is verified.
    """
    issuer, subject = claims.get("iss"), claims.get("sub")
    if claims.get("is_logged_in") is not True or not issuer or not subject:
        return None
    owner = account_name(issuer=str(issuer), subject=str(subject))
    told = (claims.get(name) for name in ("name", "preferred_username", "email"))
    name = next((shown for shown in map(_shown, told) if shown), owner[:6])
    # Some providers say it as a text; what is not said is not so.
    is_verified = claims.get("email_verified") in (True, "true")
    address = str(claims.get("email", "")) if is_verified else ""
    # Roles hang on it, so it is taken as a whole or not at all.
    return Account(owner=owner, name=name, address=address.lower() if _ADDRESS.fullmatch(address) else "")


def login_in(claims: Mapping[str, Any], /) -> str:
    """What stands for this one login, as no two have the same claims: each has a random number and times of its own."""
    content = json.dumps(claims, sort_keys=True, default=str)
    return hashlib.sha256(f"heatdash login {content}".encode()).hexdigest()


def _shown(value: object) -> str:
    """The text as it can be shown on one line."""
    text = value if isinstance(value, str) else ""
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()[:LONGEST_NAME].strip()
