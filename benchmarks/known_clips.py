"""Clips whose truth is known."""

from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from benchmarks.random_plazas import BUSHES, TRAFFIC, make_bushes_plaza, make_random_plaza, make_traffic_plaza
from heatdash.media.probe_clip import probe_clip
from heatdash.stages.stored_sample import sample_clip, sample_scene
from heatdash.store.artefact_store import open_store
from heatdash.tables.columns import BOX, CLASS_ID, CLASS_NAME, COLOUR, CONF, FRAME, T_S, TRACK_ID, TRACKS
from heatdash.values.clip import Clip
from heatdash.values.scene import Line, Scene, Zone

MIDDLE = Scene(
    zones=(Zone("Middle third", ((1 / 3, 0.0), (2 / 3, 0.0), (2 / 3, 1.0), (1 / 3, 1.0))),),
    lines=(Line("Middle", (0.5, 0.0), (0.5, 1.0)),),
)
"""Where things are counted in a clip that has boxes but no scene of its own."""
BEYOND_THE_SHOP = Scene(zones=MIDDLE.zones, lines=(Line("Road", (0.72, 0.0), (0.72, 1.0)),))
"""Where buses are counted: in the middle, the shop cuts off those on the street."""
SEEN_BY_EYE = {
    "one-by-one": ((60, 197), (227, 449), (502, 701), (744, 869), (921, 1201), (1234, 1361)),
}
"""The first and the last frame in which any part of each person is in view."""
BOXED_BY_EYE = {
    "car-park-overhead": Scene(lines=(Line("Across", (0.0, 0.5), (1.0, 0.5)),)),
}
"""Where to count in clips of which `NAME.boxes.csv` here has each car's box in some frames; it moves evenly between."""
VISIBLE = "visible"
"""The share of an object that can be seen."""


@dataclass(frozen=True, eq=False)
class Known:
    """A clip, a scene in which to count, and what is known: true boxes as a table of tracks, or who is there when."""

    clip: Clip
    scene: Scene
    boxes: pd.DataFrame | None
    stays: pd.DataFrame | None


def add_clip_options(parser: ArgumentParser, /) -> None:
    """Which model sees which clips, how often, and how the figures are printed."""
    parser.add_argument("--model", default="auto")
    parser.add_argument("--clips", type=Path, help="a folder of clips with their truth beside them")
    parser.add_argument("--plazas", type=int, default=0, help="so many plazas where people walk by chance")
    parser.add_argument("--sample-fps", type=float)
    parser.add_argument("--json", action="store_true")


def known_clips(folder: Path | None, *, plazas: int = 0, traffic: int = 0, bushes: int = 0) -> Iterator[Known]:
    """The sample, then the folder's clips whose truth is known, then so many plazas where people walk by chance.

    Last come so many where buses drive by chance, and so many where they do behind bushes.
    """
    store = open_store()
    sample = sample_clip(store)
    boxes = pd.read_csv(sample.with_name("sample.truth.csv"))
    yield Known(probe_clip(sample), sample_scene(store), as_tracks(boxes), None)
    yield from _clips_in(folder) if folder else ()
    with TemporaryDirectory() as made:
        for seed in range(plazas):
            make_random_plaza(seed=seed, folder=Path(made))
        for seed in range(traffic):
            make_traffic_plaza(seed=seed, folder=Path(made))
        for seed in range(bushes):
            make_bushes_plaza(seed=seed, folder=Path(made))
        yield from _clips_in(Path(made))


def _clips_in(folder: Path) -> Iterator[Known]:
    for path in sorted(folder.glob("*.mp4")):
        clip, boxes_file, stays_file = probe_clip(path), path.with_suffix(".gt.csv"), path.with_suffix(".stays.csv")
        if boxes_file.exists():
            boxes = pd.read_csv(boxes_file)
            scene = BEYOND_THE_SHOP if path.stem.startswith((TRAFFIC, BUSHES)) else MIDDLE
            yield Known(clip, scene, as_tracks(boxes.assign(**{T_S: clip.times_s[boxes[FRAME]]})), None)
        elif stays_file.exists():
            yield Known(clip, Scene(), None, pd.read_csv(stays_file))
        elif path.stem in BOXED_BY_EYE:
            boxes = _between(pd.read_csv(Path(__file__).with_name(f"{path.stem}.boxes.csv")), clip)
            yield Known(clip, BOXED_BY_EYE[path.stem], as_tracks(boxes), None)
        elif path.stem in SEEN_BY_EYE:
            stays = pd.DataFrame(SEEN_BY_EYE[path.stem], columns=["first_frame", "last_frame"])
            yield Known(clip, Scene(), None, stays)


def _between(boxes: pd.DataFrame, clip: Clip) -> pd.DataFrame:
    """The boxes of every frame between the given ones."""
    every = []
    for track_id, known in boxes.groupby(TRACK_ID):
        frame = np.arange(known[FRAME].min(), known[FRAME].max() + 1)
        moving = {name: np.interp(frame, known[FRAME], known[name]) for name in (*BOX, VISIBLE)}
        every.append(pd.DataFrame({FRAME: frame, T_S: clip.times_s[frame], TRACK_ID: track_id, **moving}))
    return pd.concat(every).assign(**{CLASS_NAME: "car"})


def as_tracks(boxes: pd.DataFrame) -> pd.DataFrame:
    """True boxes as a table of tracks, with the share of each object that can be seen."""
    known = boxes.assign(**{CLASS_ID: 0, CLASS_NAME: boxes.get(CLASS_NAME, "person"), CONF: 1.0, COLOUR: "grey"})
    known[VISIBLE] = boxes.get(VISIBLE, 1.0)
    return known[[*TRACKS, VISIBLE]].sort_values([FRAME, TRACK_ID], ignore_index=True)
