"""What people take away is made once, for each name and language."""

import json
import zipfile

import pytest

from heatdash.errors import StorageError
from heatdash.exports import download as module
from heatdash.exports import files
from heatdash.exports.download import make_download
from heatdash.exports.folder import write_answer
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.artefacts import FILES
from heatdash.values.measure_settings import MeasureSettings
from tests.builders.answers import answer
from tests.builders.commands import NOT_ALWAYS

OFFERED = [export.name for export in files.EXPORTS if files.DOWNLOAD in export.offered_to]
NAMES = [name for name in OFFERED if name not in NOT_ALWAYS]


@pytest.fixture
def store(tmp_path):
    return ArtefactStore(root=tmp_path / "store", limit_bytes=10**9)


def taken(store, *, name="Entrance", language="en", corrections=None, **changes):
    return make_download(answer=answer(**changes), name=name, language=language, store=store, corrections=corrections)


def test_every_file_lies_in_the_store_with_the_size_told(store):
    away = taken(store)
    assert [name for name, _ in away.sizes_bytes] == NAMES
    with store.open(kind=FILES, key=away.key) as artefact:
        assert artefact is not None
        found = {file.name: file.stat().st_size for file in artefact.folder.iterdir()}
        assert found.keys() - dict(away.sizes_bytes).keys() == {"manifest.json"}
        assert {name: found[name] for name in NAMES} == dict(away.sizes_bytes)
        assert zipfile.is_zipfile(artefact.folder / "workbook.xlsx")
        assert json.loads((artefact.folder / "project.json").read_text(encoding="utf-8"))["version"] == 1
        assert "<h1>Entrance</h1>" in (artefact.folder / "report.html").read_text(encoding="utf-8")


def test_the_files_are_those_of_the_command_line(store, tmp_path):
    away = taken(store)
    given = write_answer(answer=answer(), folder=tmp_path / "out")
    with store.open(kind=FILES, key=away.key) as artefact:
        assert artefact is not None
        for file in given:
            if file.suffix != ".json":
                assert (artefact.folder / file.name).read_bytes() == file.read_bytes()


def test_they_are_made_once(store, monkeypatch):
    first = taken(store)
    monkeypatch.setattr(module, "exports_for", None)
    assert taken(store) == first


def test_another_name_language_or_question_makes_others(store, monkeypatch):
    monkeypatch.setattr(module, "exports_for", lambda delivery, *, to: ())
    others = (
        {},
        {"name": "Another"},
        {"language": "zh"},
        {"measure": MeasureSettings(grid=16, smoothing=3)},
        {"start": "12:00:00"},
        {"clip_name": "other.mp4"},
    )
    assert len({taken(store, **other).key for other in others}) == len(others)


def test_they_belong_to_the_clips_file(store):
    away, other = taken(store, clip_name="clip.mp4"), taken(store, clip_name="other.mp4")
    assert store.drop_all(belonging_to="clip.mp4")
    with store.open(kind=FILES, key=away.key) as gone, store.open(kind=FILES, key=other.key) as kept:
        assert gone is None
        assert kept is not None


def test_a_name_is_never_part_of_a_path(store, tmp_path):
    taken(store, name="../../../outside")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["store"]


def test_a_full_disk_leaves_nothing_and_is_told(store, monkeypatch):
    def fill(**given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write_workbook", fill)
    with pytest.raises(StorageError, match="No space left on device"):
        taken(store)
    assert not (store.root / FILES).exists()
