"""When a clip's recording began, as far as its file tells: by its name, or by what the camera wrote into it."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from heatdash.errors import BadSettingError
from heatdash.media.open_container import open_container
from heatdash.media.probe_clip import probe_clip
from heatdash.values.clip import Clip
from heatdash.values.recording_start import FROM_METADATA, FROM_NAME, RecordingStart, in_zone

AUTO = "auto"
_FIRST = datetime(1990, 1, 1)
_NEVER_SET = date(2000, 1, 1)
"""The day at which many a camera's clock begins that was never set; others begin at 1904, 1970 or 1980."""

# A date and a time, or two times, may stand close together: digits before or after would make them something else.
_TIME = (
    r"(?P<early>上午|下午)?\s*(?P<hour>\d\d|\d(?=[-_.:]))[-_.:]?(?P<minute>\d\d)[-_.:]?(?P<second>\d\d)"
    r"(?:[-_.]?(?P<ms>\d{3}))?(?!\d)"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\b)?(?:\s?(?:(?P<utc>Z|UTC|GMT)(?![A-Za-z])(?P<hours>[+-]\d{1,2})?))?"
)
_BETWEEN = r"(?:\s+at\s+|[\s_.,T@-]{0,3})"
_YEAR_FIRST = re.compile(rf"(?<!\d)(?P<year>(?:19|20)\d\d)[-_.]?(?P<month>\d\d)[-_.]?(?P<day>\d\d){_BETWEEN}{_TIME}")
_YEAR_LAST = re.compile(rf"(?<!\d)(?P<one>\d\d?)[-_.](?P<other>\d\d?)[-_.](?P<year>(?:19|20)\d\d){_BETWEEN}{_TIME}")
_FROM_TO = re.compile(r"^(\d\d)\.(\d\d)\.(\d\d)-\d\d\.\d\d\.\d\d\[")
"""A recorder that keeps a folder a day: 12.00.00-12.10.00[M][0@0][0]. The day is not in the name."""
_SINCE_1970 = re.compile(r"(?<!\d)(1[2-9]\d{8})(?:\.\d+|\d{3})?(?!\d)")
_IN_UTC = re.compile(r"^PXL_")
"""Cameras that write the time of Greenwich into the name, and do not say so."""


def recording_start(*, clip: Clip, name: str, zone: str | None = None) -> RecordingStart | None:
    """The start that the file's own name states, else its metadata; None where neither does.

    The name goes first: recorders and cameras write the beginning there, by their own clock. Metadata is in UTC, often
    of the end of the recording, or of a copy made later. `zone` is where the clip was recorded; without it, a time in
    UTC is told by this machine's clock.
    """
    now = datetime.now(UTC)
    start = start_in_name(name, zone=zone, now=now)
    if start is not None or clip.is_image:
        return start
    with open_container(clip.path) as (container, stream):
        tags = {**stream.metadata, **container.metadata}
    return start_in_tags(tags, duration_s=clip.duration_s, zone=zone, now=now)


def asked_start(*, path: Path, asked: str) -> RecordingStart:
    """The start that the file at `path` tells, for `auto` or, with where it was recorded, `auto Europe/Berlin`.

    Any other text is the start itself.
    """
    word, _, zone = asked.partition(" ")
    if word != AUTO:
        return RecordingStart.read(asked)
    if zone:
        # Refuses a zone that there is not.
        RecordingStart.read(f"2000-01-02 00:00 {zone}")
    start = recording_start(clip=probe_clip(path), name=path.name, zone=zone or None)
    if start is None:
        raise BadSettingError("media.no_start", name=path.name)
    return start


def start_in_name(name: str, *, zone: str | None, now: datetime) -> RecordingStart | None:
    """The start in a file's name, as common cameras, recorders and apps write it; None where there is none.

    A day without a time is no start, nor is one that could be read in two ways (05-06-2026), is in the future or long
    before there were such files.
    """
    for found in (*_YEAR_FIRST.finditer(name), *_YEAR_LAST.finditer(name)):
        moment = _moment(found)
        if moment is not None and _IN_UTC.search(name):
            moment = moment.replace(tzinfo=UTC)
        if moment is not None and _is_likely(moment, now):
            return _start(moment, zone, FROM_NAME)
    hours = _FROM_TO.search(name)
    if hours:
        return _time_of_day(*map(int, hours.groups()))
    for found in _SINCE_1970.finditer(name):
        moment = datetime.fromtimestamp(int(found[1]), UTC)
        if _is_likely(moment, now):
            return _start(moment, zone, FROM_NAME)
    return None


_REMADE_BY = re.compile(r"^(HandBrake|libebml|Adobe|Mainconcept)", re.IGNORECASE)
"""What writes the time of its own work as that of the file."""


def start_in_tags(
    tags: Mapping[str, str], *, duration_s: float, zone: str | None, now: datetime
) -> RecordingStart | None:
    """The start in a file's metadata, by the names that FFmpeg gives its entries; None where nothing there is likely.

    Phones by Apple write the beginning with its offset from UTC. Android writes the end in UTC. GoPro writes the
    camera's own clock as if it were UTC.
    """
    apple = _iso(tags.get("com.apple.quicktime.creationdate"))
    if apple is not None and _is_likely(apple, now):
        return _start(apple, zone, FROM_METADATA)
    moment = _iso(tags.get("creation_time"))
    makers = (tags.get("encoder", ""), tags.get("handler_name", "").strip("\x1f\x0b \t"))
    if moment is None or any(map(_REMADE_BY.match, makers)):
        return None
    if any("GoPro" in maker for maker in makers):
        moment = moment.replace(tzinfo=None)
    if any(name.startswith("com.android.") for name in tags):
        moment -= timedelta(seconds=duration_s)
    return _start(moment, zone, FROM_METADATA) if _is_likely(moment, now) else None


def _start(moment: datetime, zone: str | None, source: str) -> RecordingStart:
    """The moment by the clocks of the zone; where it has another offset than they, by the camera's own clock."""
    moment = moment.replace(microsecond=0)
    there = in_zone(moment, zone=ZoneInfo(zone)) if zone else None
    if there is None:
        moment = moment.astimezone() if moment.tzinfo is UTC else moment
        return RecordingStart(moment.replace(tzinfo=None), has_day=True, source=source)
    if moment.tzinfo not in (None, UTC) and moment.utcoffset() != there.utcoffset():
        return RecordingStart(moment.replace(tzinfo=None), has_day=True, source=source)
    return RecordingStart(there, has_day=True, source=source)


def _moment(found: re.Match[str]) -> datetime | None:
    """What a name says, with its offset from UTC where it states one; None where no calendar has such a moment."""
    said = found.groupdict()
    if "month" in said:
        month, day = int(said["month"]), int(said["day"])
    else:
        day, month = int(said["one"]), int(said["other"])
        if day <= 12 and month <= 12 and day != month:
            return None
        if month > 12:
            day, month = month, day
    hour = int(said["hour"])
    half = {"上午": "a", "下午": "p"}.get(said["early"] or "", (said["half"] or "").lower())
    if half and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (half == "p")
    try:
        offset = timezone(timedelta(hours=int(said["hours"]))) if said["hours"] else UTC
        moment = datetime(int(said["year"]), month, day, hour, int(said["minute"]), int(said["second"]))
        return moment.replace(tzinfo=offset) if said["utc"] else moment
    except ValueError:
        return None


def _time_of_day(hour: int, minute: int, second: int) -> RecordingStart | None:
    try:
        moment = datetime.combine(date.min, time(hour, minute, second))
    except ValueError:
        return None
    return RecordingStart(moment, has_day=False, source=FROM_NAME)


def _iso(text: str | None) -> datetime | None:
    """The moment that the text states in full; None for a day alone, or anything else."""
    try:
        return datetime.fromisoformat(text) if text and len(text) > len("2026-11-23") else None
    except ValueError:
        return None


def _is_likely(moment: datetime, now: datetime) -> bool:
    """False for the future, but for the zones that are ahead, and for the beginnings of clocks that were never set."""
    shown = moment.replace(tzinfo=None)
    until = now.replace(tzinfo=None) + (timedelta(hours=1) if moment.tzinfo else timedelta(hours=15))
    return _FIRST <= shown <= until and shown.date() != _NEVER_SET
