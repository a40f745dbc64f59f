"""Numbers, times, sizes and names in the visitor's words, and text that Markdown must not change."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from heatdash.messages import Message
from heatdash.settings import without_folders
from heatdash.values.clip import Clip
from heatdash.values.recording_start import RecordingStart
from heatdash.values.wording import Wording
from pages.parts.text.words import language, say

_SIGNS = re.compile(r"[\\`*_{}\[\]()<>#+\-!|~:$]|(?<=\d)\.(?=\s)")


def literal(text: str) -> str:
    """The Markdown that shows the text exactly as it is."""
    return _SIGNS.sub(r"\\\g<0>", text)


def told(message: Message) -> str:
    """The message in the visitor's language, as Markdown that shows it exactly as it is."""
    return literal(without_folders(message.told(language())))


def spoken_seconds(seconds: float | None) -> str:
    """A measured length of time, no finer than is useful: 8.4 s, 45 s, 1 min 12 s, 2 h 5 min; a dash for None."""
    return Wording(language()).seconds(seconds)


_ROUND = {
    "s": (1, (1, 5, 10, 15, 20, 30, 45, 60, 90)),
    "min": (60, (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45)),
    "h": (3600, (1, 2, 3, 4, 6, 8, 12, 24, 48, 96)),
}
"""Each unit's seconds, and the numbers of it that a guess is told in."""
_UNSURE = 1.15
"""A guess is told as a range that reaches at least this far beyond it on both sides."""


def spoken_range(seconds: float) -> str:
    """A guessed length of time, as a range between round numbers: 20 to 30 s, 90 s to 3 min, 4 to 6 min."""
    rungs = [(unit, count, count * of_s) for unit, (of_s, counts) in _ROUND.items() for count in counts]
    high = next((rung for rung in rungs[1:] if rung[2] >= seconds * _UNSURE), rungs[-1])
    lower = [rung for rung in rungs[:-1] if rung[2] <= seconds / _UNSURE] or rungs[:1]
    # A minute is told in the unit of the other end.
    low = max(lower, key=lambda rung: (rung[2], rung[0] == high[0]))
    if low[0] == high[0]:
        return _counted(high[0], say("units.range", low=low[1], high=high[1]))
    return say("units.range", low=_counted(*low[:2]), high=_counted(*high[:2]))


def _counted(unit: str, count: object) -> str:
    return say(f"units.{unit}", s=count, count=count)


def spoken_step(seconds: float) -> str:
    """A length of time that was chosen, not measured: 5 s, 1 min, 2 h."""
    return Wording(language()).step(seconds)


def spoken_moment(t_s: float, start: RecordingStart | None = None) -> str:
    """A moment of the clip: its clock time where the recording's start is known, else 1:05 or 1:02:03 into it."""
    return Wording(language(), start).moment(t_s)


def visitor_zone() -> str | None:
    """The name of the visitor's time zone, as the browser tells it; None where it tells none that is known here."""
    try:
        return ZoneInfo(st.context.timezone or "").key
    except (OSError, ValueError, ZoneInfoNotFoundError):
        return None


def visitor_moment(epoch_s: float) -> datetime:
    """A moment in seconds since 1970, as the visitor's clock shows it; by the server's where theirs is unknown."""
    zone = visitor_zone()
    return datetime.fromtimestamp(epoch_s, ZoneInfo(zone) if zone else None).replace(tzinfo=None)


def spoken_time(epoch_s: float) -> str:
    """A moment, in seconds since 1970, by the visitor's clock: Mon 23 Nov 2026, 12:04."""
    return spoken_minute(visitor_moment(epoch_s))


def spoken_minute(moment: datetime) -> str:
    """A moment that a clock shows, to the minute: Mon 23 Nov 2026, 12:04."""
    return say("dates.began", day=spoken_day(moment), clock=f"{moment:%H:%M}")


def spoken_day(moment: datetime) -> str:
    """A day of the calendar: Mon 23 Nov 2026."""
    return Wording(language()).day(moment)


def spoken_bytes(count: int) -> str:
    """A file's size in kB, MB or GB."""
    for unit, size in (("GB", 1e9), ("MB", 1e6)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{max(1, round(count / 1e3))} kB"


def spoken_clip(clip: Clip) -> str:
    """A clip's length, picture size, frame rate and file size; for a still picture, only the two sizes."""
    size = say("units.size", width=clip.width_px, height=clip.height_px)
    room = spoken_bytes(clip.path.stat().st_size)
    if clip.is_image:
        return f"{size} · {room}"
    rate = say("units.rate", fps=f"{clip.average_fps:.3g}")
    return " · ".join((spoken_seconds(clip.duration_s), size, rate, room))


def spoken_place(name: str) -> str:
    """The zone's or line's own name; for the whole picture, the words in the visitor's language."""
    return Wording(language()).place(name)


def spoken_class(name: str, *, count: int | None = None) -> str:
    """A class in the visitor's language, where there is a word for it; with the count, where one is given."""
    word = Wording(language()).class_name(name)
    return word if count is None else f"{word} ({count})"
