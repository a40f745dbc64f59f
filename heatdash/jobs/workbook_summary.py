"""The first sheet of the workbook: key figures, what they mean, and what they were made from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import heatdash
from heatdash.jobs.answer_clip import Answer
from heatdash.jobs.key_figures import KeyFigures, Stays, key_figures
from heatdash.values.heat import METRIC_WORDS
from heatdash.values.tally import Passages

_FOLLOWED = "Each is one object as the tracker followed it. Whoever is lost from view for long may count twice."
_IN = "How often something crossed the line the way its arrow points."
_OUT = "How often something crossed the line against its arrow."
_VISITS = "How often something came to the zone, or was there already when the clip began."
_MEDIAN = "Half of the visits lasted longer, half shorter."


@dataclass(frozen=True)
class SummaryRow:
    """One figure: its name, its value (a text or a number; None where it is unknown), its unit and its meaning."""

    figure: str
    value: str | float | None
    unit: str = ""
    meaning: str = ""


def workbook_summary(*, answer: Answer, remarks: Iterable[str]) -> list[SummaryRow]:
    """The rows: the key figures, the map, the clip, the model, then notices and `remarks`."""
    figures = key_figures(measured=answer.measured, start=answer.analysis.project.start)
    notes = [SummaryRow("Note", None, meaning=text) for text in (*answer.analysis.notices, *remarks)]
    return [*_followed(figures), *_passages(figures), *_stays(figures), *_heat(answer), *_clip(answer), *notes]


def _followed(figures: KeyFigures) -> Iterator[SummaryRow]:
    yield SummaryRow("Followed", figures.followed, "objects", _FOLLOWED)
    for name, count in figures.followed_by_class:
        yield SummaryRow(f"Followed: {name}", count, "objects")
    busiest = figures.busiest
    yield SummaryRow("Most at once", busiest.at_once if busiest else 0, "objects", "The most in view at the same time.")
    if busiest:
        for name, t_s, clock in (("from", busiest.from_s, busiest.from_clock), ("to", busiest.to_s, busiest.to_clock)):
            told = f" By the clock: {clock}." if clock else ""
            meaning = f"The first stretch of time with the most at once, in seconds of the clip.{told}"
            yield SummaryRow(f"Busiest {name}", round(t_s, 3), "s", meaning)


def _passages(figures: KeyFigures) -> Iterator[SummaryRow]:
    if figures.passages is None:
        return
    everywhere: tuple[str, Passages] = ("All lines", figures.passages)
    for name, passed in (everywhere, *figures.lines):
        yield SummaryRow(f"{name}: in", passed.came_in, "crossings", _IN)
        yield SummaryRow(f"{name}: out", passed.went_out, "crossings", _OUT)


def _stays(figures: KeyFigures) -> Iterator[SummaryRow]:
    if figures.stays is None:
        return
    everywhere: tuple[str, Stays] = ("All zones", figures.stays)
    for name, stays in (everywhere, *figures.zones):
        yield SummaryRow(f"{name}: visits", stays.visits, "visits", _VISITS)
        median_s = None if stays.median_s is None else round(stays.median_s, 3)
        yield SummaryRow(f"{name}: median stay", median_s, "s", _MEDIAN)


def _heat(answer: Answer) -> Iterator[SummaryRow]:
    heat = answer.measured.heat
    words = METRIC_WORDS[heat.metric]
    yield SummaryRow("Map", words.title, "", words.meaning)
    yield SummaryRow("Largest value of the map", round(heat.top, 6), words.unit, "Of one cell of the grid, unsmoothed.")


def _clip(answer: Answer) -> Iterator[SummaryRow]:
    analysis, looked_at = answer.analysis, answer.measured.counts.summary["looked_at"]
    yield SummaryRow("Clip", analysis.clip.path.name)
    yield SummaryRow("Length", round(analysis.clip.duration_s, 3), "s")
    if analysis.project.start is not None:
        yield SummaryRow("Recording began", str(analysis.project.start))
    yield SummaryRow("Looked at from", round(looked_at["from_s"], 3), "s", "Seconds from the clip's first frame.")
    yield SummaryRow("Looked at to", round(looked_at["to_s"], 3), "s", "The end itself is not in it.")
    yield SummaryRow("Model", analysis.model.name, "", f"Ran on {analysis.runs_on}.")
    yield SummaryRow("Made with", f"HeatDash {heatdash.__version__}")
