"""The result folder: an answer is written to it, and read back from it."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pandas as pd

from heatdash.errors import BadClipError, BadSettingError, StorageError
from heatdash.exports.corrections import Corrections
from heatdash.exports.files import FOLDER, Delivery, exports_for, write_json
from heatdash.exports.tables import FileTable, correction_tables, write_csv
from heatdash.media.probe_clip import probe_clip
from heatdash.messages import ENGLISH
from heatdash.stages.answer import Answer
from heatdash.tables.columns import CLASS_NAME, EVENTS, PLACE, TRACK_BOXES
from heatdash.tables.table import Table
from heatdash.values.clip import Clip
from heatdash.values.project import Project, project_from_json
from heatdash.values.scene import COUNT, Line, Zone


def check_folder(folder: Path) -> None:
    """Refuse a folder that cannot be made or written into. Folders made only for this check are removed again."""
    missing = _missing(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".{uuid4().hex}.part"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StorageError("exports.folder_unwritable", folder=str(folder), reason=str(error.strerror)) from error
    finally:
        _remove_empty(missing)


def write_answer(*, answer: Answer, folder: Path) -> list[Path]:
    """The paths of the files written. They appear once all are whole, or none does."""
    clip = answer.analysis.clip
    delivery = Delivery(answer=answer, title=clip.path.name, language=ENGLISH, source=os.fspath(clip.path.absolute()))
    return write_files(folder, {one.name: partial(one.write, delivery) for one in exports_for(delivery, to=FOLDER)})


def write_files(folder: Path, writers: Mapping[str, Callable[[Path], object]], /) -> list[Path]:
    """The paths of the files, each written by its writer. They appear once all are whole, or none does."""
    parts = {name: folder / f".{name}.{uuid4().hex}.part" for name in writers}
    missing = _missing(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, write in writers.items():
            write(parts[name])
        for name, part in parts.items():
            part.replace(folder / name)
    except OSError as error:
        raise StorageError(
            "exports.not_written", path=str(folder / name), reason=str(error.strerror or error)
        ) from error
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink()
        _remove_empty(missing)
    return [folder / name for name in writers]


def _missing(folder: Path) -> list[Path]:
    """The folders that must be made for `folder` to exist, the innermost first."""
    return [path for path in (folder, *folder.parents) if not os.path.exists(path)]  # noqa: PTH110 - raises nothing


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


SUMMARY = "summary.json"
_TEXTS = {"kind": str, "place": str, "direction": str, CLASS_NAME: str}


@dataclass(frozen=True, eq=False)
class RunFolder:
    """A result folder: what was asked, of which clip, and what was found. `events` are EVENTS, rounded."""

    folder: Path
    project: Project
    source: Path
    sha256: str
    events: pd.DataFrame
    from_s: float
    to_s: float
    duration_s: float

    def line(self, name: str) -> Line:
        """The line of that name; where there is none, the error names those that there are."""
        lines = self.project.scene.lines
        if not lines:
            raise BadSettingError("exports.no_line", folder=str(self.folder))
        found = next((line for line in lines if line.name == name), None)
        if found is None:
            raise BadSettingError("exports.unknown_line", name=name, known=_names(lines))
        return found

    def zone(self, name: str) -> Zone:
        """The zone of that name that counts; where there is none, the error names those that there are."""
        zones = self.project.scene.zones_of(COUNT)
        found = next((zone for zone in zones if zone.name == name), None)
        if found is None:
            raise BadSettingError("exports.unknown_zone", name=name, known=_names(zones))
        return found

    def place(self, name: str) -> Zone | Line:
        """The line or zone of that name that counts; where there is none, the error names those that there are."""
        places: tuple[Zone | Line, ...] = (*self.project.scene.zones_of(COUNT), *self.project.scene.lines)
        found = next((place for place in places if place.name == name), None)
        if found is None:
            raise BadSettingError("exports.unknown_place", name=name, known=_names(places))
        return found

    def clip(self) -> Clip:
        """The clip that the result was made from; a missing or different one is refused."""
        if not self.source.is_file():
            raise BadClipError("exports.clip_gone", path=str(self.source))
        clip = probe_clip(self.source)
        if clip.sha256 != self.sha256:
            raise BadClipError(
                "exports.other_clip", path=str(self.source), found=clip.sha256[:8], wanted=self.sha256[:8]
            )
        return clip

    def tracks(self) -> pd.DataFrame:
        """The boxes of everything that was followed."""
        return _read_table(self.folder / "tracks.csv", TRACK_BOXES)


def _names(places: Sequence[Zone | Line]) -> str:
    return ", ".join(place.name for place in places) or "–"


def write_corrections(*, run: RunFolder, corrections: Corrections) -> list[Path]:
    """The paths of the files written into the result: what was corrected, and the summary that tells of it.

    All other files stay as they are, and hold what was counted.
    """
    tables = correction_tables(corrections=corrections, start=run.project.start)
    writers = {f"{name}.csv": _writer_of(table) for name, table in tables.items()}
    summary = {**_read_json(run.folder / SUMMARY), "corrections": corrections.to_json()}
    return write_files(run.folder, {**writers, SUMMARY: lambda path: write_json(content=summary, path=path)})


def _writer_of(table: FileTable) -> Callable[[Path], object]:
    return lambda path: write_csv(table=table, path=path)


def read_run_folder(folder: Path) -> RunFolder:
    """The result that `analyze` wrote to the folder; anything else is refused."""
    project_json = _read_json(folder / "project.json")
    summary = _read_json(folder / SUMMARY)
    project = project_from_json(project_json)
    events = _read_table(folder / "events.csv", EVENTS)
    # A name that a spreadsheet would take for a formula was written with a quote before it.
    quoted_names = {f"'{place.name}": place.name for place in project.scene.places}
    try:
        return RunFolder(
            folder=folder,
            project=project,
            # A project downloaded from the app states only the clip's name.
            source=folder / project_json["source"]["path"],
            sha256=str(project_json["source"]["sha256"]),
            events=events.assign(**{PLACE: events[PLACE].replace(quoted_names)}),
            from_s=float(summary["looked_at"]["from_s"]),
            to_s=float(summary["looked_at"]["to_s"]),
            duration_s=float(summary["clip"]["duration_s"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(folder / "project.json", error) from error


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise _not_there(path) from error
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if not isinstance(content, dict):
        raise _unreadable(path, "it holds no entries")
    return content


def _read_table(path: Path, columns: Table) -> pd.DataFrame:
    try:
        table = pd.read_csv(path, dtype=_TEXTS, keep_default_na=False)
        return table[list(columns)]
    except FileNotFoundError as error:
        raise _not_there(path) from error
    except (OSError, ValueError, KeyError) as error:
        raise _unreadable(path, error) from error


def _not_there(path: Path) -> StorageError:
    return StorageError("exports.no_file", name=path.name, folder=str(path.parent))


def _unreadable(path: Path, reason: object) -> StorageError:
    return StorageError("exports.unreadable", path=str(path), reason=str(reason))
