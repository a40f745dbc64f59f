"""What the report says, in words and plain shapes; its page and its PDF only lay it out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from itertools import chain

import pandas as pd

from heatdash.draw.legend_values import legend_values
from heatdash.exports.cards import (
    Card,
    answer_cards,
    answer_wording,
    noun_of,
    sureness_of,
    told_check,
    told_grade,
    told_reasons,
)
from heatdash.exports.chart import Chart
from heatdash.exports.corrections import Corrections
from heatdash.exports.report_charts import ChartMaker
from heatdash.exports.report_settings import report_settings
from heatdash.exports.summary import versions
from heatdash.exports.workbook_movements import told_peak_hour
from heatdash.measure.places.key_figures import KeyFigures, key_figures
from heatdash.stages.answer import Answer
from heatdash.tables.columns import BIN_END_S, BIN_START_S, IN, OCCUPANCY_MAX, OCCUPANCY_MEAN, OUT, PLACE, UNIQUE
from heatdash.values.metrics import METRICS
from heatdash.values.sureness import MAP, WARNING, Sureness
from heatdash.values.wording import Wording

MOST_BINS = 40
"""The most rows of a place in the table of counts over time."""
Cells = tuple[str, ...]


@dataclass(frozen=True)
class Remark:
    """A sentence on how sure numbers are, and the number under which they refer to it."""

    number: int
    text: str
    is_warning: bool


@dataclass(frozen=True)
class ReportCard:
    """A card with its place's name and colour. `sureness` is the grade in words and refers to the remarks, which stand
    in `why`."""

    place: str
    title: str
    colour: str
    headlines: Cells
    details: str
    grade: str
    told_grade: str
    sureness: str
    why: Cells


@dataclass(frozen=True)
class ReportTable:
    """A table's head, and its rows in groups with names, which may be empty; the first `texts` columns hold words."""

    head: Cells
    texts: int
    groups: tuple[tuple[str, tuple[Cells, ...]], ...]


@dataclass(frozen=True)
class Section:
    """A part of the report: a title, and below it whatever of the others there is.

    Where `junction_alt` says so in words, there is the picture of the junction.
    """

    title: str
    note: str = ""
    junction_alt: str = ""
    charts: tuple[Chart, ...] = ()
    table: ReportTable | None = None


@dataclass(frozen=True)
class Report:
    """The first page (head, cards, map, overview, remarks), the sections behind it, and what all was made with."""

    language: str
    title: str
    facts: str
    notices: Cells
    cards: tuple[ReportCard, ...]
    map_title: str
    map_text: str
    map_sureness: str
    map_why: Cells
    map_alt: str
    overview: tuple[Chart, ...]
    remarks_title: str
    remarks: tuple[Remark, ...]
    sections: tuple[Section, ...]
    settings_title: str
    settings: tuple[tuple[str, str], ...]
    footer: Cells


def report_content(
    *, answer: Answer, steps: pd.DataFrame, name: str, language: str, corrections: Corrections | None
) -> Report:
    """The report on the answer, named `name`; `steps` are its counts in steps that suit a chart.

    What was corrected by eye is told among the notices.
    """
    wording = answer_wording(answer=answer, language=language)
    return _Writer(answer=answer, steps=steps, wording=wording, name=name, corrections=corrections).report()


@dataclass(frozen=True, eq=False)
class _Writer:
    answer: Answer
    steps: pd.DataFrame
    wording: Wording
    name: str
    corrections: Corrections | None

    def report(self) -> Report:
        say, metric = self._say, METRICS[self.answer.measured.heat.metric]
        return Report(
            language=say("lang"),
            title=self.name,
            facts=" · ".join(self._facts()),
            notices=tuple(self._notices()),
            cards=tuple(map(self._card, self._cards)),
            map_title=metric.title(self.wording.language),
            map_text=" ".join(self._map_texts()),
            map_sureness=say("how_sure", sureness=self._sure(self._map_grade, MAP)),
            map_why=(self._map_grade, *self._grounds[MAP]),
            map_alt=say("map_alt", metric=metric.title(self.wording.language)),
            overview=tuple(self._charts.overview()),
            remarks_title=say("remarks"),
            remarks=tuple(self._remarks.values()),
            sections=tuple(self._sections()),
            settings=tuple(report_settings(answer=self.answer, wording=self.wording)),
            settings_title=say("settings"),
            footer=tuple(self._footer()),
        )

    def _notices(self) -> Iterator[str]:
        yield from (notice.told(self.wording.language) for notice in self.answer.analysis.notices)
        if self.corrections is not None:
            yield from self.corrections.told(self.wording)

    def _say(self, entry: str, **values: object) -> str:
        return self.wording.say(f"report.{entry}", **values)

    def _sections(self) -> Iterator[Section]:
        charts = self._charts
        for entry, made in (("passages", charts.passages()), ("stays", charts.stays())):
            # A still picture has no times.
            if not charts.is_still and (drawn := tuple(made)):
                yield Section(self._say(entry), charts=drawn)
        lines, zones = tuple(self._line_rows()), tuple(self._zone_rows())
        if lines:
            yield Section(self._say("lines"), table=ReportTable(self._line_head(), 2, (("", lines),)))
        if zones:
            yield Section(self._say("zones"), table=ReportTable(self._zone_head(), 2, (("", zones),)))
        if not lines and not zones:
            yield Section(self._say("zones"), note=self._say("no_places"))
        if self.answer.measured.counts.movements.has_any:
            yield self._movements()
        yield self._counts()

    @cached_property
    def _figures(self) -> KeyFigures:
        return key_figures(self.answer.measured.counts)

    @cached_property
    def _charts(self) -> ChartMaker:
        return ChartMaker(answer=self.answer, figures=self._figures, steps=self.steps, wording=self.wording)

    @cached_property
    def _cards(self) -> tuple[Card, ...]:
        return answer_cards(answer=self.answer, wording=self.wording)

    @cached_property
    def _grounds(self) -> dict[str, Cells]:
        """For each card's place, and for the map, every sentence on how sure that is. What is amiss with the whole clip
        concerns them all."""
        told = partial(told_check, wording=self.wording)
        reasons = partial(told_reasons, wording=self.wording, announce=False)
        sureness = self.answer.sureness
        of_clip = [told(one) for one in self.answer.checks if one.place is None and one.severity == WARNING]
        grounds = {
            card.place: (*card.hints, *reasons(sureness_of(place=card.place, sureness=sureness)), *of_clip)
            for card in self._cards
        }
        return {**grounds, MAP: (*reasons(self._map_sureness), *of_clip)}

    @property
    def _map_sureness(self) -> Sureness:
        return next(one for one in self.answer.sureness if one.figure == MAP)

    @property
    def _map_grade(self) -> str:
        return told_grade(self._map_sureness, wording=self.wording)

    @cached_property
    def _remarks(self) -> dict[str, Remark]:
        """Each of the sentences once, by itself, in the order of the cards."""
        warnings = {told_check(one, wording=self.wording) for one in self.answer.checks if one.severity == WARNING}
        texts = dict.fromkeys(chain.from_iterable(self._grounds.values()))
        return {text: Remark(number, text, text in warnings) for number, text in enumerate(texts, start=1)}

    def _sure(self, grade: str, about: str) -> str:
        """The grade, with the numbers of the remarks that explain it."""
        numbers = sorted({self._remarks[text].number for text in self._grounds[about]})
        return self._say("see", grade=grade, numbers=", ".join(map(str, numbers))) if numbers else grade

    def _sureness_of(self, place: str) -> str:
        return self._sure(next(card.sureness for card in self._cards if card.place == place), place)

    def _card(self, card: Card) -> ReportCard:
        return ReportCard(
            place=card.place,
            title=self.wording.place(card.place),
            colour=self._charts.colours[card.place],
            headlines=card.headlines,
            details=" · ".join(card.details),
            grade=card.grade,
            told_grade=card.sureness,
            sureness=self._sureness_of(card.place),
            why=self._grounds[card.place],
        )

    def _facts(self) -> Iterator[str]:
        clip, began = self.answer.analysis.clip, self.wording.began()
        if began is not None:
            end = "" if clip.is_image else f" – {self.wording.moment(clip.duration_s)}"
            is_guess = self.wording.start is not None and self.wording.start.is_guess
            yield self._say("recorded_perhaps" if is_guess else "recorded", start=f"{began}{end}")
        yield self._say("still") if clip.is_image else self._say("length", length=self.wording.seconds(clip.duration_s))
        yield f"{clip.width_px} × {clip.height_px} px"
        yield self._say("made_on", date=datetime.now().date().isoformat())

    def _map_texts(self) -> Iterator[str]:
        metric = METRICS[self.answer.measured.heat.metric]
        yield metric.meaning(self.wording.language)
        if not self._charts.is_still:
            span = self.wording.span(**self.answer.measured.counts.summary["looked_at"])
            yield self._say("looked_at", span=span)
        style = self.answer.analysis.project.style
        legend = legend_values(
            title=metric.title(self.wording.language),
            unit=metric.unit,
            top=style.top(self.answer.measured.drawn_heat.top),
            style=style,
            language=self.wording.language,
        )
        yield self._say("scale", top=legend.ticks[-1].text)

    def _line_head(self) -> Cells:
        return self._say("line"), self._say("sureness"), self._say("came_in"), self._say("went_out")

    def _line_rows(self) -> Iterator[Cells]:
        for line in () if self._charts.is_still else self._figures.lines:
            yield line.name, self._sureness_of(line.name), f"{line.came_in:,}", f"{line.went_out:,}"

    def _zone_head(self) -> Cells:
        visitors = f"visitors_{noun_of(tuple(chain(*(zone.visitors_by_class for zone in self._figures.zones))))}"
        titles = ("zone", "sureness", visitors, "visits", "typical", "longest", "there_at_once", "most", "in_use")
        return tuple(map(self._say, titles))

    def _zone_rows(self) -> Iterator[Cells]:
        measured, summaries = self.wording.measured, self.answer.measured.counts.summary["zones"]
        for zone in self._figures.zones:
            known = summaries[zone.name]
            yield (
                zone.name,
                self._sureness_of(zone.name),
                f"{zone.visitors:,}",
                f"{zone.visits:,}",
                measured(zone.typical_s),
                measured(zone.longest_s),
                f"{known['occupancy_mean']:.2f}",
                f"{known['occupancy_max']:,}",
                f"{known['occupied_pct']:.0f} %",
            )

    def _movements(self) -> Section:
        """The movements of all classes in the whole time, from row to column."""
        movements, say = self.answer.measured.counts.movements, self.wording.say
        told = told_peak_hour(movements, wording=self.wording)
        head = (say("movements.from_to"), *movements.arms, say("movements.one_arm"), say("movements.total"))
        names = (*movements.arms, say("movements.total"))
        counts = movements.matrix(movements.whole_s).tolist()
        rows = tuple((name, *(f"{count:,}" for count in row)) for name, row in zip(names, counts, strict=True))
        return Section(say("movements.title"), note=told, junction_alt=told, table=ReportTable(head, 1, (("", rows),)))

    @property
    def _visitors(self) -> str:
        return f"visitors_{noun_of(self._figures.picture.followed_by_class)}"

    def _counts(self) -> Section:
        """The counts over time, place by place, the whole picture first; in longer steps where there are too many."""
        asked = self.answer.measured.counts.bins_together
        is_short = asked[BIN_START_S].nunique() <= MOST_BINS
        bins = asked if is_short else self.steps
        names = [str(name) for name in bins[PLACE].cat.categories]
        groups = [
            (f"{self.wording.place(name)} · {self._sureness_of(name)}", tuple(self._bin_rows(bins, name)))
            for name in (names[-1], *names[:-1])
            if any(card.place == name for card in self._cards)
        ]
        head = tuple(map(self._say, ("when", "came_in", "went_out", self._visitors, "there_at_once", "most")))
        return Section(
            self._say("counts"),
            note="" if is_short else self._say("coarser"),
            table=ReportTable(head, 1, tuple(groups)),
        )

    def _bin_rows(self, bins: pd.DataFrame, place: str) -> Iterator[Cells]:
        rows = bins[bins[PLACE] == place]
        if not rows[UNIQUE].any():
            # Rows of zeros would only hide those where something happened.
            rows = rows.iloc[:1].assign(**{BIN_END_S: rows[BIN_END_S].max()})
        for row in rows.to_dict("records"):
            when = self.wording.span(from_s=row[BIN_START_S], to_s=row[BIN_END_S])
            columns = ((IN, ",.0f"), (OUT, ",.0f"), (UNIQUE, ",.0f"), (OCCUPANCY_MEAN, ".2f"), (OCCUPANCY_MAX, ",.0f"))
            yield when, *("–" if pd.isna(row[name]) else format(row[name], places) for name, places in columns)

    def _footer(self) -> Iterator[str]:
        model, made_with = self.answer.analysis.model, versions()
        yield self._say("made_with", version=made_with.pop("heatdash"))
        packages = [f"{package} {version}" for package, version in made_with.items()]
        yield " · ".join([*packages, self._say("model_file", model=model.name, sha256=model.sha256[:12])])
