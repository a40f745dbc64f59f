"""Snippets for checking a count, over HTTP."""

import pytest
from starlette.testclient import TestClient

from heatdash.store.artefact_store import open_store
from tests.web.conftest import Served, put

KEY = "c" * 40
SNIPPET = bytes(range(200))


@pytest.fixture(autouse=True)
def _snippet(served: Served) -> None:
    put(kind="snippet", key=KEY, files={"snippet.mp4": SNIPPET}, made_of=str(served.clip))


def test_a_snippet_plays_from_anywhere(visitor: TestClient, served: Served) -> None:
    answer = visitor.get(f"/heatdash/snippet/{served.run_id}/{KEY}.mp4", headers={"Range": "bytes=30-39"})
    assert (answer.status_code, answer.content) == (206, SNIPPET[30:40])
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["cache-control"].startswith("private")


@pytest.mark.parametrize("address", ["{run}/" + "d" * 40, "nobody/" + KEY, "{run}/not-a-key", "{run}/..%2F..%2Fruns"])
def test_what_is_not_there_is_a_plain_sentence(visitor: TestClient, served: Served, address: str) -> None:
    assert visitor.get(f"/heatdash/snippet/{address.format(run=served.run_id)}.mp4").status_code == 404


def test_what_was_served_is_let_go(visitor: TestClient, served: Served) -> None:
    visitor.get(f"/heatdash/snippet/{served.run_id}/{KEY}.mp4", headers={"Range": "bytes=0-9"})
    assert open_store().drop(kind="snippet", key=KEY)
