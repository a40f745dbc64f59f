"""The linking stage: tracks, made once for each tracker and each set of its options."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from heatdash.media.read_frames import read_frames
from heatdash.stages.progress import Progress
from heatdash.stages.watch import DETECTIONS_FILE
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import Artefact, ArtefactStore
from heatdash.store.parquet_tables import read_table, write_table
from heatdash.tables.columns import TRACK_ID
from heatdash.track.open_tracker import pace_of
from heatdash.values.clip import Clip
from heatdash.values.link_settings import LinkSettings

TRACKS_VERSION = 6
"""Raise it whenever what is stored of a track, or how it is linked, changes."""
TRACKS_FILE = "tracks.parquet"


@contextmanager
def link_clip(
    *,
    clip: Clip,
    detections: Artefact,
    sample_fps: float | None,
    settings: LinkSettings,
    store: ArtefactStore,
    progress: Progress,
) -> Iterator[Artefact]:
    """The stored tracks of the detections, linked now where no earlier run did so.

    Their meta holds the numbers of `tracks` and `frames`. Only tracks that are to be refined are linked at the pace
    of the frames; others are as the tracker makes them, however far apart the frames are.
    """
    frames = clip.sampled_frames(sample_fps)
    pace = pace_of(clip.duration_s / len(frames)) if settings.refine else 1.0
    key = artefact_key(
        kind="tracks",
        version=TRACKS_VERSION,
        detections=detections.folder.name,
        tracker=settings.tracker,
        trackers_by=version("ultralytics-opencv-headless"),
        conf=settings.conf,
        options=settings.options,
        moving_camera=settings.moving_camera,
        pace=pace,
    )

    def make(folder: Path) -> dict[str, Any]:
        from heatdash.track.link_tracks import link_tracks
        from heatdash.track.open_tracker import load_trackers

        if len(frames) > 1:
            load_trackers()
        progress.begin(stage="link", total=len(frames), done=0)
        tracks = link_tracks(
            detections=read_table(detections.folder / DETECTIONS_FILE),
            frames=frames,
            size_px=clip.size_px,
            settings=settings,
            pictures=partial(read_frames, clip=clip, sample_fps=sample_fps),
            on_frames=progress.advance,
            pace=pace,
        )
        progress.advance(len(frames))
        progress.end()
        write_table(path=folder / TRACKS_FILE, table=tracks)
        return {"tracks": int(tracks[TRACK_ID].max()) if len(tracks) else 0, "frames": len(frames)}

    with store.get_or_make(kind="tracks", key=key, make=make, belongs_to=clip.sha256) as artefact:
        yield artefact
