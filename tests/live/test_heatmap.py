"""The streaming twin beside ultralytics' own heatmap, picture by picture."""

import re
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

MOST_FRAMES = 230
"""Of one-by-one, every second one: two of its six people."""
COMPARE_EVERY = 25
BLANK = np.zeros((120, 160, 3), np.uint8)


@dataclass(frozen=True)
class Case:
    """A clip, and a line, a tall area and a wide one in it."""

    clip: str
    regions: dict[str, list[tuple[int, int]]]
    sample_fps: float | None = None


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
        sample_fps=5,
    ),
)


def pictures(path: Path, *, sample_fps: float | None = None) -> Iterator[Any]:
    frames = read_frames(clip=probe_clip(path), sample_fps=sample_fps)
    return (frame.pixels for frame in islice(frames, MOST_FRAMES))


def reference_of(model: Path, **settings: Any) -> Any:
    import_ultralytics()
    from ultralytics import solutions

    return solutions.Heatmap(
        **{"model": str(model), "tracker": "bytetrack.yaml", "show": False, "verbose": False, **settings}
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
    reference = reference_of(real_model, region=case.regions["line"], colormap=20)
    kept = keep_tracks(reference)
    twin = Heatmap(model=str(real_model), region=case.regions["line"], tracker="bytetrack", colormap=20, verbose=False)
    for number, picture in enumerate(pictures(clip, sample_fps=case.sample_fps)):
        before = picture.copy()
        ours = twin(picture)
        assert (picture == before).all(), "the picture that was given is left as it was"
        theirs = reference(picture)
        counts = ours.in_count, ours.out_count, ours.classwise_count, ours.total_tracks
        assert counts == (theirs.in_count, theirs.out_count, theirs.classwise_count, theirs.total_tracks)
        assert untimed(ours) == untimed(theirs)
        assert set(ours.speed) == set(theirs.speed) == {"track", "solution"}
        assert min(ours.speed.values()) > 0
        same_to_read(twin, reference)
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


def untimed(result: Any) -> str:
    """What a result prints, but for how long it took."""
    return re.sub(r"(, )?speed=.*", "", str(result))


TO_READ = ("in_count", "out_count", "classwise_count", "clss", "track_ids", "confs", "region", "names", "track_history")


def same_to_read(twin: Heatmap, reference: Any) -> None:
    """User code reads of either the same."""
    assert {name: getattr(twin, name) for name in TO_READ} == {name: getattr(reference, name) for name in TO_READ}
    assert np.array_equal(twin.boxes, reference.boxes)


def counted_by_reference(model: Path, region: Any, kept: Any, clip: Path) -> dict[str, dict[str, int]]:
    reference = reference_of(model, region=region)
    replay(reference, kept)
    blank = np.zeros((probe_clip(clip).height_px, probe_clip(clip).width_px, 3), np.uint8)
    for _ in kept:
        result = reference.process(blank.copy())
    return dict(result.classwise_count)


def counted_by_twin(region: Any, kept: Any, names: Any) -> dict[str, dict[str, int]]:
    counter, last, counts = ReferenceCounter(region), {}, {}
    for boxes, classes, ids, _confs, gone in kept:
        for track_id in gone:
            counter.forget(track_id)
            last.pop(track_id, None)
        for box, class_id, track_id in zip(boxes, classes, ids, strict=True):
            centre = tuple(box.reshape(-1, 2).mean(dim=0).tolist())
            before, last[track_id] = last.get(track_id), centre
            if before and (direction := counter.step(track_id=track_id, before=before, point=centre)):
                counts.setdefault(names[class_id], {"IN": 0, "OUT": 0})[direction] += 1
    return counts


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
@pytest.mark.parametrize(("asked", "there"), [(0, 0), ([0], [0]), ("person", 0), (["person", 2], [0, 2]), ((2,), [2])])
def test_classes_are_asked_for_by_number_or_name(real_model, real_clip, asked, there):
    picture = next(pictures(real_clip(CASES[0].clip)))
    twin = Heatmap(model=real_model, tracker="bytetrack", classes=asked, verbose=False)
    reference = reference_of(real_model, classes=there)
    assert twin(picture).total_tracks == reference(picture).total_tracks
    assert (twin.clss, twin.track_ids) == (reference.clss, reference.track_ids)
    assert set(twin.clss) <= {0, 2}
    assert bool(twin.clss) == (there != [2])


OWN = """
tracker_type: bytetrack
track_high_thresh: 0.5
track_low_thresh: 0.3
new_track_thresh: 0.6
track_buffer: 2
match_thresh: 0.6
fuse_score: False
gmc_method: none
"""


@pytest.mark.model
def test_a_tracker_file_of_ones_own_is_followed_as_there(real_model, real_clip, tmp_path):
    own = tmp_path / "mine.yaml"
    own.write_text(OWN)
    twins = [Heatmap(model=real_model, tracker=tracker, verbose=False) for tracker in (own, str(own), "bytetrack.yaml")]
    reference = reference_of(real_model, tracker=str(own))
    told = [[], [], []]
    for number, picture in enumerate(islice(pictures(real_clip(CASES[0].clip)), 40)):
        reference(picture.copy())
        for ids, twin in zip(told, twins, strict=True):
            twin(picture)
            ids.append(twin.track_ids)
        assert told[0][-1] == told[1][-1] == reference.track_ids
        if number == 0:
            own.unlink()
    assert told[2] != told[0]


@pytest.mark.model
def test_what_a_tracker_file_leaves_out_is_the_default_and_what_no_tracker_has_is_refused(real_model, tmp_path):
    own = tmp_path / "mine.yaml"
    own.write_text("tracker_type: botsort\ntrack_buffer: 7\n")
    heatmap = Heatmap(model=real_model, tracker=own, verbose=False)
    heatmap(BLANK)
    told = heatmap.model.predictor.trackers[0].args
    assert (told.track_buffer, told.match_thresh, told.gmc_method) == (7, 0.8, "sparseOptFlow")
    own.write_text("tracker_type: botsort\ntrack_bufer: 7\n")
    with pytest.raises(
        BadSettingError, match=r"The tracker 'botsort' has no option 'track_bufer'; it has .*track_buffer"
    ):
        Heatmap(model=real_model, tracker=own)


HANDED_ON = ("conf", "iou", "device", "max_det", "quantize", "classes")


@pytest.fixture(scope="module")
def small_model(tmp_path_factory):
    """Random weights that say they were trained on pictures of 320 pixels."""
    import_ultralytics()
    from ultralytics import YOLO

    path = tmp_path_factory.mktemp("weights") / "yolo26n.pt"
    model = YOLO("yolo26n.yaml")
    model.model.args = {"imgsz": 320, "task": "detect"}
    model.save(path)
    return path


@pytest.mark.model
@pytest.mark.parametrize(
    ("settings", "there"),
    [
        ({}, {}),
        ({"imgsz": 320, "quantize": "fp16", "device": "cpu"}, {"imgsz": 320, "quantize": "fp16", "device": "cpu"}),
        ({"imgsz": (256, 448), "half": True}, {"imgsz": [256, 448], "half": True}),
        ({"max_det": 3, "iou": 0.5, "half": False, "fps": 10}, {"max_det": 3, "iou": 0.5, "half": False}),
    ],
)
def test_the_model_runs_with_the_settings_that_it_has_there(small_model, settings, there):
    picture = np.random.default_rng(0).integers(0, 255, (120, 160, 3), np.uint8)
    twin, reference = Heatmap(model=small_model, verbose=False, **settings), reference_of(small_model, **there)
    twin(picture), reference(picture)
    ours, theirs = twin.model.predictor, reference.model.predictor
    assert list(ours.imgsz) == list(theirs.imgsz)
    told = [{name: getattr(one.args, name) for name in HANDED_ON} for one in (ours, theirs)]
    assert told[0] == told[1]


@pytest.mark.model
def test_tilted_boxes_are_those_of_the_reference(tmp_path):
    import_ultralytics()
    from ultralytics import YOLO

    model, everything = tmp_path / "tilted.pt", tmp_path / "everything.yaml"
    YOLO("yolo11n-obb.yaml").save(model)
    everything.write_text(re.sub(r"(track_.*thresh): .*", r"\1: 0.0", OWN))
    settings = {"tracker": str(everything), "conf": 0.0001, "region": [(80, 0), (80, 120)]}
    twin, reference = Heatmap(model=model, verbose=False, **settings), reference_of(model, **settings)
    picture = np.random.default_rng(0).integers(0, 255, BLANK.shape, np.uint8)
    for shift in range(4):
        moved = np.roll(picture, 2 * shift, axis=1)
        twin(moved), reference(moved.copy())
        same_to_read(twin, reference)
    assert twin.boxes.shape[1:] == (4, 2)
    assert (twin.heatmap == reference.heatmap).all()
    assert twin.heatmap.max() > 0


@pytest.mark.model
def test_what_the_reference_prints_is_printed(real_model, real_clip, capsys, monkeypatch):
    reference, twin = (
        reference_of(real_model, verbose=True),
        Heatmap(model=real_model, tracker="bytetrack", verbose=True),
    )
    told = []
    monkeypatch.setattr("ultralytics.solutions.solutions.LOGGER.info", told.append)
    people = list(islice(pictures(real_clip(CASES[0].clip)), 3))
    blank = np.zeros_like(people[0])
    for picture in (*people, blank):
        reference(picture.copy())
        twin(picture)
    twin.process(blank)
    said = capsys.readouterr().out
    assert said.count("WARNING No tracks found.\n") == 1
    ours, theirs = said.replace("WARNING No tracks found.\n", ""), [f"{one}\n" for one in told if "Speed: " in one]
    assert re.sub(r"[\d.]+ms", "# ms", ours) == re.sub(r"[\d.]+ms", "# ms", "".join(theirs))
    assert re.match(r"0: 640x640 [\d.]+ms, \d+ person\nSpeed: ", said)
    quiet = Heatmap(model=real_model, verbose=False)
    quiet(BLANK)
    assert capsys.readouterr().out == ""


@pytest.mark.model
def test_every_setting_of_the_reference_is_taken(real_model):
    import_ultralytics()
    from ultralytics.solutions.config import SolutionConfig

    settings = {**vars(SolutionConfig()), "model": str(real_model), "imgsz": None}
    assert len(settings) > 30
    Heatmap(**settings)


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
        ({"iou": 2.0}, "overlap limit --iou is 2"),
        ({"colour": 2}, "There is no setting 'colour'; did you mean 'colormap'?"),
        ({"imgz": 320}, "There is no setting 'imgz'; did you mean 'imgsz'?"),
        ({"imgsz": 0}, "The setting imgsz is 0; give a whole number from 1"),
        ({"imgsz": 320.5}, "The setting imgsz is 320.5; give a whole number"),
        ({"imgsz": [1, 2, 3]}, r"The setting imgsz is \[1, 2, 3\]; give one number, or height and width"),
        ({"max_det": True}, "The setting max_det is True; give a whole number from 1"),
        ({"quantize": 8}, "The setting quantize is 8, but a model is only run in 16 or 32 bits"),
        ({"quantize": "much"}, "The setting quantize is much"),
        ({"tracker": "mine.yaml"}, "The tracker file 'mine.yaml' cannot be read"),
    ],
)
def test_what_cannot_be_is_refused(wrong, says, real_model):
    with pytest.raises(BadSettingError, match=says):
        Heatmap(model=str(real_model), verbose=False, **wrong)


@pytest.mark.model
def test_an_export_of_one_size_is_asked_for_no_other(real_model):
    Heatmap(model=real_model, imgsz=640, verbose=False)(BLANK)
    with pytest.raises(BadSettingError, match="was exported for pictures of 640x640 and cannot run at 320x320"):
        Heatmap(model=real_model, imgsz=320, verbose=False)(BLANK)


def test_motion_cannot_stream():
    with pytest.raises(BadModelError, match="'motion' has no weights to stream with"):
        Heatmap(model="motion")


@pytest.fixture
def nothing_known_of_windows():
    """Whether a window can be opened is remembered for as long as the process lives."""
    import_ultralytics()
    from ultralytics.utils.checks import check_imshow

    check_imshow.cache_clear()
    yield
    check_imshow.cache_clear()


@pytest.mark.model
@pytest.mark.usefixtures("nothing_known_of_windows")
def test_a_window_that_cannot_be_opened_stops_nothing(real_model, caplog, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    heatmap = Heatmap(model=real_model, show=True, verbose=False)
    for _ in range(2):
        assert heatmap(BLANK).plot_im.shape == BLANK.shape
    assert caplog.text.count("No window can be opened") == 1


@pytest.mark.model
@pytest.mark.usefixtures("nothing_known_of_windows")
def test_the_key_q_closes_the_window(real_model, monkeypatch):
    done, keys = [], iter([-1, -1, -1, ord("q")])
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("cv2.imshow", lambda title, picture: done.append(title))
    monkeypatch.setattr("cv2.waitKey", lambda wait_ms: next(keys))
    monkeypatch.setattr("cv2.destroyAllWindows", lambda: done.append("closed"))
    heatmap = Heatmap(model=real_model, show=True, verbose=False)
    assert done == ["test", "closed"], "whether a window can be opened is tried"
    for _ in range(4):
        heatmap(BLANK)
    assert done[2:] == ["HeatDash", "HeatDash", "closed"]


def test_the_package_offers_nothing_else():
    assert heatdash.HeatmapResult.__name__ == "HeatmapResult"
    with pytest.raises(AttributeError, match="no attribute 'Heatmaps'"):
        _ = heatdash.Heatmaps
