"""How near the counts come where people are small, by the size of what the model looks at, and what that costs.

python -m benchmarks.small_and_far [--model MODEL] [--clips FOLDER] [--plazas N] [--shrink N ...] [--imgsz N ...]
    [--sample-fps N] [--json]

The clips of `benchmarks.accuracy` are made small: each lies, shrunken so many times, in the middle of a picture of
1920x1080 that is the clip's own first picture, enlarged and out of focus. Their truth is shrunken with them. Each is
watched with every size of the model's input, and linked and refined as usual. The time of the processor is that of
watching and linking, opening the model with it, on all cores together.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
import pandas as pd

from benchmarks.accuracy import linked, scores
from benchmarks.known_clips import MIDDLE, Known, add_clip_options, known_clips
from heatdash.detect.find_model import find_model
from heatdash.media.probe_clip import probe_clip
from heatdash.media.read_frames import read_frames
from heatdash.media.write_video import write_video
from heatdash.settings import DATA_VARIABLE
from heatdash.tables.columns import BOX
from heatdash.track.open_tracker import load_trackers
from heatdash.values.clip import Frame
from heatdash.values.scene import Scene
from heatdash.values.watch_settings import WatchSettings

WIDTH_PX, HEIGHT_PX = 1920, 1080
OUT_OF_FOCUS_PX = 60
TRACKER = "botsort"


def main() -> None:
    """Prints one table, or one JSON document: for each clip, size and way, how near it came and how long it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_clip_options(parser)
    parser.add_argument("--shrink", type=float, nargs="+", default=[2, 3], help="how many times smaller (2 3)")
    parser.add_argument("--imgsz", type=int, nargs="+", default=[640, 960, 1280], help="the sizes (640 960 1280)")
    chosen = parser.parse_args()
    model = find_model(chosen.model)
    watch = WatchSettings(model=str(model.path or model.name), sample_fps=chosen.sample_fps)
    load_trackers()
    with TemporaryDirectory() as folder:
        # What an earlier run has kept would cost nothing. The model, which may lie there, is told by its path.
        os.environ[DATA_VARIABLE] = folder
        rows = [
            row
            for known in known_clips(chosen.clips, plazas=chosen.plazas)
            for times in chosen.shrink
            for row in compared(shrunken(known, times=times, folder=Path(folder)), watch=watch, sizes=chosen.imgsz)
        ]
    print(json.dumps(rows, indent=2) if chosen.json else pd.DataFrame(rows).to_string(index=False, na_rep=""))


def shrunken(known: Known, *, times: float, folder: Path) -> Known:
    """The clip, so many times smaller in the middle of a larger picture, with what is known of it."""
    scale = min(WIDTH_PX / known.clip.width_px, HEIGHT_PX / known.clip.height_px) / times
    width, height = round(known.clip.width_px * scale), round(known.clip.height_px * scale)
    left, top = (WIDTH_PX - width) // 2, (HEIGHT_PX - height) // 2
    path = folder / f"{known.clip.path.stem}-{times:g}.mp4"
    frames = read_frames(clip=known.clip, width_px=width, height_px=height)
    write_video(path=path, frames=within(frames, left=left, top=top), width_px=WIDTH_PX, height_px=HEIGHT_PX)
    boxes = None
    if known.boxes is not None:
        moved = known.boxes[list(BOX)] * np.tile((width / known.clip.width_px, height / known.clip.height_px), 2)
        boxes = known.boxes.assign(**(moved + np.tile((left, top), 2)))
    return Known(probe_clip(path), MIDDLE if boxes is not None else Scene(), boxes, known.stays)


def within(frames: Iterator[Frame], *, left: int, top: int) -> Iterator[Frame]:
    """The frames, each within the first one, enlarged and out of focus."""
    around = None
    for frame in frames:
        if around is None:
            enlarged = cv2.resize(frame.pixels, (WIDTH_PX, HEIGHT_PX))
            around = cv2.GaussianBlur(enlarged, (0, 0), OUT_OF_FOCUS_PX)
        picture, (height, width) = around.copy(), frame.pixels.shape[:2]
        picture[top : top + height, left : left + width] = frame.pixels
        yield replace(frame, pixels=picture)


def compared(known: Known, *, watch: WatchSettings, sizes: list[int]) -> Iterator[dict[str, Any]]:
    """The figures for each size of the model's input."""
    tall = None if known.boxes is None else float((known.boxes[BOX[3]] - known.boxes[BOX[1]]).median())
    frames = len(known.clip.sampled_frames(watch.sample_fps))
    for size in sizes:
        asked = replace(watch, input_px=size)
        began = time.process_time()
        linked(known.clip, asked, TRACKER)
        frame_ms = round(1000 * (time.process_time() - began) / frames)
        for row in scores(known, asked, TRACKER):
            yield {"clip": known.clip.path.stem, "tall px": tall, "imgsz": size, "CPU ms a frame": frame_ms, **row}


if __name__ == "__main__":
    main()
