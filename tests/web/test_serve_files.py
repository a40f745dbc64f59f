"""Clips, videos and tables over HTTP."""

from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from heatdash.stages import render as render_clip
from heatdash.store.artefact_store import open_store
from heatdash.store.owner_names import owner_name
from heatdash.store.run_register import open_register
from heatdash.store.upload_records import UploadRecord, write_record
from heatdash.values.account import Account
from heatdash.values.artefacts import HIDES_PEOPLE, TRACKS, VIDEO_FILE
from heatdash.values.project import Project
from heatdash.values.style import Style
from heatdash.web.owner_cookie import SIGN_IN_COOKIE, cookie_value
from tests.builders.runs import found
from tests.web.conftest import CLIP_HASH, OWNER, SIGNED_IN, VIDEO, Served, put, visitor_at


def test_a_video_plays_from_anywhere(visitor: TestClient, served: Served) -> None:
    answer = visitor.get(f"/heatdash/video/{served.run_id}/{served.video_key}.mp4", headers={"Range": "bytes=300-309"})
    assert answer.status_code == 206
    assert answer.content == VIDEO[300:310]
    assert answer.headers["content-range"] == f"bytes 300-309/{len(VIDEO)}"
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["cache-control"].startswith("private")
    assert "content-disposition" not in answer.headers


def test_a_part_behind_the_end_is_refused(visitor: TestClient, served: Served) -> None:
    url = f"/heatdash/video/{served.run_id}/{served.video_key}.mp4"
    assert visitor.get(url, headers={"Range": "bytes=999999-"}).status_code == 416


def test_a_video_is_saved_under_the_name_of_its_run(visitor: TestClient, served: Served) -> None:
    answer = visitor.get(f"/heatdash/video/{served.run_id}/{served.video_key}.mp4?download=1")
    assert answer.content == VIDEO
    assert answer.headers["content-disposition"] == "attachment; filename*=utf-8''Entrance-Mon%20-%20heatmap.mp4"


def test_the_name_of_the_video_is_the_one_that_the_drawing_gives_it() -> None:
    assert VIDEO_FILE == render_clip.VIDEO_FILE


def test_the_clip_itself_is_served_as_what_it_is(visitor: TestClient, served: Served) -> None:
    answer = visitor.get(f"/heatdash/clip/{served.run_id}", headers={"Range": "bytes=0-3"})
    assert (answer.status_code, answer.content) == (206, b"clip")
    assert answer.headers["content-type"] == "video/quicktime"


def test_a_report_is_saved_and_never_run_as_a_page(visitor: TestClient, served: Served) -> None:
    answer = visitor.get(f"/heatdash/files/{served.run_id}/{served.files_key}/report.html")
    assert answer.content == served.files["report.html"]
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "address",
    [
        "clip/nobody",
        "clip/..%2F..%2Fruns.sqlite",
        "video/{run}/" + "c" * 40 + ".mp4",
        "video/{run}/not-a-key.mp4",
        "video/nobody/{video}.mp4",
        "files/{run}/{files}/manifest.json",
        "files/{run}/{files}/missing.csv",
        "files/{run}/{files}/..%2F..%2F..%2Fruns.sqlite",
        "files/{run}/{files}/%2E%2E",
        "files/{run}/{video}/heatmap.mp4",
        "files/nobody/{files}/counts.csv",
        "zip/{run}/" + "c" * 40,
        "zip/{run}/{files}?video=" + "c" * 40,
        "zip/nobody/{files}",
    ],
)
def test_what_is_not_there_is_a_plain_sentence(visitor: TestClient, served: Served, address: str) -> None:
    named = address.format(run=served.run_id, files=served.files_key, video=served.video_key)
    answer = visitor.get(f"/heatdash/{named}")
    assert answer.status_code == 404
    assert "sqlite" not in answer.text or "There is no" in answer.text


def test_a_clip_that_is_gone_is_told(visitor: TestClient, served: Served) -> None:
    served.clip.unlink()
    answer = visitor.get(f"/heatdash/clip/{served.run_id}")
    assert answer.status_code == 404
    assert "The clip of this result is not here any more. Upload it again." in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_of_a_clip_that_was_deleted_it_is_told_when(visitor: TestClient, served: Served) -> None:
    noon_s = datetime(2026, 11, 27, 12, tzinfo=UTC).timestamp()
    write_record(UploadRecord(path=served.clip, clip_deleted_at_s=noon_s))
    answer = visitor.get(f"/heatdash/clip/{served.run_id}")
    assert answer.status_code == 404
    assert "The clip of this result was deleted on 2026-11-27; the result itself stays." in answer.text


def test_what_was_served_is_let_go(visitor: TestClient, served: Served) -> None:
    visitor.get(f"/heatdash/video/{served.run_id}/{served.video_key}.mp4", headers={"Range": "bytes=0-9"})
    visitor.get(f"/heatdash/files/{served.run_id}/{served.files_key}/missing.csv")
    assert open_store().drop(kind="video", key=served.video_key)
    assert open_store().drop(kind="files", key=served.files_key)


def test_an_app_hosted_under_a_path_serves_under_it(served: Served) -> None:
    with visitor_at("heat") as visitor:
        assert visitor.get(f"/heat/heatdash/clip/{served.run_id}").status_code == 200
        assert visitor.get(f"/heatdash/clip/{served.run_id}").status_code == 404


STRANGER = "s" * 32
ADDRESSES = (
    "clip/{run}",
    "video/{run}/{video}.mp4",
    "snippet/{run}/" + "d" * 40 + ".mp4",
    "files/{run}/{files}/heatmap.png",
    "zip/{run}/{files}",
    "zip/{run}/" + "e" * 40 + "?video={video}",
)


def put_all(served: Served) -> None:
    """The store has what all of the ADDRESSES name."""
    put(kind="snippet", key="d" * 40, files={"snippet.mp4": VIDEO}, made_of=str(served.clip))
    hidden = {HIDES_PEOPLE: True}
    put(kind="files", key="e" * 40, files={"counts.csv": b""}, made_of=str(served.clip), meta=hidden)


def named(address: str, served: Served, *, by: str) -> str:
    """The address, in which the run is named so."""
    return "/heatdash/" + address.format(run=by, files=served.files_key, video=served.video_key)


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_shows_people_whom_the_owner_hides_is_the_owners_alone(
    visitor: TestClient, served: Served, address: str
) -> None:
    put_all(served)
    guest = visitor_at(secret=STRANGER)
    shared = named(address, served, by=served.new_token())
    assert guest.get(shared).status_code == 200
    open_register().keep_project(run_id=served.run_id, project=Project(style=Style(blur=True)))
    refused = guest.get(shared)
    assert refused.status_code == 404
    assert "The people in this result are hidden" in refused.text
    assert visitor.get(named(address, served, by=served.run_id)).status_code == 200


def test_what_hides_people_is_everybodys(served: Served) -> None:
    open_register().keep_project(run_id=served.run_id, project=Project(style=Style(blur=True)))
    put(kind="video", key="d" * 40, files={"heatmap.mp4": VIDEO}, made_of=CLIP_HASH, meta={HIDES_PEOPLE: True})
    answer = visitor_at(secret=STRANGER).get(f"/heatdash/video/{served.new_token()}/{'d' * 40}.mp4")
    assert answer.content == VIDEO


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_id_of_a_run_gives_nothing_to_others(served: Served, address: str) -> None:
    put_all(served)
    for stranger in (visitor_at(secret=STRANGER), visitor_at(secret="not one of ours")):
        refused = stranger.get(named(address, served, by=served.run_id))
        unknown = stranger.get(named(address, served, by="0" * 32))
        assert (refused.status_code, refused.text) == (unknown.status_code, unknown.text)
        assert refused.status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_link_gives_everything_until_it_is_revoked(served: Served, address: str) -> None:
    put_all(served)
    token, other = served.new_token(), served.new_token()
    guest, shared = visitor_at(secret=STRANGER), named(address, served, by=token)
    given = guest.get(shared)
    assert given.status_code == 200
    assert given.headers["cache-control"] == "private, no-store", "no browser keeps what may end"
    link = open_register().links_of(served.run_id)[1]
    open_register().revoke_link(run_id=served.run_id, link_id=link.link_id)
    for headers in ({}, {"Range": "bytes=0-3"}):
        refused = guest.get(shared, headers=headers)
        assert refused.status_code == 404
        assert "its link has ended" in refused.text
    assert guest.get(named(address, served, by=other)).status_code == 200


def test_a_link_that_has_run_out_gives_nothing_not_even_a_part(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    link, token = open_register().new_link(run_id=served.run_id, name="A day", lasts_s=60.0)
    guest, address = visitor_at(secret=STRANGER), f"/heatdash/clip/{token}"
    assert guest.get(address, headers={"Range": "bytes=0-3"}).content == b"clip"
    monkeypatch.setattr("heatdash.store.share_links.time.time", lambda: link.made_at_s + 61)
    assert guest.get(address, headers={"Range": "bytes=0-3"}).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES[1:])
def test_what_was_made_of_another_clip_is_not_given_out_as_the_runs(served: Served, address: str) -> None:
    put_all(served)
    theirs = served.clip.with_name("theirs.mov")
    theirs.write_bytes(b"their clip")
    other = open_register().new_run(owner=owner_name(STRANGER), name="Theirs", source=theirs, project=Project())
    stranger = visitor_at(secret=STRANGER)
    assert stranger.get(named(address, served, by=other.run_id)).status_code == 404
    put(kind=TRACKS, key="9" * 40, files={}, made_of="d" * 64)
    open_register().keep_found(run_id=other.run_id, found=found(tracks_key="9" * 40))
    assert stranger.get(f"/heatdash/clip/{other.run_id}").status_code == 200
    assert stranger.get(named(address, served, by=other.run_id)).status_code == 404


def test_what_a_person_has_made_opens_where_they_are_signed_in_and_no_browser_keeps_it(
    visitor: TestClient, served: Served
) -> None:
    register, anna = open_register(), Account(owner="anna", name="Anna")
    register.bring_in(browser=OWNER, account="anna")
    clip = f"/heatdash/clip/{served.run_id}"
    assert visitor.get(clip).status_code == 404
    visitor.cookies.set(SIGN_IN_COOKIE, cookie_value(SIGNED_IN))
    register.sign_in(name=owner_name(SIGNED_IN), login="1", account=anna)
    given = visitor.get(clip, headers={"Range": "bytes=0-9"})
    assert (given.status_code, given.headers["cache-control"]) == (206, "private, no-store")
    assert visitor_at(secret="x" * 32).get(clip).status_code == 404
    register.sign_out(owner_name(SIGNED_IN))
    assert visitor.get(clip, headers={"Range": "bytes=0-9"}).status_code == 404
