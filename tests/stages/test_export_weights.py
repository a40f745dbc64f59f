"""Weights as INT8: used only where they find the same."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from heatdash.detect.agree_on_boxes import Agreement
from heatdash.detect.find_model import find_model
from heatdash.errors import BadModelError
from heatdash.media.probe_clip import probe_clip
from heatdash.settings import import_ultralytics
from heatdash.stages import export_weights as stage
from heatdash.stages.export_weights import Int8Export, export_int8, export_weights, judge_int8
from heatdash.stages.progress import Quiet
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.watch_settings import WatchSettings
from tests.builders.scenes import make_scene


@pytest.mark.parametrize(
    ("boxes", "found_by_both", "is_used", "told"),
    [
        (200, 190, True, "'own' ran faster in whole numbers (INT8): in frames kept for the check, 95 % of 200 boxes"),
        (200, 189, False, "'own' ran as it is: in whole numbers (INT8) only 94 % of 200 boxes were the same"),
        (49, 49, False, "'own' ran as it is: with only 49 boxes in the frames looked at, where 50 are needed"),
        (0, 0, False, "'own' ran as it is: with only 0 boxes"),
    ],
)
def test_int8_is_used_where_it_finds_the_same(boxes: int, found_by_both: int, is_used: bool, told: str) -> None:
    judged = judge_int8(folder=Path("int8"), agreement=Agreement(boxes, found_by_both), name="own")
    assert judged.folder == (Path("int8") if is_used else None)
    assert str(judged.notice).startswith(told)


def asked_for_int8(folder: Path) -> Int8Export:
    """What comes of asking for weights with random numbers as INT8."""
    import_ultralytics()
    from ultralytics import YOLO

    YOLO("yolo26n.yaml").save(folder / "own.pt")
    made = {
        "clip": probe_clip(make_scene(folder / "scene.mp4", frames=40)),
        "model": find_model(str(folder / "own.pt")),
        "store": ArtefactStore(root=folder / "store", limit_bytes=10**9),
        "progress": Quiet(),
    }
    return export_int8(exported=export_weights(side_px=None, **made), settings=WatchSettings(int8=True), **made)


@pytest.mark.model
@pytest.mark.usefixtures("data_folder")
def test_weights_are_calibrated_with_frames_of_the_clip_and_compared_in_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    if find_spec("nncf") is None:
        pytest.skip("nncf is not installed")
    # Random weights are sure of nothing, which is as good as the other model's: that is what is not used.
    judged: list[Path] = []

    def judge(*, folder: Path, agreement: Agreement, name: str) -> Int8Export:
        judged.append(folder)
        assert (folder / "own.xml").stat().st_size > 0
        assert "FakeQuantize" in (folder / "own.xml").read_text(encoding="utf-8")
        return judge_int8(folder=folder, agreement=agreement, name=name)

    monkeypatch.setattr(stage, "judge_int8", judge)
    result = asked_for_int8(tmp_path)
    assert len(judged) == 1, str(result.notice)
    assert result.folder is None
    assert "nothing can be said of INT8" in str(result.notice)
    assert "".join(capfd.readouterr()) == ""


@pytest.mark.model
@pytest.mark.usefixtures("data_folder")
def test_what_fails_leaves_the_model_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(one: object, other: object, /) -> Agreement:
        raise RuntimeError("no space left\nand more")

    monkeypatch.setattr(stage, "find_spec", lambda name: name)
    monkeypatch.setattr(stage, "agreement_of", fail)
    result = asked_for_int8(tmp_path)
    assert result.folder is None
    assert "could not be turned into whole numbers (INT8)" in str(result.notice)


@pytest.mark.model
@pytest.mark.usefixtures("data_folder")
def test_without_the_package_it_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(stage, "find_spec", lambda name: None)
    with pytest.raises(BadModelError, match="needs the package nncf; install it"):
        asked_for_int8(tmp_path)
