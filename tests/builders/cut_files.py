"""Cuts a clip into the files of a recorder, which follow on one another and are named after their begin."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from heatdash.media.probe_clip import probe_clip
from heatdash.media.read_frames import read_frames
from heatdash.media.write_video import write_video
from heatdash.values.clip import Frame

BEGAN = datetime(2026, 11, 21, 12, 0, 0)


def cut_file(
    clip: Path, folder: Path, *, at_s: Sequence[float], most_s: float = 1e9, skipped_s: Sequence[float] = ()
) -> list[Path]:
    """The files, cut at these times; the clip's beginning is at noon. Before each cut, so much more of it is lost."""
    folder.mkdir(parents=True, exist_ok=True)
    lost = dict(zip(at_s, skipped_s, strict=False))
    whole = probe_clip(clip)
    edges = [0.0, *at_s, min(most_s, whole.duration_s)]
    frames: list[list[Frame]] = [[] for _ in edges[1:]]
    for frame in read_frames(clip=whole):
        number = sum(frame.t_s >= edge for edge in edges) - 1
        if number < len(frames) and frame.t_s < edges[number + 1] - lost.get(edges[number + 1], 0.0):
            frames[number].append(replace(frame, t_s=frame.t_s - edges[number]))
    paths = []
    for begin_s, shown in zip(edges, frames, strict=False):
        path = folder / f"cam_{BEGAN + timedelta(seconds=begin_s):%Y%m%d_%H%M%S}.mp4"
        write_video(path=path, frames=shown, width_px=whole.width_px, height_px=whole.height_px, crf=14)
        paths.append(path)
    return paths
