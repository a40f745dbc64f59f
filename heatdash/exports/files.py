"""What writes each file of an answer."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from heatdash.exports.summary import summary_of
from heatdash.exports.tables import FileTable, answer_tables, write_csv
from heatdash.stages.answer import Answer
from heatdash.values.arrays import Pixels

FileWriters: TypeAlias = dict[str, Callable[[Path], object]]


def file_writers(*, answer: Answer, source: str) -> FileWriters:
    """What writes each file but the video, by the file's name: the picture, the tables, the summary, the project.

    `source` is what the project tells of where the clip lies.
    """
    return {
        "heatmap.png": partial(_write_png, answer.rendered.picture),
        **{name: partial(_write_table, table) for name, table in answer_tables(answer).items()},
        "summary.json": partial(_write_json, summary_of(answer)),
        "project.json": partial(_write_json, _project_of(answer, source)),
    }


def _write_png(picture: Pixels, path: Path) -> None:
    import cv2

    done, encoded = cv2.imencode(".png", picture)
    if not done:
        raise ValueError(f"A picture of the shape {picture.shape} cannot be written as PNG.")
    path.write_bytes(encoded.tobytes())


def _write_table(table: FileTable, path: Path) -> None:
    write_csv(table=table.rows, path=path, decimals=table.decimals)


def _write_json(content: dict[str, Any], path: Path) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


def _project_of(answer: Answer, source: str) -> dict[str, Any]:
    analysis = answer.analysis
    clip = {"path": source, "sha256": analysis.clip.sha256}
    return {**analysis.project.to_json(), "source": clip, "model_sha256": analysis.model.sha256}
