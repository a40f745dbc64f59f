"""Numbers, times and names in the reader's language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from heatdash.messages import ENGLISH, Message, message, say, texts_of
from heatdash.values.classes import ALL_CLASSES, ClassChoice
from heatdash.values.recording_start import RecordingStart, is_shown_twice
from heatdash.values.scene import WHOLE_PICTURE

_MINUTE_S, _HOUR_S = 60, 3600
_ONLY_WHOLE_SECONDS_FROM_S = 9.95
_MOST_NAMED = 3
_TO_NEAREST_S = 0.499
"""Half a second, but that what lies just between two is told as the earlier."""


def length(seconds: float, /) -> Message:
    """A length of time, as `Wording.seconds` tells it, for a sentence that is not yet in words."""
    if seconds < _ONLY_WHOLE_SECONDS_FROM_S:
        return message("units.s", s=f"{seconds:.1f}".removesuffix(".0"))
    whole = round(seconds)
    if whole < _MINUTE_S:
        return message("units.s", s=whole)
    if whole < _HOUR_S:
        return message("units.min_s", min=whole // _MINUTE_S, s=whole % _MINUTE_S)
    return message("units.h_min", h=whole // _HOUR_S, min=whole % _HOUR_S // _MINUTE_S)


def few(names: Sequence[str], /) -> str:
    """The first three of the names, and a mark where there are more."""
    return ", ".join((*names[:_MOST_NAMED], *("…" for _ in names[_MOST_NAMED : _MOST_NAMED + 1])))


@dataclass(frozen=True)
class Wording:
    """Puts values into the words of one language; times are by the clock where the recording's start is known.

    `step_s` is the time between two watched frames.
    """

    language: str = ENGLISH
    start: RecordingStart | None = None
    step_s: float = 0.0

    def say(self, key: str, /, **values: object) -> str:
        """The text of that key, its blanks filled with the values."""
        return say(key, language=self.language, **values)

    def measured(self, seconds: float | None) -> str:
        """A measured length of time, no finer than the steps in which the clip was watched; a dash for None."""
        if seconds is None or not self.step_s:
            return self.seconds(seconds)
        return self.seconds(round(seconds / self.step_s) * self.step_s)

    def seconds(self, seconds: float | None) -> str:
        """A length of time, rounded to a sensible precision: 8.4 s, 45 s, 1 min 12 s, 2 h 5 min; a dash for None."""
        return "–" if seconds is None else length(seconds).told(self.language)

    def step(self, seconds: float) -> str:
        """A length of time that was chosen, not measured: 5 s, 1 min, 2 h."""
        for unit, length_s in (("h", _HOUR_S), ("min", _MINUTE_S)):
            if seconds and round(seconds, 3) % length_s == 0:
                return self.say(f"units.{unit}", count=round(seconds / length_s))
        return self.seconds(seconds)

    def moment(self, t_s: float) -> str:
        """A moment of the clip: 12:03:20 by the clock, with the day where it is another; else 1:05 or 1:02:03.

        Where the clock is put back, so that it shows a time twice, each has the zone's short name: 02:30:00 CEST.
        """
        if self.start is None:
            whole = round(t_s)
            hours, rest = divmod(whole, _HOUR_S)
            minutes = f"{rest // _MINUTE_S:02d}" if hours else f"{rest // _MINUTE_S}"
            return f"{hours}:{minutes}:{rest % _MINUTE_S:02d}" if hours else f"{minutes}:{rest % _MINUTE_S:02d}"
        moment = self.start.at(t_s + _TO_NEAREST_S)
        clock = f"{moment:%H:%M:%S %Z}" if is_shown_twice(moment) else f"{moment:%H:%M:%S}"
        if not self.start.has_day or moment.date() == self.start.moment.date():
            return clock
        return self.say("dates.day_clock", day=self.day_in_year(moment), clock=clock)

    def minute(self, t_s: float) -> str:
        """A moment at which the clock shows a full minute, without the seconds; as `moment` where there is no clock."""
        return self.moment(t_s) if self.start is None else re.sub(r"(?<=:\d\d):00", "", self.moment(t_s))

    def day(self, moment: date) -> str:
        """A day of the calendar: Mon 23 Nov 2026."""
        weekday, month = self.say(f"dates.weekday_{moment.weekday()}"), self.say(f"dates.month_{moment.month}")
        return self.say("dates.day", weekday=weekday, day=moment.day, month=month, year=moment.year)

    def day_in_year(self, moment: date) -> str:
        """A day of a year that is known: 23 Nov."""
        return self.say("dates.day_in_year", day=moment.day, month=self.say(f"dates.month_{moment.month}"))

    def weekday(self, moment: date) -> str:
        """A day of a year that is known, with its name: Mon 23 Nov."""
        return self.say(
            "dates.weekday", weekday=self.say(f"dates.weekday_{moment.weekday()}"), day=self.day_in_year(moment)
        )

    def began(self) -> str | None:
        """When the recording began: Mon 23 Nov 2026, 12:00:00 (Europe/Berlin); as much of it as is known."""
        if self.start is None:
            return None
        began = self.moment(0.0)
        if self.start.has_day:
            began = self.say("dates.began", day=self.day(self.start.moment), clock=began)
        return self.say("dates.began_in_zone", began=began, zone=self.start.zone) if self.start.zone else began

    def span(self, *, from_s: float, to_s: float) -> str:
        """A stretch of time, from its beginning to its end; one moment where both read the same."""
        begin, end = self.moment(from_s), self.moment(to_s)
        return begin if begin == end else f"{begin} – {end}"

    def number(self, value: float) -> str:
        """A number to three significant digits, or all before the decimal point: 0.0423, 1.5, 45, 12,345."""
        if value == round(value) or abs(value) >= 100:
            return f"{value:,.0f}"
        return f"{value:.3g}"

    def place(self, name: str) -> str:
        """A zone or line by its own name; the whole picture in the reader's words."""
        return self.say("values.whole_picture") if name == WHOLE_PICTURE else name

    def class_name(self, name: str) -> str:
        """A class in the reader's words, where there are some."""
        if name == ALL_CLASSES:
            return self.say("movements.all_classes")
        return self._word_for("classes", name)

    def choice(self, choice: ClassChoice) -> str:
        """A class with the colour asked for, if any."""
        name = self.class_name(choice.class_name)
        if choice.colour is None:
            return name
        return self.say("report.coloured", colour=self._word_for("colours", choice.colour), thing=name)

    def _word_for(self, topic: str, name: str) -> str:
        # A user's own model may know classes that have no text.
        return self.say(f"{topic}.{name}") if name in texts_of(topic) else name
