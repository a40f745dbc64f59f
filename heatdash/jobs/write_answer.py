"""The files that an answer leaves in its folder."""

import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import numpy.typing as npt
import pandas as pd

from heatdash.errors import StorageError
from heatdash.jobs.answer_clip import Answer
from heatdash.jobs.answer_tables import answer_tables
from heatdash.jobs.summary_of import summary_of
from heatdash.jobs.write_csv import write_csv


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


def write_answer(*, answer: Answer, folder: Path) -> list[Path]:
    """The files written. They appear once all are whole, or none does."""
    files = _writers(answer)
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


def _writers(answer: Answer) -> dict[str, Callable[[Path], object]]:
    """What writes each file, by the file's name."""
    files: dict[str, Callable[[Path], object]] = {}
    if answer.rendered.video is not None:
        files["heatmap.mp4"] = partial(shutil.copyfile, answer.rendered.video)
    files["heatmap.png"] = partial(_write_png, answer.rendered.picture)
    for name, table in answer_tables(answer).items():
        files[name] = partial(_write_table, table.rows, table.decimals)
    files["summary.json"] = partial(_write_json, summary_of(answer))
    files["project.json"] = partial(_write_json, _project_of(answer))
    return files


def _write_png(picture: npt.NDArray[np.uint8], path: Path) -> None:
    import cv2

    done, encoded = cv2.imencode(".png", picture)
    if not done:
        raise ValueError(f"A picture of the shape {picture.shape} cannot be written as PNG.")
    path.write_bytes(encoded.tobytes())


def _write_table(rows: pd.DataFrame, decimals: dict[str, int], path: Path) -> None:
    write_csv(table=rows, path=path, decimals=decimals)


def _write_json(content: dict[str, Any], path: Path) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


def _missing(folder: Path) -> list[Path]:
    """The folders that must be made for `folder` to be there, the innermost first."""
    return [path for path in (folder, *folder.parents) if not os.path.exists(path)]  # noqa: PTH110 - raises nothing


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _project_of(answer: Answer) -> dict[str, Any]:
    analysis = answer.analysis
    source = {"path": os.fspath(analysis.clip.path.absolute()), "sha256": analysis.clip.sha256}
    return {**analysis.project.to_json(), "source": source, "model_sha256": analysis.model.sha256}
