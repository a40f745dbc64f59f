"""Room for another clip."""

from pathlib import Path

import pytest

from heatdash.store.artefact_store import open_store
from heatdash.store.upload_records import RECORD, owner_mark, owners_of_results, uploads_folder
from heatdash.work.coming_uploads import begin_coming, coming_upload, finish_coming
from heatdash.work.storage_room import ALL_FULL, OWNER_FULL, NoRoom, no_room_for, no_room_in_all, used_bytes_of
from heatdash.work.uploads import finish_upload

MB = 1_000_000


@pytest.fixture(autouse=True)
def _limits(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_OWNER_GB", "0.01")
    monkeypatch.setenv("HEATDASH_CLIPS_GB", "0.02")


def arrived(name: str, *, owner: str, size_bytes: int = 4 * MB, sha256: str = "") -> Path:
    path = uploads_folder() / name / "clip.mp4"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x" * size_bytes)
    finish_upload(path, owner=owner, sha256=sha256 or name)
    return path


def leave(number: int, *, belongs_to: str, size_bytes: int = 4 * MB) -> None:
    def make(folder: Path) -> dict[str, object]:
        (folder / "data").write_bytes(b"x" * size_bytes)
        return {}

    with open_store().get_or_make(kind="heat", key=f"{number:040x}", make=make, belongs_to=belongs_to):
        return


def kept() -> list[int]:
    return sorted(int(folder.name, 16) for folder in (open_store().root / "heat").iterdir())


def test_an_owner_has_their_clips_and_what_was_made_from_them() -> None:
    path = arrived("a", owner="anna")
    arrived("b", owner="ben")
    for number, name in enumerate((str(path), "a", "b", "of nobody")):
        leave(number, belongs_to=name, size_bytes=MB)
    assert 6 * MB <= used_bytes_of("anna") < 6.01 * MB
    assert 5 * MB <= used_bytes_of("ben") < 5.01 * MB
    assert used_bytes_of("cleo") == 0


def test_a_clip_that_does_not_fit_is_known() -> None:
    arrived("a", owner="anna")
    assert no_room_for("anna", size_bytes=5 * MB) is None
    over = no_room_for("anna", size_bytes=7 * MB)
    assert over == NoRoom(OWNER_FULL, pytest.approx(4 * MB, rel=0.01), 10 * MB)
    assert no_room_for("ben", size_bytes=7 * MB) is None


def test_a_clip_on_its_way_counts_for_its_owner_as_what_it_will_have_and_for_all_as_what_has_come() -> None:
    uploads_folder().mkdir(parents=True)
    coming = begin_coming(owner="anna", suffix=".mp4", size_bytes=8 * MB, of="")
    assert used_bytes_of("anna") == 8 * MB
    over = no_room_for("anna", size_bytes=3 * MB)
    assert over is not None
    assert over.reason == OWNER_FULL
    assert no_room_in_all(19 * MB) is None
    coming.path.write_bytes(b"x" * 4 * MB)
    assert no_room_in_all(19 * MB) is not None
    finish_coming(coming_upload(coming.upload_id, owner="anna"), owner="anna")
    assert 4 * MB <= used_bytes_of("anna") < 4.01 * MB


def test_all_clips_together_have_a_limit() -> None:
    for owner in ("ben", "cleo"):
        arrived(owner, owner=owner, size_bytes=9 * MB)
    assert no_room_for("anna", size_bytes=MB) is None
    over = no_room_for("anna", size_bytes=3 * MB)
    assert over is not None
    assert over.reason == ALL_FULL


def test_no_record_tells_the_owners_secret_name() -> None:
    path = arrived("a", owner="anna-and-her-secret")
    assert "anna" not in (path.parent / RECORD).read_text(encoding="utf-8")
    assert owners_of_results() == {str(path): owner_mark("anna-and-her-secret"), "a": owner_mark("anna-and-her-secret")}


def test_a_strangers_results_push_out_nobody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_MODE", "hosted")
    monkeypatch.setenv("HEATDASH_OWNER_GB", "2")
    monkeypatch.setenv("HEATDASH_STORE_GB", "0.02")
    arrived("a", owner="anna", size_bytes=1), arrived("b", owner="stranger", size_bytes=1)
    leave(0, belongs_to="a")
    for number in range(1, 9):
        leave(number, belongs_to="b")
    assert 0 in kept()
    assert len(kept()) < 6


def test_what_is_over_an_owners_share_is_made_room_for_among_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_MODE", "hosted")
    arrived("a", owner="anna"), arrived("b", owner="ben")
    leave(0, belongs_to="a")
    for number in (1, 2, 3):
        leave(number, belongs_to="b")
    assert kept() == [0, 3], "ben's clip leaves room for 6 MB"
