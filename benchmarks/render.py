"""Frames a second of the overlay video, beside bare decoding and encoding of the same clip at the same settings.

python -m benchmarks.render [--clip CLIP] [--model MODEL] [--width 1920] [--frames 300] [--rounds N]
"""

import argparse
import json
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.side_by_side import side_by_side
from benchmarks.speed import scaled_clip
from heatdash.media.probe_clip import probe_clip
from heatdash.media.read_frames import read_frames
from heatdash.media.write_video import write_video
from heatdash.stages.analyse import Analysis, analyse_clip
from heatdash.stages.measure import measure_clip
from heatdash.stages.progress import Quiet
from heatdash.stages.render import VIDEO_PRESET, write_overlay
from heatdash.stages.stored_sample import sample_clip
from heatdash.store.artefact_store import open_store
from heatdash.values.clip import Clip
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project
from heatdash.values.scene import Line, Scene, Zone
from heatdash.values.style import Style
from heatdash.values.watch_settings import WatchSettings

SCENE = Scene(
    zones=(Zone(name="Hall", points=((0.1, 0.3), (0.5, 0.3), (0.5, 0.9), (0.1, 0.9))),),
    lines=(Line(name="Gate", start=(0.6, 0.1), end=(0.6, 0.95)),),
)


def main() -> None:
    """Prints the comparison as one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clip", type=Path, help="the clip to draw on (the built-in sample)")
    parser.add_argument("--model", default="auto")
    parser.add_argument("--width", type=int, default=1920)
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    store = open_store()
    source = probe_clip(chosen.clip or sample_clip(store))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        clip = scaled_clip(source, work / "clip.mp4", width_px=chosen.width, frames=chosen.frames)
        project = Project(watch=WatchSettings(model=chosen.model), scene=SCENE)
        analysis = analyse_clip(source=clip.path, project=project, store=store, progress=Quiet())
        out = work / "out.mp4"
        questions = {
            "cumulative": project,
            "decaying": replace(project, measure=MeasureSettings(mode="decaying", half_life_s=5)),
            "everything drawn": replace(project, style=Style(boxes=True, labels=True, show_conf=True, trails=True)),
            "intensity": replace(project, measure=MeasureSettings(metric="intensity")),
        }
        ways = {name: partial(overlay_fps, replace(analysis, project=asked), out) for name, asked in questions.items()}
        report = {
            "size": f"{clip.width_px}x{clip.height_px}",
            "frames": clip.frame_count,
            "preset": VIDEO_PRESET,
            "frames a second": side_by_side(ways={"bare": partial(bare_fps, clip, out), **ways}, rounds=chosen.rounds),
        }
    print(json.dumps(report, indent=2))


def overlay_fps(analysis: Analysis, out: Path) -> float:
    """Decoding, drawing and encoding."""
    measured = measure_clip(analysis)
    began = time.perf_counter()
    write_overlay(path=out, analysis=analysis, measured=measured, progress=Quiet())
    return analysis.clip.frame_count / (time.perf_counter() - began)


def bare_fps(clip: Clip, out: Path) -> float:
    """Decoding and encoding, nothing between."""
    began = time.perf_counter()
    write_video(
        path=out,
        frames=read_frames(clip=clip, pixel_format="yuv420p"),
        width_px=clip.width_px,
        height_px=clip.height_px,
        pixel_format="yuv420p",
        preset=VIDEO_PRESET,
    )
    return clip.frame_count / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
