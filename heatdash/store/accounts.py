"""Who has signed in, by what one browser was given for it, until it ends for good; and what they may do."""

import sqlite3
import time

from heatdash.errors import BadSettingError
from heatdash.limits import DAY_S
from heatdash.roles import VIEWER, role_of_strangers
from heatdash.store.run_database import RunDatabase
from heatdash.values.account import Account

SIGNED_IN_S = 7 * DAY_S
"""For so long a browser stays signed in; then its visitor signs in again."""
REMEMBERED_S = 60 * DAY_S
"""For so long after its end a login is refused. Streamlit's own cookie of it works for 30 days."""
_COLUMNS = "accounts.owner, accounts.name, accounts.address"


class Accounts:
    """The accounts in a register, and their sign-ins, each by the name of the cookie that was given for it alone."""

    _database: RunDatabase

    def sign_in(self, *, name: str, login: str, account: Account) -> bool:
        """Sign in by this login at the account's provider, for SIGNED_IN_S; False where that is refused.

        A login that has ended, or that was used under another name, signs nobody in again, so that neither a page left
        open nor a copied cookie does. What that name was signed in to before ends.
        """
        now_s = time.time()
        with self._database.statement() as connection:
            known = _sign_in(connection, login)
        if known is None:
            with self._database.changing() as connection:
                known = _sign_in(connection, login)
                if known is None:
                    _sign_out(connection, name, now_s)
                    connection.execute(
                        "INSERT INTO sign_ins (login, name, owner, ends_at_s) VALUES (?, ?, ?, ?)",
                        (login, name, account.owner, now_s + SIGNED_IN_S),
                    )
                    connection.execute(
                        "INSERT OR REPLACE INTO accounts (owner, name, address) VALUES (?, ?, ?)",
                        (account.owner, account.name, account.address),
                    )
                    return True
        return bool(known["name"] == name and known["ends_at_s"] > now_s)

    def sign_out(self, name: str) -> None:
        """End the sign-in of that name, if there is one, in all windows of its browser."""
        if self.account_of(name) is None:
            return
        with self._database.changing() as connection:
            _sign_out(connection, name, time.time())

    def account_of(self, name: str) -> Account | None:
        """The account that is signed in to under that name now; None where there is none."""
        found = f"SELECT {_COLUMNS} FROM sign_ins JOIN accounts USING (owner) WHERE sign_ins.name = ? AND ends_at_s > ?"
        with self._database.statement() as connection:
            row = connection.execute(found, (name, time.time())).fetchone()
            return None if row is None else Account(*row)

    def accounts(self) -> dict[str, Account]:
        """Everybody who has signed in and is still known here, by what their results belong to."""
        with self._database.statement() as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM accounts ORDER BY name, owner")
            return {row["owner"]: Account(*row) for row in rows}

    def account(self, owner: str) -> Account | None:
        """The account that these results belong to; None where they are a browser's."""
        with self._database.statement() as connection:
            return _account(connection, owner)

    def role_of(self, owner: str) -> str:
        """What the owner may do."""
        with self._database.statement() as connection:
            return _role(connection, owner)

    def forget_unused_accounts(self) -> None:
        """Forget logins that ended long ago, and whoever has neither such a login nor a result here."""
        with self._database.changing() as connection:
            connection.execute("DELETE FROM sign_ins WHERE ends_at_s < ?", (time.time() - REMEMBERED_S,))
            of_nobody = "owner NOT IN (SELECT owner FROM sign_ins) AND owner NOT IN (SELECT owner FROM runs)"
            gone = f"SELECT owner FROM accounts WHERE {of_nobody}"
            connection.execute(f"DELETE FROM preferences WHERE owner IN ({gone})")
            connection.execute(f"DELETE FROM accounts WHERE {of_nobody}")


def check_may_work(*, connection: sqlite3.Connection, owner: str) -> None:
    """Refuse who may only look on: a viewer, or somebody who has not signed in where all must."""
    if _role(connection, owner) == VIEWER:
        raise BadSettingError("store.viewer")


def _role(connection: sqlite3.Connection, owner: str) -> str:
    account = _account(connection, owner)
    return role_of_strangers() if account is None else account.role


def _account(connection: sqlite3.Connection, owner: str) -> Account | None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM accounts WHERE owner = ?", (owner,)).fetchone()
    return None if row is None else Account(*row)


def _sign_in(connection: sqlite3.Connection, login: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = connection.execute("SELECT * FROM sign_ins WHERE login = ?", (login,)).fetchone()
    return row


def _sign_out(connection: sqlite3.Connection, name: str, now_s: float) -> None:
    ends = "UPDATE sign_ins SET ends_at_s = ? WHERE name = ? AND ends_at_s > ?"
    connection.execute(ends, (now_s, name, now_s))
