"""Peak memory of a whole analysis of a short and of a long clip: it must not grow with the length.

python -m benchmarks.memory [--clip CLIP] [--model MODEL] [--minutes 2 20]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from heatdash.media.probe_clip import probe_clip
from heatdash.media.read_frames import read_frames
from heatdash.media.write_video import write_video
from heatdash.stages.stored_sample import sample_clip
from heatdash.store.artefact_store import open_store
from heatdash.values.clip import Clip, Frame


def main() -> None:
    """Prints the peak memory of each length, each watched by a process of its own, as one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clip", type=Path, help="the clip that is looped (the built-in sample)")
    parser.add_argument("--model", default="auto", help="an OpenVINO folder or a name (auto)")
    parser.add_argument("--minutes", type=float, nargs="+", default=[2, 20])
    chosen = parser.parse_args()
    source = probe_clip(chosen.clip or sample_clip(open_store()))
    with tempfile.TemporaryDirectory() as folder:
        report = {
            f"{minutes:g} min": analyse_loop(source, Path(folder), minutes=minutes, model=chosen.model)
            for minutes in chosen.minutes
        }
    print(json.dumps(report, indent=2))


def analyse_loop(source: Clip, work: Path, *, minutes: float, model: str) -> dict[str, Any]:
    """What an analysis of the source, repeated until it is so long, took: frames, seconds and memory a stage."""
    path = work / f"loop-{minutes:g}.mp4"
    write_video(
        path=path,
        frames=looped(source, seconds=minutes * 60),
        width_px=source.width_px,
        height_px=source.height_px,
        pixel_format="yuv420p",
        preset="ultrafast",
    )
    command = [
        sys.executable,
        "-m",
        "heatdash",
        "analyze",
        str(path),
        "--out",
        str(work / f"out-{minutes:g}"),
        "--json",
    ]
    environment = {**os.environ, "HEATDASH_DATA": str(work / f"data-{minutes:g}")}
    run = subprocess.run([*command, "--model", model], env=environment, check=True, capture_output=True, text=True)
    summary = json.loads(run.stdout)
    peaks = {name: stage["peak_memory_mb"] for name, stage in summary["stages"].items()}
    return {"frames": summary["totals"]["frames"], "peak_memory_mb": peaks}


def looped(source: Clip, *, seconds: float) -> Iterator[Frame]:
    """The source's frames over and over, each loop later by the source's length."""
    begins_s = 0.0
    while begins_s < seconds:
        for frame in read_frames(clip=source, pixel_format="yuv420p"):
            if begins_s + frame.t_s >= seconds:
                return
            yield replace(frame, t_s=begins_s + frame.t_s)
        begins_s += source.duration_s


if __name__ == "__main__":
    main()
