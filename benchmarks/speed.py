"""Frames a second of watching and linking, beside the bare model and beside ultralytics' own tracking.

python -m benchmarks.speed [--clip CLIP] [--model FOLDER] [--rounds N] [--frames N]
"""

import argparse
import itertools
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.side_by_side import side_by_side
from heatdash.detect.find_model import find_model
from heatdash.detect.letterbox import fit_letterbox
from heatdash.detect.openvino_detector import OpenVinoDetector
from heatdash.media.probe_clip import probe_clip
from heatdash.media.read_frames import read_frames
from heatdash.media.write_video import write_video
from heatdash.settings import import_ultralytics
from heatdash.stages.analyse import analyse_clip
from heatdash.stages.progress import Quiet
from heatdash.stages.stored_sample import sample_clip
from heatdash.store.artefact_store import ArtefactStore, open_store
from heatdash.values.clip import Clip, FrameSpan
from heatdash.values.link_settings import LinkSettings
from heatdash.values.project import Project
from heatdash.values.watch_settings import WatchSettings

STORE_BYTES = 10**9


def main() -> None:
    """Prints every comparison as one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clip", type=Path, help="the clip to watch (the built-in sample)")
    parser.add_argument("--model", default="auto", help="an OpenVINO folder or a name (auto)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--frames", type=int, default=400, help="frames of the clip that are used")
    chosen = parser.parse_args()
    model = find_model(chosen.model)
    source = probe_clip(chosen.clip or sample_clip(open_store()))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        small = scaled_clip(source, work / "small.mp4", width_px=768, frames=chosen.frames)
        large = scaled_clip(source, work / "large.mp4", width_px=1920, frames=chosen.frames)
        report: dict[str, Any] = {"model": model.name, "backend": model.backend, "frames": small.frame_count}
        if model.backend == "openvino" and model.path is not None:
            for name, clip in (("watch, small", small), ("watch, 1080p", large)):
                report[f"{name} ({clip.width_px}x{clip.height_px}), frames a second"] = side_by_side(
                    ways={
                        "watch": partial(watch_fps, clip, model.path),
                        "bare": partial(bare_fps, clip, model.path),
                        "watch in a square": partial(square_fps, clip, model.path),
                    },
                    rounds=chosen.rounds,
                )
            report["watch + link, frames a second"] = side_by_side(
                ways={
                    "heatdash": lambda: analyse_fps(small, str(model.path), work),
                    "YOLO.track": lambda: reference_fps(small, model.path),
                },
                rounds=chosen.rounds,
            )
        report["the same .pt on the CPU, frames a second"] = same_weights(small, work, rounds=chosen.rounds)
    print(json.dumps(report, indent=2))


def scaled_clip(source: Clip, path: Path, *, width_px: int, frames: int) -> Clip:
    """The source's first frames in another width, written at `path`."""
    height_px = round(width_px * source.height_px / source.width_px / 2) * 2
    span = FrameSpan(0, min(frames, source.frame_count))
    pictures = read_frames(clip=source, span=span, width_px=width_px, height_px=height_px, pixel_format="yuv420p")
    write_video(path=path, frames=pictures, width_px=width_px, height_px=height_px, pixel_format="yuv420p")
    return probe_clip(path)


def detector_for(clip_px: tuple[int, int], folder: Path) -> OpenVinoDetector:
    """HeatDash's own detector for the model in `folder`."""
    metadata = find_model(str(folder)).metadata
    return OpenVinoDetector(folder=folder, metadata=metadata, clip_px=clip_px, iou=0.7, device="cpu")


def watch_fps(clip: Clip, folder: Path) -> float:
    """Decoding, inference, boxes and colours, frame by frame."""
    return watched_fps(clip, detector_for(clip.size_px, folder))


def square_fps(clip: Clip, folder: Path) -> float:
    """The same by the model in a square shape, the clip's pictures framed in grey."""
    detector = detector_for((clip.width_px, clip.width_px), folder)
    square_px = detector._letterbox.input_px
    detector._letterbox = fit_letterbox(clip_px=clip.size_px, input_px=square_px)
    return watched_fps(clip, detector)


def watched_fps(clip: Clip, detector: OpenVinoDetector) -> float:
    """The clip's frames that the detector looks through in a second."""
    width, height = detector.picture_px
    frames = read_frames(clip=clip, width_px=width, height_px=height)
    return rate(detector.detect(frames=frames, background=no_background))


def bare_fps(clip: Clip, folder: Path) -> float:
    """The same compiled model with the same requests, fed with one ready-made tensor, its outputs not looked at."""
    import openvino as ov

    queue = detector_for(clip.size_px, folder)._requests
    bare = ov.AsyncInferQueue(queue[0].get_compiled_model(), len(queue))
    tensor = np.zeros(tuple(queue[0].get_input_tensor().shape), dtype=np.uint8)
    began = time.perf_counter()
    for _ in range(clip.frame_count):
        bare.start_async({0: tensor}, share_inputs=True)
    bare.wait_all()
    return clip.frame_count / (time.perf_counter() - began)


def analyse_fps(clip: Clip, model: str, work: Path) -> float:
    """Everything from the file to the table of tracks, with nothing kept from an earlier run; imports are done.

    The time is that of the stages: opening the model counts, since the user waits for it.
    """
    with tempfile.TemporaryDirectory(dir=work) as root:
        project = Project(watch=WatchSettings(model=model), link=LinkSettings(tracker="bytetrack"))
        store = ArtefactStore(root=Path(root), limit_bytes=STORE_BYTES)
        analysis = analyse_clip(source=clip.path, project=project, store=store, progress=Quiet())
    return clip.frame_count / sum(stage.seconds for stage in analysis.stages)


def reference_fps(clip: Clip, model: Path) -> float:
    """YOLO.track over the clip, the model loaded beforehand by a first picture."""
    import_ultralytics()
    from ultralytics import YOLO

    yolo = YOLO(str(model), task="detect")
    yolo.predict(np.zeros((clip.height_px, clip.width_px, 3), np.uint8), imgsz=640, verbose=False)
    return rate(yolo.track(str(clip.path), stream=True, tracker="bytetrack.yaml", conf=0.25, imgsz=640, verbose=False))


def same_weights(clip: Clip, work: Path, *, rounds: int) -> dict[str, Any]:
    """HeatDash and YOLO.track on one .pt with random weights; the export, which happens once, apart."""
    import_ultralytics()
    from ultralytics import YOLO

    weights = work / "random.pt"
    YOLO("yolo26n.yaml").save(str(weights))
    store = ArtefactStore(root=work / "exports", limit_bytes=STORE_BYTES)
    project = Project(watch=WatchSettings(model=str(weights), device="cpu"), link=LinkSettings(tracker="bytetrack"))
    began = time.perf_counter()
    first = analyse_clip(source=clip.path, project=project, store=store, progress=Quiet())
    first_s = time.perf_counter() - began
    confs = itertools.count(1)

    def again() -> float:
        # Another overlap limit asks for another watching, with the export kept.
        watch = replace(project.watch, iou=0.7 - next(confs) / 1000)
        done = analyse_clip(source=clip.path, project=replace(project, watch=watch), store=store, progress=Quiet())
        return clip.frame_count / sum(stage.seconds for stage in done.stages)

    report = side_by_side(ways={"heatdash": again, "YOLO.track": lambda: reference_fps(clip, weights)}, rounds=rounds)
    return {**report, "first run with the export, seconds": round(first_s, 2), "runs on": first.runs_on}


def rate(work: Iterator[Any]) -> float:
    """Items a second."""
    began = time.perf_counter()
    count = sum(1 for _ in work)
    return count / (time.perf_counter() - began)


def no_background() -> Any:
    """Models never ask for it."""
    raise AssertionError("A model asked for the empty scene.")


if __name__ == "__main__":
    main()
