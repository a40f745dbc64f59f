"""Tracks, linked once for each tracker and each set of its options."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from heatdash.jobs.progress import Progress
from heatdash.jobs.watch_clip import DETECTIONS_FILE
from heatdash.media.read_frames import read_frames
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import Artefact, ArtefactStore
from heatdash.store.parquet_tables import read_table, write_table
from heatdash.tables.columns import TRACK_ID
from heatdash.values.clip import Clip
from heatdash.values.link_settings import LinkSettings

TRACKS_VERSION = 3
"""Counts up whenever what is stored of a track, or how it is linked, changes."""
TRACKS_FILE = "tracks.parquet"


SLOW_STEP_S = 0.15
"""From here on a walker's boxes in two watched frames overlap by less than half."""
_FUSE_SCORE = "fuse_score"
_TRACKERS_THAT_FUSE = ("botsort", "bytetrack", "ocsort", "deepocsort", "fasttrack")


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
    """The stored tracks of the detections, linked now where no earlier run did. Its meta holds `tracks`, `frames`."""
    frames = clip.sampled_frames(sample_fps)
    settings = _for_pace(settings, step_s=clip.duration_s / len(frames))
    key = artefact_key(
        kind="tracks",
        version=TRACKS_VERSION,
        detections=detections.folder.name,
        tracker=settings.tracker,
        trackers_by=version("ultralytics-opencv-headless"),
        conf=settings.conf,
        options=settings.options,
        moving_camera=settings.moving_camera,
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
            size_px=(clip.width_px, clip.height_px),
            settings=settings,
            pictures=partial(read_frames, clip=clip, sample_fps=sample_fps),
            on_frames=progress.advance,
        )
        progress.advance(len(frames))
        progress.end()
        write_table(path=folder / TRACKS_FILE, table=tracks)
        return {"tracks": int(tracks[TRACK_ID].max()) if len(tracks) else 0, "frames": len(frames)}

    with store.get_or_make(kind="tracks", key=key, make=make) as artefact:
        yield artefact


def _for_pace(settings: LinkSettings, *, step_s: float) -> LinkSettings:
    """The settings for frames so far apart: what little overlap is left is not weighed down by the confidence too.

    Tracks that are not refined are as the tracker makes them.
    """
    fuses = settings.tracker in _TRACKERS_THAT_FUSE and _FUSE_SCORE not in dict(settings.options)
    if not (settings.refine and fuses and step_s >= SLOW_STEP_S):
        return settings
    return replace(settings, options=(*settings.options, (_FUSE_SCORE, False)))
