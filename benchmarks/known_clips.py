"""Clips whose truth is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from benchmarks.random_plazas import make_random_plaza
from heatdash.media.probe_clip import probe_clip
from heatdash.stages.stored_sample import sample_clip, sample_scene
from heatdash.store.artefact_store import open_store
from heatdash.tables.columns import CLASS_ID, CLASS_NAME, COLOUR, CONF, FRAME, T_S, TRACK_ID, TRACKS
from heatdash.values.clip import Clip
from heatdash.values.scene import Line, Scene, Zone

MIDDLE = Scene(
    zones=(Zone("Middle third", ((1 / 3, 0.0), (2 / 3, 0.0), (2 / 3, 1.0), (1 / 3, 1.0))),),
    lines=(Line("Middle", (0.5, 0.0), (0.5, 1.0)),),
)
"""Where things are counted in a clip that has boxes but no scene of its own."""
SEEN_BY_EYE = {
    "one-by-one": ((60, 197), (227, 449), (502, 701), (744, 869), (921, 1201), (1234, 1361)),
}
"""The first and the last frame in which any part of each person is in view."""


@dataclass(frozen=True, eq=False)
class Known:
    """A clip, a scene in which to count, and what is known: true boxes as a table of tracks, or who is there when."""

    clip: Clip
    scene: Scene
    boxes: pd.DataFrame | None
    stays: pd.DataFrame | None


def known_clips(folder: Path | None, *, plazas: int = 0) -> Iterator[Known]:
    """The sample, then the folder's clips whose truth is known, then so many plazas where people walk by chance."""
    store = open_store()
    sample = sample_clip(store)
    boxes = pd.read_csv(sample.with_name("sample.truth.csv"))
    yield Known(probe_clip(sample), sample_scene(store), as_tracks(boxes), None)
    yield from _clips_in(folder) if folder else ()
    with TemporaryDirectory() as made:
        for seed in range(plazas):
            make_random_plaza(seed=seed, folder=Path(made))
        yield from _clips_in(Path(made))


def _clips_in(folder: Path) -> Iterator[Known]:
    for path in sorted(folder.glob("*.mp4")):
        clip, boxes_file, stays_file = probe_clip(path), path.with_suffix(".gt.csv"), path.with_suffix(".stays.csv")
        if boxes_file.exists():
            boxes = pd.read_csv(boxes_file)
            yield Known(clip, MIDDLE, as_tracks(boxes.assign(**{T_S: clip.times_s[boxes[FRAME]]})), None)
        elif stays_file.exists():
            yield Known(clip, Scene(), None, pd.read_csv(stays_file))
        elif path.stem in SEEN_BY_EYE:
            stays = pd.DataFrame(SEEN_BY_EYE[path.stem], columns=["first_frame", "last_frame"])
            yield Known(clip, Scene(), None, stays)


def as_tracks(boxes: pd.DataFrame) -> pd.DataFrame:
    """True boxes as a table of tracks."""
    known = boxes.assign(**{CLASS_ID: 0, CLASS_NAME: boxes.get(CLASS_NAME, "person"), CONF: 1.0, COLOUR: "grey"})
    return known[list(TRACKS)].sort_values([FRAME, TRACK_ID], ignore_index=True)
