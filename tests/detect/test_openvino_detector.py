import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from heatdash.detect import openvino_detector
from heatdash.detect.detector import FrameBoxes
from heatdash.detect.find_model import find_model, read_metadata
from heatdash.detect.letterbox import Letterbox, fit_letterbox
from heatdash.detect.openvino_detector import OpenVinoDetector
from heatdash.errors import BadModelError
from heatdash.media.probe_clip import probe_clip
from heatdash.media.read_frames import read_frames
from heatdash.settings import import_ultralytics
from heatdash.stages.watch import DETECTIONS_VERSION
from heatdash.values.arrays import Pixels
from heatdash.values.boxes import overlap
from heatdash.values.clip import Frame
from heatdash.values.watch_settings import LOWEST_CONFIDENCE
from tests.builders.golden import check_artefact

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("data_folder")]


def no_background() -> np.ndarray:
    raise AssertionError("the background was asked for")


def open_for(clip_px: tuple[int, int], *, folder: Path, side_px: int | None = None) -> OpenVinoDetector:
    metadata = read_metadata(folder)
    return OpenVinoDetector(folder=folder, metadata=metadata, clip_px=clip_px, iou=0.7, device="auto", side_px=side_px)


@pytest.fixture
def detector(real_model: Path) -> OpenVinoDetector:
    return open_for((640, 480), folder=real_model)


@pytest.fixture
def frames(real_clip: Callable[[str], Path], detector: OpenVinoDetector) -> list[Frame]:
    width, height = detector.picture_px
    clip = probe_clip(real_clip("tud-campus.mp4"))
    return list(read_frames(clip=clip, sample_fps=8, width_px=width, height_px=height))


def found(detector: OpenVinoDetector, frames: list[Frame]) -> list[FrameBoxes]:
    return list(detector.detect(frames=frames, background=no_background))


def same(one: FrameBoxes, other: FrameBoxes) -> bool:
    names = ("frame", "t_s", "boxes", "conf", "class_id", "colour")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


def test_what_a_model_finds_is_kept_under_a_version_that_is_raised_when_it_changes(
    detector: OpenVinoDetector, frames: list[Frame], record_artefacts: bool
) -> None:
    sure = [np.column_stack((b.boxes * 250, b.conf * 100, b.class_id))[b.conf > 0.5] for b in found(detector, frames)]
    from_left = [rows[np.argsort(rows[:, 0])] for rows in sure]
    check_artefact(
        kind="boxes",
        constant="DETECTIONS_VERSION",
        number=DETECTIONS_VERSION,
        content=[str([len(rows) for rows in sure]).encode()],
        levels=np.concatenate(from_left).round().astype(np.uint8),
        record=record_artefacts,
    )


def test_boxes_come_in_the_frames_order_surest_first(detector: OpenVinoDetector, frames: list[Frame]) -> None:
    results = found(detector, frames)
    assert [boxes.frame for boxes in results] == [frame.index for frame in frames]
    assert [boxes.t_s for boxes in results] == [frame.t_s for frame in frames]
    for boxes in results:
        assert len(boxes.conf) > 3
        assert (np.diff(boxes.conf) <= 0).all()
        assert boxes.conf.min() >= LOWEST_CONFIDENCE
        assert ((boxes.boxes >= 0) & (boxes.boxes <= 1)).all()
        assert set(boxes.class_id.tolist()) <= set(detector.class_names)


def test_a_frames_boxes_do_not_depend_on_its_neighbours(detector: OpenVinoDetector, frames: list[Frame]) -> None:
    together = found(detector, frames)
    backwards = found(detector, frames[::-1])[::-1]
    alone = [found(detector, [frame])[0] for frame in frames[:5]]
    assert all(same(one, other) for one, other in zip(together, backwards, strict=True))
    assert all(same(one, other) for one, other in zip(together[:5], alone, strict=True))


def test_stopping_early_leaves_nothing_running(detector: OpenVinoDetector, frames: list[Frame]) -> None:
    read: list[int] = []

    def stream() -> Iterator[Frame]:
        for frame in frames:
            read.append(frame.index)
            yield frame

    results = detector.detect(frames=stream(), background=no_background)
    first = next(results)
    results.close()  # type: ignore[attr-defined]
    assert first.frame == frames[0].index
    assert len(read) < len(frames)
    assert detector._requests.is_ready()
    assert all(same(*pair) for pair in zip(found(detector, frames), found(detector, frames), strict=True))
    assert detector._outputs == {}


def test_a_failing_reader_passes_its_error_on(detector: OpenVinoDetector, frames: list[Frame]) -> None:
    def broken() -> Iterator[Frame]:
        yield from frames[:3]
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(detector.detect(frames=broken(), background=no_background))
    assert [boxes.frame for boxes in found(detector, frames[3:6])] == [frame.index for frame in frames[3:6]]


def test_no_frames_have_no_boxes(detector: OpenVinoDetector) -> None:
    assert found(detector, []) == []


def test_boxes_agree_with_the_reference(frames: list[Frame], real_model: Path) -> None:
    import_ultralytics()
    from ultralytics import YOLO

    reference = YOLO(real_model, task="detect")
    square = [replace(frame, pixels=cv2.resize(frame.pixels, (640, 640))) for frame in frames[::4]]
    for frame, boxes in zip(square, found(open_for((640, 640), folder=real_model), square), strict=True):
        theirs = reference.predict(frame.pixels, conf=0.25, iou=0.7, verbose=False)[0].boxes
        sure = boxes.conf >= 0.25
        assert int(sure.sum()) == len(theirs)
        np.testing.assert_allclose(boxes.boxes[sure] * 640, theirs.xyxy.numpy(), atol=1)
        np.testing.assert_allclose(boxes.conf[sure], theirs.conf.numpy(), atol=0.02)
        np.testing.assert_array_equal(boxes.class_id[sure], theirs.cls.numpy().astype(int))


CUTS = {
    "landscape": (slice(0, 432), slice(0, 768), "640x512"),
    "portrait": (slice(0, 432), slice(300, 543), "512x640"),
    "square": (slice(0, 432), slice(200, 632), "640x640"),
    "very wide": (slice(100, 316), slice(0, 768), "640x512"),
    "tiny": (slice(0, 432, 4), slice(0, 768, 4), "640x512"),
}
"""What of a picture of 768x432 is looked at, and in which shape."""


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("name", ["yolo26n", "yolo11n"])
def test_a_model_finds_in_the_clips_shape_what_it_finds_in_its_own(
    real_model: Path, real_clip: Callable[[str], Path], name: str, cut: str
) -> None:
    folder = real_model.with_name(f"{name}_int8_openvino_model")
    rows, columns, shape = CUTS[cut]
    clip = probe_clip(real_clip("one-by-one.mp4"))
    cuts = [frame.pixels[rows, columns] for frame in read_frames(clip=clip, sample_fps=0.2)]
    height, width, _ = cuts[0].shape
    fitted, square = open_for((width, height), folder=folder), open_for((640, 640), folder=folder)
    assert f" at {shape}," in fitted.runs_on
    frames = [frame_of(cv2.resize(pixels, fitted.picture_px), number) for number, pixels in enumerate(cuts)]
    framed = fit_letterbox(clip_px=(width, height), input_px=(640, 640))
    theirs = [
        replace(boxes, boxes=framed.in_picture(boxes.boxes * 640) / np.tile(framed.picture_px, 2))
        for boxes in found(square, [frame_of(pasted(frame.pixels, framed), frame.index) for frame in frames])
    ]
    apart = np.concatenate([scores_apart(*pair) for pair in zip(found(fitted, frames), theirs, strict=True)])
    assert len(apart) >= 10
    assert np.quantile(apart, 0.5) < 0.03
    assert np.quantile(apart, 0.9) < 0.2


@pytest.mark.parametrize(("side_px", "shape"), [(320, "320x192"), (960, "960x544"), (1280, "1280x736")])
@pytest.mark.parametrize("name", ["yolo26n", "yolo11n"])
def test_a_model_finds_what_is_large_at_the_same_places_in_an_input_of_any_size(
    real_model: Path, real_clip: Callable[[str], Path], name: str, side_px: int, shape: str
) -> None:
    folder = real_model.with_name(f"{name}_int8_openvino_model")
    clip = probe_clip(real_clip("one-by-one.mp4"))
    other = open_for((768, 432), folder=folder, side_px=side_px)
    assert f" at {shape}," in other.runs_on
    assert other.side_px == side_px
    ours, theirs = (
        found(one, list(read_frames(clip=clip, sample_fps=0.2, width_px=width, height_px=height)))
        for one in (other, open_for((768, 432), folder=folder))
        for width, height in [one.picture_px]
    )
    shared = [
        float(overlap(box, there.boxes[there.class_id == 0]).max(initial=0.0))
        for here, there in zip(theirs, ours, strict=True)
        for box in here.boxes[(here.conf > 0.7) & (here.class_id == 0)]
    ]
    assert len(shared) >= 10
    assert np.quantile(shared, 0.1) > 0.75


def frame_of(pixels: Pixels, number: int) -> Frame:
    return Frame(index=number, t_s=float(number), pixels=pixels)


def pasted(pixels: Pixels, letterbox: Letterbox) -> Pixels:
    canvas = letterbox.canvas()
    letterbox.paste(canvas=canvas, pixels=pixels)
    return canvas[0]


def scores_apart(ones: FrameBoxes, others: FrameBoxes) -> np.ndarray:
    """By how much the scores differ of each box that is sure in one, and of the same in the other, where 0 is none."""
    apart = []
    for boxes, there in ((ones, others), (others, ones)):
        for number in np.flatnonzero(boxes.conf > 0.5):
            same = (overlap(boxes.boxes[number], there.boxes) > 0.8) & (there.class_id == boxes.class_id[number])
            apart.append(abs(boxes.conf[number] - there.conf[same].max(initial=0)))
    return np.array(apart)


def test_a_larger_picture_gives_the_same_fractions(detector: OpenVinoDetector, frames: list[Frame]) -> None:
    width, height = detector.picture_px
    twice = cv2.resize(frames[0].pixels, (2 * width, 2 * height), interpolation=cv2.INTER_NEAREST)
    back = cv2.resize(twice, (width, height), interpolation=cv2.INTER_NEAREST)
    again = Frame(index=0, t_s=0.0, pixels=back)
    np.testing.assert_allclose(found(detector, [again])[0].boxes, found(detector, [frames[0]])[0].boxes)


def test_a_device_that_is_not_there_is_refused_with_those_that_are(real_model: Path) -> None:
    with pytest.raises(BadModelError, match="OpenVINO cannot run on 'npu' here; it can on cpu"):
        OpenVinoDetector(
            folder=real_model, metadata=read_metadata(real_model), clip_px=(640, 480), iou=0.7, device="npu"
        )


def test_a_folder_with_a_broken_model_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "broken_openvino_model"
    folder.mkdir()
    (folder / "model.xml").write_text("<net/>")
    (folder / "metadata.yaml").write_text("names: {0: person}")
    with pytest.raises(BadModelError, match=r"OpenVINO cannot load the model in .* export it again"):
        OpenVinoDetector(
            folder=folder, metadata=find_model(str(folder)).metadata, clip_px=(64, 48), iou=0.7, device="cpu"
        )


def test_a_model_is_compiled_once_for_clips_of_one_shape_and_anew_when_its_files_change(
    real_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[object] = []
    prepare = openvino_detector._with_preprocessing
    monkeypatch.setattr(openvino_detector, "_with_preprocessing", lambda model: compiled.append(1) or prepare(model))
    folder = Path(shutil.copytree(real_model, tmp_path / real_model.name))

    small, large = open_for((640, 360), folder=folder), open_for((1920, 1080), folder=folder)
    assert small.picture_px == large.picture_px == (640, 360)
    assert len(compiled) == 1
    assert open_for((360, 640), folder=folder).picture_px == (360, 640)
    assert len(compiled) == 2
    os.utime(next(folder.glob("*.xml")), ns=(0, 0))
    open_for((640, 360), folder=folder)
    assert len(compiled) == 3


def test_two_detectors_of_one_model_do_not_disturb_each_other(
    real_model: Path, detector: OpenVinoDetector, frames: list[Frame]
) -> None:
    other = open_for((640, 480), folder=real_model)
    alone = found(detector, frames)
    side_by_side = zip(
        detector.detect(frames=iter(frames), background=no_background),
        other.detect(frames=iter(frames), background=no_background),
        strict=True,
    )
    for expected, (one, two) in zip(alone, side_by_side, strict=True):
        assert same(one, expected)
        assert same(two, expected)
