"""The files that an answer leaves in its folder."""

import os
import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path
from uuid import uuid4

from heatdash.errors import StorageError
from heatdash.jobs.answer_clip import Answer
from heatdash.jobs.file_writers import FileWriters, file_writers


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
    video = answer.rendered.video
    files: FileWriters = {} if video is None else {"heatmap.mp4": partial(shutil.copyfile, video)}
    files |= file_writers(answer=answer, source=os.fspath(answer.analysis.clip.path.absolute()))
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
