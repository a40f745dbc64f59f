"""Links to runs: each opens one run, until it is revoked or runs out, and only its hash is kept."""

import sqlite3
import time
from pathlib import Path

import pytest

from heatdash.errors import BadSettingError
from heatdash.store import run_register as module
from heatdash.store import share_links
from heatdash.store.run_register import RunRegister
from tests.builders.runs import a_run


def opened(register: RunRegister, named: str, *, visitor: str | None = "ben") -> str | None:
    """The id of the run that the visitor gets to see."""
    run = register.run_for(named=named, visitor=visitor)
    return None if run is None else run.run_id


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the clock says: the last of these seconds."""
    told = [time.time()]
    monkeypatch.setattr(share_links.time, "time", lambda: told[-1])
    return told


def test_the_id_of_a_run_opens_it_for_its_owner_alone(register: RunRegister) -> None:
    run = a_run(register)
    assert opened(register, run.run_id, visitor="anna") == run.run_id
    assert opened(register, run.run_id) is None
    assert opened(register, run.run_id, visitor=None) is None


def test_a_link_opens_its_run_and_no_other(register: RunRegister) -> None:
    run, other = a_run(register), a_run(register)
    link, token = register.new_link(run_id=run.run_id, name="Area manager")
    assert opened(register, token) == opened(register, token, visitor=None) == run.run_id
    assert register.links_of(run.run_id) == [link]
    assert register.links_of(other.run_id) == []
    for guess in ("", token[:-1], token + "A", str(link.link_id), "nobody"):
        assert opened(register, guess) is None


def test_what_is_kept_of_a_link_opens_nothing(register: RunRegister, tmp_path: Path) -> None:
    run = a_run(register)
    _, token = register.new_link(run_id=run.run_id, name="Area manager")
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*.sqlite*"))
    assert b"Area manager" in kept
    assert token.encode() not in kept
    with sqlite3.connect(next(tmp_path.rglob("*.sqlite"))) as connection:
        (kept_hash,) = connection.execute("SELECT token_hash FROM links").fetchone()
    assert opened(register, kept_hash) is None


def test_a_revoked_link_opens_nothing_and_the_others_still_do(register: RunRegister) -> None:
    run = a_run(register)
    (first, one), (_, two) = (register.new_link(run_id=run.run_id, name=name) for name in ("One", "Two"))
    register.revoke_link(run_id=run.run_id, link_id=first.link_id)
    assert (opened(register, one), opened(register, two)) == (None, run.run_id)
    assert opened(register, one, visitor="anna") == run.run_id, "the owner's own result is theirs by any address"
    (_, revoked) = register.links_of(run.run_id)
    assert revoked.ended_at_s(time.time()) == revoked.revoked_at_s is not None
    register.revoke_link(run_id=run.run_id, link_id=first.link_id)
    assert register.links_of(run.run_id)[1] == revoked, "it ended when it first was revoked"


def test_nobody_revokes_a_link_to_another_run(register: RunRegister) -> None:
    run, other = a_run(register), a_run(register, owner="ben")
    link, token = register.new_link(run_id=run.run_id, name="One")
    register.revoke_link(run_id=other.run_id, link_id=link.link_id)
    assert opened(register, token) == run.run_id


def test_a_link_runs_out(register: RunRegister, moment: list[float]) -> None:
    run = a_run(register)
    link, token = register.new_link(run_id=run.run_id, name="One", lasts_s=60.0)
    moment.append(link.made_at_s + 59)
    assert opened(register, token) == run.run_id
    assert link.ended_at_s(moment[-1]) is None
    moment.append(link.made_at_s + 60)
    assert opened(register, token) is None
    assert link.ended_at_s(moment[-1]) == link.expires_at_s


def test_the_links_of_a_deleted_run_open_it_again_when_it_is_restored(register: RunRegister) -> None:
    run = a_run(register)
    _, token = register.new_link(run_id=run.run_id, name="One")
    register.delete(run.run_id)
    assert opened(register, token) is None
    register.restore(run.run_id)
    assert opened(register, token) == run.run_id
    register.delete(run.run_id)
    register.forget(run.run_id)
    assert register.links_of(run.run_id) == []


def test_a_name_fits_on_one_line_and_there_is_always_one(register: RunRegister) -> None:
    run = a_run(register)
    names = [register.new_link(run_id=run.run_id, name=name)[0].name for name in ("a\nb", "", "x" * 99)]
    assert names == ["a b", "Link", "x" * share_links.LONGEST_LINK_NAME]


def test_links_without_end_are_refused(register: RunRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(share_links, "MOST_LINKS", 2)
    run = a_run(register)
    links = [register.new_link(run_id=run.run_id, name="One")[0] for _ in range(2)]
    with pytest.raises(BadSettingError, match="2 links to this result work already; end some"):
        register.new_link(run_id=run.run_id, name="One")
    register.revoke_link(run_id=run.run_id, link_id=links[0].link_id)
    assert register.new_link(run_id=run.run_id, name="One")


def test_where_sharing_is_switched_off_links_open_nothing(
    register: RunRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = a_run(register)
    _, token = register.new_link(run_id=run.run_id, name="One")
    monkeypatch.setattr(module, "sharing_allowed", lambda: False)
    assert opened(register, token) is None
    assert opened(register, run.run_id, visitor="anna") == run.run_id
