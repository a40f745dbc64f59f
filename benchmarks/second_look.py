"""How soon a clip that was watched answers again, and how soon HeatDash is imported.

python -m benchmarks.second_look [--clip CLIP] [--model MODEL] [--rounds N]
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from heatdash.stages.stored_sample import sample_clip
from heatdash.store.artefact_store import open_store

_IMPORT = "import time; b = time.perf_counter(); import heatdash; print(time.perf_counter() - b)"
_ANALYZE = """
import json, sys, time
import heatdash.stages.analyse, heatdash.exports.folder
from heatdash.cli import main
began = time.perf_counter()
main(sys.argv[1:])
heavy = [name for name in ("torch", "openvino", "ultralytics", "cv2", "av") if name in sys.modules]
print(json.dumps({"seconds": time.perf_counter() - began, "loaded": heavy}))
"""


def main() -> None:
    """Prints the medians as one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clip", type=Path, help="the clip to ask about (the built-in sample)")
    parser.add_argument("--model", default="auto", help="an OpenVINO folder or a name (auto)")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    clip = chosen.clip or sample_clip(open_store())
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["analyze", str(clip), "--out", folder, "--model", chosen.model, "--quiet"]
        python(_ANALYZE, *arguments)
        again = [json.loads(python(_ANALYZE, *arguments)) for _ in range(chosen.rounds)]
        other = [*arguments, "--no-video", "--metric", "unique_visits", "--colormap", "inferno"]
        otherwise = [json.loads(python(_ANALYZE, *other)) for _ in range(chosen.rounds)]
    report: dict[str, Any] = {
        "import heatdash, seconds": round(statistics.median(float(python(_IMPORT)) for _ in range(chosen.rounds)), 4),
        "second analyze after imports, seconds": round(statistics.median(run["seconds"] for run in again), 3),
        "second analyze loads": again[0]["loaded"],
        "another metric and colour map, no video, seconds": round(
            statistics.median(run["seconds"] for run in otherwise), 3
        ),
    }
    report["whole second command, seconds"] = round(whole_command([*arguments[:-1], "--json"]), 3)
    print(json.dumps(report, indent=2))


def python(code: str, *arguments: str) -> str:
    """What a fresh Python prints."""
    return subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True).stdout


def whole_command(arguments: list[str]) -> float:
    """The wall time of the command, the start of Python with it."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "heatdash", *arguments], check=True, capture_output=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
