"""What the sweep finds that earlier versions have left."""

import json
from pathlib import Path

from heatdash.store.artefact_store import open_store
from heatdash.store.manifest import MANIFEST, _digest_of_content
from heatdash.work.sweep import sweep


def an_artefact(number: int) -> Path:
    def make(folder: Path) -> dict[str, object]:
        (folder / "table.parquet").write_bytes(b"rows")
        return {}

    with open_store().get_or_make(kind="tracks", key=f"{number:040x}", make=make) as artefact:
        return artefact.folder


def test_what_the_first_versions_made_goes_as_nobody_could_delete_it_with_its_clip(data_folder: Path) -> None:
    todays, first = an_artefact(1), an_artefact(2)
    manifest = json.loads((first / MANIFEST).read_text(encoding="utf-8"))
    # Until commit 937020f, manifests had no such entry.
    assert manifest.pop("belongs_to", "missing") is None
    manifest["blake2b"] = _digest_of_content({name: said for name, said in manifest.items() if name != "blake2b"})
    (first / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    (damaged := an_artefact(3) / MANIFEST).write_text("{", encoding="utf-8")
    with open_store().open(kind="tracks", key=first.name):
        sweep()
        assert first.exists(), "it is in use"
    sweep()
    assert not first.exists()
    assert todays.exists()
    assert damaged.exists(), "it is set aside by whoever needs it"
