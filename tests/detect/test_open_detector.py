"""Weights in torch's own format: made here with random numbers, so that nothing has to be downloaded."""

import os
import pickle
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from heatdash.detect import ultralytics_detector
from heatdash.detect.detector import FrameBoxes
from heatdash.detect.find_model import FoundModel, find_model, read_metadata
from heatdash.detect.open_detector import OpenedDetector, open_detector
from heatdash.detect.ultralytics_detector import UltralyticsDetector, export_openvino, load_yolo
from heatdash.errors import BadModelError
from heatdash.settings import import_ultralytics
from heatdash.stages.export_weights import EXPORT_VERSION
from heatdash.values.clip import Frame
from heatdash.values.watch_settings import LOWEST_CONFIDENCE, WatchSettings
from tests.builders.golden import check_artefact

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("data_folder")]
CLIP_PX = (320, 180)


@pytest.fixture(scope="module")
def random_weights(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Weights of that architecture, with random numbers in them."""
    folder = tmp_path_factory.mktemp("weights")

    def made(name: str) -> Path:
        import_ultralytics()
        from ultralytics import YOLO

        path = folder / f"{name}.pt"
        if not path.exists():
            YOLO(f"{name}.yaml").save(path)
        return path

    return made


def never(model: FoundModel) -> Path:
    raise AssertionError("an export was asked for")


def opened(
    path: Path,
    *,
    exported: Callable[[FoundModel], Path] = never,
    device: str = "cpu",
    input_px: int | None = None,
) -> OpenedDetector:
    settings = WatchSettings(device=device, input_px=input_px)
    return open_detector(model=find_model(str(path)), clip_px=CLIP_PX, settings=settings, exported=exported)


def detected(detector: Any, *, count: int = 3) -> list[FrameBoxes]:
    width, height = detector.picture_px
    random = np.random.default_rng(0)
    frames = [
        Frame(index=n, t_s=n / 10, pixels=random.integers(0, 256, (height, width, 3), np.uint8)) for n in range(count)
    ]
    results = list(detector.detect(frames=frames, background=never))
    assert [boxes.frame for boxes in results] == list(range(count))
    for boxes in results:
        rows = len(boxes.conf)
        assert boxes.boxes.shape == (rows, 4)
        assert ((boxes.boxes >= 0) & (boxes.boxes <= 1)).all()
        assert (boxes.boxes[:, 2:] > boxes.boxes[:, :2]).all()
        assert (boxes.conf >= LOWEST_CONFIDENCE).all()
        assert boxes.class_id.shape == boxes.colour.shape == (rows,)
        assert set(boxes.class_id.tolist()) <= set(detector.class_names)
    return results


def test_weights_are_exported_in_the_clips_shape_and_run_under_openvino(
    random_weights: Callable[[str], Path], tmp_path: Path, record_artefacts: bool
) -> None:
    folder = tmp_path / "exported"
    folder.mkdir()

    def exported(model: FoundModel) -> Path:
        export_openvino(weights=model.path or Path(), clip_px=CLIP_PX, folder=folder)
        return folder

    result = opened(random_weights("yolo26n"), exported=exported)
    assert result.notice is None
    assert result.detector.runs_on.startswith("OpenVINO on CPU at 640x384")
    assert result.detector.picture_px == (640, 360)
    assert len(result.detector.class_names) == 80
    assert [path.name for path in tmp_path.iterdir() if path.is_dir() and path.name.startswith("tmp")] == []
    detected(result.detector)
    check_artefact(
        kind="export",
        constant="EXPORT_VERSION",
        number=EXPORT_VERSION,
        content=_structure(folder),
        record=record_artefacts,
    )


def _structure(folder: Path) -> Iterator[bytes]:
    """What an exported model computes, in which sizes, whatever its weights are."""
    (file,) = folder.glob("*.xml")
    for layer in ElementTree.parse(file).getroot().iter("layer"):
        sizes = [port.findtext("dim") for port in layer.iter("port")]
        yield f"{layer.get('type')} {sizes}".encode()
    metadata = read_metadata(folder)
    yield repr([metadata[name] for name in ("imgsz", "task", "args") if name in metadata]).encode()


def test_an_export_works_within_its_own_folder_and_leaves_nothing_of_that(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "own.pt").write_bytes(b"weights")
    folder, loaded = tmp_path / "export", []
    folder.mkdir()

    def load(path: Path) -> None:
        loaded.append(path)
        raise BadModelError("detect.model_unsafe", name=path.name, reason="a test")

    monkeypatch.setattr(ultralytics_detector, "load_yolo", load)
    with pytest.raises(BadModelError):
        export_openvino(weights=tmp_path / "own.pt", clip_px=CLIP_PX, folder=folder)
    assert loaded[0].parent.parent == folder, "a store sweeps what lies beside it"
    assert list(folder.iterdir()) == []


def test_where_the_export_fails_the_weights_run_in_torch_and_the_user_is_told(
    random_weights: Callable[[str], Path],
) -> None:
    def failing(model: FoundModel) -> Path:
        raise RuntimeError("no space left\nand more")

    result = opened(random_weights("yolo26n"), exported=failing)
    assert str(result.notice) == "'yolo26n.pt' could not be made faster for this CPU (no space left); it runs in torch."
    assert result.detector.runs_on == "ultralytics (pt) on cpu"
    detected(result.detector)


@pytest.mark.parametrize("exporting", ["works", "fails"])
def test_weights_look_at_the_size_that_is_asked_for(
    random_weights: Callable[[str], Path], tmp_path: Path, exporting: str
) -> None:
    def exported(model: FoundModel) -> Path:
        if exporting == "fails":
            raise RuntimeError("no space left")
        export_openvino(weights=model.path or Path(), clip_px=CLIP_PX, folder=tmp_path, side_px=960)
        return tmp_path

    result = opened(random_weights("yolo26n"), exported=exported, input_px=960)
    assert result.detector.picture_px == (960, 540)
    detected(result.detector)
    if exporting == "works":
        assert result.notice is None
        assert result.detector.runs_on.startswith("OpenVINO on CPU at 960x544")


def test_an_export_that_is_bound_to_its_size_stays_at_it_and_says_so(random_weights: Callable[[str], Path]) -> None:
    from ultralytics import YOLO

    path = Path(YOLO(random_weights("yolo26n")).export(format="torchscript", imgsz=320))
    asked, own = opened(path, input_px=640), opened(path, input_px=320)
    assert str(asked.notice).startswith("The model 'yolo26n' can look at pictures of 320 pixels only")
    assert "640 that were asked for" in str(asked.notice)
    assert own.notice is None
    assert asked.detector.picture_px == own.detector.picture_px == (320, 180)
    pairs = zip(detected(asked.detector), detected(own.detector), strict=True)
    assert all(np.array_equal(one.boxes, other.boxes) for one, other in pairs)


def test_a_model_that_finds_no_boxes_is_refused_also_where_it_is_exported_first(
    random_weights: Callable[[str], Path], tmp_path: Path
) -> None:
    def exported(model: FoundModel) -> Path:
        export_openvino(weights=model.path or Path(), clip_px=CLIP_PX, folder=tmp_path)
        return tmp_path

    with pytest.raises(BadModelError, match="does 'classify' and finds no boxes; give a detection model"):
        opened(random_weights("yolo26n-cls"), exported=exported)


@pytest.mark.parametrize("name", ["yolo26n", "yolo26n-obb", "yolo26n-seg"])
def test_weights_of_any_task_with_boxes_run_in_torch(random_weights: Callable[[str], Path], name: str) -> None:
    detector = UltralyticsDetector(path=random_weights(name), clip_px=CLIP_PX, iou=0.7, device="cpu")
    detected(detector)


@pytest.mark.parametrize("turned", [False, True])
def test_boxes_come_as_fractions_surest_first_also_from_turned_ones(
    random_weights: Callable[[str], Path], turned: bool
) -> None:
    import torch

    detector = UltralyticsDetector(path=random_weights("yolo26n"), clip_px=CLIP_PX, iou=0.7, device="cpu")
    width, height = detector.picture_px
    found = SimpleNamespace(
        xyxy=torch.tensor([[0.0, 0, width / 2, height / 2], [width / 4, 0, width * 2, height]]),
        conf=torch.tensor([0.4, 0.8]),
        cls=torch.tensor([2.0, 0.0]),
    )
    result = SimpleNamespace(boxes=None if turned else found, obb=found if turned else None)
    frame = Frame(index=7, t_s=0.7, pixels=np.full((height, width, 3), 250, np.uint8))
    boxes = detector._boxes(frame, result)
    assert boxes.boxes.tolist() == [[0.25, 0, 1, 1], [0, 0, 0.5, 0.5]]
    assert boxes.conf.tolist() == pytest.approx([0.8, 0.4])
    assert boxes.class_id.tolist() == [0, 2]
    assert boxes.frame == 7


class Trap:
    """Makes a file where it is unpickled."""

    def __init__(self, mark: Path):
        self.mark = mark

    def __reduce__(self) -> Any:
        return Path.touch, (self.mark,)


def test_what_ultralytics_keeps_lies_in_the_data_folder_whatever_was_named(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YOLO_CONFIG_DIR", str(tmp_path / "elsewhere"))
    import_ultralytics()
    assert Path(os.environ["YOLO_CONFIG_DIR"]).is_relative_to(data_folder)


@pytest.mark.parametrize("form", ["a plain pickle", "saved by torch", "within a checkpoint"])
def test_code_within_weights_is_not_run(tmp_path: Path, form: str) -> None:
    import_ultralytics()
    import torch

    mark, path = tmp_path / "it ran", tmp_path / "trap.pt"
    if form == "a plain pickle":
        path.write_bytes(pickle.dumps(Trap(mark)))
    else:
        torch.save(Trap(mark) if form == "saved by torch" else {"model": Trap(mark), "epoch": -1}, path)
    with pytest.raises(BadModelError, match=r"'trap\.pt' is not a model that can be loaded safely") as refused:
        load_yolo(path)
    assert not mark.exists()
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("content", [b"rubbish", b"PK\x03\x04" + bytes(200), bytes(4096), b"\x80\x04."])
@pytest.mark.parametrize("suffix", [".pt", ".onnx", ".torchscript"])
def test_a_file_that_is_no_model_is_refused_in_one_sentence(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"rubbish{suffix}"
    path.write_bytes(content)
    with pytest.raises(BadModelError) as refused:
        detected(UltralyticsDetector(path=path, clip_px=CLIP_PX, iou=0.7, device="cpu"))
    assert "\n" not in str(refused.value)


def test_a_gpu_that_is_not_there_is_refused(
    random_weights: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heatdash.detect.ultralytics_detector.gpu_at_hand", lambda: False)
    with pytest.raises(BadModelError, match="device 'cuda:0' was asked for, but torch finds no NVIDIA GPU"):
        opened(random_weights("yolo26n"), device="cuda:0")


def test_motion_opens_without_weights() -> None:
    began = time.monotonic()
    settings = WatchSettings(model="motion")
    result = open_detector(model=find_model("motion"), clip_px=CLIP_PX, settings=settings, exported=never)
    assert result.detector.picture_px == CLIP_PX
    assert time.monotonic() - began < 2
