"""Numbers as people say them."""

from heatdash.values.clip import Clip
from heatdash.values.recording_start import RecordingStart
from pages.parts.words import say


def spoken_seconds(seconds: float | None) -> str:
    """A length of time, to what is known of it: 8.4 s, 45 s, 1 min 12 s, 2 h 5 min; a dash for none."""
    if seconds is None:
        return "–"
    if seconds < 9.95:
        return say("units.s", s=f"{seconds:.1f}".removesuffix(".0"))
    whole = round(seconds)
    if whole < 60:
        return say("units.s", s=whole)
    if whole < 3600:
        return say("units.min_s", min=whole // 60, s=whole % 60)
    return say("units.h_min", h=whole // 3600, min=whole % 3600 // 60)


def spoken_moment(t_s: float | None, start: RecordingStart | None = None) -> str:
    """A moment of the clip: its clock time where the recording's start is known, else 1:05 or 1:02:03 into it."""
    if t_s is None:
        return "–"
    if start is not None:
        return start.clock(round(t_s))
    whole = round(t_s)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def spoken_bytes(count: int) -> str:
    """A file's size in kB, MB or GB."""
    for unit, size in (("GB", 1e9), ("MB", 1e6)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{max(1, round(count / 1e3))} kB"


def spoken_clip(clip: Clip) -> str:
    """What a clip is: its length, size, rate, and the room that its file takes."""
    size = say("units.size", width=clip.width_px, height=clip.height_px)
    room = spoken_bytes(clip.path.stat().st_size)
    if clip.is_image:
        return f"{size} · {room}"
    rate = say("units.rate", fps=f"{clip.average_fps:.3g}")
    return " · ".join((spoken_seconds(clip.duration_s), size, rate, room))


def spoken_class(name: str, *, count: int | None = None) -> str:
    """A class in the visitor's words, where there are some, with how many there were."""
    try:
        word = say(f"classes.{name}")
    except KeyError:
        word = name
    return word if count is None else f"{word} ({count})"
