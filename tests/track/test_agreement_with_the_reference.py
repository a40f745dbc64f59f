"""The same weights in the same shape, the same settings: HeatDash's tracks are those of ultralytics' own loop."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from heatdash.detect.find_model import read_metadata
from heatdash.detect.reshape_model import reshaped
from heatdash.settings import import_openvino, import_ultralytics
from heatdash.stages.analyse import analyse_clip
from heatdash.stages.progress import Quiet
from heatdash.store.artefact_store import ArtefactStore
from heatdash.tables.columns import BOX, CLASS_ID, CLASS_NAME, FRAME, TRACK_ID
from heatdash.values.link_settings import TRACKER_NAMES, LinkSettings
from heatdash.values.project import Project
from heatdash.values.watch_settings import WatchSettings

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("data_folder")]
BOXES = list(BOX)


def ours(*, clip: Path, model: Path, root: Path, tracker: str = "bytetrack", class_name: str = "") -> pd.DataFrame:
    project = Project(
        watch=WatchSettings(model=str(model)),
        link=LinkSettings(tracker=tracker, refine=False),
    )
    store = ArtefactStore(root=root, limit_bytes=10**9)
    tracks = analyse_clip(source=clip, project=project, store=store, progress=Quiet()).tracks
    return tracks[tracks[CLASS_NAME] == class_name].reset_index(drop=True) if class_name else tracks


def theirs(*, clip: Path, model: Path, classes: list[int] | None = None) -> pd.DataFrame:
    import_ultralytics()
    from ultralytics import YOLO

    results = YOLO(model, task="detect").track(
        str(clip), stream=True, tracker="bytetrack.yaml", conf=0.25, iou=0.7, classes=classes, verbose=False
    )
    rows = [
        (frame, int(number), int(kind), *box)
        for frame, result in enumerate(results)
        if result.boxes.id is not None
        for number, kind, box in zip(
            result.boxes.id.tolist(), result.boxes.cls.tolist(), result.boxes.xyxy.tolist(), strict=True
        )
    ]
    return pd.DataFrame(rows, columns=[FRAME, TRACK_ID, CLASS_ID, *BOXES])


def overlaps(mine: pd.DataFrame, other: pd.DataFrame) -> np.ndarray:
    a, b = mine[BOXES].to_numpy(float)[:, None], other[BOXES].to_numpy(float)[None]
    shared = (np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])).clip(0).prod(axis=-1)
    areas = [(boxes[..., 2:] - boxes[..., :2]).prod(axis=-1) for boxes in (a, b)]
    return shared / (areas[0] + areas[1] - shared)


def matched(mine: pd.DataFrame, other: pd.DataFrame, *, above: float) -> list[tuple[int, int]]:
    """Places of the rows, one of each table, that box the same thing in the same frame."""
    by_frame = other.groupby(FRAME)
    pairs = []
    for frame, part in mine.groupby(FRAME):
        if frame not in by_frame.groups:
            continue
        rest = by_frame.get_group(frame)
        score = overlaps(part, rest)
        while score.size and score.max() > above:
            row, column = np.unravel_index(score.argmax(), score.shape)
            pairs.append((int(part.index[row]), int(rest.index[column])))
            score[row], score[:, column] = -1, -1
    return pairs


def is_bijection(ids: pd.DataFrame) -> bool:
    pairs = ids.drop_duplicates()
    return bool(pairs.iloc[:, 0].is_unique and pairs.iloc[:, 1].is_unique)


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One store for all, so that each clip is watched once."""
    return tmp_path_factory.mktemp("store")


CLIPS = {"tud-campus.mp4": (640, 512), "one-by-one.mp4": (640, 512)}
"""The shape of the input to which each clip has the model trimmed."""


@pytest.fixture
def trimmed_model(real_model: Path, name: str, tmp_path: Path) -> Path:
    """The model as HeatDash trims it for the clip, for the reference to run."""
    import_openvino()
    import openvino as ov

    folder = tmp_path / "trimmed_openvino_model"
    model = reshaped(model=ov.Core().read_model(next(real_model.glob("*.xml"))), input_px=CLIPS[name])
    ov.save_model(model, folder / "trimmed.xml", compress_to_fp16=False)
    metadata = {**read_metadata(real_model), "imgsz": list(CLIPS[name][::-1])}
    (folder / "metadata.yaml").write_text(yaml.safe_dump(metadata), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", CLIPS)
def test_people_have_the_same_boxes_and_identities(
    real_clip: Callable[[str], Path], real_model: Path, trimmed_model: Path, shared_store: Path, name: str
) -> None:
    clip = real_clip(name)
    mine = ours(clip=clip, model=real_model, root=shared_store, class_name="person")
    other = theirs(clip=clip, model=trimmed_model, classes=[0])
    assert len(mine) == len(other) > 100
    pairs = matched(mine, other, above=0.9)
    assert len(pairs) == len(mine)
    left, right = mine.loc[[pair[0] for pair in pairs]], other.loc[[pair[1] for pair in pairs]]
    np.testing.assert_allclose(left[BOXES].to_numpy(), right[BOXES].to_numpy(), atol=0.01)
    assert is_bijection(pd.DataFrame({"mine": left[TRACK_ID].to_numpy(), "other": right[TRACK_ID].to_numpy()}))


@pytest.mark.parametrize("name", CLIPS)
def test_with_every_class_they_part_only_where_the_reference_mixes_kinds(
    real_clip: Callable[[str], Path], real_model: Path, trimmed_model: Path, shared_store: Path, name: str
) -> None:
    """The reference lets a track go on with a box of any class; here people, vehicles and the rest are linked apart."""
    clip = real_clip(name)
    mine, other = ours(clip=clip, model=real_model, root=shared_store), theirs(clip=clip, model=trimmed_model)
    pairs = matched(mine, other, above=0.9)
    assert len(pairs) >= 0.98 * max(len(mine), len(other))


@pytest.mark.parametrize("tracker", TRACKER_NAMES)
def test_every_tracker_runs_on_stored_detections(
    real_clip: Callable[[str], Path], real_model: Path, shared_store: Path, tracker: str
) -> None:
    tracks = ours(
        clip=real_clip("tud-campus.mp4"), model=real_model, root=shared_store, tracker=tracker, class_name="person"
    )
    assert 3 <= tracks[TRACK_ID].nunique() <= 30
    assert not tracks.duplicated([FRAME, TRACK_ID]).any()
