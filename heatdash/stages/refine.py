"""The refining stage: objects, made from the tracks once for each version of refining."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from heatdash.measure.paths import Paths
from heatdash.stages.clip_paths import clip_paths
from heatdash.stages.link import TRACKS_FILE
from heatdash.stages.watch import DETECTIONS_FILE, MOTION_FILE
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import Artefact, ArtefactStore
from heatdash.store.parquet_tables import read_table, write_table
from heatdash.tables.columns import CONF
from heatdash.values.clip import Clip
from heatdash.values.refine_settings import RefineSettings
from heatdash.values.sureness import RefineReport

REFINE_VERSION = 10
"""Raise it whenever the result of refining changes."""
REPORT = "refining"
"""The meta entry that says what refining did."""
UNSEEN_FILE = "moved_unseen.parquet"
"""What moved and is in none of the refined tracks, as a table of tracks."""


@contextmanager
def refine_clip(
    *, clip: Clip, detections: Artefact, tracks: Artefact, sample_fps: float | None, conf: float, store: ArtefactStore
) -> Iterator[Artefact]:
    """The refined tracks in the store, made now where no earlier run did so; an artefact of the same kind as `tracks`.

    `conf` is the one that the tracks were linked with; boxes below it are ignored here as they were there.
    The meta holds `frames` and what refining did.
    """
    frames = clip.sampled_frames(sample_fps)
    settings = RefineSettings()
    key = artefact_key(kind="refined", version=REFINE_VERSION, tracks=tracks.folder.name, **asdict(settings))

    def make(folder: Path) -> dict[str, Any]:
        from heatdash.track.moved_unseen import moved_unseen
        from heatdash.track.refine_tracks import refine_tracks

        boxes = read_table(detections.folder / DETECTIONS_FILE)
        refined = refine_tracks(
            tracks=read_table(tracks.folder / TRACKS_FILE),
            detections=boxes[boxes[CONF] >= conf].reset_index(drop=True),
            settings=settings,
            frames=frames,
            times_s=clip.times_s[frames],
            size_px=clip.size_px,
        )
        unseen = moved_unseen(
            motion=read_table(detections.folder / MOTION_FILE),
            detections=boxes,
            tracks=refined.tracks,
            size_px=clip.size_px,
        )
        write_table(path=folder / TRACKS_FILE, table=refined.tracks)
        write_table(path=folder / UNSEEN_FILE, table=unseen)
        return {"frames": len(frames), REPORT: asdict(refined.report)}

    with store.get_or_make(kind="tracks", key=key, make=make, belongs_to=clip.sha256) as artefact:
        yield artefact


def unseen_paths(*, clip: Clip, tracks: Artefact, sample_fps: float | None) -> Paths | None:
    """The paths of what moved and is in none of these tracks; None where they were not refined."""
    if REPORT not in tracks.meta:
        return None
    return clip_paths(clip=clip, tracks=read_table(tracks.folder / UNSEEN_FILE), sample_fps=sample_fps)


def refining_of(artefact: Artefact) -> RefineReport | None:
    """What refining did to these tracks; None where they were not refined."""
    report = artefact.meta.get(REPORT)
    return None if report is None else RefineReport(**report)
