"""Numbers, times and names in the reader's language."""

from dataclasses import dataclass

from heatdash.messages import ENGLISH, say, texts_of
from heatdash.values.classes import ClassChoice
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import WHOLE_PICTURE

_MINUTE_S, _HOUR_S = 60, 3600
_ONLY_WHOLE_SECONDS_FROM_S = 9.95


@dataclass(frozen=True)
class Wording:
    """Puts values into the words of one language; times are by the clock where the recording's start is known."""

    language: str = ENGLISH
    start: RecordingStart | None = None

    def say(self, key: str, /, **values: object) -> str:
        """The text of that key, its blanks filled with the values."""
        return say(key, language=self.language, **values)

    def seconds(self, seconds: float | None) -> str:
        """A length of time, rounded to a sensible precision: 8.4 s, 45 s, 1 min 12 s, 2 h 5 min; a dash for None."""
        if seconds is None:
            return "–"
        if seconds < _ONLY_WHOLE_SECONDS_FROM_S:
            return self.say("units.s", s=f"{seconds:.1f}".removesuffix(".0"))
        whole = round(seconds)
        if whole < _MINUTE_S:
            return self.say("units.s", s=whole)
        if whole < _HOUR_S:
            return self.say("units.min_s", min=whole // _MINUTE_S, s=whole % _MINUTE_S)
        return self.say("units.h_min", h=whole // _HOUR_S, min=whole % _HOUR_S // _MINUTE_S)

    def moment(self, t_s: float) -> str:
        """A moment of the clip: 12:03:20 by the clock, with the day where it is another; else 1:05 or 1:02:03."""
        whole = round(t_s)
        if self.start is None:
            hours, rest = divmod(whole, _HOUR_S)
            minutes = f"{rest // _MINUTE_S:02d}" if hours else f"{rest // _MINUTE_S}"
            return f"{hours}:{minutes}:{rest % _MINUTE_S:02d}" if hours else f"{minutes}:{rest % _MINUTE_S:02d}"
        day_and_clock = self.start.clock(whole).split(".")[0]
        day, _, clock = day_and_clock.rpartition(" ")
        return clock if day in ("", self.start.moment.date().isoformat()) else day_and_clock

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
