"""The stage of seams: who goes on from a clip into the one that follows it, found once for every two of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from heatdash.errors import StorageError
from heatdash.stages.link import TRACKS_FILE, link_clip
from heatdash.stages.progress import Progress
from heatdash.stages.refine import REFINE_VERSION
from heatdash.stages.stretch_clip import StretchClip
from heatdash.stages.watch import DETECTIONS_FILE
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.parquet_tables import read_table, write_table
from heatdash.tables.columns import CONF
from heatdash.track.cross_seams import SEAM_S, SeamClip, SeamObjects, objects_across
from heatdash.values.refine_settings import RefineSettings

SEAM_VERSION = 1
"""Raise it whenever who goes on across a seam changes."""
_BEFORE, _AFTER = "before.parquet", "after.parquet"


def seam_objects(*, clips: Sequence[StretchClip], seam: int, store: ArtefactStore, progress: Progress) -> SeamObjects:
    """Who goes on into clip number `seam` of a stretch from the one before; found now where no earlier run did so."""
    near = _near(clips, seam)
    first, settings = near[0], RefineSettings()
    key = artefact_key(
        kind="seam",
        version=SEAM_VERSION,
        refined=REFINE_VERSION,
        tracks=tuple(clips[number].tracks_key for number in near),
        offsets=tuple(round(clips[number].placed.offset_s - clips[seam].placed.offset_s, 3) for number in near),
        skipped=tuple(round(clips[number].placed.skip_s, 3) for number in near),
        seam=seam - first,
        **asdict(settings),
    )

    def make(folder: Path) -> dict[str, Any]:
        found = objects_across(
            clips=[_seam_clip(clips[number], store, progress) for number in near],
            seam=seam - first,
            settings=settings,
            size_px=clips[seam].clip.size_px,
        )
        write_table(path=folder / _BEFORE, table=found.before)
        write_table(path=folder / _AFTER, table=found.after)
        return {}

    with store.get_or_make(kind="seam", key=key, make=make, belongs_to=clips[seam].clip.sha256) as artefact:
        return SeamObjects(*(read_table(artefact.folder / name) for name in (_BEFORE, _AFTER)))


def _near(clips: Sequence[StretchClip], seam: int) -> range:
    """The clips that are close to the seam; those beside it in any case."""
    at_s = clips[seam].placed.from_s
    begin, end = seam - 1, seam + 1
    while begin > 0 and clips[begin - 1].placed.to_s > at_s - SEAM_S:
        begin -= 1
    while end < len(clips) and clips[end].placed.from_s < at_s + SEAM_S:
        end += 1
    return range(begin, end)


def _seam_clip(clip: StretchClip, store: ArtefactStore, progress: Progress) -> SeamClip:
    with _boxes_and_tracks(clip, store, progress) as (boxes, linked):
        return SeamClip(
            detections=clip.numbered(boxes),
            linked=clip.numbered(linked),
            frames=np.arange(len(clip.frames)),
            times_s=clip.times_s,
            offset_s=clip.placed.offset_s,
        )


@contextmanager
def _boxes_and_tracks(
    clip: StretchClip, store: ArtefactStore, progress: Progress
) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """What the clip's refined tracks were made from."""
    project = clip.project
    with store.open(kind="detections", key=clip.detections_key) as detections:
        if detections is None:
            raise StorageError("stages.result_removed")
        linking = link_clip(
            clip=clip.clip,
            detections=detections,
            sample_fps=project.watch.sample_fps,
            settings=project.link,
            store=store,
            progress=progress,
        )
        with linking as linked:
            boxes = read_table(detections.folder / DETECTIONS_FILE)
            yield boxes[boxes[CONF] >= project.link.conf], read_table(linked.folder / TRACKS_FILE)
