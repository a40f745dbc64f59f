"""Small clips at random for hypothesis: tracks that jump, pause, get lost and leave the picture."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from heatdash.measure.paths import Paths, paths_of
from heatdash.measure.watched_time import watched_time
from heatdash.values.measure_settings import ANCHORS, MeasureSettings
from heatdash.values.scene import EXCLUDE, ROI, Scene, Zone
from tests.builders.tracks import FPS, PICTURE_PX, tracks, walk

# No way between points on quarters of a pixel is cut in two halves just on these edges.
REGION = Zone("Region", ((0.1013, 0.0517), (0.8031, 0.2011), (0.6047, 0.9029), (0.2053, 0.7019)), ROI)
SECOND = Zone("Second", ((0.8513, 0.5517), (0.9931, 0.5011), (0.9047, 0.9529)), ROI)
HOLE = Zone("Hole", ((0.3011, 0.3023), (0.6029, 0.2513), (0.5017, 0.8011)), EXCLUDE)
SCENES = (Scene(), Scene(zones=(REGION,)), Scene(zones=(HOLE,)), Scene(zones=(REGION, SECOND, HOLE)))


@dataclass(frozen=True)
class Example:
    """A table of tracks, and the watched frames with the time and the seconds of each."""

    table: pd.DataFrame
    frames: dict[int, tuple[float, float]]
    seconds: float

    def paths(self, order: int | None = None) -> Paths:
        """The paths; with `order`, from a table whose rows were shuffled within frames."""
        table = self.table
        if order is not None:
            rng = np.random.default_rng(order)
            table = table.iloc[rng.permutation(len(table))].sort_values("frame", kind="stable", ignore_index=True)
        frames = np.array(list(self.frames), dtype=np.int64)
        watched = watched_time(frames=frames, t_s=frames / FPS, duration_s=self.seconds)
        return paths_of(tracks=table, watched=watched, width_px=PICTURE_PX[0], height_px=PICTURE_PX[1])


BESIDE_BORDERS_PX = 4915 / 2**14
"""So far off quarters of a pixel, no place on the way between two frames is just on the border of a cell."""


@st.composite
def examples(draw: st.DrawFn, *, aside_px: float = 0.0) -> Example:
    """Up to four tracks on quarters of a pixel in a clip of 3 seconds, of which each frame or each third is watched.

    With `aside_px` all are moved by so much to the right and down.
    """
    every, count = draw(st.sampled_from([1, 1, 3])), 30
    quarters = st.tuples(st.integers(-40, 680), st.integers(-40, 400)).map(lambda p: (p[0] / 4, p[1] / 4))
    rows = []
    for track in range(1, draw(st.integers(0, 4)) + 1):
        legs = draw(st.lists(st.tuples(quarters, st.sampled_from([1, 2, 4])), min_size=1, max_size=5))
        lost = draw(st.sets(st.integers(0, 20), max_size=4))
        frame, at = draw(st.integers(0, 15)), draw(quarters)
        for goal, steps in legs:
            rows += walk(track=track, start=at, end=goal, seconds=(steps - 1) / FPS, begin_s=frame / FPS, missing=lost)
            at, frame = goal, frame + steps
    rows = [row for row in rows if row["frame"] < count and row["frame"] % every == 0]
    for row in rows:
        # Legs are cut into halves and quarters, whose ends single precision holds exactly.
        row.update({name: round(row[name] * 16) / 16 + aside_px for name in ("x1", "y1", "x2", "y2")})
    seen = list(range(0, count, every))
    t = [frame / FPS for frame in seen]
    borders = [0.0, *((a + b) / 2 for a, b in pairwise(t)), count / FPS]
    frames = {f: (t[i], borders[i + 1] - borders[i]) for i, f in enumerate(seen)}
    return Example(tracks(rows), frames, count / FPS)


def questions(*, metric: str) -> st.SearchStrategy[MeasureSettings]:
    """Settings of one metric, for any anchor, grid, half-life and time range."""
    ranges = st.sampled_from([(None, None), (None, None), (0.5, 2.2), (1.05, None), (None, 1.0), (8.0, 9.0)])
    return st.builds(
        lambda anchor, grid, half_life_s, ends: MeasureSettings(
            metric=metric,
            anchor=anchor,
            grid=grid,
            half_life_s=half_life_s,
            from_s=ends[0],
            to_s=ends[1],
        ),
        anchor=st.sampled_from(ANCHORS),
        grid=st.sampled_from([1, 5, 7, 16, 40]),
        half_life_s=st.sampled_from([0.01, 0.3, 2.0, 60.0]),
        ends=ranges,
    )
