"""A clip cut into files gives, put together, what it gives as a whole."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.measure.places.measure_counts import Counts, counts_of
from heatdash.measure.timeline.measure_part import RecordingAnswer, sum_up
from heatdash.measure.timeline.stretch_times import stretch_times
from heatdash.stages.measure import measure_paths
from heatdash.stages.measure_stretch import measure_stretch
from heatdash.tables.columns import FRAME, T_S, TRACK_ID
from heatdash.track.unite_objects import RefinedClip, United
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project
from heatdash.values.scene import Line, Scene, Zone
from tests.builders.tracks import FPS, PICTURE_PX, objects, table_paths, walk

SECONDS = 12.0
SHOP = Zone(name="Shop", points=((0.2, 0.3), (0.8, 0.3), (0.8, 1.0), (0.2, 1.0)))
DOOR = Line(name="Door", start=(0.5, 1.0), end=(0.5, 0.0))
FENCE = Line(name="Fence", start=(0.1, 0.7), end=(0.9, 0.7))
SCENE = Scene(zones=(SHOP,), lines=(DOOR, FENCE))
ASKED = Project(scene=SCENE, measure=MeasureSettings(bin_min="auto", grid=16))
METRICS = ("dwell_time", "avg_occupancy", "occupancy_pct", "unique_visits", "intensity")


def random_people(seed: int, count: int = 4) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return objects(
        *(
            walk(
                track=number,
                start=tuple(random.uniform((5, 25), (155, 88))),
                end=tuple(random.uniform((5, 25), (155, 88))),
                seconds=float(random.integers(10, 110)) / 10,
                begin_s=float(random.integers(0, 9)) / 10,
            )
            for number in range(1, count + 1)
        )
    )


def in_parts(table: pd.DataFrame, at: list[int], project: Project) -> RecordingAnswer:
    """What a recorder's files give that ends one at each of these frames."""
    edges = [0, *sorted(at), round(SECONDS * FPS)]
    clip_of = np.searchsorted(edges, table[FRAME].to_numpy(), side="right") - 1
    clips_of_track = pd.Series(clip_of).groupby(table[TRACK_ID].to_numpy()).nunique()
    going_on = clips_of_track.index[clips_of_track > 1]
    clips, taken = [], []
    for number, (begin, _) in enumerate(pairwise(edges)):
        rows = table[clip_of == number]
        own = {FRAME: (rows[FRAME] - begin).astype(np.int32), T_S: (rows[FRAME] - begin) / FPS}
        clips.append(RefinedClip(rows.assign(**own).reset_index(drop=True), begin, begin / FPS))
        taken.append(np.intersect1d(rows[TRACK_ID], going_on))
    times = stretch_times(
        [np.arange(begin, end) / FPS for begin, end in pairwise(edges)],
        begin_s=0.0,
        end_s=SECONDS,
    )
    united = United(table[table[TRACK_ID].isin(going_on)].reset_index(drop=True), tuple(taken))
    answer = measure_stretch(
        tracks_of=lambda number: clips[number].tracks, united=united, times=times, project=project, size_px=PICTURE_PX
    )
    settings, (begin_s, end_s) = project.measure, answer.span_s
    watched_s = np.array([[max(begin_s, settings.from_s or 0.0), min(end_s, settings.to_s or end_s)]])
    return sum_up(parts=answer.parts, across=(answer.across,), watched_s=watched_s, settings=settings)


def same_tables(parts: Counts, whole: Counts) -> None:
    """All but the ids of tracks, which nobody has to guess."""
    for name in ("bins", "bins_together", "zones", "flows", "journeys", "over_time"):
        pd.testing.assert_frame_equal(getattr(parts, name), getattr(whole, name), check_like=True, atol=1e-6)
    for name in ("events", "visits"):
        one, other = (
            getattr(counts, name).drop(columns=TRACK_ID).sort_values(by, ignore_index=True)
            for counts in (parts, whole)
            for by in [list(getattr(counts, name).columns.drop(TRACK_ID))]
        )
        pd.testing.assert_frame_equal(one, other, atol=1e-6)
    assert same_summary(parts.summary, whole.summary), (parts.summary, whole.summary)


def same_summary(one: object, other: object) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_summary(one[name], other[name]) for name in one)
    return one == pytest.approx(other)


@settings(max_examples=40)
@given(
    seed=st.integers(0, 100_000),
    at=st.sets(st.integers(1, 119), max_size=5),
    metric=st.sampled_from(METRICS),
    time=st.sampled_from([(None, None), (2.0, 9.5), (None, 6.05), (7.0, None)]),
    rule=st.sampled_from(["every", "once", "net"]),
    decays=st.booleans(),
)
def test_the_parts_of_a_recording_add_up_to_the_whole(seed, at, metric, time, rule, decays) -> None:
    measure = replace(
        ASKED.measure,
        metric=metric,
        line_rule=rule,
        from_s=time[0],
        to_s=time[1],
        mode="decaying" if decays else "cumulative",
        half_life_s=3.0,
    )
    project, table = replace(ASKED, measure=measure), random_people(seed)
    whole = measure_paths(paths=table_paths(table, seconds=SECONDS), project=project)
    parts = in_parts(table, sorted(at), project)
    same_tables(counts_of(found=parts.found, settings=measure, start=None), whole.counts)
    assert parts.static == whole.static_left_out
    assert parts.heat.heat.values == pytest.approx(whole.heat.values, rel=1e-9, abs=1e-9)
