"""Frames a second that refining goes through, by how many objects are in view.

python -m benchmarks.refine [--minutes 10] [--objects 5 15 30] [--rounds 5]

The objects wander, are lost now and then for up to three seconds, and come back under another number.
"""

import argparse
import json

import numpy as np
import pandas as pd

from benchmarks.measure import FPS, HEIGHT_PX, WIDTH_PX, median, walks
from heatdash.tables.columns import FRAME, LOOK, TRACK_ID
from heatdash.track.refine_tracks import Refined, refine_tracks
from heatdash.values.refine_settings import RefineSettings

LONGEST_LOSS_S = 3.0
SEEN_S = 8.0
"""How long an object is seen until it is lost, on average."""


def main() -> None:
    """Prints one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--objects", type=int, nargs="+", default=[5, 15, 30])
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    frames = np.arange(round(chosen.minutes * 60 * FPS))
    print(json.dumps({f"{objects} objects": speed(frames, objects, chosen.rounds) for objects in chosen.objects}))


def speed(frames: np.ndarray, objects: int, rounds: int) -> dict[str, float]:
    """How fast the tracks of so many objects at once are refined, and into how many."""
    tracks = interrupted(walks(frames=len(frames), at_once=objects))
    refined = refine(tracks, frames)
    seconds = median(lambda: refine(tracks, frames), rounds)
    return {
        "rows": len(tracks),
        "tracks": int(tracks[TRACK_ID].nunique()),
        "objects": int(refined.tracks[TRACK_ID].nunique()),
        "frames a second": round(len(frames) / seconds),
    }


def refine(tracks: pd.DataFrame, frames: np.ndarray) -> Refined:
    """The objects behind the tracks."""
    return refine_tracks(
        tracks=tracks,
        detections=tracks,
        settings=RefineSettings(),
        frames=frames,
        times_s=frames / FPS,
        size_px=(WIDTH_PX, HEIGHT_PX),
    )


def interrupted(tracks: pd.DataFrame) -> pd.DataFrame:
    """The tracks without the frames in which each object is lost; what comes after a loss has a number of its own."""
    random = np.random.default_rng(5)
    tracks = tracks.sort_values([TRACK_ID, FRAME], ignore_index=True)
    track = tracks[TRACK_ID].to_numpy()
    lost = np.zeros(len(tracks), dtype=bool)
    starts = np.flatnonzero(random.random(len(tracks)) < 1 / (SEEN_S * FPS))
    for start, frames in zip(starts, random.integers(1, round(LONGEST_LOSS_S * FPS), len(starts)), strict=True):
        lost[start : start + frames] = True
    new = np.diff(track, prepend=0) != 0
    new[1:] |= lost[:-1] & ~lost[1:]
    looks = random.integers(40, 220, (int(track.max()) + 1, 8), dtype=np.uint8).view(np.uint64).ravel()
    numbered = tracks.assign(**{TRACK_ID: np.cumsum(new).astype(np.int32), LOOK: looks[track]})
    return numbered[~lost].sort_values([FRAME, TRACK_ID], ignore_index=True)


if __name__ == "__main__":
    main()
