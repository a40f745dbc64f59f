"""The place without its people, made before the analysis."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from heatdash.media.pictures import as_png, from_png
from heatdash.media.probe_clip import probe_clip
from heatdash.stages.place_picture import make_place, stored_place
from heatdash.stages.progress import Quiet
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.watch_settings import WatchSettings
from tests.builders.scenes import make_scene


def test_it_is_made_once_and_no_wider_than_a_screen(tmp_path: Path) -> None:
    store = ArtefactStore(root=tmp_path / "store", limit_bytes=10**9)
    clip = probe_clip(make_scene(tmp_path / "clip.mp4"))
    assert stored_place(clip=clip, store=store) is None
    for _ in range(2):
        make_place(clip=clip, settings=WatchSettings(model="motion"), store=store, progress=Quiet())
    content = stored_place(clip=clip, store=store)
    assert content is not None
    assert from_png(content).shape == (120, 160, 3)
    assert as_png(from_png(content)) == content


@pytest.mark.model
@pytest.mark.parametrize("name", ["one-by-one.mp4", "tud-campus.mp4", "a frame of one-by-one"])
def test_in_it_the_model_finds_nobody(
    name: str, real_model: Path, real_clip: Callable[[str], Path], tmp_path: Path, surest_person: Callable[..., float]
) -> None:
    source = _frame_of(real_clip("one-by-one.mp4"), tmp_path) if name.startswith("a frame") else real_clip(name)
    clip, store = probe_clip(source), ArtefactStore(root=tmp_path / "store", limit_bytes=10**9)
    make_place(clip=clip, settings=WatchSettings(model=str(real_model)), store=store, progress=Quiet())
    content = stored_place(clip=clip, store=store)
    assert content is not None
    assert surest_person(from_png(content)) < 0.45


def _frame_of(clip: Path, folder: Path) -> Path:
    from heatdash.media.pictures import preview_frame

    path = folder / "frame.png"
    cv2.imwrite(str(path), np.asarray(preview_frame(clip=probe_clip(clip), index=600)))
    return path
