"""The links by which others see a run: made, listed and revoked by its owner, one apart from the other."""

import secrets
import time
from dataclasses import fields

from heatdash.errors import BadSettingError
from heatdash.store.run_database import RunDatabase, hash_of
from heatdash.values.share_link import ShareLink

LONGEST_LINK_NAME = 60
MOST_LINKS = 100
"""So many links to one run may work at once."""
_COLUMNS = ", ".join(field.name for field in fields(ShareLink))
_WORKS = "revoked_at_s IS NULL AND (expires_at_s IS NULL OR expires_at_s > ?)"


class ShareLinks:
    """The links in a register. The token of a link opens its run, and no other; only its hash is kept."""

    _database: RunDatabase

    def new_link(self, *, run_id: str, name: str, lasts_s: float | None = None) -> tuple[ShareLink, str]:
        """The new link and its token, which cannot be had again. It works for `lasts_s`, or as long as the run is kept.

        A name that does not fit is shortened, and made to fit on one line. More than MOST_LINKS are refused.
        """
        token, now_s = secrets.token_urlsafe(18), time.time()
        expires_at_s = None if lasts_s is None else now_s + lasts_s
        shown = "".join(letter if letter.isprintable() else " " for letter in name).strip()
        with self._database.changing() as connection:
            working = f"SELECT COUNT(*) FROM links WHERE run_id = ? AND {_WORKS}"
            if connection.execute(working, (run_id, now_s)).fetchone()[0] >= MOST_LINKS:
                raise BadSettingError("store.too_many_links", most=MOST_LINKS)
            link_id = connection.execute(
                "INSERT INTO links (run_id, token_hash, name, made_at_s, expires_at_s) VALUES (?, ?, ?, ?, ?)",
                (run_id, hash_of(token), shown[:LONGEST_LINK_NAME].strip() or "Link", now_s, expires_at_s),
            ).lastrowid
            row = connection.execute(f"SELECT {_COLUMNS} FROM links WHERE link_id = ?", (link_id,)).fetchone()
            return ShareLink(*row), token

    def links_of(self, run_id: str) -> list[ShareLink]:
        """The run's links, the newest first; those that have ended too."""
        with self._database.statement() as connection:
            listed = f"SELECT {_COLUMNS} FROM links WHERE run_id = ? ORDER BY link_id DESC"
            return [ShareLink(*row) for row in connection.execute(listed, (run_id,))]

    def revoke_link(self, *, run_id: str, link_id: int) -> None:
        """End the run's link, from now on and for good."""
        with self._database.statement() as connection:
            connection.execute(
                "UPDATE links SET revoked_at_s = COALESCE(revoked_at_s, ?) WHERE link_id = ? AND run_id = ?",
                (time.time(), link_id, run_id),
            )

    def linked_run_id(self, token: str, *, or_ended: bool = False) -> str | None:
        """The id of the run that the link with this token leads to; None where there is none that works, `or_ended`."""
        with self._database.statement() as connection:
            opened = f"SELECT run_id FROM links WHERE token_hash = ? AND ({int(or_ended)} OR {_WORKS})"
            row = connection.execute(opened, (hash_of(token), time.time())).fetchone()
            return None if row is None else str(row["run_id"])
