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
from heatdash.values.recording_start import FROM_METADATA, FROM_NAME, RecordingStart, in_zone, is_shown_twice

AUTO = "auto"
_FIRST = datetime(1990, 1, 1)
_NEVER_SET = date(2000, 1, 1)
"""The day at which many a camera's clock begins that was never set; others begin at 1904, 1970 or 1980."""

# A date and a time, or two times, may stand close together: digits before or after would make them something else.
# What parts hours from minutes also parts minutes from seconds: 20261123_0001_12 is a day and two numbers.
_TIME = (
    r"(?P<early>上午|下午)?\s*(?P<hour>\d\d|\d(?=[-_.:]))(?P<gap>[-_.:]?)(?P<minute>\d\d)(?P=gap)(?P<second>\d\d)"
    r"(?:[-_.]?(?P<ms>\d{3}))?(?!\d)"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\b)?"
    r"(?:\s?(?P<utc>Z|UTC|GMT)(?![A-Za-z])(?:(?P<hours>[+-]\d{1,2})(?:[.:_]?(?P<minutes>[0-5]\d)(?!\d))?)?"
    r"|[ _]?(?P<offset>\+\d\d[:_.]?\d\d|-\d{4})(?![-.:]?\d))?"
)
_BETWEEN = r"(?:\s+at\s+|[\s_.,T@-]{0,3})"
_YEAR_FIRST = re.compile(rf"(?<!\d)(?P<year>(?:19|20)\d\d)[-_.]?(?P<month>\d\d)[-_.]?(?P<day>\d\d){_BETWEEN}{_TIME}")
_YEAR_LAST = re.compile(rf"(?<!\d)(?P<one>\d\d?)[-_.](?P<other>\d\d?)[-_.](?P<year>(?:19|20)\d\d){_BETWEEN}{_TIME}")
_FROM_TO = re.compile(r"^(\d\d)\.(\d\d)\.(\d\d)-\d\d\.\d\d\.\d\d\[")
"""A recorder that keeps a folder a day: 12.00.00-12.10.00[M][0@0][0]. The day is not in the name."""
_SINCE_1970 = re.compile(r"(?<!\d)(1[2-9]\d{8})(?:\.\d+|\d{3})?(?!\d)")
_IN_UTC = re.compile(r"^(?:PXL_|Rec_\d{8}_\d{6}_\d+_[MS]\b)")
"""Cameras and recorders that write the time of Greenwich into the name, and do not say so."""
_MARKS_SUMMER = re.compile(r"(?:^|_)Rec[MS]\w\w_(?P<summer>DST)?\d{8}_\d{6}_")
"""A recorder whose names say DST while the clock is put forward."""
_OFFSETS = {
    *(f"{sign}{hours:02}00" for sign, most in (("+", 14), ("-", 12)) for hours in range(most + 1)),
    *("+0330", "+0430", "+0530", "+0545", "+0630", "+0845", "+0930", "+1030", "+1245", "+1345"),
    *("-0230", "-0330", "-0930"),
}
"""All that there are: what else stands behind a time is the end of the clip, or a number."""


def recording_start(
    *, clip: Clip, name: str, zone: str | None = None, zone_is_sure: bool = False
) -> RecordingStart | None:
    """The start that the file's own name states, else its metadata; None where neither does.

    The name goes first: recorders and cameras write the beginning there, by their own clock. Metadata is in UTC, often
    of the end of the recording, or of a copy made later. `zone` is where the clip was recorded; without it, a time in
    UTC is told by this machine's clock. Unless that is sure, a time with another offset is told by the camera's clock.
    """
    now = datetime.now(UTC)
    start = start_in_name(name, zone=zone, now=now, zone_is_sure=zone_is_sure)
    if start is not None or clip.is_image:
        return start
    with open_container(clip.path) as (container, stream):
        tags = {**stream.metadata, **container.metadata}
    return start_in_tags(tags, duration_s=clip.duration_s, zone=zone, now=now, zone_is_sure=zone_is_sure)


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


def start_in_name(name: str, *, zone: str | None, now: datetime, zone_is_sure: bool = False) -> RecordingStart | None:
    """The start in a file's name, as common cameras, recorders and apps write it; None where there is none.

    A day without a time is no start, nor is one that could be read in two ways (05-06-2026), is in the future or long
    before there were such files.
    """
    for found in (*_YEAR_FIRST.finditer(name), *_YEAR_LAST.finditer(name)):
        moment = _moment(found)
        if moment is not None and _IN_UTC.search(name):
            moment = moment.replace(tzinfo=UTC)
        if moment is not None and is_likely(moment, now=now):
            return start_at(_second_showing(moment, name, zone), zone=zone, source=FROM_NAME, zone_is_sure=zone_is_sure)
    hours = _FROM_TO.search(name)
    if hours:
        return _time_of_day(*map(int, hours.groups()))
    for found in _SINCE_1970.finditer(name):
        moment = datetime.fromtimestamp(int(found[1]), UTC)
        if is_likely(moment, now=now):
            return start_at(moment, zone=zone, source=FROM_NAME)
    return None


_REMADE_BY = re.compile(r"^(HandBrake|libebml|Adobe|Mainconcept)", re.IGNORECASE)
"""What writes the time of its own work as that of the file."""


def start_in_tags(
    tags: Mapping[str, str], *, duration_s: float, zone: str | None, now: datetime, zone_is_sure: bool = False
) -> RecordingStart | None:
    """The start in a file's metadata, by the names that FFmpeg gives its entries; None where nothing there is likely.

    Phones by Apple write the beginning with its offset from UTC. Android writes the end in UTC. GoPro writes the
    camera's own clock as if it were UTC.
    """
    apple = _iso(tags.get("com.apple.quicktime.creationdate"))
    if apple is not None and is_likely(apple, now=now):
        return start_at(apple.replace(microsecond=0), zone=zone, source=FROM_METADATA, zone_is_sure=zone_is_sure)
    moment = _iso(tags.get("creation_time"))
    makers = (tags.get("encoder", ""), tags.get("handler_name", "").strip("\x1f\x0b \t"))
    if moment is None or any(map(_REMADE_BY.match, makers)):
        return None
    if any("GoPro" in maker for maker in makers):
        moment = moment.replace(tzinfo=None)
    if any(name.startswith("com.android.") for name in tags):
        moment -= timedelta(seconds=duration_s)
    if not is_likely(moment, now=now):
        return None
    return start_at(moment.replace(microsecond=0), zone=zone, source=FROM_METADATA, zone_is_sure=zone_is_sure)


def start_at(moment: datetime, *, zone: str | None, source: str, zone_is_sure: bool = False) -> RecordingStart:
    """The moment as a start by the clocks of the zone; without one, by the camera's own clock.

    So is a moment that states another offset than that zone has, unless it is sure that the clip was recorded there.
    """
    there = in_zone(moment, zone=ZoneInfo(zone)) if zone else None
    if there is None:
        moment = moment.astimezone() if moment.tzinfo is UTC else moment
        return RecordingStart(moment.replace(tzinfo=None), has_day=True, source=source)
    if not zone_is_sure and moment.tzinfo not in (None, UTC) and moment.utcoffset() != there.utcoffset():
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
        moment = datetime(int(said["year"]), month, day, hour, int(said["minute"]), int(said["second"]))
        return moment.replace(tzinfo=_offset(said))
    except ValueError:
        return None


def _offset(said: Mapping[str, str | None]) -> timezone | None:
    """How far the clock is ahead of Greenwich, as the name states it; None where it does not."""
    hours, minutes = said["hours"], said["minutes"]
    if said["utc"]:
        return UTC if hours is None else _ahead(f"{hours[0]}{hours[1:]:0>2}{minutes or '00'}")
    offset = re.sub(r"[:_.]", "", said["offset"] or "")
    # 12-00-00-0100 is a time and a number, and so is 120000-0100.
    is_number = offset.startswith("-") and said["gap"] in ("", "-")
    return _ahead(offset) if offset in _OFFSETS and not is_number else None


def _ahead(offset: str) -> timezone:
    """The offset +0530 as a time zone."""
    ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:]))
    return timezone(-ahead if offset[0] == "-" else ahead)


def _second_showing(moment: datetime, name: str, zone: str | None) -> datetime:
    """The moment, as the second of two at which the zone's clock shows this, where the name says it is not summer."""
    marks = _MARKS_SUMMER.search(name)
    if zone is None or moment.tzinfo is not None or marks is None or marks["summer"]:
        return moment
    return moment.replace(fold=int(is_shown_twice(moment.replace(tzinfo=ZoneInfo(zone)))))


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


def is_likely(moment: datetime, *, now: datetime) -> bool:
    """False for the future, but for the zones that are ahead, and for the beginnings of clocks that were never set."""
    shown = moment.replace(tzinfo=None)
    until = now.replace(tzinfo=None) + (timedelta(hours=1) if moment.tzinfo else timedelta(hours=15))
    return _FIRST <= shown <= until and shown.date() != _NEVER_SET
