"""Snippets: the parts of a clip that a count is checked by, as small videos."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pandas as pd

from heatdash.audit.model import AuditStep
from heatdash.draw.hide_boxes import hide_boxes
from heatdash.draw.mark_counted import mark_counted
from heatdash.draw.planes import yuv_space
from heatdash.media.read_frames import read_stretch, small_size
from heatdash.media.write_video import write_video
from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.stages.people_boxes import HeldBoxes
from heatdash.stages.rows_to_draw import objects_to_draw
from heatdash.store.artefact_key import artefact_key
from heatdash.tables.columns import BOX, TRACK_ID
from heatdash.values.artefacts import HIDES_PEOPLE, SNIPPET_FILE, SNIPPETS
from heatdash.values.clip import Clip, Frame
from heatdash.values.scene import Scene

WIDEST_PX = 640
_QUICK_FPS = 6.0
"""Frames taken each second from a part that is shown four times as fast, so that 24 a second are seen."""


def write_snippet(
    *, path: Path, clip: Clip, scene: Scene, step: AuditStep, objects: pd.DataFrame, hidden: HeldBoxes | None
) -> int:
    """The number of frames written to `path`: the step, with the places on it and a box around what was counted.

    `objects` are TRACKS for every frame in which they are to be seen, in pixels of the clip. Where nothing was counted
    nothing is boxed, so that nothing guides the eye. What is in the boxes of `hidden` is made unrecognisable.
    """
    width_px, height_px = small_size(clip=clip, widest_px=WIDEST_PX)
    sample_fps = _QUICK_FPS if step.speed > 1 else None
    frames = chain.from_iterable(
        read_stretch(clip=clip, from_s=from_s, to_s=to_s, widest_px=WIDEST_PX, sample_fps=sample_fps)
        for from_s, to_s in step.parts
    )
    scales = (width_px / clip.width_px, height_px / clip.height_px)
    marked = mark_counted(
        frames=frames if hidden is None else _hiding(frames, hidden, scales),
        width_px=width_px,
        height_px=height_px,
        scene=scene,
        objects=_boxed(objects, step, *scales),
    )
    return write_video(
        path=path,
        frames=_as_shown(marked, step),
        width_px=width_px,
        height_px=height_px,
        pixel_format="yuv420p",
    )


def _boxed(objects: pd.DataFrame, step: AuditStep, across: float, down: float) -> pd.DataFrame:
    """The rows of the track that was counted, in pixels of the snippet; none where nothing was."""
    rows = _of_counted(objects, step)
    return rows.assign(**{name: rows[name] * scale for name, scale in zip(BOX, (across, down) * 2, strict=True)})


def _of_counted(objects: pd.DataFrame, step: AuditStep) -> pd.DataFrame:
    return objects.iloc[:0] if step.counted is None else objects[objects[TRACK_ID] == step.counted.track_id]


def _hiding(frames: Iterable[Frame], hidden: HeldBoxes, scales: tuple[float, float]) -> Iterator[Frame]:
    for frame in frames:
        boxes = hidden.within(first=frame.index, stop=frame.index + 1).box * (scales * 2)
        rows, width_px = frame.pixels.shape
        space = yuv_space(width_px=width_px, height_px=rows * 2 // 3)
        yield replace(frame, pixels=hide_boxes(flat=frame.pixels, boxes=boxes, space=space))


def _as_shown(frames: Iterable[Frame], step: AuditStep) -> Iterator[Frame]:
    """The frames at the step's speed, the second part straight after the first."""
    gap_s = 0.0 if step.then is None else step.then[0] - step.to_s
    for frame in frames:
        shown_s = frame.t_s - gap_s if frame.t_s >= step.to_s else frame.t_s
        yield replace(frame, t_s=shown_s / step.speed)


SNIPPET_VERSION = 2
"""Raise it whenever anything that is drawn changes."""


def audit_snippet(
    *,
    finished: FinishedAnalysis,
    scene: Scene,
    step: AuditStep,
    hide: bool,
    write: Callable[..., int] = write_snippet,
) -> str:
    """The key of the step's snippet, an artefact of the kind `SNIPPETS`; made by `write` where it is not in the store.

    With `hide` people are made unrecognisable in it.
    """
    track_id = None if step.counted is None else step.counted.track_id
    belongs_to = os.fspath(finished.clip.path)
    key = artefact_key(
        kind=SNIPPETS,
        version=SNIPPET_VERSION,
        clip=belongs_to,
        tracks=finished.found.tracks_key,
        class_map=(*finished.class_map.pairs, *(() if finished.ground is None else finished.ground.to_json().items())),
        zones=json.dumps([(zone.points, zone.colour) for zone in scene.zones]),
        lines=json.dumps([(line.start, line.end, line.colour) for line in scene.lines]),
        part=(*step.parts, track_id, step.speed),
        hides=hide,
    )

    def make(folder: Path) -> dict[str, int]:
        watched = finished.clip.sampled_frames(finished.found.project.watch.sample_fps)
        objects = objects_to_draw(tracks=_of_counted(finished.tracks, step), clip=finished.clip, watched=watched)
        hidden = finished.held_people if hide else None
        frames = write(
            path=folder / SNIPPET_FILE, clip=finished.clip, scene=scene, step=step, objects=objects, hidden=hidden
        )
        return {"frames": frames, HIDES_PEOPLE: hide}

    with finished.store.get_or_make(kind=SNIPPETS, key=key, make=make, belongs_to=belongs_to):
        return key
