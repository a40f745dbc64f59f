"""Somebody who has signed in."""

from dataclasses import dataclass

from heatdash.roles import role_by_address


@dataclass(frozen=True)
class Account:
    """A person as their provider tells of them. `owner` is what their results belong to.

    `address` is their e-mail address, and empty unless the provider says that it has verified it.
    """

    owner: str
    name: str
    address: str = ""

    @property
    def role(self) -> str:
        """What they may do, by the settings of now."""
        return role_by_address(self.address)
