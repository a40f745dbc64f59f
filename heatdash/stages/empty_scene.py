"""The picture under the map: the clip's empty scene, or its first frame; made once."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from heatdash.errors import StorageError
from heatdash.media.clip_reader import HERE, ClipReader
from heatdash.media.empty_scene import FEWEST_PICTURES, EmptyScene, FreeCells, first_pictures, free_cells, moments_of
from heatdash.stages.people_boxes import HOLD_S, hold_boxes
from heatdash.stages.watch import DETECTIONS_FILE
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.parquet_tables import read_table
from heatdash.tables.columns import CLASS_NAME, CONF
from heatdash.values.arrays import Ints, Pixels
from heatdash.values.classes import PEOPLE, kind_of, may_show_people
from heatdash.values.clip import Clip, Frame

BACKGROUND_VERSION = 3
"""Raise it whenever the picture changes."""
BACKGROUND_FILE, FILLED_FILE = "background.npy", "filled.npy"
BLANK = 112
"""The grey of a ground of which no picture may be shown."""
LONGEST_HOLD = 0.05
"""Of the clip's length: in a short clip, seconds in which nobody was seen are precious."""
SURE_VEHICLE = 0.25
OFTEN = 0.1
"""Where it is free of vehicles for this share of the time, the scene is shown without them; parked ones stay."""


def is_frame(*, clip: Clip, kind: str) -> bool:
    """True where the background is a frame of the clip, with all who are in it, and no empty scene.

    Of a clip that was deleted no frame is left.
    """
    return (kind == "first" or clip.is_image) and clip.path.exists()


def pictures_meanwhile(*, clip: Clip, sample_fps: float | None, kind: str) -> Sequence[Frame]:
    """The pictures of the clip that can be read before it is known where people are; none where none are needed."""
    if is_frame(clip=clip, kind=kind):
        return ()
    return first_pictures(clip=clip, frames=moments_of(clip.sampled_frames(sample_fps)))


def background_of(
    *,
    clip: Clip,
    kind: str,
    detections_key: str,
    sample_fps: float | None,
    store: ArtefactStore,
    pictures: Sequence[Frame] = (),
    reader: ClipReader = HERE,
) -> EmptyScene:
    """The clip's empty scene (`median`) or its `first` frame, made once, by `reader`; a still picture is what it is.

    `pictures` are those of `pictures_meanwhile`, where somebody has read them already; they are painted over. Of a clip
    that was deleted it is the scene that may be kept, or else a blank ground.
    """
    if not clip.path.exists():
        kept = scene_to_keep(clip=clip, detections_key=detections_key, sample_fps=sample_fps, store=store)
        return kept or _blank(clip)
    key = background_key(clip=clip, kind=kind, detections_key=detections_key)

    def make(folder: Path) -> dict[str, Any]:
        free = None
        if not is_frame(clip=clip, kind=kind):
            free = _free_cells(clip, clip.sampled_frames(sample_fps), _detections(detections_key, store))
        scene = reader.background(clip=clip, free=free, pictures=pictures)
        _write(folder / BACKGROUND_FILE, scene.pixels)
        _write(folder / FILLED_FILE, scene.filled)
        return {}

    with store.get_or_make(kind="background", key=key, make=make, belongs_to=clip.sha256) as artefact:
        return _stored_scene(artefact.folder)


def scene_to_keep(
    *, clip: Clip, detections_key: str, sample_fps: float | None, store: ArtefactStore
) -> EmptyScene | None:
    """The clip's empty scene, where it may stay once the clip is deleted; None where somebody may be seen in it.

    So it is with still pictures and a few frames, and where no model watched that knows people even when they stand
    still. It is None as well where the scene was not made.
    """
    if clip.is_image or len(clip.sampled_frames(sample_fps)) < FEWEST_PICTURES:
        return None
    with store.open(kind="detections", key=detections_key) as detections:
        known = {} if detections is None else detections.meta.get("class_names", {})
    if PEOPLE.isdisjoint(known.values()):
        return None
    key = background_key(clip=clip, kind="median", detections_key=detections_key)
    with store.open(kind="background", key=key) as artefact:
        return None if artefact is None else _stored_scene(artefact.folder)


def is_blank(picture: Pixels) -> bool:
    """True where the picture is a blank ground."""
    return bool((picture == BLANK).all())


def _blank(clip: Clip) -> EmptyScene:
    shape = clip.height_px, clip.width_px
    return EmptyScene(pixels=np.full((*shape, 3), BLANK, np.uint8), filled=np.zeros(shape, dtype=bool))


def background_key(*, clip: Clip, kind: str, detections_key: str) -> str:
    """The key of a background: the empty scene's depends on where objects were seen, the first frame's does not."""
    seen = None if is_frame(clip=clip, kind=kind) else detections_key
    return artefact_key(kind="background", version=BACKGROUND_VERSION, clip=clip.sha256, of=kind, seen=seen)


def _free_cells(clip: Clip, watched: Ints, detections: pd.DataFrame) -> FreeCells:
    """Where and when there are neither people nor vehicles; no people alone, where vehicles leave hardly a moment."""
    people, vehicles = (
        detections[np.array([is_wanted(name) for name in detections[CLASS_NAME]], dtype=bool)]
        for is_wanted in (may_show_people, lambda name: kind_of(name) == "vehicles")
    )
    without = [_without(boxes, clip, watched) for boxes in (people, vehicles[vehicles[CONF] >= SURE_VEHICLE])]
    neither = without[0].marks & without[1].marks
    return replace(without[0], marks=np.where(neither.mean(axis=0) >= OFTEN, neither, without[0].marks))


def _without(boxes: pd.DataFrame, clip: Clip, watched: Ints) -> FreeCells:
    hold_s = min(HOLD_S, LONGEST_HOLD * clip.duration_s)
    held = hold_boxes(boxes=boxes, clip=clip, watched=watched, hold_s=hold_s)
    return free_cells(clip=clip, frames=moments_of(watched), box=held.box, first=held.first, stop=held.stop)


def _detections(key: str, store: ArtefactStore) -> pd.DataFrame:
    with store.open(kind="detections", key=key) as artefact:
        if artefact is None:
            raise StorageError("stages.result_removed")
        return read_table(artefact.folder / DETECTIONS_FILE)


def _stored_scene(folder: Path) -> EmptyScene:
    return EmptyScene(pixels=_read(folder / BACKGROUND_FILE), filled=_read(folder / FILLED_FILE))


def _write(path: Path, array: np.ndarray) -> None:
    content = BytesIO()
    np.save(content, array)
    # Not written by NumPy itself, whose errors do not say that a disk is full.
    path.write_bytes(content.getbuffer())


def _read(path: Path) -> Any:
    return np.load(path, allow_pickle=False)
