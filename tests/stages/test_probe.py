"""A clip's pictures are looked at once."""

from pathlib import Path

import pytest

from heatdash.errors import BadClipError
from heatdash.media.examine_picture import examine_picture
from heatdash.media.probe_clip import probe_clip
from heatdash.stages.probe import camera_report
from heatdash.store.artefact_store import ArtefactStore
from tests.builders.clips import make_clip


@pytest.fixture
def store(tmp_path: Path) -> ArtefactStore:
    return ArtefactStore(root=tmp_path / "store", limit_bytes=10**9)


def test_the_second_time_it_is_only_read(tmp_path: Path, store: ArtefactStore) -> None:
    clip = probe_clip(make_clip(tmp_path / "clip.mp4"))
    first = camera_report(clip=clip, store=store)
    assert first == examine_picture(clip)
    clip.path.unlink()
    assert camera_report(clip=clip, store=store) == first


def test_another_clip_is_examined_anew(tmp_path: Path, store: ArtefactStore) -> None:
    short, long = (probe_clip(make_clip(tmp_path / f"{n}.mp4", frames=n)) for n in (3, 9))
    assert len(camera_report(clip=short, store=store).times_s) == 3
    assert len(camera_report(clip=long, store=store).times_s) == 9


def test_a_clip_that_is_gone_is_told(tmp_path: Path, store: ArtefactStore) -> None:
    clip = probe_clip(make_clip(tmp_path / "clip.mp4"))
    clip.path.unlink()
    with pytest.raises(BadClipError):
        camera_report(clip=clip, store=store)
