"""The charts of an answer: when it was busy, which places were, and how long visits lasted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from heatdash.draw.palette import hex_colours
from heatdash.exports.cards import noun_of
from heatdash.exports.chart import Amount, Chart, Ranked, bar_chart, rank_chart, round_times
from heatdash.measure.places.key_figures import KeyFigures, ZoneFigures
from heatdash.measure.places.stay_classes import StayClass, class_counts, stay_classes
from heatdash.stages.answer import Answer
from heatdash.tables.columns import BIN_END_S, BIN_START_S, ENTER_S, EXIT_S, IN, OCCUPANCY_MEAN, OUT, PLACE
from heatdash.values.scene import WHOLE_PICTURE
from heatdash.values.wording import Wording

MOST_RANKED = 5
"""The places in a ranking; the tables have all of them."""


@dataclass(frozen=True, eq=False)
class ChartMaker:
    """Makes the charts of an answer from its `figures` and its counts in `steps` that suit a chart."""

    answer: Answer
    figures: KeyFigures
    steps: pd.DataFrame
    wording: Wording

    def overview(self) -> Iterator[Chart]:
        """When it was busy, and which zones were visited most and longest; without times for a still picture."""
        zones, say = self.figures.zones, self.wording.say
        visitors = [(zone.name, zone.visitors, self._told_visitors(zone)) for zone in zones]
        if self.is_still:
            yield from self._ranking(say("report.fullest"), visitors)
            return
        yield from self._over_time(WHOLE_PICTURE, say("report.busy"), _present, whole=False)
        yield from self._ranking(say("report.most_visited"), visitors)
        stays = [(zone.name, zone.typical_s, self.wording.measured(zone.typical_s)) for zone in zones]
        yield from self._ranking(say("report.longest_stays"), stays)

    def passages(self) -> Iterator[Chart]:
        """In and out over time, for each line that was crossed."""
        for line in self.figures.lines:
            if line.came_in or line.went_out:
                title = self.wording.say("report.passages_of", place=line.name)
                yield from self._over_time(line.name, title, _crossings, whole=True)

    def stays(self) -> Iterator[Chart]:
        """For each zone that was visited: how many were there over time, and how many visits lasted how long."""
        visits = self.answer.measured.counts.visits
        lengths_s = (visits[EXIT_S] - visits[ENTER_S]).to_numpy(dtype=float)
        classes = stay_classes(max(lengths_s, default=0.0))
        for zone in self.figures.zones:
            if zone.visits:
                title = self.wording.say("report.presence_of", place=zone.name)
                yield from self._over_time(zone.name, title, _present, whole=False)
                of_zone = lengths_s[(visits[PLACE] == zone.name).to_numpy()]
                yield self._stays_of(zone.name, class_counts(lengths_s=of_zone, classes=classes), classes)

    @property
    def is_still(self) -> bool:
        """True for a picture, which has no times."""
        return self.answer.analysis.clip.is_image

    @property
    def colours(self) -> dict[str, str]:
        """The colour of each place, as in the picture."""
        return hex_colours(self.answer.analysis.project.scene)

    def _over_time(
        self, place: str, title: str, amount: Callable[["pd.Series[float]"], tuple[float, float]], *, whole: bool
    ) -> Iterator[Chart]:
        rows = self.steps[self.steps[PLACE] == place]
        times = rows[[BIN_START_S, BIN_END_S]].to_numpy(dtype=float)
        from_s, to_s = float(times[0, 0]), float(times[-1, 1])
        say, start = self.wording.say, self.wording.start
        amounts = [
            Amount(begin, end, *amount(row))
            for (begin, end), (_, row) in zip(times.tolist(), rows.iterrows(), strict=True)
        ]
        if not any(one.up or one.down for one in amounts):
            return
        yield bar_chart(
            title=title,
            amounts=amounts,
            upright=say("report.came_and_went") if whole else say("report.there_at_once"),
            ticks=round_times(from_s=from_s, to_s=to_s, wording=self.wording),
            along=say("report.clock_time" if start else "report.clip_time"),
            colour=self.colours[place],
            whole=whole,
            wording=self.wording,
        )

    def _stays_of(self, place: str, counts: Sequence[int], classes: Sequence[StayClass]) -> Chart:
        # The classes are of different lengths, and their bars equally wide.
        amounts = [Amount(at, at + 1, count) for at, count in enumerate(counts)]
        ends = [(at + 1, one.to_s) for at, one in enumerate(classes)]
        return bar_chart(
            title=self.wording.say("report.stays_of", place=place),
            amounts=amounts,
            upright=self.wording.say("report.visits_number"),
            ticks=[(0, "0"), *((at, self.wording.step(to_s)) for at, to_s in ends if to_s is not None)],
            along=self.wording.say("report.stay_length"),
            colour=self.colours[place],
            whole=True,
            wording=self.wording,
        )

    def _told_visitors(self, zone: ZoneFigures) -> str:
        entry = "in_view" if self.is_still else "visitors"
        return self.wording.say(f"cards.{entry}_{noun_of(zone.visitors_by_class)}", count=zone.visitors)

    def _ranking(self, title: str, values: Sequence[tuple[str, float | None, str]]) -> Iterator[Chart]:
        rows = [Ranked(name, value, told, self.colours[name]) for name, value, told in values if value]
        if len(rows) > MOST_RANKED:
            title += self.wording.say("report.first_of", most=MOST_RANKED, count=len(rows))
        if rows:
            yield rank_chart(title=title, rows=rows, most=MOST_RANKED)


def _present(row: "pd.Series[float]") -> tuple[float, float]:
    return float(row[OCCUPANCY_MEAN]), 0.0


def _crossings(row: "pd.Series[float]") -> tuple[float, float]:
    return float(row[IN]), float(row[OUT])
