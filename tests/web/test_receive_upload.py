"""Clips from the browser."""

import asyncio
import hashlib
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from heatdash.store.owner_names import owner_name
from heatdash.store.run_register import open_register
from heatdash.store.upload_records import owner_mark, read_record, uploads_folder
from heatdash.values.account import Account
from heatdash.web.file_names import UPLOAD_TYPES
from heatdash.web.owner_cookie import OWNER_COOKIE, SIGN_IN_COOKIE, cookie_value
from heatdash.web.receive_upload import receive_upload
from heatdash.work.uploads import upload_path
from tests.web.conftest import OWNER, SECRET, SIGNED_IN

FROM_THE_PAGE = {"X-HeatDash": "1"}
CLIP = b"moving picture" * 200_000


@pytest.fixture(autouse=True)
def _disk_with_space(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=50e9))


def _send(visitor: TestClient, *, name: str = "Clip.MP4", content=CLIP, headers=FROM_THE_PAGE):
    return visitor.post("/heatdash/upload", params={"name": name}, content=content, headers=headers)


def _kept() -> list[Path]:
    return list(uploads_folder().glob("*"))


def test_a_clip_arrives_whole(visitor: TestClient) -> None:
    answer = _send(visitor).json()
    assert (answer["name"], answer["bytes"]) == ("Clip.MP4", len(CLIP))
    path = upload_path(answer["upload"], owner=OWNER)
    assert path is not None
    assert path.read_bytes() == CLIP
    assert path == uploads_folder() / answer["upload"] / "clip.mp4"


@pytest.mark.parametrize("suffix", UPLOAD_TYPES)
def test_every_kind_that_is_named_is_taken(visitor: TestClient, suffix: str) -> None:
    assert _send(visitor, name=f"clip{suffix}", content=b"x").status_code == 200


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
    answer = _send(visitor, name=name, content=b"x").json()
    assert answer["name"] == shown
    assert [path.name for path in _kept()] == [answer["upload"]]


@pytest.mark.parametrize("name", ["virus.exe", "page.html", "noname", "", "list.m3u8", "drawing.svg"])
def test_only_clips_and_pictures_are_taken(visitor: TestClient, name: str) -> None:
    answer = _send(visitor, name=name, content=b"x")
    assert (answer.status_code, answer.json()["reason"]) == (415, "wrong_kind")
    assert "Export it as MP4" in answer.json()["message"]
    assert _kept() == []


def test_an_empty_file_is_refused(visitor: TestClient) -> None:
    answer = _send(visitor, content=b"")
    assert (answer.status_code, answer.json()["reason"]) == (422, "empty")
    assert _kept() == []


def test_a_file_that_is_announced_too_large_is_refused_unread(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEATDASH_MAX_UPLOAD_GB", "0.002")
    answer = _send(visitor)
    assert (answer.status_code, answer.json()["reason"]) == (413, "too_large")
    assert "at most 0.002 GB are accepted" in answer.json()["message"]
    assert _kept() == []


def test_a_file_that_grows_too_large_while_it_comes_is_refused(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEATDASH_MAX_UPLOAD_GB", "0.002")
    parts = (CLIP[:700_000] for _ in range(9))
    answer = _send(visitor, content=parts)
    assert (answer.status_code, answer.json()["reason"]) == (413, "too_large")
    assert _kept() == []


def test_a_full_disk_is_told_before_and_while_a_clip_comes(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = iter([50e9, 1.0e9])
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=next(free)))
    while_it_comes = _send(visitor)
    assert (while_it_comes.status_code, while_it_comes.json()["reason"]) == (507, "disk_full")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=1.002e9))
    before = _send(visitor)
    assert (before.status_code, before.json()["reason"]) == (507, "disk_full")
    assert _kept() == []


def test_what_a_visitor_has_no_room_for_is_refused_before_it_is_sent_and_while_it_comes(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEATDASH_OWNER_GB", "0.006")
    assert _send(visitor).status_code == 200
    assert _send(visitor).status_code == 200
    asked = visitor.get("/heatdash/upload", params={"name": "c.mp4", "bytes": len(CLIP)}, headers=FROM_THE_PAGE)
    grows = _send(visitor, content=(CLIP[:700_000] for _ in range(4)))
    for answer in (asked, _send(visitor), grows):
        assert (answer.status_code, answer.json()["reason"]) == (413, "owner_full")
    assert asked.json()["message"] == (
        "Your clips and results take 0.0056 GB of the 0.006 GB that each visitor may have here; 0.0028 GB more do not "
        "fit. Delete results for good in the Library, or choose a smaller clip."
    )
    assert asked.json()["values"] == {"used": "0.0056", "most": "0.006", "size": "0.0028"}
    assert len(_kept()) == 2
    visitor.cookies.set(OWNER_COOKIE, cookie_value("p" * 32))
    assert _send(visitor).status_code == 200


def test_a_refusal_is_told_in_the_browsers_language(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_CLIPS_GB", "0.002")
    answer = _send(visitor, headers={**FROM_THE_PAGE, "Accept-Language": "zh-CN"})
    assert (answer.status_code, answer.json()["reason"]) == (507, "all_full")
    assert "无法再存入" in answer.json()["message"]


def test_a_record_tells_what_arrived(visitor: TestClient) -> None:
    upload_id = _send(visitor).json()["upload"]
    record = read_record(uploads_folder() / upload_id)
    assert record is not None
    assert (record.sha256, record.by) == (hashlib.sha256(CLIP).hexdigest(), owner_mark(OWNER))


def test_the_app_can_be_asked_before_a_clip_is_sent(visitor: TestClient) -> None:
    def ask(name: str, size: int):
        return visitor.get("/heatdash/upload", params={"name": name, "bytes": size}, headers=FROM_THE_PAGE)

    assert ask("clip.mp4", 1_000_000).json() == {"taken": True}
    assert ask("clip.mp4", 2_000_000_001).status_code == 413
    assert ask("clip.exe", 1).status_code == 415
    assert _kept() == []


def test_only_the_apps_own_pages_may_send(visitor: TestClient) -> None:
    for headers in ({}, {**FROM_THE_PAGE, "Origin": "http://elsewhere.example"}, {**FROM_THE_PAGE, "Origin": "null"}):
        answer = _send(visitor, content=b"x", headers=headers)
        assert (answer.status_code, answer.json()["reason"]) == (403, "foreign")
    assert _send(visitor, content=b"x", headers={**FROM_THE_PAGE, "Origin": "http://shop.example"}).status_code == 200


def test_a_browser_without_the_cookie_is_told_so(visitor: TestClient) -> None:
    visitor.cookies.clear()
    answer = _send(visitor, content=b"x")
    assert (answer.status_code, answer.json()["reason"]) == (403, "no_cookie")


def test_an_invented_cookie_uploads_nothing(visitor: TestClient) -> None:
    for invented in ("z" * 32, f"{'z' * 32}.{'A' * 43}"):
        visitor.cookies.clear()
        visitor.cookies.set(OWNER_COOKIE, invented)
        answer = _send(visitor, content=b"x")
        assert (answer.status_code, answer.json()["reason"]) == (403, "no_cookie")
    assert not uploads_folder().exists()


def test_a_data_folder_that_cannot_be_used_is_told(
    visitor: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("HEATDASH_DATA", str(tmp_path / "file"))
    answer = _send(visitor, content=b"x")
    assert answer.status_code == 507
    assert "HEATDASH_DATA" in answer.json()["message"]


def test_an_upload_that_breaks_off_leaves_nothing(data_folder: Path) -> None:
    messages = iter(
        [
            {"type": "http.request", "body": b"x" * 2_000_000, "more_body": True},
            {"type": "http.disconnect"},
        ]
    )
    seen: list[int] = []

    async def receive() -> dict[str, object]:
        seen.append(len(_kept()))
        return next(messages)

    asyncio.run(receive_upload(Request(_scope(), receive)))
    assert seen == [1, 1], "the clip was on its way"
    assert _kept() == []


def test_an_upload_that_the_server_ends_leaves_nothing(data_folder: Path) -> None:
    async def receive() -> dict[str, object]:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(receive_upload(Request(_scope(), receive)))
    assert uploads_folder().exists()
    assert _kept() == []


def test_a_clip_on_its_way_is_no_upload_yet(data_folder: Path) -> None:
    unfinished = uploads_folder() / ("0" * 32)
    unfinished.mkdir(parents=True)
    (unfinished / "clip.mp4").touch()
    assert upload_path("0" * 32, owner=OWNER) is None
    assert upload_path("../" + "0" * 29, owner=OWNER) is None


def _scope() -> dict[str, object]:
    headers = {"x-heatdash": "1", "cookie": f"{OWNER_COOKIE}={cookie_value(SECRET)}", "host": "shop.example"}
    return {
        "type": "http",
        "method": "POST",
        "path": "/heatdash/upload",
        "query_string": b"name=clip.mp4",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }


def test_only_who_may_work_here_sends_clips(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_SIGN_IN", "required")
    answer = _send(visitor, content=b"x")
    assert (answer.status_code, answer.json()["reason"]) == (403, "sign_in")
    monkeypatch.setenv("HEATDASH_OPERATORS", "ben@shop.example")
    anna = Account(owner="anna", name="Anna", address="anna@shop.example")
    visitor.cookies.set(SIGN_IN_COOKIE, cookie_value(SIGNED_IN))
    open_register().sign_in(name=owner_name(SIGNED_IN), login="1", account=anna)
    answer = _send(visitor, content=b"x")
    assert (answer.status_code, answer.json()["reason"]) == (403, "viewer")
    assert visitor.get("/heatdash/upload", params={"name": "a.mp4"}, headers=FROM_THE_PAGE).status_code == 403
    assert _kept() == []
    monkeypatch.setenv("HEATDASH_OPERATORS", "*@shop.example")
    answer = _send(visitor, content=b"x").json()
    assert upload_path(answer["upload"], owner="anna") is not None
    assert upload_path(answer["upload"], owner=OWNER) is None
