"""When the clip in a file began, by all that a file tells: its name, its folders, its metadata, and its own time."""

import re
from datetime import UTC, datetime
from pathlib import Path

from heatdash.media.clip_reader import HERE, ClipReader
from heatdash.media.recording_time import is_likely, start_at, start_in_name
from heatdash.values.clip import Clip
from heatdash.values.name_pattern import NamePattern
from heatdash.values.recording_start import FROM_FILE_TIME, FROM_NAME, RecordingStart

_FRIGATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)/(\d\d)/[^/]+/(\d\d)\.(\d\d)\.mp4$", re.ASCII)
"""Day, hour, camera, minute and second, of Greenwich's time."""
_DAY = re.compile(r"(\d{4})([-_.]?)(\d\d)\2(\d\d)", re.ASCII)
_MOST_FOLDERS_UP = 4
"""As in 2026-11-21/001/dav/12/12.00.00-12.10.00[M][0@0][0].mp4."""


def file_start(
    *,
    clip: Clip,
    path: Path,
    zone: str | None = None,
    pattern: NamePattern | None = None,
    file_time_s: float | None = None,
    reader: ClipReader = HERE,
) -> RecordingStart | None:
    """The start by the file's name and folders; else by its metadata; else a guess; None where nothing tells it.

    The guess is when the file was last written, `file_time_s` since 1970, less the clip's length. `zone` is where the
    camera stands. With a pattern, the name tells what that says, and nothing else.
    """
    now = datetime.now(UTC)
    start = start_in_path(path=path, zone=zone, pattern=pattern, now=now)
    if start is None:
        start = reader.start(clip=clip, name="", zone=zone, zone_is_sure=True)
    if start is not None or file_time_s is None:
        return start
    began = datetime.fromtimestamp(file_time_s - clip.duration_s, UTC).replace(microsecond=0)
    return start_at(began, zone=zone, source=FROM_FILE_TIME) if is_likely(began, now=now) else None


def start_in_path(
    *, path: Path, zone: str | None, now: datetime, pattern: NamePattern | None = None
) -> RecordingStart | None:
    """The start in a file's name, or in those of its folders; None where there is none.

    Where the name tells only a time, as 12.00.00-12.10.00[M][0@0][0].mp4, the day is the name of the nearest folder
    that is named after one, such as 2026-11-21; where there is no such folder, the start has no day.
    """
    if pattern is not None:
        moment = pattern.moment_in(path.as_posix())
        return _likely(moment, zone, now) if moment is not None else None
    frigate = _FRIGATE.search(path.as_posix())
    if frigate:
        return _likely(_moment(*map(int, frigate.groups()), utc=True), zone, now)
    start = start_in_name(path.name, zone=zone, now=now, zone_is_sure=True)
    if start is None or start.has_day:
        return start
    days = (_DAY.fullmatch(folder) for folder in path.parts[-2 : -2 - _MOST_FOLDERS_UP : -1])
    day = next((found for found in days if found), None)
    if day is None:
        return start
    clock = start.moment.time()
    year, month, number = int(day[1]), int(day[3]), int(day[4])
    return _likely(_moment(year, month, number, clock.hour, clock.minute, clock.second), zone, now)


def _moment(*numbers: int, utc: bool = False) -> datetime | None:
    try:
        year, month, day, hour, minute, second = numbers
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC if utc else None)
    except ValueError:
        return None


def _likely(moment: datetime | None, zone: str | None, now: datetime) -> RecordingStart | None:
    if moment is None or not is_likely(moment, now=now):
        return None
    return start_at(moment, zone=zone, source=FROM_NAME, zone_is_sure=True)
