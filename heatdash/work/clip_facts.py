"""What is known of a clip whose file was deleted: its size and the times of its frames, kept beside its record."""

from dataclasses import replace
from pathlib import Path

from heatdash.store.upload_records import clip_deleted_at, read_record
from heatdash.values.clip import Clip
from heatdash.work.reading_tasks import TASKS, from_bytes, to_bytes

FACTS = "clip.facts"


def keep_facts(clip: Clip) -> None:
    """Write down what is known of the uploaded clip, beside its file."""
    content, arrays = TASKS["probe"].pack(clip)
    part = clip.path.with_name(f"{FACTS}.part")
    part.write_bytes(to_bytes(content, arrays=arrays))
    part.replace(clip.path.with_name(FACTS))


def deleted_clip(path: Path) -> Clip | None:
    """What was known of the clip at `path` when it was deleted; None where it was not, or nothing can be read."""
    record = read_record(path.parent)
    if record is None or clip_deleted_at(path) is None:
        return None
    try:
        clip: Clip = TASKS["probe"].unpack(*from_bytes(path.with_name(FACTS).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return replace(clip, path=path, sha256=record.sha256)
