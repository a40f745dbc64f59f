"""The streaming twin beside ultralytics' own heatmap, picture by picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import heatdash
from heatdash import Heatmap
from heatdash.errors import BadModelError, BadSettingError
from heatdash.live.reference_counter import ReferenceCounter
from heatdash.media.probe_clip import probe_clip
from heatdash.media.read_frames import read_frames
from heatdash.settings import import_ultralytics

MOST_FRAMES = 460
"""Of one-by-one: two of its six people."""
COMPARE_EVERY = 25


@dataclass(frozen=True)
class Case:
    """A clip, and a line, a tall area and a wide one in it."""

    clip: str
    regions: dict[str, list[tuple[int, int]]]


CASES = (
    Case(
        clip="tud-campus.mp4",
        regions={
            "line": [(320, 40), (320, 470)],
            "tall": [(250, 60), (330, 60), (330, 470), (250, 470)],
            "wide": [(40, 200), (600, 200), (600, 300), (40, 300)],
        },
    ),
    Case(
        clip="one-by-one.mp4",
        regions={
            "line": [(40, 200), (740, 240)],
            "tall": [(300, 40), (420, 40), (420, 420), (300, 420)],
            "wide": [(60, 150), (700, 150), (700, 260), (60, 260)],
        },
    ),
)


def pictures(path: Path) -> Iterator[Any]:
    return (frame.pixels for frame in islice(read_frames(clip=probe_clip(path)), MOST_FRAMES))


def reference_of(model: Path, region: list[tuple[int, int]]) -> Any:
    import_ultralytics()
    from ultralytics import solutions

    return solutions.Heatmap(
        model=str(model), region=region, tracker="bytetrack.yaml", colormap=20, show=False, verbose=False
    )


def keep_tracks(reference: Any) -> list[tuple[Any, ...]]:
    """What the reference finds in each picture, written down while it runs."""
    kept: list[tuple[Any, ...]] = []
    extract = reference.extract_tracks

    def extract_and_keep(picture: Any) -> None:
        extract(picture)
        gone = [track.track_id for track in reference.model.predictor.trackers[0].removed_stracks_frame]
        kept.append((reference.boxes, reference.clss, reference.track_ids, reference.confs, gone))

    reference.extract_tracks = extract_and_keep
    return kept


def replay(reference: Any, kept: list[tuple[Any, ...]]) -> None:
    """The reference finds in each picture what was written down, so that the model need not run again."""
    steps = iter(kept)

    def extract_kept(_picture: Any) -> None:
        reference.boxes, reference.clss, reference.track_ids, reference.confs, gone = next(steps)
        reference.forget_tracks(gone)

    reference.extract_tracks = extract_kept


@pytest.mark.model
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.clip)
def test_heat_counts_and_pictures_are_the_references(case, real_model, real_clip):
    clip = real_clip(case.clip)
    reference = reference_of(real_model, case.regions["line"])
    kept = keep_tracks(reference)
    twin = Heatmap(model=str(real_model), region=case.regions["line"], tracker="bytetrack", colormap=20, verbose=False)
    for number, picture in enumerate(pictures(clip)):
        before = picture.copy()
        ours = twin(picture)
        assert (picture == before).all(), "the picture that was given is left as it was"
        theirs = reference(picture)
        counts = ours.in_count, ours.out_count, ours.classwise_count, ours.total_tracks
        assert counts == (theirs.in_count, theirs.out_count, theirs.classwise_count, theirs.total_tracks)
        if number % COMPARE_EVERY == 0:
            assert np.abs(ours.plot_im.astype(int) - theirs.plot_im.astype(int)).max() <= 2
    assert (twin.heatmap == reference.heatmap).all()
    assert twin.heatmap.max() > 0
    assert ours.in_count + ours.out_count > 0
    for shape in ("tall", "wide"):
        theirs = counted_by_reference(real_model, case.regions[shape], kept, clip)
        mine = counted_by_twin(case.regions[shape], kept, reference.names)
        assert mine == theirs
        assert theirs, f"nothing passes the {shape} area, so nothing was compared"


def counted_by_reference(model: Path, region: Any, kept: Any, clip: Path) -> dict[str, dict[str, int]]:
    reference = reference_of(model, region)
    replay(reference, kept)
    blank = np.zeros((probe_clip(clip).height_px, probe_clip(clip).width_px, 3), np.uint8)
    for _ in kept:
        result = reference.process(blank.copy())
    return dict(result.classwise_count)


def counted_by_twin(region: Any, kept: Any, names: Any) -> dict[str, dict[str, int]]:
    counter = ReferenceCounter(region)
    for boxes, classes, ids, _confs, gone in kept:
        for track_id in gone:
            counter.forget(track_id)
        for box, class_id, track_id in zip(boxes, classes, ids, strict=True):
            centre = box.reshape(-1, 2).mean(dim=0).tolist()
            counter.step(track_id=track_id, class_name=names[class_id], point=(centre[0], centre[1]))
    return dict(counter.by_class)


@pytest.mark.model
def test_named_regions_are_counted_together(real_model, real_clip):
    case = CASES[0]
    tall, options = case.regions["tall"], {"model": str(real_model), "tracker": "bytetrack", "verbose": False}
    one, two = Heatmap(region=tall, **options), Heatmap(region={"a": tall, "b": tall}, **options)
    for picture in pictures(real_clip(case.clip)):
        single, double = one(picture), two(picture)
    assert single.in_count + single.out_count > 0
    assert (double.in_count, double.out_count) == (2 * single.in_count, 2 * single.out_count)


@pytest.mark.model
def test_classes_are_asked_for_by_number_or_name(real_model, real_clip):
    picture = next(pictures(real_clip(CASES[0].clip)))
    people = [Heatmap(model=str(real_model), classes=[kind], verbose=False)(picture) for kind in (0, "person")]
    cars = Heatmap(model=str(real_model), classes=["car"], verbose=False)(picture)
    assert people[0].total_tracks == people[1].total_tracks > cars.total_tracks


@pytest.mark.model
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"classes": ["unicorn"]}, "does not know the class 'unicorn'"),
        ({"classes": [999]}, "does not know the class '999'"),
        ({"region": [(0, 0)]}, "A region has 1 points"),
        ({"tracker": "sort"}, "tracker 'sort' is not known"),
        ({"colormap": 99}, "colour map '99' is not known"),
        ({"conf": 2.0}, "confidence --conf is 2"),
    ],
)
def test_what_cannot_be_is_refused(wrong, says, real_model):
    with pytest.raises(BadSettingError, match=says):
        Heatmap(model=str(real_model), verbose=False, **wrong)


def test_motion_cannot_stream():
    with pytest.raises(BadModelError, match="'motion' has no weights to stream with"):
        Heatmap(model="motion")


@pytest.mark.model
def test_a_window_that_cannot_be_opened_stops_nothing(real_model, real_clip, caplog):
    heatmap = Heatmap(model=str(real_model), show=True)
    with caplog.at_level("INFO"):
        for picture in islice(pictures(real_clip(CASES[0].clip)), 2):
            heatmap(picture)
    assert caplog.text.count("opens no windows") <= 1
    assert "picture 1:" in caplog.text


def test_the_package_offers_nothing_else():
    assert heatdash.HeatmapResult.__name__ == "HeatmapResult"
    with pytest.raises(AttributeError, match="no attribute 'Heatmaps'"):
        _ = heatdash.Heatmaps
