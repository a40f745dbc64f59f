"""When the recording began: shown beside the clip, and set there to the second."""

from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import streamlit as st

from heatdash.values.recording_start import RecordingStart, in_zone
from heatdash.values.wording import Wording
from pages.parts.text.spoken import literal, visitor_zone
from pages.parts.text.words import language, say


def choose_start(*, key: str, start: RecordingStart | None) -> RecordingStart | None:
    """The start as the visitor sets it; None where it is not known, and times are shown from the clip's beginning.

    A button tells what is known, and opens what sets it.
    """
    with st.popover(_told(start), icon=":material/schedule:", type="tertiary", wrap=True, key=f"{key}:start"):
        is_known = st.checkbox(
            say("care.start_known"), start is not None, key=f"{key}:start-known", help=say("care.start_known_help")
        )
        return _set(key, start) if is_known else None


def _told(start: RecordingStart | None) -> str:
    if start is None:
        return say("care.start_unknown")
    began = literal(Wording(language(), start).began() or "")
    return say(f"care.recorded_{start.source}" if start.source else "care.recorded", began=began)


def _set(key: str, start: RecordingStart | None) -> RecordingStart:
    """The start that day, time and zone give; the one given, where they do not differ from it."""
    day, clock, zone = _parts(start)
    left, right = st.columns(2)
    chosen_day = left.date_input(say("care.start_day"), day, format="YYYY-MM-DD", key=f"{key}:start-day")
    chosen_clock = right.time_input(say("care.start_clock"), clock, step=1, key=f"{key}:start-clock")
    # A browser may name its zone as few others do.
    zones = sorted({*_zones(), *filter(None, (zone, visitor_zone()))})
    chosen_zone = st.selectbox(
        say("care.start_zone"),
        (None, *zones),
        1 + zones.index(zone) if zone in zones else 0,
        format_func=lambda name: name or say("care.no_zone"),
        key=f"{key}:start-zone",
        help=say("care.start_zone_help"),
        disabled=chosen_day is None,
    )
    if start is not None and (chosen_day, chosen_clock, chosen_zone) == (day, clock, zone):
        return start
    if chosen_day is None:
        return RecordingStart(datetime.combine(date.min, chosen_clock), has_day=False)
    moment = datetime.combine(chosen_day, chosen_clock)
    if chosen_zone is None:
        return RecordingStart(moment, has_day=True)
    # A zone that is only an offset has no name by which it could be found.
    there = start.moment.tzinfo if start is not None and chosen_zone == zone else None
    return RecordingStart(in_zone(moment, zone=there or ZoneInfo(chosen_zone)), has_day=True)


def _parts(start: RecordingStart | None) -> tuple[date | None, time, str | None]:
    """The day, time and zone to begin with: those of the start, else this morning where the visitor is."""
    zone = visitor_zone()
    if start is None:
        return datetime.now(ZoneInfo(zone) if zone else None).date(), time(9), zone
    return start.moment.date() if start.has_day else None, start.moment.time().replace(microsecond=0), start.zone


@cache
def _zones() -> tuple[str, ...]:
    """The time zones of places, by name."""
    return tuple(sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")))
