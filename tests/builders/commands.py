"""What a command came to, and what it has left."""

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from heatdash.exports.files import EXPORTS, FOLDER
from heatdash.values.artefacts import VIDEO_FILE

NOTHING_MOVES = (
    "Nothing moves in a single picture, so 'motion' finds nothing in it; give a detection model with --model."
)
HEADER = "frame,t_s,track_id,class_id,class_name,conf,x1,y1,x2,y2,colour,filled"
TABLES = ["counts.csv", "events.csv", "flows.csv", "heat.csv", "tracks.csv", "zones.csv"]
NOT_ALWAYS = {"movements.png", "corrected.csv", "verdicts.csv"}
"""The files that are there only where somebody went from line to line, or where something was corrected."""
FILES = sorted(export.name for export in EXPORTS if FOLDER in export.offered_to and export.name not in NOT_ALWAYS)
PICTURE_FILES = [name for name in FILES if name != VIDEO_FILE]


@dataclass(frozen=True)
class Said:
    """What a command came to."""

    code: int
    out: str
    err: str


def summary_in(folder: Path) -> dict[str, Any]:
    """What summary.json in the folder says."""
    return json.loads((folder / "summary.json").read_text(encoding="utf-8"))


def table_in(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of the CSV file of that name in the folder."""
    return list(csv.DictReader(io.StringIO((folder / name).read_text(encoding="utf-8"))))


def run_python(*arguments: str, data: Path, code: str | None = None) -> subprocess.CompletedProcess[str]:
    """What the command line, or the `code` in its stead, came to in a process of its own with that data folder."""
    start = ["-c", code] if code else ["-m", "heatdash"]
    return subprocess.run(
        [sys.executable, *start, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "HEATDASH_DATA": str(data), "HEATDASH_OFFLINE": "1"},
    )
