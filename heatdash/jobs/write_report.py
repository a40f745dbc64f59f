"""An answer as one page that opens anywhere, without a network."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from heatdash.jobs.answer_clip import Answer
from heatdash.jobs.key_figures import KeyFigures, key_figures
from heatdash.jobs.occupancy_chart import occupancy_chart
from heatdash.jobs.report_counts import report_counts
from heatdash.jobs.report_settings import report_settings
from heatdash.jobs.summary_of import versions
from heatdash.jobs.teller import Teller

LONGEST_SIDE_PX = 1280
_JPEG_QUALITY = 85


@dataclass(frozen=True)
class _Card:
    """A key figure: what it is called, its value, what belongs to it, and what it means."""

    label: str
    value: str
    detail: str
    meaning: str


@dataclass(frozen=True)
class _Picture:
    """A picture as the address that holds it, and its size."""

    address: str
    width_px: int
    height_px: int


def write_report(*, answer: Answer, name: str, say: Callable[..., str], path: Path) -> None:
    """Nothing; `path` holds a page named `name`, in the language of `say`, that needs no other file and no script.

    Whatever a person or a file has named is shown as the text it is.
    """
    analysis = answer.analysis
    teller = Teller(say=say, start=analysis.project.start)
    page = _template().render(
        name=name,
        say=say,
        teller=teller,
        made_on=datetime.now().date().isoformat(),
        clip=analysis.clip,
        start=analysis.project.start,
        looked_at=teller.span(**answer.measured.counts.summary["looked_at"]),
        picture=_embedded(answer.rendered.picture),
        metric=answer.measured.heat.metric,
        top=_top(answer, teller),
        cards=list(_cards(key_figures(measured=answer.measured, start=analysis.project.start), teller)),
        notices=analysis.notices,
        chart=None
        if analysis.clip.is_image
        else occupancy_chart(over_time=answer.measured.counts.over_time, start=teller.start),
        lines=answer.measured.counts.summary["lines"],
        zones=answer.measured.counts.summary["zones"],
        counts=report_counts(answer),
        settings=report_settings(answer=answer, teller=teller),
        model=analysis.model,
        versions=versions(),
    )
    path.write_text(page, encoding="utf-8")


@cache
def _template() -> Template:
    folder = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")


def _embedded(picture: npt.NDArray[np.uint8]) -> _Picture:
    import cv2

    height, width = picture.shape[:2]
    share = min(1.0, LONGEST_SIDE_PX / max(height, width))
    size = max(1, round(width * share)), max(1, round(height * share))
    small = picture if share == 1 else cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    done, encoded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    if not done:
        raise ValueError(f"A picture of the shape {picture.shape} cannot be written as JPEG.")
    return _Picture(f"data:image/jpeg;base64,{b64encode(encoded.tobytes()).decode()}", *size)


def _top(answer: Answer, teller: Teller) -> str:
    """The value at the top of the map's scale, with its unit."""
    metric = answer.measured.heat.metric
    top = answer.analysis.project.style.top(answer.measured.drawn_heat.top)
    if metric == "dwell_time":
        return teller.seconds(top)
    return f"{teller.number(top)} {teller.say(f'report.{metric}_unit')}"


def _cards(figures: KeyFigures, teller: Teller) -> Iterator[_Card]:
    def card(entry: str, value: str, detail: str = "") -> _Card:
        return _Card(teller.say(f"report.{entry}"), value, detail, teller.say(f"report.{entry}_meaning"))

    by_class = " · ".join(f"{teller.class_name(name)} {count:,}" for name, count in figures.followed_by_class if count)
    yield card("followed", f"{figures.followed:,}", by_class)
    if figures.passages is not None:
        yield card("came_in", f"{figures.passages.came_in:,}")
        yield card("went_out", f"{figures.passages.went_out:,}")
    if (busiest := figures.busiest) is not None:
        when = teller.span(from_s=busiest.from_s, to_s=busiest.to_s)
        yield card("busiest", teller.say("report.at_once", count=busiest.at_once), when)
    if figures.stays is not None:
        visits = teller.say("report.visits_count", count=figures.stays.visits)
        yield card("median_stay", teller.seconds(figures.stays.median_s), visits)
