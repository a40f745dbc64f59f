"""Clips from the browser, in pieces."""

import asyncio
import base64
import hashlib
import shutil
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from heatdash.store.owner_names import owner_name
from heatdash.store.run_register import open_register
from heatdash.store.upload_records import owner_mark, read_record, uploads_folder
from heatdash.values.account import Account
from heatdash.values.file_types import UPLOAD_TYPES
from heatdash.web.owner_cookie import OWNER_COOKIE, SIGN_IN_COOKIE, cookie_value
from heatdash.web.receive_upload import PROTOCOL, _being_sent, receive_piece
from heatdash.work.uploads import upload_path
from tests.web.conftest import OWNER, SECRET, SIGNED_IN

CLIP = b"moving picture" * 200_000
HALF = len(CLIP) // 2


@pytest.fixture(autouse=True)
def _disk_with_space(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=50e9))


def _begin(
    visitor: TestClient, *, name: str = "Clip.MP4", size: int = len(CLIP), modified: str = "", **headers: str
) -> httpx.Response:
    told = {"filename": name, "modified": modified}
    metadata = ",".join(f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in told.items())
    stated = {"Upload-Length": str(size), "Upload-Metadata": metadata}
    return visitor.post("/heatdash/upload", headers={**PROTOCOL, **stated, **headers})


def _send(visitor: TestClient, upload_id: str, *, content=CLIP, offset: int = 0, **headers: str) -> httpx.Response:
    stated = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
    return visitor.patch(f"/heatdash/upload/{upload_id}", content=content, headers={**PROTOCOL, **stated, **headers})


def _arrived(visitor: TestClient, upload_id: str) -> httpx.Response:
    return visitor.head(f"/heatdash/upload/{upload_id}", headers=PROTOCOL)


def _kept() -> list[Path]:
    return list(uploads_folder().glob("*"))


def test_a_clip_arrives_whole(visitor: TestClient) -> None:
    begun = _begin(visitor)
    assert begun.status_code == 201
    upload_id = begun.json()["upload"]
    assert (begun.json()["name"], begun.headers["Location"]) == ("Clip.MP4", f"upload/{upload_id}")
    assert upload_path(upload_id, owner=OWNER) is None, "nothing of it has come"
    sent = _send(visitor, upload_id)
    assert (sent.status_code, sent.headers["Upload-Offset"]) == (204, str(len(CLIP)))
    path = upload_path(upload_id, owner=OWNER)
    assert path is not None
    assert path.read_bytes() == CLIP
    assert path == uploads_folder() / upload_id / "clip.mp4"
    assert sorted(file.name for file in path.parent.iterdir()) == ["clip.mp4", "upload.json"]
    record = read_record(path.parent)
    assert record is not None
    assert (record.sha256, record.by) == (hashlib.sha256(CLIP).hexdigest(), owner_mark(OWNER))


def test_a_clip_comes_in_pieces_each_where_the_last_one_ended(visitor: TestClient) -> None:
    upload_id = _begin(visitor).json()["upload"]
    assert _send(visitor, upload_id, content=CLIP[:HALF]).headers["Upload-Offset"] == str(HALF)
    state = _arrived(visitor, upload_id)
    assert (state.headers["Upload-Offset"], state.headers["Upload-Length"]) == (str(HALF), str(len(CLIP)))
    for offset in (0, HALF - 1, HALF + 1):
        odd = _send(visitor, upload_id, content=b"x", offset=offset)
        assert (odd.status_code, odd.json()["reason"]) == (409, "other_offset")
    assert _send(visitor, upload_id, content=CLIP[HALF:], offset=HALF).status_code == 204
    path = upload_path(upload_id, owner=OWNER)
    assert path is not None
    assert path.read_bytes() == CLIP
    # The answer to the last piece may be lost.
    assert _arrived(visitor, upload_id).headers["Upload-Offset"] == str(len(CLIP))
    assert _send(visitor, upload_id, content=b"", offset=len(CLIP)).status_code == 204


def test_an_upload_of_which_all_has_come_is_finished_where_the_server_could_not(visitor: TestClient) -> None:
    upload_id = _begin(visitor).json()["upload"]
    (uploads_folder() / upload_id / "clip.mp4").write_bytes(CLIP)
    (uploads_folder() / upload_id / "upload.json").write_text('{"file": "cli')
    assert upload_path(upload_id, owner=OWNER) is None
    assert _send(visitor, upload_id, content=b"", offset=len(CLIP)).status_code == 204
    assert upload_path(upload_id, owner=OWNER) is not None


def test_the_same_file_goes_on_where_it_was(visitor: TestClient) -> None:
    first = _begin(visitor, modified="1700000000000").json()["upload"]
    _send(visitor, first, content=CLIP[:HALF])
    again = _begin(visitor, modified="1700000000000")
    assert (again.json()["upload"], again.headers["Upload-Offset"]) == (first, str(HALF))
    others = [
        _begin(visitor, modified="1700000000001"),
        _begin(visitor, modified="1700000000000", size=len(CLIP) + 1),
        _begin(visitor, modified="1700000000000", name="Other.mp4"),
        _begin(visitor),
    ]
    visitor.cookies.set(OWNER_COOKIE, cookie_value("p" * 32))
    others.append(_begin(visitor, modified="1700000000000"))
    assert {other.headers["Upload-Offset"] for other in others} == {"0"}
    assert len({first, *(other.json()["upload"] for other in others)}) == 6


def test_one_request_at_a_time_brings_a_piece(visitor: TestClient) -> None:
    upload_id = _begin(visitor, modified="1").json()["upload"]
    _being_sent.add(upload_id)
    try:
        refused = _send(visitor, upload_id)
        assert (refused.status_code, refused.json()["reason"]) == (423, "being_sent")
        assert _begin(visitor, modified="1").json()["upload"] != upload_id, "another window sends it"
    finally:
        _being_sent.discard(upload_id)
    assert _send(visitor, upload_id).status_code == 204
    assert not _being_sent


def test_an_upload_is_its_senders_alone(visitor: TestClient) -> None:
    upload_id = _begin(visitor).json()["upload"]
    visitor.cookies.set(OWNER_COOKIE, cookie_value("p" * 32))
    assert _arrived(visitor, upload_id).status_code == 404
    for odd in (upload_id, "0" * 32, "..%2f" + upload_id):
        assert _send(visitor, odd, content=b"x").status_code == 404
        assert visitor.delete(f"/heatdash/upload/{odd}", headers=PROTOCOL).status_code == 404
    visitor.cookies.set(OWNER_COOKIE, cookie_value(SECRET))
    assert _arrived(visitor, upload_id).headers["Upload-Offset"] == "0"


def test_a_cancelled_upload_leaves_nothing_and_a_whole_one_stays(visitor: TestClient) -> None:
    cancelled, whole = (_begin(visitor).json()["upload"] for _ in range(2))
    _send(visitor, cancelled, content=CLIP[:HALF])
    _send(visitor, whole)
    assert visitor.delete(f"/heatdash/upload/{cancelled}", headers=PROTOCOL).status_code == 204
    assert visitor.delete(f"/heatdash/upload/{whole}", headers=PROTOCOL).status_code == 404
    assert [folder.name for folder in _kept()] == [whole]
    assert _send(visitor, cancelled, content=CLIP[HALF:], offset=HALF).status_code == 404


def test_more_than_was_stated_is_cut_off(visitor: TestClient) -> None:
    upload_id = _begin(visitor, size=HALF).json()["upload"]
    for content in (CLIP, (CLIP[at : at + 700_000] for at in range(0, len(CLIP), 700_000))):
        refused = _send(visitor, upload_id, content=content)
        assert (refused.status_code, refused.json()["reason"]) == (413, "more_than_stated")
        assert refused.headers["Connection"] == "close"
        assert int(_arrived(visitor, upload_id).headers["Upload-Offset"]) <= HALF
        visitor.delete(f"/heatdash/upload/{upload_id}", headers=PROTOCOL)
        upload_id = _begin(visitor, size=HALF).json()["upload"]


@pytest.mark.parametrize("suffix", UPLOAD_TYPES)
def test_every_kind_that_is_named_is_taken(visitor: TestClient, suffix: str) -> None:
    assert _begin(visitor, name=f"clip{suffix}").status_code == 201


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.mp4", "-..-etc-passwd.mp4"),
        ("C:\\clips\\Entrance.mp4", "C--clips-Entrance.mp4"),
        ("Eingang\u202e\x00\nMo.mp4", "Eingang Mo.mp4"),
        ("入口 周一.mp4", "入口 周一.mp4"),
    ],
)
def test_a_name_is_shown_and_never_a_path(visitor: TestClient, name: str, shown: str) -> None:
    begun = _begin(visitor, name=name).json()
    assert begun["name"] == shown
    assert [path.name for path in _kept()] == [begun["upload"]]


@pytest.mark.parametrize("name", ["virus.exe", "page.html", "noname", "", "list.m3u8", "drawing.svg"])
def test_only_clips_and_pictures_are_taken(visitor: TestClient, name: str) -> None:
    answer = _begin(visitor, name=name)
    assert (answer.status_code, answer.json()["reason"]) == (415, "wrong_kind")
    assert "Export it as MP4" in answer.json()["message"]
    assert _kept() == []


def test_an_empty_file_is_refused(visitor: TestClient) -> None:
    answer = _begin(visitor, size=0)
    assert (answer.status_code, answer.json()["reason"]) == (422, "empty")
    assert _kept() == []


@pytest.mark.parametrize("stated", ["", "-1", "1e3", "٣", "9" * 30])
def test_what_makes_no_sense_is_refused(visitor: TestClient, stated: str) -> None:
    answer = _begin(visitor, **{"Upload-Length": stated.encode()})
    assert (answer.status_code, answer.json()["reason"]) == (400, "odd_request")
    upload_id = _begin(visitor).json()["upload"]
    assert _send(visitor, upload_id, **{"Upload-Offset": stated.encode()}).status_code == 400
    assert _send(visitor, upload_id, **{"Content-Type": "text/plain"}).status_code == 415
    unread = _begin(visitor, **{"Upload-Metadata": "filename no-base64!"})
    assert unread.json()["reason"] == "wrong_kind"


def test_a_file_that_is_announced_too_large_is_refused_unread(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEATDASH_MAX_UPLOAD_GB", "0.002")
    answer = _begin(visitor)
    assert (answer.status_code, answer.json()["reason"]) == (413, "too_large")
    assert "at most 0.002 GB are accepted" in answer.json()["message"]
    assert _kept() == []


def test_a_full_disk_is_told_before_and_while_a_clip_comes(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload_id = _begin(visitor).json()["upload"]
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=1.0e9))
    for answer in (_send(visitor, upload_id), _begin(visitor)):
        assert (answer.status_code, answer.json()["reason"]) == (507, "disk_full")
        assert _kept() == []


def test_what_a_visitor_has_no_room_for_is_refused_before_it_is_sent(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEATDASH_OWNER_GB", "0.006")
    _send(visitor, _begin(visitor).json()["upload"])
    assert _begin(visitor).status_code == 201, "it counts as what it will have"
    refused = _begin(visitor)
    assert (refused.status_code, refused.json()["reason"]) == (413, "owner_full")
    assert refused.json()["message"] == (
        "Your clips and results take 0.0056 GB of the 0.006 GB that each visitor may have here; 0.0028 GB more do not "
        "fit. Delete results for good in the Library, or choose a smaller clip."
    )
    assert refused.json()["values"] == {"used": "0.0056", "most": "0.006", "size": "0.0028"}
    assert len(_kept()) == 2
    visitor.cookies.set(OWNER_COOKIE, cookie_value("p" * 32))
    assert _begin(visitor).status_code == 201


def test_the_room_of_all_together_can_give_out_while_a_clip_comes(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEATDASH_CLIPS_GB", "0.003")
    first, second = (_begin(visitor).json()["upload"] for _ in range(2))
    assert _send(visitor, first).status_code == 204
    refused = _send(visitor, second)
    assert (refused.status_code, refused.json()["reason"]) == (507, "all_full")
    assert [folder.name for folder in _kept()] == [first]


def test_a_refusal_is_told_in_the_browsers_language(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_CLIPS_GB", "0.002")
    answer = _begin(visitor, **{"Accept-Language": "zh-CN"})
    assert (answer.status_code, answer.json()["reason"]) == (507, "all_full")
    assert "无法再存入" in answer.json()["message"]


def test_only_the_apps_own_pages_may_send(visitor: TestClient) -> None:
    answers = [_begin(visitor, **{"Tus-Resumable": version}) for version in ("", "0.2.2")]
    for answer in (*answers, visitor.delete(f"/heatdash/upload/{'0' * 32}")):
        assert (answer.status_code, answer.json()["reason"]) == (412, "foreign")


def test_a_browser_without_the_cookie_is_told_so(visitor: TestClient) -> None:
    for invented in ("", "z" * 32, f"{'z' * 32}.{'A' * 43}"):
        visitor.cookies.clear()
        visitor.cookies.set(OWNER_COOKIE, invented)
        answer = _begin(visitor)
        assert (answer.status_code, answer.json()["reason"]) == (403, "no_cookie")
    assert not uploads_folder().exists()


def test_a_data_folder_that_cannot_be_used_is_told(
    visitor: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("HEATDASH_DATA", str(tmp_path / "file"))
    answer = _begin(visitor)
    assert answer.status_code == 507
    assert "HEATDASH_DATA" in answer.json()["message"]


def test_what_came_of_a_piece_that_breaks_off_stays(visitor: TestClient) -> None:
    upload_id = _begin(visitor).json()["upload"]
    messages = iter(
        [
            {"type": "http.request", "body": CLIP[:1_500_000], "more_body": True},
            {"type": "http.request", "body": CLIP[1_500_000:1_600_000], "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> dict[str, object]:
        return next(messages)

    asyncio.run(receive_piece(Request(_scope(upload_id), receive)))
    assert _arrived(visitor, upload_id).headers["Upload-Offset"] == "1600000"
    assert _send(visitor, upload_id, content=CLIP[1_600_000:], offset=1_600_000).status_code == 204
    record = read_record(uploads_folder() / upload_id)
    assert record is not None
    assert record.sha256 == hashlib.sha256(CLIP).hexdigest()


def test_an_upload_that_is_cancelled_while_it_comes_is_gone(visitor: TestClient) -> None:
    upload_id = _begin(visitor).json()["upload"]

    async def receive() -> dict[str, object]:
        shutil.rmtree(uploads_folder() / upload_id)
        return {"type": "http.request", "body": CLIP, "more_body": False}

    answer = asyncio.run(receive_piece(Request(_scope(upload_id), receive)))
    assert answer.status_code == 404
    assert _kept() == []


def _scope(upload_id: str) -> dict[str, object]:
    headers = {
        "tus-resumable": "1.0.0",
        "upload-offset": "0",
        "content-type": "application/offset+octet-stream",
        "cookie": f"{OWNER_COOKIE}={cookie_value(SECRET)}",
        "host": "shop.example",
    }
    return {
        "type": "http",
        "method": "PATCH",
        "path": f"/heatdash/upload/{upload_id}",
        "path_params": {"upload_id": upload_id},
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }


def test_only_who_may_work_here_sends_clips(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_SIGN_IN", "required")
    answer = _begin(visitor)
    assert (answer.status_code, answer.json()["reason"]) == (403, "sign_in")
    monkeypatch.setenv("HEATDASH_OPERATORS", "ben@shop.example")
    anna = Account(owner="anna", name="Anna", address="anna@shop.example")
    visitor.cookies.set(SIGN_IN_COOKIE, cookie_value(SIGNED_IN))
    open_register().sign_in(name=owner_name(SIGNED_IN), login="1", account=anna)
    answer = _begin(visitor)
    assert (answer.status_code, answer.json()["reason"]) == (403, "viewer")
    assert _kept() == []
    monkeypatch.setenv("HEATDASH_OPERATORS", "*@shop.example")
    upload_id = _begin(visitor).json()["upload"]
    assert _send(visitor, upload_id).status_code == 204
    assert upload_path(upload_id, owner="anna") is not None
    assert upload_path(upload_id, owner=OWNER) is None
