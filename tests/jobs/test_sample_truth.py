"""The measures, given the sample's true boxes, tell exactly what happened in it."""

import shutil

import pandas as pd
import pytest

from heatdash.jobs.measure_clip import clip_paths
from heatdash.jobs.open_store import open_store
from heatdash.jobs.sample_clip import sample_clip, sample_scene
from heatdash.measure.measure_counts import measure_counts
from heatdash.media.probe_clip import probe_clip
from heatdash.tables.columns import CLASS_ID, COLOUR, CONF, DIRECTION, KIND, PLACE, T_S, TRACK_ID, TRACKS
from heatdash.values.measure_settings import MeasureSettings
from tests.builders.samples import MODULE

FRAME_S = 0.04


def test_every_crossing_and_visit_is_counted_when_it_happens(data_folder, made_sample, monkeypatch):
    monkeypatch.setattr(
        MODULE, "make_sample", lambda folder: shutil.copytree(made_sample.folder, folder, dirs_exist_ok=True)
    )
    store = open_store()
    source = sample_clip(store)
    truth = pd.read_csv(source.with_name("sample.truth.csv")).assign(**{CLASS_ID: 0, CONF: 1.0, COLOUR: "grey"})
    paths = clip_paths(clip=probe_clip(source), tracks=truth[list(TRACKS)], sample_fps=None)
    counts = measure_counts(paths=paths, settings=MeasureSettings(), scene=sample_scene(store))
    expected = pd.read_csv(source.with_name("sample.events.csv"))
    what = [KIND, PLACE, DIRECTION, TRACK_ID]
    assert counts.events[what].astype(str).to_numpy().tolist() == expected[what].astype(str).to_numpy().tolist()
    assert counts.events[T_S].tolist() == pytest.approx(expected[T_S].tolist(), abs=FRAME_S)
    assert counts.summary["zones"]["Shop window"]["dwell_median_s"] == pytest.approx(14.08 - 0.4, abs=2 * FRAME_S)
