"""What is no backup, or no whole one, is refused, and changes nothing."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from heatdash.errors import StorageError
from heatdash.store.backup_file import may_be_kept
from heatdash.store.make_backup import make_backup
from heatdash.store.restore_backup import restore_backup
from heatdash.store.run_database import SCHEMA_VERSION
from heatdash.values.run import Run
from tests.store.backed_up import CLIP, contents, everything_of


@pytest.fixture
def run(data_folder: Path) -> Run:
    return everything_of(data_folder)


@pytest.mark.parametrize(
    "name",
    [
        *("../runs.sqlite", "/etc/passwd", "uploads/../../x", "uploads/" + "a" * 32 + "/..", "store/tmp/../x/y"),
        *("models/m.pt", "runs.sqlite-wal", "uploads/" + "a" * 32 + "/a/b", "C:/x", "uploads\\x", "secret/x"),
        "store/tracks/" + "a" * 40 + "/../../../secret",
    ],
)
def test_a_backup_can_write_only_where_the_app_does(name: str) -> None:
    assert not may_be_kept(name)


def altered(backup: Path, change: Callable[[dict, dict[str, bytes]], object]) -> Path:
    """The backup, with its manifest and files changed."""
    with zipfile.ZipFile(backup) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    change(manifest, files)
    other = backup.with_name("other.zip")
    with zipfile.ZipFile(other, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr("manifest.json", json.dumps(manifest))
    return other


def _also(manifest: dict, files: dict[str, bytes], *, name: str = "a", below_a_file: bool = False) -> None:
    """There are more files in the store."""
    place = f"store/tracks/{'7' * 40}/{name}"
    for added in (place, f"{place}/b") if below_a_file else (place,):
        files[added] = b""
        manifest["files"][added] = [0, hashlib.sha256(b"").hexdigest()]


ODD: dict[str, tuple[Callable, str]] = {
    "a clip was altered": (lambda m, f: f.update({next(iter(f)): CLIP.replace(b"door", b"gate")}), "was altered"),
    "a file too much": (lambda m, f: f.update({"uploads/x": b""}), "other files than"),
    "a file is missing": (lambda m, f: f.pop(next(iter(f))), "other files than"),
    "no list": (lambda m, f: (f.pop("runs.sqlite"), m["files"].pop("runs.sqlite")), "not whole"),
    "leads out": (lambda m, f: (f.update({"../x": b""}), m["files"].update({"../x": [0, "e"]})), "no backup holds"),
    "a file below a file": (lambda m, f: _also(m, f, below_a_file=True), "no whole backup"),
    "a name too long": (lambda m, f: _also(m, f, name="n" * 300), "no backup holds"),
    "sizes": (lambda m, f: m["files"].update({"runs.sqlite": [10**15, "e"]}), "was altered"),
    "manifest": (lambda m, f: m.update(files=[1, 2]), "no whole backup"),
    "time": (lambda m, f: m.update(made_at_s=1e300), "no whole backup"),
    "newer": (lambda m, f: m.update(backup=2, version="9.9"), "made by a newer HeatDash (9.9) than this one; restore"),
    "newer list": (lambda m, f: m.update(form=SCHEMA_VERSION + 1), "made by a newer HeatDash"),
    "other list": (lambda m, f: m.update(form=SCHEMA_VERSION - 1), f"form {SCHEMA_VERSION}, not {SCHEMA_VERSION - 1}"),
}


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_backup_changes_nothing_and_is_one_sentence(odd: str, run: Run, data_folder, tmp_path) -> None:
    change, says = ODD[odd]
    make_backup(to=tmp_path / "a.zip")
    other = altered(tmp_path / "a.zip", change)
    before = contents(data_folder)
    with pytest.raises(StorageError) as refused:
        restore_backup(source=other, replace=True)
    assert says in str(refused.value)
    assert contents(data_folder) == before
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("cut", [0, 1, 22, 500, 5000])
def test_a_backup_that_was_cut_off_or_compressed_is_refused(cut: int, run: Run, tmp_path: Path) -> None:
    make_backup(to=tmp_path / "a.zip")
    content = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "b.zip").write_bytes(content[:cut] if cut < 500 else content[:-cut])
    with pytest.raises(StorageError, match="is no whole backup"):
        restore_backup(source=tmp_path / "b.zip", replace=True)
    with zipfile.ZipFile(tmp_path / "c.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b" " * 1_000_000)
    with pytest.raises(StorageError, match="is too large"):
        restore_backup(source=tmp_path / "c.zip", replace=True)
    with pytest.raises(StorageError, match=r"cannot be read \(No such file"):
        restore_backup(source=tmp_path / "d.zip", replace=True)
