import os
import socket
import threading
import time
from pathlib import Path

import pytest

from heatdash.detect import find_model as finding
from heatdash.detect.find_model import find_at_hand, find_model, is_offered, list_models, offered_models, online
from heatdash.errors import BadModelError
from heatdash.settings import MODELS_VARIABLE, OFFLINE_VARIABLE

NAMES = "names: {0: person, 1: car}"


def openvino_folder(folder: Path, *, metadata: str | None = f"task: detect\n{NAMES}\n") -> Path:
    """A folder that looks like an OpenVINO model."""
    folder.mkdir(parents=True)
    (folder / "model.xml").write_text("<net/>")
    (folder / "model.bin").write_bytes(b"weights")
    if metadata is not None:
        (folder / "metadata.yaml").write_text(metadata)
    return folder


def weights(path: Path, content: bytes = b"weights") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.fixture
def first(data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The first of two folders in HEATDASH_MODELS; the other is `second`, beside it."""
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
    monkeypatch.setenv(MODELS_VARIABLE, os.pathsep.join(map(str, folders)))
    return folders[0]


def test_within_a_folder_the_fastest_form_comes_first(first: Path) -> None:
    places = [
        weights(first / "yolo26n.pt"),
        weights(first / "yolo26n.onnx"),
        openvino_folder(first / "yolo26n"),
        openvino_folder(first / "yolo26n_openvino_model"),
        openvino_folder(first / "yolo26n_int8_openvino_model"),
    ]
    for place in reversed(places):
        found = find_model("yolo26n")
        assert (found.path, found.name, found.origin, found.notice) == (place, "yolo26n", str(first), None)
        assert found.backend == ("openvino" if place.is_dir() else "ultralytics")
        place.rename(first / f"gone {place.name}")


def test_an_earlier_folder_wins_and_the_data_folder_comes_last(first: Path, data_folder: Path) -> None:
    places = [
        openvino_folder(data_folder / "models" / "yolo26n_openvino_model"),
        openvino_folder(first.with_name("second") / "yolo26n_openvino_model"),
        weights(first / "yolo26n.pt"),
    ]
    for place in reversed(places):
        assert find_model("yolo26n").path == place
        place.rename(place.with_name(f"gone {place.name}"))


def test_a_name_with_its_ending_finds_that_form(first: Path) -> None:
    openvino_folder(first / "yolo26n_openvino_model")
    in_torch = weights(first / "yolo26n.pt")
    assert find_model("yolo26n.pt").path == in_torch
    with pytest.raises(BadModelError, match=r"No model 'yolo26n\.onnx'"):
        find_model("yolo26n.onnx")


def test_a_path_is_taken_before_any_folder(first: Path, tmp_path: Path) -> None:
    openvino_folder(first / "yolo26n_openvino_model")
    mine = weights(tmp_path / "mine" / "yolo26n.pt")
    found = find_model(str(mine))
    assert (found.path, found.origin) == (mine, finding.PATH_GIVEN)
    assert found.asked_again == str(mine)
    assert find_model("yolo26n").asked_again == "yolo26n"


def test_a_file_or_folder_here_is_a_path(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    openvino_folder(tmp_path / "shop")
    assert find_model("shop").path == tmp_path / "shop"
    assert find_model("shop/model.xml").path == tmp_path / "shop"


def test_the_model_is_known_by_its_bytes(first: Path, tmp_path: Path) -> None:
    one, same = (openvino_folder(tmp_path / name) for name in ("one", "same"))
    other = openvino_folder(tmp_path / "other")
    (other / "model.bin").write_bytes(b"others!")
    assert find_model(str(one)).sha256 == find_model(str(same)).sha256 != find_model(str(other)).sha256
    assert find_model(str(weights(tmp_path / "a.pt"))).sha256 == find_model(str(weights(tmp_path / "b.pt"))).sha256


@pytest.mark.parametrize(("end2end", "needs"), [("true", False), ("false", True)])
def test_only_an_end_to_end_model_needs_no_overlap_limit(first: Path, end2end: str, needs: bool) -> None:
    folder = openvino_folder(first / "x_openvino_model", metadata=f"end2end: {end2end}\n{NAMES}\n")
    assert find_model(str(folder)).needs_overlap_limit is needs
    assert find_model(str(weights(first / "x.pt"))).needs_overlap_limit
    assert not find_model("motion").needs_overlap_limit


def test_a_model_with_masks_runs_by_its_boxes_through_ultralytics(first: Path) -> None:
    folder = openvino_folder(first / "x_openvino_model", metadata=f"task: segment\n{NAMES}\n")
    assert find_model(str(folder)).backend == "ultralytics"


def test_a_missing_path_is_refused(first: Path) -> None:
    with pytest.raises(BadModelError, match=r"There is no model at '.*gone/yolo26n\.pt'; check the path"):
        find_model(str(first / "gone" / "yolo26n.pt"))


REFUSED_FILES = {
    "a text": ("model.txt", b"hello", r"'model\.txt' is no model .*a '\.txt' file"),
    "a file without an ending": ("model", b"hello", "a 'nameless' file"),
    "empty weights": ("model.pt", b"", r"model\.pt' is empty or may not be read"),
    "a clip": ("clip.mp4", b"hello", r"'clip\.mp4' is no model"),
}


@pytest.mark.parametrize("case", REFUSED_FILES)
def test_a_file_that_is_no_model_is_refused(first: Path, case: str) -> None:
    name, content, said = REFUSED_FILES[case]
    with pytest.raises(BadModelError, match=said):
        find_model(str(weights(first / name, content)))


def test_a_folder_without_a_model_is_refused(first: Path) -> None:
    with pytest.raises(BadModelError, match=r"holds no OpenVINO model \(no \.xml file\)"):
        find_model(str(first))


@pytest.mark.parametrize(
    "metadata", [None, "", "[]", "task: detect", "names: 5", "names: [a, b]", "{", "names: {a: b}", "names: null"]
)
def test_a_folder_that_does_not_name_its_classes_is_refused(first: Path, metadata: str | None) -> None:
    folder = openvino_folder(first / "yolo26n_openvino_model", metadata=metadata)
    with pytest.raises(BadModelError, match=r"has no metadata\.yaml with the classes' names; export the model again"):
        find_model(str(folder))


def test_metadata_that_is_no_text_is_refused(first: Path) -> None:
    folder = openvino_folder(first / "yolo26n_openvino_model")
    (folder / "metadata.yaml").write_bytes(b"\xff\xfe\x00\x80names")
    with pytest.raises(BadModelError, match=r"has no metadata\.yaml"):
        find_model("yolo26n")


@pytest.mark.parametrize("task", ["classify", "semantic"])
def test_a_model_that_finds_no_boxes_is_refused(first: Path, task: str) -> None:
    folder = openvino_folder(first / "yolo26n-cls_openvino_model", metadata=f"task: {task}\n{NAMES}\n")
    with pytest.raises(BadModelError, match=f"does '{task}' and finds no boxes"):
        find_model(str(folder))


@pytest.mark.parametrize(
    ("name", "why"),
    [("yolo26x", "downloads are switched off"), ("my-model", "ultralytics offers none of that name")],
)
def test_a_name_found_nowhere_is_refused_with_where_it_was_looked_for(first: Path, name: str, why: str) -> None:
    with pytest.raises(BadModelError, match=f"No model '{name}' was found in {first} or .*{why}.*'motion'"):
        find_model(name)


def test_auto_takes_the_first_model_there_is(first: Path) -> None:
    weights(first / "yolo11n.pt")
    assert find_model("auto").name == "yolo11n"
    weights(first.with_name("second") / "yolo26n.pt")
    assert find_model("auto").name == "yolo26n"


def test_auto_falls_back_to_motion_and_says_so(first: Path) -> None:
    found = find_model("auto")
    assert (found.backend, found.path, found.asked_again) == ("motion", None, "motion")
    assert found.notice is not None
    assert "No detection model was found, and downloads are switched off" in str(found.notice)
    assert f"put yolo26n into {first}" in str(found.notice)


def test_motion_asked_for_needs_no_notice(data_folder: Path) -> None:
    assert find_model("motion").notice is None


def test_every_model_that_can_be_run_is_listed(first: Path) -> None:
    openvino_folder(first / "yolo26n_openvino_model")
    weights(first.with_name("second") / "shop.pt")
    weights(first / "readme.txt")
    openvino_folder(first / "broken_openvino_model", metadata=None)
    openvino_folder(first / "yolo26n-cls_openvino_model", metadata=f"task: classify\n{NAMES}\n")
    assert [model.name for model in list_models()] == ["yolo26n", "shop", "motion"]


def test_being_offline_is_noticed_within_the_limit(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hung_up = threading.Event()

    def never_answer(*_: object, **__: object) -> None:
        hung_up.wait(5)
        raise OSError("hung up")

    monkeypatch.delenv(OFFLINE_VARIABLE)
    monkeypatch.setattr(finding, "_OFFLINE_AFTER_S", 0.2)
    monkeypatch.setattr(socket, "create_connection", never_answer)
    began = time.monotonic()
    found = find_model("auto")
    assert time.monotonic() - began < 2
    assert found.backend == "motion"
    assert "this machine is offline" in str(found.notice)
    hung_up.set()


def test_a_machine_is_asked_once_whether_it_is_online(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    knocks = []

    def refuse(*_: object, **__: object) -> None:
        knocks.append(1)
        raise OSError("no route")

    monkeypatch.delenv(OFFLINE_VARIABLE)
    monkeypatch.setattr(finding, "_OFFLINE_AFTER_S", 0.05)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert find_model("auto").backend == "motion"
    assert find_model("auto").backend == "motion"
    assert len(knocks) == 1


def test_where_downloads_are_switched_off_nobody_knocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("the network was touched"))
    assert not online()


def test_what_is_at_hand_is_what_would_be_found_and_nothing_is_fetched(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "_download", lambda stem: pytest.fail(f"{stem} was to be fetched"))
    assert [find_at_hand(name) for name in ("auto", "yolo26n", "yolo26n.pt", str(first / "none.pt"))] == [None] * 4
    path = weights(first / "yolo11n.pt")
    for name in ("auto", "yolo11n", "yolo11n.pt", str(path)):
        assert find_at_hand(name) == find_model(name)
    assert find_at_hand("yolo11n.onnx") is None


@pytest.fixture
def hosted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_MODE", "hosted")


@pytest.mark.usefixtures("hosted")
def test_strangers_may_ask_only_for_the_models_at_hand(first: Path, tmp_path: Path) -> None:
    at_hand, elsewhere = weights(first / "own.pt"), weights(tmp_path / "elsewhere.pt")
    assert find_model("own").path == at_hand
    assert find_model("motion").backend == "motion"
    assert find_model("auto").name == "motion"
    for name in (str(elsewhere), str(at_hand), "own.pt", "yolo26x", "../first/own", "x" * 1000):
        assert find_at_hand(name) is None
        with pytest.raises(BadModelError, match=r"is not offered here; choose one of auto, own, motion\.$") as refused:
            find_model(name)
        assert len(str(refused.value)) < 200


def test_the_servers_own_list_says_what_may_be_asked_for(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("yolo26n.pt", "yolo11n.pt", "own.pt"):
        weights(first / name)
    monkeypatch.setenv("HEATDASH_ALLOWED_MODELS", "yolo11n, motion")
    assert find_model("auto").name == "yolo11n"
    assert offered_models() == ["auto", "yolo11n", "motion"]
    for name in ("own", "yolo26n"):
        with pytest.raises(BadModelError, match="not offered here"):
            find_model(name)


def test_on_ones_own_machine_everything_may_be_asked_for(first: Path, tmp_path: Path) -> None:
    assert is_offered(str(weights(tmp_path / "elsewhere.pt")))
    assert is_offered("yolo26x")
