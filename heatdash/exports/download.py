"""Making the files of an answer for download from the app, all but the video."""

import os
import threading
from dataclasses import dataclass
from pathlib import Path

from heatdash.exports.corrections import Corrections
from heatdash.exports.files import DOWNLOAD, FILES_VERSION, Delivery, exports_for
from heatdash.stages.answer import Answer
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.artefacts import FILES, HIDES_PEOPLE

_making = threading.Lock()
"""Files are made one answer after the other: side by side none is done sooner, and pages wait for all of them."""


@dataclass(frozen=True)
class Download:
    """The files in the store, as the artefact `key` of the kind `FILES`, with names and sizes in the order offered."""

    key: str
    sizes_bytes: tuple[tuple[str, int], ...]


def make_download(
    *, answer: Answer, name: str, language: str, store: ArtefactStore, corrections: Corrections | None
) -> Download:
    """The report and the workbook named `name`, the picture and all tables, made once for each language.

    What was corrected lies beside what was counted. They belong to the clip's file, not to all files with the same
    clip, because they hold one user's own words.
    """
    analysis, belongs_to = answer.analysis, os.fspath(answer.analysis.clip.path)
    key = artefact_key(
        kind=FILES,
        version=FILES_VERSION,
        tracks=analysis.tracks_key,
        clip=belongs_to,
        project=analysis.project.to_text(),
        name=name,
        language=language,
        corrections=None if corrections is None else corrections.to_text(),
    )

    def make(folder: Path) -> dict[str, object]:
        delivery = Delivery(
            answer=answer,
            title=name,
            language=language,
            source=analysis.clip.path.name,
            corrections=corrections,
        )
        exports = exports_for(delivery, to=DOWNLOAD)
        with _making:
            for export in exports:
                export.write(delivery, folder / export.name)
        sizes_bytes = [(export.name, (folder / export.name).stat().st_size) for export in exports]
        return {"sizes_bytes": sizes_bytes, HIDES_PEOPLE: analysis.project.style.blur}

    with store.get_or_make(kind=FILES, key=key, make=make, belongs_to=belongs_to) as artefact:
        return Download(key=key, sizes_bytes=tuple((file, size) for file, size in artefact.meta["sizes_bytes"]))
