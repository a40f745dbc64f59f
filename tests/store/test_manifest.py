import json
import time
from pathlib import Path

import pytest

from heatdash.store.manifest import MANIFEST, verified_meta, write_manifest

KEY = "a" * 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tracks" / KEY
    (folder / "spans").mkdir(parents=True)
    (folder / "table.bin").write_bytes(b"0123456789")
    (folder / "spans" / "0.bin").write_bytes(b"")
    write_manifest(folder=folder, kind="tracks", key=KEY, meta={"frames": 7, "model": None})
    return folder


def flip(path: Path, *, at: int) -> None:
    time.sleep(0.02)  # the file system's clock ticks every few milliseconds
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_a_whole_artefact_gives_its_meta(folder):
    assert verified_meta(folder) == {"frames": 7, "model": None}


def test_the_manifest_names_every_file_with_size_and_checksum(folder):
    manifest = json.loads((folder / MANIFEST).read_text())
    assert (manifest["kind"], manifest["key"]) == ("tracks", KEY)
    assert {name: file["bytes"] for name, file in manifest["files"].items()} == {"table.bin": 10, "spans/0.bin": 0}
    assert all(len(file["blake2b"]) == 128 for file in manifest["files"].values())


@pytest.mark.parametrize("name", ["table.bin", MANIFEST])
@pytest.mark.parametrize("at", [0, 5, -1])
def test_a_flipped_bit_is_seen(folder, name, at):
    assert verified_meta(folder) is not None
    flip(folder / name, at=at)
    assert verified_meta(folder) is None


def test_a_changed_meta_is_seen(folder):
    manifest = folder / MANIFEST
    manifest.write_text(manifest.read_text().replace('"frames": 7', '"frames": 8'))
    assert verified_meta(folder) is None


@pytest.mark.parametrize("name", ["table.bin", "spans/0.bin", MANIFEST])
def test_a_missing_file_is_seen(folder, name):
    (folder / name).unlink()
    assert verified_meta(folder) is None


@pytest.mark.parametrize("name", ["table.bin", MANIFEST])
def test_a_truncated_file_is_seen(folder, name):
    (folder / name).write_bytes((folder / name).read_bytes()[:-1])
    assert verified_meta(folder) is None


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", "\0\0\0"])
def test_a_manifest_that_says_nothing_is_seen(folder, text):
    (folder / MANIFEST).write_text(text)
    assert verified_meta(folder) is None


def test_an_artefact_under_the_name_of_another_is_not_taken_for_it(folder):
    other = folder.rename(folder.with_name("b" * 40))
    assert verified_meta(other) is None


def test_a_meta_that_json_cannot_hold_is_refused(tmp_path):
    with pytest.raises(TypeError):
        write_manifest(folder=tmp_path, kind="tracks", key=KEY, meta={"path": tmp_path})
    with pytest.raises(ValueError, match="JSON"):
        write_manifest(folder=tmp_path, kind="tracks", key=KEY, meta={"x": float("nan")})


def test_the_name_of_the_manifest_is_taken(folder):
    with pytest.raises(ValueError, match=r"cannot hold a file named manifest\.json"):
        write_manifest(folder=folder, kind="tracks", key=KEY, meta={})
