"""The clips of files and folders as parts of a recording."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from heatdash.errors import BadClipError, HeatDashError
from heatdash.media.clip_reader import HERE, ClipReader
from heatdash.media.file_start import file_start
from heatdash.messages import Message, message
from heatdash.values.file_types import CLIP_TYPES, RECORDER_TYPES
from heatdash.values.name_pattern import NamePattern
from heatdash.values.part import Part
from heatdash.values.put_back import may_be_second
from heatdash.values.recording_start import zone_called
from heatdash.values.wording import few

_ENDINGS = {*CLIP_TYPES, *RECORDER_TYPES}
_OF_THE_SYSTEM = {"@eaDir", "#recycle", "#snapshot", "$RECYCLE.BIN", "System Volume Information", "lost+found"}
"""Folders that network drives and systems keep for themselves."""
_MOST_TOLD = 3
"""So many files are told one by one that cannot be read for the same reason."""


@dataclass(frozen=True)
class ClipFile:
    """A file that may be a clip, and what it is called: its name, or its path within the folder that was given."""

    path: Path
    name: str


@dataclass(frozen=True)
class PartFile:
    """A part, and the file that it was read from."""

    path: Path
    part: Part


@dataclass(frozen=True)
class ReadParts:
    """What was read of the files and folders, in their order; `problems` tell what was not."""

    files: tuple[PartFile, ...]
    problems: tuple[Message, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts alone, for `recording_of`."""
        return tuple(file.part for file in self.files)


def read_parts(
    *,
    paths: Iterable[Path],
    zone: str | None = None,
    pattern: NamePattern | None = None,
    reader: ClipReader = HERE,
    with_file_times: bool = True,
) -> ReadParts:
    """The clips among the files, and in the folders, as parts; what cannot be read is told and left out.

    `zone` is where the camera stands, `pattern` how its files are named. Unless `with_file_times`, the times of the
    files are left aside: that of an upload, for one, tells when it was uploaded.
    """
    if zone is not None:
        # Refused here, and not once for each file.
        zone_called(zone)
    found, problems = find_clips(paths)
    read: list[PartFile] = []
    refused: dict[str, list[Message]] = defaultdict(list)
    for file in found:
        try:
            part = read_part(file, zone=zone, pattern=pattern, reader=reader, with_file_time=with_file_times)
            read.append(PartFile(file.path, part))
        except HeatDashError as error:
            refused[error.message.key].append(error.message.with_values(name=file.name))
        except OSError as error:
            refused["media.unreadable"].append(message("media.unreadable", name=file.name, reason=str(error.strerror)))
    return ReadParts(tuple(read), (*problems, *_in_few_words(refused)))


def read_part(
    file: ClipFile,
    *,
    zone: str | None = None,
    pattern: NamePattern | None = None,
    reader: ClipReader = HERE,
    with_file_time: bool = True,
) -> Part:
    """The clip in the file as a part; a HeatDashError or an OSError tells why it is none."""
    file_time_s = file.path.stat().st_mtime if with_file_time and file.path.exists() else None
    clip = reader.probe(file.path)
    if clip.is_image:
        raise BadClipError("recording.still", name=file.name)
    part = Part(
        sha256=clip.sha256,
        name=file.name,
        width_px=clip.width_px,
        height_px=clip.height_px,
        duration_s=clip.duration_s,
        start=file_start(clip=clip, path=file.path, zone=zone, pattern=pattern, file_time_s=file_time_s, reader=reader),
        file_time_s=file_time_s,
    )
    if not may_be_second(part):
        return part
    stated = reader.start(clip=clip, name="", zone="UTC", zone_is_sure=True)
    return part if stated is None else replace(part, metadata_time_s=stated.moment.timestamp())


def find_clips(paths: Iterable[Path], /) -> tuple[tuple[ClipFile, ...], tuple[Message, ...]]:
    """The files, and what the folders hold that is called like a clip, each once and in order; and what is amiss.

    Of a folder, all folders in it are looked through, but not hidden ones, nor hidden files. A link in a folder is
    never followed: what it leads to lies elsewhere in the folder, or does not belong to it.
    """
    found: dict[str, ClipFile] = {}
    problems: list[Message] = []
    for path in paths:
        # Not resolved: a link may be named after a day, and what it leads to not.
        place, told = Path(os.path.normpath(path.absolute())), len(problems)
        files = list(_in_folder(place, problems)) if place.is_dir() else [ClipFile(place, _readable(place.name))]
        if not files and len(problems) == told:
            problems.append(message("recording.no_clips", name=_readable(place.name)))
        for file in files:
            found.setdefault(os.path.realpath(file.path), file)
    return tuple(found.values()), tuple(problems)


def _in_folder(folder: Path, problems: list[Message]) -> Iterator[ClipFile]:
    def tell(error: OSError) -> None:
        name = _readable(Path(error.filename).name)
        problems.append(message("media.unreadable", name=name, reason=str(error.strerror)))

    paths = []
    for place, folders, files in os.walk(folder, onerror=tell):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _OF_THE_SYSTEM]
        paths += [Path(place, name) for name in files if not name.startswith(".")]
    for path in sorted(paths):
        if path.suffix.lower() in _ENDINGS and not path.is_symlink():
            yield ClipFile(path, _readable(path.relative_to(folder).as_posix()))


def _in_few_words(refused: dict[str, list[Message]]) -> Iterator[Message]:
    """The first few sentences of each kind, and one for all others of that kind."""
    for said in refused.values():
        yield from said[:_MOST_TOLD]
        rest = [str(dict(one.values)["name"]) for one in said[_MOST_TOLD:]]
        if rest:
            yield message("recording.more_refused", count=len(rest), names=few(rest))


def _readable(name: str) -> str:
    """The name, with a mark for each byte that is no letter, as old systems have left them."""
    return os.fsencode(name).decode("utf-8", "replace")
