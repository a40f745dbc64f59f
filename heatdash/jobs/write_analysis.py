"""The files that an analysis leaves in its folder."""

import json
import os
import platform
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from uuid import uuid4

import pandas as pd

import heatdash
from heatdash.errors import StorageError
from heatdash.jobs.analyse_clip import Analysis
from heatdash.tables.columns import BOX, CLASS_NAME, CONF, T_S, TRACK_ID, TRACKS_CSV

PACKAGES = ("ultralytics-opencv-headless", "openvino", "torch", "opencv-python-headless", "av", "numpy", "pandas")
_DECIMALS = {T_S: 6, CONF: 4, **dict.fromkeys(BOX, 2)}


def check_folder(folder: Path) -> None:
    """Nothing; a folder that cannot be made or written into is refused. One that is made for the test is removed."""
    missing = _missing(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".{uuid4().hex}.part"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StorageError(
            f"The folder '{folder}' cannot be written to ({error.strerror}); choose another one with --out."
        ) from error
    finally:
        _remove_empty(missing)


def write_analysis(*, analysis: Analysis, folder: Path) -> list[Path]:
    """The files written: tracks.csv, summary.json, project.json. They appear once all are whole, or none does."""
    files: dict[str, Callable[[Path], object]] = {
        "tracks.csv": lambda path: write_tracks_csv(tracks=analysis.tracks, path=path),
        "summary.json": lambda path: path.write_text(_as_text(summary_of(analysis)), encoding="utf-8"),
        "project.json": lambda path: path.write_text(_as_text(_project_of(analysis)), encoding="utf-8"),
    }
    parts = {name: folder / f".{name}.{uuid4().hex}.part" for name in files}
    missing = _missing(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, write in files.items():
            write(parts[name])
        for name, part in parts.items():
            part.replace(folder / name)
    except OSError as error:
        raise StorageError(
            f"'{folder / name}' could not be written ({error.strerror or error}); "
            "free some space or choose another folder with --out."
        ) from error
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink()
        _remove_empty(missing)
    return [folder / name for name in files]


def _missing(folder: Path) -> list[Path]:
    """The folders that must be made for `folder` to be there, the innermost first."""
    return [path for path in (folder, *folder.parents) if not os.path.exists(path)]  # noqa: PTH110 - raises nothing


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def write_tracks_csv(*, tracks: pd.DataFrame, path: Path) -> None:
    """Nothing; `path` holds the rows: seconds to the microsecond, pixels to the hundredth."""
    import pyarrow as pa
    from pyarrow import csv

    table = tracks[list(TRACKS_CSV)].copy()
    for name, decimals in _DECIMALS.items():
        table[name] = table[name].astype("float64").round(decimals)
    table[CLASS_NAME] = table[CLASS_NAME].astype(str)
    rows = pa.Table.from_pandas(table, preserve_index=False)
    try:
        csv.write_csv(rows, path, csv.WriteOptions(quoting_style="none", quoting_header="none"))
    except pa.ArrowInvalid:
        # A class name holds a comma or a quote.
        csv.write_csv(rows, path, csv.WriteOptions(quoting_style="needed", quoting_header="none"))


def summary_of(analysis: Analysis) -> dict[str, Any]:
    """What summary.json holds: totals, the cost of each stage, and what made them."""
    clip, model, tracks = analysis.clip, analysis.model, analysis.tracks
    by_class = tracks.groupby(CLASS_NAME, observed=True)[TRACK_ID].nunique()
    return {
        "totals": {
            "tracks": int(tracks[TRACK_ID].nunique()),
            "tracks_by_class": {str(name): int(count) for name, count in by_class.items()},
            "rows": len(tracks),
            "frames": clip.frame_count,
            "watched_frames": analysis.watched_frames,
        },
        "clip": {
            "name": clip.path.name,
            "sha256": clip.sha256,
            **{name: getattr(clip, name) for name in ("container", "codec", "width_px", "height_px", "rotation_deg")},
            "duration_s": round(clip.duration_s, 6),
            "average_fps": round(clip.average_fps, 3),
            "variable_rate": clip.is_variable_rate,
            "lost_frames": clip.lost_frames,
        },
        "model": {
            "name": model.name,
            "backend": model.backend,
            "origin": model.origin,
            "sha256": model.sha256,
            "runs_on": analysis.runs_on,
        },
        "stages": {stage.stage: stage.to_json() for stage in analysis.stages},
        "cached": [stage.stage for stage in analysis.stages if stage.cached],
        "notices": list(analysis.notices),
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """The versions of HeatDash, Python and the packages that decide on the numbers."""
    found = {"heatdash": heatdash.__version__, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def _project_of(analysis: Analysis) -> dict[str, Any]:
    clip = analysis.clip
    source = {"path": os.fspath(clip.path.absolute()), "sha256": clip.sha256}
    return {**analysis.project.to_json(), "source": source, "model_sha256": analysis.model.sha256}


def _as_text(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
