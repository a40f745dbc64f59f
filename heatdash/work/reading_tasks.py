"""What a reading process can be asked, and how its answers cross to the server: as text and numbers, never as code."""

import json
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from heatdash.media.bounds import check_frame_count
from heatdash.values.camera_report import camera_report_from_json
from heatdash.values.clip import Clip
from heatdash.values.recording_start import RecordingStart

BLOCK_BYTES = 1 << 18
SECONDS = struct.Struct(">d")
"""How the time that a request may take crosses, beside its connection."""
Arrays = Sequence[np.ndarray]
Plain = tuple[Mapping[str, Any], Arrays]
MOST_BYTES = 1 << 28
"""The most that an answer may take: twice what the background of the largest clip does."""
_TYPES = ("uint8", "bool", "int64", "float64")
_FIELDS = ("container", "codec", "width_px", "height_px", "rotation_deg", "is_mirrored")
_FIGURES = ("average_fps", "is_variable_rate", "duration_s", "lost_frames")


@dataclass(frozen=True)
class Request:
    """What to do, with which values; which files it takes, into which folders it writes, and what it may take."""

    task: str
    given: dict[str, Any]
    reads: tuple[Path, ...]
    writes: tuple[Path, ...]
    memory_bytes: int
    deadline_s: float


@dataclass(frozen=True)
class ReadingTask:
    """One thing to ask: what the reading process does, and how the answer is made plain there and read here.

    What `is_long` leaves a turn to the rest, and gives way to it.
    """

    do: Callable[..., Any]
    pack: Callable[[Any], Plain]
    unpack: Callable[[Mapping[str, Any], Arrays], Any]
    is_long: bool = False


def to_bytes(content: Mapping[str, Any], /, *, arrays: Arrays = ()) -> bytes:
    """The content, which must fit into JSON, and the arrays as bytes."""
    shapes = [[str(array.dtype), list(array.shape)] for array in arrays]
    head = json.dumps({"content": content, "arrays": shapes}).encode()
    return b"".join((struct.pack(">I", len(head)), head, *(np.ascontiguousarray(array).tobytes() for array in arrays)))


def from_bytes(sent: bytes | bytearray, /) -> Plain:
    """What `to_bytes` was given; a ValueError where the bytes are anything else."""
    try:
        (head_bytes,) = struct.unpack_from(">I", sent)
        head = json.loads(bytes(sent[4 : 4 + head_bytes]))
        at, arrays = 4 + head_bytes, []
        for name, shape in head["arrays"]:
            if name not in _TYPES or not all(isinstance(side, int) and side >= 0 for side in shape):
                raise ValueError(f"An array of the type {name} and the shape {shape} was not asked for.")
            count, dtype = int(np.prod(shape, dtype=object)), np.dtype(name)
            arrays.append(np.frombuffer(sent, dtype, count, at).reshape(shape))
            at += count * dtype.itemsize
        return head["content"], arrays
    except (struct.error, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise ValueError("The answer is cut off, or no answer at all.") from error


def _probe(path: Path) -> Clip:
    from heatdash.media.probe_clip import probe_pictures

    return probe_pictures(path)


def _pack_clip(clip: Clip) -> Plain:
    return {name: getattr(clip, name) for name in (*_FIELDS, *_FIGURES)}, (clip.times_s, clip.keyframes)


def _unpack_clip(content: Mapping[str, Any], arrays: Arrays) -> Clip:
    """The clip without its path and hash. What no clip can be is refused: a broken decoder may have answered."""
    times_s, keyframes = arrays
    clip = Clip(
        path=Path("clip"),
        sha256="",
        container=str(content["container"]),
        codec=str(content["codec"]),
        width_px=int(content["width_px"]),
        height_px=int(content["height_px"]),
        rotation_deg=int(content["rotation_deg"]),
        # What earlier versions kept of a deleted clip does not tell it.
        is_mirrored=bool(content.get("is_mirrored", False)),
        average_fps=float(content["average_fps"]),
        is_variable_rate=bool(content["is_variable_rate"]),
        duration_s=float(content["duration_s"]),
        lost_frames=int(content["lost_frames"]),
        times_s=times_s.astype(np.float64),
        keyframes=keyframes.astype(np.int64),
    )
    check_frame_count(path=clip.path, frames=len(times_s))
    ascends = bool((np.diff(clip.times_s) > 0).all()) and bool((np.diff(clip.keyframes) > 0).all())
    within = len(keyframes) > 0 and keyframes[0] == 0 and keyframes[-1] < len(times_s)
    if not (ascends and within and np.isfinite([clip.times_s[-1], clip.duration_s, clip.average_fps]).all()):
        raise ValueError("No clip has such times.")
    return clip


def _start(**given: Any) -> RecordingStart | None:
    from heatdash.media.recording_time import recording_start

    return recording_start(**given)


def _pack_start(start: RecordingStart | None) -> Plain:
    return {} if start is None else {"text": str(start), "source": start.source}, ()


def _unpack_start(content: Mapping[str, Any], arrays: Arrays) -> RecordingStart | None:
    return RecordingStart.read(content["text"], source=content["source"]) if content else None


def _frame(**given: Any) -> Any:
    from heatdash.media.pictures import preview_frame

    return preview_frame(**given)


def _examine(**given: Any) -> Any:
    from heatdash.media.examine_picture import examine_picture

    return examine_picture(**given)


def _background(**given: Any) -> Any:
    from heatdash.media.empty_scene import background_picture

    return background_picture(**given)


def _unpack_scene(content: Mapping[str, Any], arrays: Arrays) -> Any:
    from heatdash.media.empty_scene import EmptyScene

    pixels, filled = arrays
    if pixels.shape != (*filled.shape, 3):
        raise ValueError("A background has marks as large as its picture.")
    return EmptyScene(pixels=pixels, filled=filled)


def _snippet(**given: Any) -> int:
    from heatdash.audit.snippet import write_snippet

    return write_snippet(**given)


TASKS = {
    "probe": ReadingTask(_probe, _pack_clip, _unpack_clip),
    "start": ReadingTask(_start, _pack_start, _unpack_start),
    "frame": ReadingTask(_frame, lambda pixels: ({}, (pixels,)), lambda content, arrays: arrays[0]),
    "examine": ReadingTask(
        _examine,
        lambda report: (report.to_json(), ()),
        lambda content, arrays: camera_report_from_json(content),
        is_long=True,
    ),
    "background": ReadingTask(
        _background, lambda scene: ({}, (scene.pixels, scene.filled)), _unpack_scene, is_long=True
    ),
    "snippet": ReadingTask(
        _snippet, lambda frames: ({"frames": frames}, ()), lambda content, arrays: int(content["frames"]), is_long=True
    ),
}
"""What can be asked, by name."""
