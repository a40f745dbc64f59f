"""Finding models: where each one is stored, and what runs it."""

import hashlib
import os
import socket
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from heatdash.errors import BadModelError
from heatdash.messages import Message, message
from heatdash.settings import (
    MODELS_VARIABLE,
    allowed_models,
    data_folder,
    downloads_allowed,
    import_ultralytics,
    is_hosted,
    model_folders,
)

AUTO_MODELS = ("yolo26n", "yolo11n")
MOTION = "motion"
PATH_GIVEN = "the path given"
WEIGHT_SUFFIXES = (".pt", ".onnx", ".engine", ".torchscript")
BOXLESS_TASKS = ("classify", "semantic", "depth")
_DOWNLOAD_HOST = ("github.com", 443)
_OFFLINE_AFTER_S = 6.0
_LONGEST_NAME = 60


@dataclass(frozen=True)
class FoundModel:
    """A model that can be run: `backend` is openvino, ultralytics or motion; `path` is None for motion.

    `origin` says where it was found. `notice` is shown to the user, where something else was found than was asked for.
    """

    name: str
    backend: str
    path: Path | None
    origin: str
    notice: Message | None = None

    @property
    def sha256(self) -> str:
        """The hash of the model's files, or of its name for motion."""
        digest = hashlib.sha256()
        if self.path is None:
            digest.update(self.name.encode())
            return digest.hexdigest()
        files = sorted(self.path.iterdir()) if self.path.is_dir() else [self.path]
        for file in (f for f in files if f.is_file()):
            digest.update(f"{file.name}:{file.stat().st_size}:".encode() if self.path.is_dir() else b"")
            with file.open("rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
        return digest.hexdigest()

    @property
    def asked_again(self) -> str:
        """What to ask for to find this very model again: its path where a path was given, else its name."""
        return str(self.path) if self.origin == PATH_GIVEN and self.path else self.name

    @property
    def metadata(self) -> dict[str, Any]:
        """What an OpenVINO folder says about its model; empty for any other model."""
        return read_metadata(self.path) if self.path is not None and self.path.is_dir() else {}

    @property
    def own_side_px(self) -> int | None:
        """The longer side of the input that the model was exported for; None where only the loaded model tells."""
        return input_side_px(self.metadata)

    @property
    def needs_overlap_limit(self) -> bool:
        """False where the model is known to thin out overlapping boxes by itself, so that `iou` changes nothing."""
        return not (self.backend == MOTION or self.metadata.get("end2end") is True)


def find_model(name: str) -> FoundModel:
    """The model that `name` stands for: a path, a name to look up, `motion`, or `auto`.

    A name is looked up in the folders of HEATDASH_MODELS, then in the data folder, then downloaded. Only `auto` falls
    back to `motion`, with a notice. A path that is not a model is refused, and so is a model that is not allowed here.
    """
    if not is_offered(name):
        raise BadModelError("limits.model", name=name[:_LONGEST_NAME], known=", ".join(offered_models()))
    if name == MOTION:
        return _motion()
    if name == "auto":
        return _find_auto()
    if (path := _as_path(name)) is not None:
        return _model_at(path, origin=PATH_GIVEN)
    stem, suffix = _stem_and_suffix(name)
    found = look_up(stem, suffix=suffix) or _download(stem)
    if found is None:
        raise BadModelError(
            "detect.model_missing",
            name=name,
            folders=" or ".join(str(f) for f in model_folders()),
            what=_why_no_download(stem),
            variable=MODELS_VARIABLE,
        )
    return found


def find_at_hand(name: str) -> FoundModel | None:
    """What `find_model` finds of that name without fetching anything; None where there is no such model here."""
    if not is_offered(name):
        return None
    if name == "auto":
        return next(filter(None, map(look_up, filter(_is_allowed, AUTO_MODELS))), None)
    if (path := _as_path(name)) is not None:
        return _model_at(path, origin=PATH_GIVEN) if path.exists() else None
    stem, suffix = _stem_and_suffix(name)
    return look_up(stem, suffix=suffix)


def is_offered(name: str) -> bool:
    """True where that may be asked for here: anything, but where the server has a list of its own, or strangers use it.

    Then no path is taken, nor is a file of weights looked at that is not on the list.
    """
    return name == "auto" or _is_allowed(name)


def offered_models() -> list[str]:
    """What may be asked for by name: `auto`, the models of the server's list or, without one, those at hand."""
    named = allowed_models()
    return list(dict.fromkeys(["auto", *(named if named is not None else _names_at_hand())]))


def _is_allowed(name: str) -> bool:
    named = allowed_models()
    if named is not None:
        return name in named
    return not is_hosted() or name in _names_at_hand()


def _names_at_hand() -> list[str]:
    return [model.name for model in list_models()]


def _as_path(name: str) -> Path | None:
    """The path that the name is; None where it is a name to look up."""
    path = Path(name).expanduser()
    return path.absolute() if len(path.parts) > 1 or path.exists() else None


def _stem_and_suffix(name: str) -> tuple[str, str | None]:
    path = Path(name)
    return (path.stem, path.suffix) if path.suffix in WEIGHT_SUFFIXES else (name, None)


def _find_auto() -> FoundModel:
    stems = [stem for stem in AUTO_MODELS if _is_allowed(stem)]
    for stem in stems:
        if found := look_up(stem):
            return found
    if stems and (found := _download(stems[0])):
        return found
    notice = message(
        "detect.no_model",
        what=_why_no_download(AUTO_MODELS[0]),
        model=AUTO_MODELS[0],
        folder=str(model_folders()[0]),
    )
    return replace(_motion(), notice=notice)


def _motion() -> FoundModel:
    return FoundModel(name=MOTION, backend=MOTION, path=None, origin="built in")


def look_up(stem: str, *, suffix: str | None = None) -> FoundModel | None:
    """The model named `stem` in the model folders, OpenVINO before .onnx before .pt; None where there is none."""
    for folder in model_folders():
        for path in _candidates(folder, stem):
            if path.exists() and suffix in {None, path.suffix}:
                return _model_at(path, origin=str(folder))
    return None


def list_models() -> list[FoundModel]:
    """Every model in the model folders that can be run, and `motion`."""
    found = []
    for folder in model_folders():
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if path.suffix in WEIGHT_SUFFIXES or (path.is_dir() and any(path.glob("*.xml"))):
                # One broken model must not hide the others; asking for it by name reports what is wrong with it.
                with suppress(BadModelError):
                    found.append(_model_at(path, origin=str(folder)))
    return [*found, _motion()]


def _candidates(folder: Path, stem: str) -> Iterator[Path]:
    for ending in ("_int8_openvino_model", "_openvino_model", "", *(s for s in (".onnx", ".pt", ".engine"))):
        path = folder / f"{stem}{ending}"
        if ending or any(path.glob("*.xml")):
            yield path


def _model_at(path: Path, *, origin: str) -> FoundModel:
    if not path.exists():
        raise BadModelError("detect.no_model_at", path=str(path))
    if path.suffix == ".xml":
        path = path.parent
    name = path.stem.removesuffix("_openvino_model").removesuffix("_int8")
    if path.is_dir():
        return _openvino_model_at(path, name=name, origin=origin)
    if path.suffix not in WEIGHT_SUFFIXES:
        raise BadModelError("detect.odd_model", name=path.name, suffix=path.suffix or "nameless")
    if not os.access(path, os.R_OK) or path.stat().st_size == 0:
        raise BadModelError("detect.model_empty", name=str(path))
    return FoundModel(name=name, backend="ultralytics", path=path, origin=origin)


def _openvino_model_at(path: Path, *, name: str, origin: str) -> FoundModel:
    if not any(path.glob("*.xml")):
        raise BadModelError("detect.no_xml", folder=str(path))
    task = read_metadata(path).get("task", "detect")
    if task in BOXLESS_TASKS:
        raise boxless_model(name=path.name, task=task)
    return FoundModel(name=name, backend="openvino" if task == "detect" else "ultralytics", path=path, origin=origin)


def boxless_model(*, name: str, task: str) -> BadModelError:
    """The error for a model whose task finds no boxes."""
    return BadModelError("detect.model_boxless", name=name, task=task)


def read_metadata(folder: Path) -> dict[str, Any]:
    """What metadata.yaml says about the OpenVINO model in `folder`, with its class names by number under `names`."""
    import yaml

    file = folder / "metadata.yaml"
    try:
        metadata = yaml.safe_load(file.read_text(encoding="utf-8"))
        names = {int(k): str(v) for k, v in dict(metadata["names"]).items()}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise BadModelError("detect.no_metadata", folder=str(folder)) from error
    return {**metadata, "names": names}


def input_side_px(metadata: Mapping[str, Any]) -> int | None:
    """The longer side of the input that the metadata names; None where it names none."""
    size = metadata.get("imgsz")
    return None if size is None else int(max(size)) if isinstance(size, list) else int(size)


def _download(stem: str) -> FoundModel | None:
    """The model as ultralytics offers it, stored in the data folder; None where it cannot be downloaded."""
    if not _is_offered(stem) or not online():
        return None
    import_ultralytics()
    from ultralytics.utils.downloads import attempt_download_asset

    folder = data_folder() / "models"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as part:
        weights = Path(part) / f"{stem}.pt"
        try:
            attempt_download_asset(weights)
            weights.replace(folder / weights.name)
        except (OSError, RuntimeError):
            return None
    return _model_at(folder / weights.name, origin="downloaded from Ultralytics")


def _is_offered(stem: str) -> bool:
    families = ("yolo26", "yolo12", "yolo11", "yolov10", "yolov9", "yolov8", "rtdetr")
    return stem.startswith(families) and stem.isascii() and stem.replace("-", "").isalnum()


@cache
def online() -> bool:
    """True where the download host answers; asked once per process, for a few seconds at most."""
    if not downloads_allowed():
        return False
    answered = threading.Event()

    def connect() -> None:
        try:
            with socket.create_connection(_DOWNLOAD_HOST, timeout=_OFFLINE_AFTER_S):
                answered.set()
        except OSError:
            return

    thread = threading.Thread(target=connect, daemon=True)
    thread.start()
    thread.join(_OFFLINE_AFTER_S)
    return answered.is_set()


def _why_no_download(stem: str) -> Message | str:
    if not _is_offered(stem):
        return message("detect.not_offered")
    if not downloads_allowed():
        return message("detect.no_downloads")
    return "" if online() else message("detect.offline")


def describe_models() -> list[dict[str, Any]]:
    """Every available model: its name, what runs it, where it is stored, and its classes where they are stated."""
    described = []
    for model in list_models():
        names = model.metadata.get("names", {})
        described.append(
            {
                "name": model.name,
                "backend": model.backend,
                "origin": model.origin,
                "path": None if model.path is None else str(model.path),
                "classes": [names[number] for number in sorted(names)],
            }
        )
    return described
