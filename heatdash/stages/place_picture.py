"""The place without its people before a clip is analysed: from a few of its frames, in seconds."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from heatdash.detect.find_model import find_model
from heatdash.draw.hide_boxes import hide_in_picture
from heatdash.media.pictures import SCREEN_PX, as_png, resized
from heatdash.stages.empty_scene import background_of
from heatdash.stages.people_boxes import people_boxes
from heatdash.stages.progress import Progress
from heatdash.stages.watch import watch_clip
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.tables.columns import BOX
from heatdash.values.clip import Clip
from heatdash.values.watch_settings import WatchSettings

PLACE_VERSION = 2
"""Raise it whenever the picture changes."""
PLACE_FILE = "place.png"
FRAMES = 31


def stored_place(*, clip: Clip, store: ArtefactStore) -> bytes | None:
    """The PNG that `make_place` has left; None where there is none."""
    with store.open(kind="place", key=place_key(clip)) as artefact:
        return None if artefact is None else (artefact.folder / PLACE_FILE).read_bytes()


def make_place(*, clip: Clip, settings: WatchSettings, store: ArtefactStore, progress: Progress) -> None:
    """Put the place without its people into the store, no wider than SCREEN_PX: of a clip its empty scene, judged by
    31 frames; of a still picture itself, with people hidden.
    """

    def make(folder: Path) -> dict[str, Any]:
        few = replace(settings, sample_fps=FRAMES / clip.duration_s)
        watching = watch_clip(
            clip=clip,
            model=find_model(few.model),
            settings=few,
            store=store,
            progress=progress,
            check_names=lambda known: None,
            meanwhile=lambda: None,
        )
        with watching as watched:
            seen = watched.detections.folder
            picture = background_of(
                clip=clip, kind="median", detections_key=seen.name, sample_fps=few.sample_fps, store=store
            ).pixels
            if clip.is_image:
                people = people_boxes(detections=seen, tracks=None)
                picture = hide_in_picture(picture=picture, boxes=people[list(BOX)].to_numpy(np.float64))
        small = resized(picture=picture, width_px=min(clip.width_px, SCREEN_PX))
        (folder / PLACE_FILE).write_bytes(as_png(small))
        return {}

    with store.get_or_make(kind="place", key=place_key(clip), make=make, belongs_to=clip.sha256):
        return


def place_key(clip: Clip) -> str:
    """The key of the picture: one for each clip, whichever model looks at it."""
    return artefact_key(kind="place", version=PLACE_VERSION, clip=clip.sha256)
