"""The stage of uniting: the objects that are seen in several clips of a stretch, made once for the stretch."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from heatdash.measure.timeline.stretch_times import StretchTimes
from heatdash.stages.link import TRACKS_FILE
from heatdash.stages.progress import Progress
from heatdash.stages.seam import SEAM_VERSION, seam_objects
from heatdash.stages.stretch_clip import StretchClip
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.parquet_tables import read_table, write_table
from heatdash.track.unite_objects import United, unite_objects
from heatdash.values.refine_settings import RefineSettings

UNITED_VERSION = 1
"""Raise it whenever how objects are united changes."""
_TAKEN = "taken"


@dataclass(frozen=True, eq=False)
class KeptUnited:
    """The objects that go over seams, and the key under which they are kept."""

    united: United
    key: str


def united_objects(
    *, clips: Sequence[StretchClip], times: StretchTimes, store: ArtefactStore, progress: Progress
) -> KeptUnited:
    """Who is in more than one of the stretch's clips; found now where no earlier run did so.

    Tracks that were not refined are not united: they are as the tracker left them.
    """
    begin_s = clips[0].placed.offset_s
    refined = clips[0].project.link.refine
    key = artefact_key(
        kind="united",
        version=UNITED_VERSION,
        seams=SEAM_VERSION if refined else None,
        tracks=tuple(clip.tracks_key for clip in clips),
        offsets=tuple(round(clip.placed.offset_s - begin_s, 3) for clip in clips),
        skipped=tuple(round(clip.placed.skip_s, 3) for clip in clips),
    )

    def make(folder: Path) -> dict[str, Any]:
        seams = range(1, len(clips)) if refined else ()
        united = unite_objects(
            clips=[
                clip.tracks(store, first_frame=int(first)) for clip, first in zip(clips, times.first[:-1], strict=True)
            ],
            seams=[seam_objects(clips=clips, seam=seam, store=store, progress=progress) for seam in seams],
            settings=RefineSettings(),
        )
        write_table(path=folder / TRACKS_FILE, table=united.tracks)
        return {_TAKEN: [ids.tolist() for ids in united.taken]}

    with store.get_or_make(kind="united", key=key, make=make, belongs_to=clips[0].clip.sha256) as artefact:
        taken = tuple(np.array(ids, dtype=np.int64) for ids in artefact.meta[_TAKEN])
        return KeptUnited(United(read_table(artefact.folder / TRACKS_FILE), taken), key)
