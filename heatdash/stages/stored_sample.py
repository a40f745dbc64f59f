"""The built-in sample in the store, made on first use."""

import json
from pathlib import Path
from typing import Any

from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.scene import Scene, scene_from_json

SAMPLE_VERSION = 3
"""Raise it whenever the sample's pictures or its truth change."""


def sample_clip(store: ArtefactStore) -> Path:
    """The path of the sample clip; its truth, its events and its scene lie beside it."""

    def make(folder: Path) -> dict[str, Any]:
        from heatdash.sample.make_sample import make_sample

        make_sample(folder)
        return {}

    key = artefact_key(kind="sample", version=SAMPLE_VERSION)
    with store.get_or_make(kind="sample", key=key, make=make) as artefact:
        return artefact.folder / "sample.mp4"


def sample_scene(store: ArtefactStore) -> Scene:
    """The zones and the line that come with the sample."""
    file = sample_clip(store).with_name("sample.scene.json")
    return scene_from_json(json.loads(file.read_text(encoding="utf-8")))
