"""The answers as cards: what a place, or the whole picture, is summed up by, in words."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from heatdash.measure.places.key_figures import Busiest, KeyFigures, LineFigures, ZoneFigures, key_figures
from heatdash.messages import ENGLISH
from heatdash.stages.answer import Answer
from heatdash.values.classes import counted_noun
from heatdash.values.scene import WHOLE_PICTURE
from heatdash.values.sureness import DIFFERENT, PASSAGES, WARNING, SceneCheck, Sureness
from heatdash.values.wording import Wording

ByClass = tuple[tuple[str, int], ...]
_MOST_CLASSES = 4
_FEWEST_FOR_PERCENT = 10
"""Of fewer, a share in percent would look surer than it is."""
LINE, ZONE, PICTURE = "line", "zone", "picture"


@dataclass(frozen=True)
class Card:
    """What a place is summed up by: the `headlines` first, then `details`; how sure that is, and why not surer.

    `kind` is LINE, ZONE or PICTURE. `over_time` has how busy the place was in each bin. `hints` are the warnings and
    notes about this place; those about the whole clip are on the picture's card.
    """

    place: str
    kind: str
    headlines: tuple[str, ...]
    details: tuple[str, ...]
    grade: str
    sureness: str
    reasons: tuple[str, ...]
    hints: tuple[str, ...]
    over_time: tuple[float, ...]


def place_cards(
    *,
    figures: KeyFigures,
    sureness: Collection[Sureness],
    checks: Collection[SceneCheck],
    wording: Wording,
    still: bool,
) -> tuple[Card, ...]:
    """A card for each line, then for each zone, then for the whole picture; a `still` picture has no passages."""
    deck = _Deck(figures=figures, sureness=sureness, checks=checks, wording=wording, still=still)
    lines = () if still else tuple(map(deck.of_line, figures.lines))
    return (*lines, *map(deck.of_zone, figures.zones), deck.of_picture())


def answer_wording(*, answer: Answer, language: str = ENGLISH) -> Wording:
    """What puts an answer's numbers and times into words."""
    return Wording(language, answer.analysis.project.start, answer.measured.paths.watched.step_s)


def answer_cards(*, answer: Answer, wording: Wording) -> tuple[Card, ...]:
    """The cards of an answer."""
    return place_cards(
        figures=key_figures(answer.measured.counts),
        sureness=answer.sureness,
        checks=answer.checks,
        wording=wording,
        still=answer.analysis.clip.is_image,
    )


def card_lines(*, answer: Answer) -> Iterator[str]:
    """The cards in English: a line for each with its answers and how sure they are, and indented below it why not surer
    and what to mind, unless it was said before."""
    said: set[str] = set()
    wording = answer_wording(answer=answer)
    for card in answer_cards(answer=answer, wording=wording):
        yield f"{wording.place(card.place)}: {', '.join((*card.headlines, *card.details))} ({card.sureness})"
        new = [text for text in (*card.reasons, *card.hints) if text not in said]
        yield from (f"  {text}" for text in new)
        said.update(new)


def told_check(check: SceneCheck, *, wording: Wording) -> str:
    """What was seen and what to do."""
    values = {name: _told_value(name, value, wording) for name, value in check.values}
    if check.classes:
        values["classes"] = ", ".join(map(wording.class_name, check.classes))
    return wording.say(f"checks.{check.kind}", place=check.place or "", **values)


def told_grade(known: Sureness, *, wording: Wording) -> str:
    """How sure a figure is, and what it lies between, where that is known."""
    grade = wording.say(f"sure.{known.grade}")
    if known.least is None or known.least == known.most:
        return grade
    span = "sure.span_crossings" if known.figure == PASSAGES else "sure.span"
    return grade + wording.say(span, least=known.least, most=known.most)


def told_reasons(known: Sureness, *, wording: Wording, announce: bool) -> tuple[str, ...]:
    """What keeps a figure from a better grade. To `announce` is to say, too, what checks beside it tell."""
    reasons = [(name, share) for name, share in known.reasons if announce or name not in {"warned", "missed"}]
    return tuple(wording.say(f"sure.because_{name}", count=round(share)) for name, share in reasons)


def sureness_of(*, place: str, sureness: Collection[Sureness]) -> Sureness:
    """How sure that is which a place's card tells."""
    if place == WHOLE_PICTURE:
        return next(one for one in sureness if one.figure == DIFFERENT)
    return next(one for one in sureness if one.place == place)


def noun_of(by_class: ByClass) -> str:
    """What all who came are called together; where nobody came, what those are who would have been counted."""
    return counted_noun([name for name, count in by_class if count] or [name for name, _ in by_class])


def _told_value(name: str, value: float, wording: Wording) -> str:
    if name == "at_s":
        return wording.moment(value)
    return wording.seconds(value) if name.endswith("_s") else wording.number(value)


@dataclass(frozen=True)
class _Deck:
    figures: KeyFigures
    sureness: Collection[Sureness]
    checks: Collection[SceneCheck]
    wording: Wording
    still: bool

    def of_line(self, line: LineFigures) -> Card:
        say = self.wording.say
        headlines = (say("cards.came_in", count=line.came_in), say("cards.went_out", count=line.went_out))
        return self._card(line.name, LINE, headlines, tuple(self._busiest_crossing(line.busiest)), line.over_time)

    def of_zone(self, zone: ZoneFigures) -> Card:
        headline = self._count("in_view" if self.still else "visitors", zone.visitors, zone.visitors_by_class)
        details = () if self.still else tuple(self._stays(zone))
        return self._card(zone.name, ZONE, (headline,), details, zone.over_time)

    def of_picture(self) -> Card:
        picture = self.figures.picture
        headline = self._count("in_view", picture.followed, picture.followed_by_class)
        by_class = [(name, count) for name, count in picture.followed_by_class if count]
        details = [self._of_class(name, count) for name, count in by_class[:_MOST_CLASSES]] if len(by_class) > 1 else []
        if not self.still:
            details += self._at_once(picture.busiest)
        return self._card(WHOLE_PICTURE, PICTURE, (headline,), tuple(details), picture.over_time)

    def _count(self, entry: str, count: int, by_class: ByClass) -> str:
        return self.wording.say(f"cards.{entry}_{noun_of(by_class)}", count=count)

    def _of_class(self, name: str, count: int) -> str:
        return self.wording.say("cards.of_class", name=self.wording.class_name(name), count=count)

    def _busiest_crossing(self, busiest: Busiest | None) -> Iterator[str]:
        if busiest is not None:
            when = self.wording.span(from_s=busiest.from_s, to_s=busiest.to_s)
            yield self.wording.say("cards.busiest", when=when, count=busiest.count)

    def _stays(self, zone: ZoneFigures) -> Iterator[str]:
        say, measured = self.wording.say, self.wording.measured
        if zone.visits == 1 and zone.longest_s is not None:
            yield say("cards.stayed", time=measured(zone.longest_s))
        elif zone.typical_s is not None and zone.longest_s is not None:
            yield say("cards.typically", time=measured(zone.typical_s))
            yield say("cards.longest", time=measured(zone.longest_s))
        if zone.of_came_in is not None and zone.of_came_in_pct is not None:
            (many, of), line = zone.of_came_in, self.figures.lines[0].name
            if of < _FEWEST_FOR_PERCENT:
                yield say("cards.of_few_came_in", many=many, of=of, line=line)
            else:
                yield say("cards.of_came_in", pct=round(zone.of_came_in_pct), line=line)
        yield from self._at_once(zone.busiest)

    def _at_once(self, busiest: Busiest | None) -> Iterator[str]:
        """The most at once and when; nothing where there never was more than one."""
        if busiest is not None and busiest.count > 1:
            yield self.wording.say("cards.at_once", count=busiest.count, when=self.wording.moment(busiest.from_s))

    def _card(
        self, place: str, kind: str, headlines: tuple[str, ...], details: tuple[str, ...], over_time: tuple[float, ...]
    ) -> Card:
        is_picture = kind == PICTURE
        known = sureness_of(place=place, sureness=self.sureness)
        checks = [check for check in self.checks if check.place == (None if is_picture else place)]
        warnings = sum(check.severity == WARNING for check in checks)
        return Card(
            place=place,
            kind=kind,
            headlines=headlines,
            details=details,
            grade=known.grade,
            sureness=told_grade(known, wording=self.wording),
            # Warnings that stand on the card themselves need not be announced.
            reasons=told_reasons(known, wording=self.wording, announce=("warned", warnings) not in known.reasons),
            hints=tuple(told_check(check, wording=self.wording) for check in _gravest_first(checks)),
            over_time=over_time,
        )


def _gravest_first(checks: Collection[SceneCheck]) -> list[SceneCheck]:
    return sorted(checks, key=lambda check: (check.severity != WARNING, check.gravity))
