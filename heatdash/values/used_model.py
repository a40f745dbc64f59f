"""The model that watched a clip."""

from dataclasses import dataclass


@dataclass(frozen=True)
class UsedModel:
    """`backend` is openvino, ultralytics or motion; `origin` says where the model was found; `sha256` is its files'."""

    name: str
    backend: str
    origin: str
    sha256: str
