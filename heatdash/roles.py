"""What people may do here: look on, have clips analysed, or keep the server in order as well."""

import re

from heatdash.errors import BadSettingError
from heatdash.variables import (
    ADMINISTRATORS_VARIABLE,
    OPERATORS_VARIABLE,
    OPTIONAL,
    REQUIRED,
    SETTINGS,
    SIGN_IN_VARIABLE,
)

VIEWER, OPERATOR, ADMINISTRATOR = "viewer", "operator", "administrator"
_ADDRESS = re.compile(r"(\*|[^@\s*,]+)@[\w-]+(\.[\w-]+)*")


def sign_in_required() -> bool:
    """True where HEATDASH_SIGN_IN says that nobody may use the app without signing in."""
    given = SETTINGS[SIGN_IN_VARIABLE].text.lower()
    if given not in (OPTIONAL, REQUIRED):
        raise BadSettingError(
            "settings.odd_mode", variable=SIGN_IN_VARIABLE, found=given, known=f"{OPTIONAL}, {REQUIRED}"
        )
    return given == REQUIRED


def role_of_strangers() -> str:
    """The role of whoever has not signed in."""
    return VIEWER if sign_in_required() else OPERATOR


def role_by_address(address: str, /) -> str:
    """The role of whoever has signed in with this verified e-mail address, or with none where it is empty.

    Everybody is an operator where HEATDASH_OPERATORS names nobody.
    """
    if _is_named(address, ADMINISTRATORS_VARIABLE):
        return ADMINISTRATOR
    return OPERATOR if not _addresses(OPERATORS_VARIABLE) or _is_named(address, OPERATORS_VARIABLE) else VIEWER


def _is_named(address: str, variable: str) -> bool:
    name, _, domain = address.lower().rpartition("@")
    return bool(name) and bool({f"{name}@{domain}", f"*@{domain}"} & set(_addresses(variable)))


def _addresses(variable: str) -> tuple[str, ...]:
    """The addresses that the setting names; `*@shop.example` stands for all of that domain."""
    named = SETTINGS[variable].entries
    if odd := [entry for entry in named if not _ADDRESS.fullmatch(entry)]:
        raise BadSettingError("settings.odd_addresses", variable=variable, found=odd[0])
    return named
