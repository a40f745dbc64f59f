"""The whole command, from nothing to video and tables, beside ultralytics' heatmap over the same 1080p clip.

python -m benchmarks.whole --peer PEER_HEATMAP.py --model FOLDER [--clip CLIP] [--frames 300] [--rounds N]

The peer's time is its own, from its first frame to its last, the loading of its model left out; HeatDash's is the
process's own wall time with everything: the start of Python, imports, the model, the tables.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from benchmarks.side_by_side import side_by_side
from benchmarks.speed import scaled_clip
from heatdash.media.probe_clip import probe_clip
from heatdash.stages.stored_sample import sample_clip
from heatdash.store.artefact_store import open_store

SCENE = {"version": 1, "lines": [{"name": "Gate", "start": [0.6, 0.1], "end": [0.6, 0.95]}]}


def main() -> None:
    """Prints frames a second of each way as one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", type=Path, required=True, help="the script that times the reference")
    parser.add_argument("--model", required=True, help="an OpenVINO folder")
    parser.add_argument("--clip", type=Path, help="the clip, scaled to 1080p first (the built-in sample)")
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        source = probe_clip(chosen.clip or sample_clip(open_store()))
        clip = scaled_clip(source, work / "clip.mp4", width_px=1920, frames=chosen.frames)
        (work / "scene.json").write_text(json.dumps(SCENE))
        ours = partial(command_fps, clip.path, clip.frame_count, chosen.model, work)
        again = ("--metric", "unique_visits", "--colormap", "inferno", "--scene", str(work / "scene.json"))
        peer = partial(peer_fps, chosen.peer, clip.path, work / "peer.mp4", chosen.model)
        ways = {
            "peer": peer,
            "every frame": partial(ours, fresh=True),
            "ten frames a second": partial(ours, "--sample-fps", "10", fresh=True),
            "a second run, asked differently": partial(ours, *again, fresh=False),
        }
        report = {
            "clip": f"{clip.width_px}x{clip.height_px}, {clip.frame_count} frames, {clip.average_fps:g} a second",
            "frames a second": side_by_side(ways=ways, rounds=chosen.rounds),
        }
    print(json.dumps(report, indent=2))


def command_fps(clip: Path, frames: int, model: str, work: Path, *options: str, fresh: bool) -> float:
    """The whole command; in a data folder of its own, or in one where the clip was watched and only the video goes."""
    with tempfile.TemporaryDirectory(dir=work) as empty:
        data = Path(empty) if fresh else work / "watched"
        if not fresh:
            for video in (data / "store" / "video").glob("*"):
                subprocess.run(["rm", "-rf", video], check=True)
        command = [sys.executable, "-m", "heatdash", "analyze", str(clip), "--out", str(work / "out"), "--quiet"]
        began = time.perf_counter()
        environment = {**os.environ, "HEATDASH_DATA": str(data)}
        subprocess.run([*command, "--model", model, *options], check=True, env=environment)
        return frames / (time.perf_counter() - began)


def peer_fps(script: Path, clip: Path, out: Path, model: str) -> float:
    """What the reference's script says of itself."""
    command = [sys.executable, str(script), str(clip), str(out), model, "bytetrack.yaml"]
    return float(
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])["fps"]
    )


if __name__ == "__main__":
    main()
