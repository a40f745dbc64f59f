"""How near the time that Set up tells before an analysis, and Video before a video, comes to the time that it takes.

python -m benchmarks.estimate CLIP ... [--rounds 1] [--model auto]

Each clip is analysed at 5, 10 and all frames a second, and its video drawn, as the app's worker does both. What was
learnt from one tells how long the next will take; before the first, the sample is prepared, as the worker does when it
has nothing else to do.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from heatdash.media.probe_clip import probe_clip
from heatdash.settings import DATA_VARIABLE
from heatdash.stages.stored_sample import sample_clip
from heatdash.store.artefact_store import ArtefactStore, open_store
from heatdash.store.run_register import RunRegister, open_register
from heatdash.track.open_tracker import load_trackers
from heatdash.values.run import ANALYSIS, DONE
from heatdash.work.expect_time import expected_seconds
from heatdash.work.first_question import OF_PEOPLE
from heatdash.work.prepare_sample import prepare_sample
from heatdash.work.run_task import run_task


def main() -> None:
    """Prints what was expected and what it took of each clip and rate, a line each, then how many were near."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--model", default="auto")
    chosen = parser.parse_args()
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ[DATA_VARIABLE] = folder
        load_trackers()
        register, store = open_register(), open_store()
        prepare_sample(store=store, register=register, is_busy=lambda: False)
        clips = [path.absolute() for path in (sample_clip(store), *chosen.clips)]
        for path, fps in [(path, fps) for _ in range(chosen.rounds) for path in clips for fps in (5.0, 10.0, None)]:
            for row in told_and_taken(path, fps=fps, model=chosen.model, register=register):
                print(json.dumps(row), flush=True)
                ratios.append(row["ratio"])
    near = sum(1 / 1.5 <= ratio <= 1.5 for ratio in ratios)
    print(json.dumps({"all": len(ratios), "within a factor 1.5": near}))


def told_and_taken(path: Path, *, fps: float | None, model: str, register: RunRegister) -> Iterator[dict[str, Any]]:
    """What was expected and what it took: the analysis, then the video; nothing is there from before."""
    project = replace(OF_PEOPLE, watch=replace(OF_PEOPLE.watch, sample_fps=fps, model=model))
    run = register.new_run(owner="benchmark", name=path.stem, source=path, project=project)
    clip = probe_clip(path)
    expected = expected_seconds(kind=ANALYSIS, clip=clip, project=project, register=register)
    register.ask(run_id=run.run_id, kind=ANALYSIS, project=project, expected=expected)
    with tempfile.TemporaryDirectory() as folder:
        store = ArtefactStore(root=Path(folder), limit_bytes=10**11)
        # The video is asked for at the end of the analysis.
        while task := register.claim("benchmark"):
            told = sum(seconds for _, seconds in task.expected)
            began = time.perf_counter()
            run_task(task=task, run=run, register=register, store=store)
            taken = time.perf_counter() - began
            ended = register.task(task.task_id)
            assert ended is not None
            assert ended.state == DONE, ended.error
            yield {
                "clip": path.name,
                "size": f"{clip.width_px}x{clip.height_px}x{clip.frame_count}",
                "fps": fps,
                "what": task.kind,
                "expected, seconds": round(told, 1),
                "taken, seconds": round(taken, 1),
                "ratio": round(taken / told, 2),
                "load of the machine": round(os.getloadavg()[0], 1),
            }


if __name__ == "__main__":
    main()
