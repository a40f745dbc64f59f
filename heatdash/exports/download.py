"""Everything that a person takes away of an answer, but for the video."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from heatdash.exports.files import FileWriters, file_writers
from heatdash.exports.report import write_report
from heatdash.exports.workbook import write_workbook
from heatdash.stages.answer import Answer
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import ArtefactStore

DOWNLOAD = "files"
"""The kind of artefact."""
DOWNLOAD_VERSION = 3
"""Counts up whenever what any of the files holds changes."""


@dataclass(frozen=True)
class Download:
    """The files in the store, as artefact `key` of the kind `DOWNLOAD`: their names and sizes, in the order offered."""

    key: str
    sizes_bytes: tuple[tuple[str, int], ...]


def make_download(
    *, answer: Answer, name: str, language: str, say: Callable[..., str], store: ArtefactStore
) -> Download:
    """The report and the workbook named `name`, the picture and all tables, made once for each language.

    They belong to the clip's file, not to all files that hold the same clip: they bear one person's words.
    `say` tells the texts in `language`.
    """
    analysis, belongs_to = answer.analysis, os.fspath(answer.analysis.clip.path)
    key = artefact_key(
        kind=DOWNLOAD,
        version=DOWNLOAD_VERSION,
        tracks=analysis.tracks_key,
        clip=belongs_to,
        project=json.dumps(analysis.project.to_json(), sort_keys=True),
        name=name,
        language=language,
    )

    def make(folder: Path) -> dict[str, list[tuple[str, int]]]:
        writers: FileWriters = {
            "report.html": partial(_report, answer, name, say),
            "workbook.xlsx": partial(_workbook, answer),
            # Where the clip lies on the server is nobody else's business.
            **file_writers(answer=answer, source=analysis.clip.path.name),
        }
        for file, write in writers.items():
            write(folder / file)
        return {"sizes_bytes": [(file, (folder / file).stat().st_size) for file in writers]}

    with store.get_or_make(kind=DOWNLOAD, key=key, make=make, belongs_to=belongs_to) as artefact:
        return Download(key=key, sizes_bytes=tuple((file, size) for file, size in artefact.meta["sizes_bytes"]))


def _report(answer: Answer, name: str, say: Callable[..., str], path: Path) -> None:
    write_report(answer=answer, name=name, say=say, path=path)


def _workbook(answer: Answer, path: Path) -> None:
    write_workbook(answer=answer, path=path)
