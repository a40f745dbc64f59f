"""What stands in for a clip that was deleted."""

from dataclasses import replace
from pathlib import Path

import pytest

from heatdash.media.probe_clip import probe_clip
from heatdash.store.upload_records import read_record, write_record
from heatdash.values.clip import Clip
from heatdash.work.clip_facts import FACTS, deleted_clip, keep_facts
from tests.builders.analysed_runs import upload


@pytest.fixture
def clip(data_folder: Path) -> Clip:
    """An uploaded clip, of which the facts are kept."""
    clip = probe_clip(upload("door.mp4"))
    keep_facts(clip)
    return clip


def delete(clip: Clip) -> None:
    """The clip is deleted, and its record says so."""
    record = read_record(clip.path.parent)
    assert record is not None
    write_record(replace(record, sha256=clip.sha256, clip_deleted_at_s=1.0))
    clip.path.unlink()


def test_a_deleted_clip_is_known_as_it_was(clip: Clip) -> None:
    delete(clip)
    known = deleted_clip(clip.path)
    assert known == clip
    assert known is not None
    assert known.path == clip.path
    assert (known.times_s == clip.times_s).all()
    assert (known.keyframes == clip.keyframes).all()


def test_a_clip_that_was_not_deleted_is_not_known_so(clip: Clip) -> None:
    assert deleted_clip(clip.path) is None
    clip.path.unlink()
    assert deleted_clip(clip.path) is None


@pytest.mark.parametrize("written", [b"", b"\0\0\0\x02{}", None])
def test_of_damaged_facts_nothing_is_believed(clip: Clip, written: bytes | None) -> None:
    delete(clip)
    facts = clip.path.with_name(FACTS)
    facts.write_bytes(facts.read_bytes()[:-9] if written is None else written)
    assert deleted_clip(clip.path) is None


def test_another_file_beside_it_is_no_deleted_clip(clip: Clip) -> None:
    delete(clip)
    assert deleted_clip(clip.path.with_name("other.mp4")) is None
