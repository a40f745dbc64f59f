"""A data folder that is backed up: an upload, its run, and what was made of it."""

from pathlib import Path

from heatdash.store.artefact_store import open_store
from heatdash.store.installation_secret import installation_secret
from heatdash.store.run_register import open_register
from heatdash.values.run import Run
from heatdash.work.uploads import finish_upload, new_upload_id
from tests.builders.runs import asks

CLIP = b"a clip of the door " * 1000
TRACKS = {"kind": "tracks", "key": "7" * 40}
FILES = {"kind": "files", "key": "8" * 40}


def an_upload(data: Path, *, owner: str = "anna") -> Run:
    """A run of the owner's, of a clip that was uploaded."""
    clip = data / "uploads" / new_upload_id() / "clip.mp4"
    clip.parent.mkdir(parents=True)
    clip.write_bytes(CLIP)
    finish_upload(clip, owner=owner)
    return open_register().new_run(owner=owner, name="Door", source=clip, project=asks())


def everything_of(data: Path) -> Run:
    """A run with its clip and what was made of it, in a data folder in which more lies that no backup is made of."""
    run = an_upload(data)
    for place, belongs_to in ((TRACKS, "c" * 64), (FILES, str(run.source))):
        with open_store().get_or_make(**place, make=_one_table, belongs_to=belongs_to):
            pass
    installation_secret()
    for name in ("models/mine.pt", "workers/1.lock", "uploads/coming.part", "store/locks/x.lock", "store/tmp/y/z"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).touch()
    return run


def _one_table(folder: Path) -> dict[str, object]:
    (folder / "table.parquet").write_bytes(b"rows")
    return {}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below the folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
