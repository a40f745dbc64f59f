import csv
import json
import shutil
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pandas as pd
import pytest

from heatdash.measure.checks.scene_checks import scene_checks
from heatdash.measure.places.measure_counts import measure_counts
from heatdash.media.probe_clip import probe_clip
from heatdash.sample.make_sample import TruthRow, events_of
from heatdash.stages.clip_paths import clip_paths
from heatdash.stages.stored_sample import SAMPLE_VERSION, sample_clip, sample_scene
from heatdash.store.artefact_store import open_store
from heatdash.tables.columns import CLASS_ID, COLOUR, CONF, DIRECTION, KIND, PLACE, T_S, TRACK_ID, TRACKS
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project
from heatdash.values.scene import scene_from_json
from tests.builders.camera_reports import camera_report
from tests.builders.golden import check_artefact
from tests.builders.samples import MODULE, make_quick_sample

FRAME_S = 0.04
TABLES = ("sample.truth.csv", "sample.events.csv", "sample.scene.json")


@pytest.fixture(scope="module")
def made_sample(tmp_path_factory):
    """The built-in sample, made once for all tests, which only read it."""
    return make_quick_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def folder(made_sample):
    return made_sample.folder


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def truth(folder):
    return read_table(folder / "sample.truth.csv")


@pytest.fixture(scope="module")
def scene(folder):
    return json.loads((folder / "sample.scene.json").read_text(encoding="utf-8"))


def anchors_by_track(truth):
    tracks = defaultdict(dict)
    for row in truth:
        anchor = ((float(row["x1"]) + float(row["x2"])) / 2, float(row["y2"]))
        tracks[int(row["track_id"])][int(row["frame"])] = anchor
    return tracks


def in_pixels(points):
    return [(x * 1280, y * 720) for x, y in points]


def winds_around(corners, point):
    """Whether the angles to the corners add up to a full turn: slow, and unlike the ray in the code."""
    angles = [np.arctan2(y - point[1], x - point[0]) for x, y in corners]
    turns = [(b - a + np.pi) % (2 * np.pi) - np.pi for a, b in pairwise([*angles, angles[0]])]
    return abs(sum(turns)) > np.pi


def test_clip_has_the_promised_size_rate_and_length(folder):
    with av.open(str(folder / "sample.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height, stream.average_rate) == (1280, 720, 25)
        assert sum(1 for _ in container.demux(stream) if _.size) == 600


def test_boxes_lie_inside_the_picture_and_are_not_empty(truth):
    for row in truth:
        x1, y1, x2, y2 = (float(row[name]) for name in ("x1", "y1", "x2", "y2"))
        assert 0 <= x1 < x2 <= 1280
        assert 0 <= y1 < y2 <= 720
        assert 0 <= int(row["frame"]) < 600
        assert float(row["t_s"]) == pytest.approx(int(row["frame"]) / 25)


def test_nine_people_and_a_bus_have_ids_without_gaps(truth):
    classes = {int(row["track_id"]): row["class_name"] for row in truth}
    assert sorted(classes) == list(range(1, 11))
    assert Counter(classes.values()) == {"person": 9, "bus": 1}
    assert list(classes) == sorted(classes), "ids count up in the order of appearance"


def test_bus_is_large_and_stays_six_seconds(truth):
    wide = [row for row in truth if row["class_name"] == "bus"]
    assert len(wide) >= 6 * 25
    assert max(float(row["x2"]) - float(row["x1"]) for row in wide) > 200


def test_crossings_agree_with_a_slow_recount(folder, truth, scene):
    (line,) = scene["lines"]
    (sx, sy), (ex, ey) = in_pixels([line["start"], line["end"]])
    expected = []
    for track_id, anchors in anchors_by_track(truth).items():
        for before, after in pairwise(sorted(anchors)):
            (ax, ay), (bx, by) = anchors[before], anchors[after]
            # a + t (b - a) = s + u (e - s), solved for both shares.
            system = np.array([[bx - ax, sx - ex], [by - ay, sy - ey]])
            if after != before + 1 or abs(np.linalg.det(system)) < 1e-9:
                continue
            t, u = np.linalg.solve(system, [sx - ax, sy - ay])
            if 0 <= t < 1 and 0 <= u <= 1:
                # The line runs down the picture, so its left is the picture's right.
                expected.append((after, track_id, "in" if bx < ax else "out"))
    events = read_table(folder / "sample.events.csv")
    found = [(int(e["frame"]), int(e["track_id"]), e["direction"]) for e in events if e["kind"] == "cross"]
    assert found == sorted(expected)
    assert Counter(direction for _, _, direction in found) == {"in": 4, "out": 4}
    assert max(Counter(track_id for _, track_id, _ in found).values()) == 1, "nobody grazes the line"


def test_zone_events_agree_with_a_slow_recount(folder, truth, scene):
    expected = []
    for zone in scene["zones"]:
        corners = in_pixels(zone["points"])
        for track_id, anchors in anchors_by_track(truth).items():
            for before, after in pairwise(sorted(anchors)):
                was, is_now = winds_around(corners, anchors[before]), winds_around(corners, anchors[after])
                if after == before + 1 and was != is_now:
                    expected.append((after, track_id, zone["name"], "enter" if is_now else "exit"))
    events = read_table(folder / "sample.events.csv")
    found = [(int(e["frame"]), int(e["track_id"]), e["place"], e["kind"]) for e in events if e["kind"] != "cross"]
    assert found == sorted(expected)


def test_exactly_one_person_lingers_at_the_window(truth, scene):
    corners = in_pixels(next(zone for zone in scene["zones"] if zone["name"] == "Shop window")["points"])
    tracks = anchors_by_track(truth).values()
    seconds = [sum(winds_around(corners, anchor) for anchor in anchors.values()) / 25 for anchors in tracks]
    assert sum(s >= 8 for s in seconds) == 1
    assert sum(s > 0 for s in seconds) == 1


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ([(900, 500), (700, 500)], [("cross", "in")]),
        ([(700, 500), (900, 500)], [("cross", "out")]),
        ([(900, 500), (880, 500)], []),
        ([(900, 715), (700, 715)], []),
        ([(900, 500), None, (700, 500)], []),
    ],
    ids=["leftwards is in", "rightwards is out", "beside", "past the end", "not over a gap"],
)
def test_line_rule(path, expected):
    rows = [
        TruthRow(frame, frame / 25, 1, "person", spot[0] - 20, spot[1] - 90, spot[0] + 20, spot[1], 1.0)
        for frame, spot in enumerate(path)
        if spot is not None
    ]
    assert [(event.kind, event.direction) for event in events_of(rows)] == expected


def test_each_run_makes_the_same_pictures_and_tables(made_sample, tmp_path):
    # The first seconds tell as much as the whole.
    begin = make_quick_sample(tmp_path, seconds=2)
    assert begin.fingerprints == made_sample.fingerprints[:5]
    assert len(set(made_sample.fingerprints)) == 60
    for name in TABLES:
        rows = (tmp_path / name).read_text(encoding="utf-8")
        assert len(rows.splitlines()) > 1, name
        assert (made_sample.folder / name).read_text(encoding="utf-8").startswith(rows), name


def test_the_sample_is_kept_under_a_version_that_is_raised_when_it_changes(made_sample, record_artefacts):
    check_artefact(
        kind="sample",
        constant="SAMPLE_VERSION",
        number=SAMPLE_VERSION,
        content=[(made_sample.folder / name).read_bytes() for name in TABLES],
        levels=made_sample.thumbnails,
        record=record_artefacts,
    )


def boxes_in(folder):
    """The sample's boxes as the table that linking makes."""
    truth = pd.read_csv(folder / "sample.truth.csv").assign(**{CLASS_ID: 0, CONF: 1.0, COLOUR: "grey"})
    return truth[list(TRACKS)]


def test_the_measures_tell_from_the_true_boxes_when_each_crossing_and_visit_happens(folder, data_folder, monkeypatch):
    monkeypatch.setattr(MODULE, "make_sample", lambda into: shutil.copytree(folder, into, dirs_exist_ok=True))
    store = open_store()
    source = sample_clip(store)
    paths = clip_paths(clip=probe_clip(source), tracks=boxes_in(source.parent), sample_fps=None)
    counts = measure_counts(paths=paths, settings=MeasureSettings(), scene=sample_scene(store))
    expected = pd.read_csv(source.with_name("sample.events.csv"))
    what = [KIND, PLACE, DIRECTION, TRACK_ID]
    assert counts.events[what].astype(str).to_numpy().tolist() == expected[what].astype(str).to_numpy().tolist()
    assert counts.events[T_S].tolist() == pytest.approx(expected[T_S].tolist(), abs=FRAME_S)
    assert counts.summary["zones"]["Shop window"]["dwell_median_s"] == pytest.approx(14.08 - 0.4, abs=2 * FRAME_S)


def test_its_own_places_are_fine(folder, scene):
    sample = probe_clip(folder / "sample.mp4")
    project = Project(scene=scene_from_json(scene))
    paths = clip_paths(clip=sample, tracks=boxes_in(folder), sample_fps=None)
    assert scene_checks(clip=sample, paths=paths, project=project, report=camera_report(), filled_share=0.0) == ()
