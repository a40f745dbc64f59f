"""The list of all files that an answer is exported to; the command line, the app and the docs use it."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pandas as pd

from heatdash.exports.chart_steps import chart_steps
from heatdash.exports.corrections import Corrections
from heatdash.exports.report import write_pdf, write_report
from heatdash.exports.report_content import Report, report_content
from heatdash.exports.summary import summary_of
from heatdash.exports.tables import FileTable, answer_tables, correction_tables, write_csv
from heatdash.exports.workbook import write_workbook
from heatdash.media.pictures import as_png
from heatdash.messages import ENGLISH, say
from heatdash.stages.answer import Answer
from heatdash.stages.render import render_junction
from heatdash.values.arrays import Pixels

FILES_VERSION = 21
"""Raise it whenever the content of any of the files changes."""
FOLDER, DOWNLOAD = "folder", "download"
"""To whom a file is offered: to users of the command line, in a folder; to users of the app, as a download."""


@dataclass(frozen=True, eq=False)
class Delivery:
    """An answer to export: under what `title`, in which language, and with which `corrections`, if there are any.

    `source` is what project.json states as the clip's path; a download must not reveal where it lies on the server.
    """

    answer: Answer
    title: str
    language: str
    source: str
    corrections: Corrections | None = None

    @cached_property
    def steps(self) -> pd.DataFrame:
        """The counts in steps that suit a chart."""
        return chart_steps(self.answer)

    @cached_property
    def report(self) -> Report:
        """What the report says."""
        return report_content(
            answer=self.answer,
            steps=self.steps,
            name=self.title,
            language=self.language,
            corrections=self.corrections,
        )

    @cached_property
    def junction(self) -> Pixels | None:
        """The picture of the turning movements, where there are any."""
        answer = self.answer
        return render_junction(analysis=answer.analysis, measured=answer.measured, language=self.language)

    @cached_property
    def tables(self) -> dict[str, FileTable]:
        """The answer's tables, by name; with those of what was corrected, where something was."""
        start = self.answer.analysis.project.start
        return {**answer_tables(self.answer), **correction_tables(corrections=self.corrections, start=start)}


@dataclass(frozen=True)
class Export:
    """A file to export: its name, what writes it, to whom it is offered, and for which deliveries it is there."""

    name: str
    write: Callable[[Delivery, Path], object]
    offered_to: tuple[str, ...] = (FOLDER, DOWNLOAD)
    is_for: Callable[[Delivery], bool] = lambda delivery: True

    def title(self, language: str = ENGLISH) -> str:
        """What the file holds, in a few words."""
        return say(f"exports.{self.name.replace('.', '_')}", language=language)


def exports_for(delivery: Delivery, *, to: str) -> tuple[Export, ...]:
    """The files of the delivery that are offered there, in order; only those that are for it."""
    return tuple(export for export in EXPORTS if to in export.offered_to and export.is_for(delivery))


def _has_video(delivery: Delivery) -> bool:
    return delivery.answer.rendered.video is not None


def _has_movements(delivery: Delivery) -> bool:
    return delivery.junction is not None


def _has_corrections(delivery: Delivery) -> bool:
    return delivery.corrections is not None


def _write_video(delivery: Delivery, path: Path) -> None:
    shutil.copyfile(os.fspath(delivery.answer.rendered.video or ""), path)


def _write_picture(delivery: Delivery, path: Path) -> None:
    path.write_bytes(as_png(delivery.answer.rendered.picture))


def _write_junction(delivery: Delivery, path: Path) -> None:
    assert delivery.junction is not None
    path.write_bytes(as_png(delivery.junction))


def _write_report(delivery: Delivery, path: Path) -> None:
    picture = delivery.answer.rendered.picture
    write_report(report=delivery.report, picture=picture, junction=delivery.junction, path=path)


def _write_pdf(delivery: Delivery, path: Path) -> None:
    picture = delivery.answer.rendered.picture
    write_pdf(report=delivery.report, picture=picture, junction=delivery.junction, path=path)


def _write_workbook(delivery: Delivery, path: Path) -> None:
    write_workbook(
        answer=delivery.answer, report=delivery.report, steps=delivery.steps, tables=delivery.tables, path=path
    )


def _write_table(table: str, delivery: Delivery, path: Path) -> None:
    write_csv(table=delivery.tables[table], path=path)


def _write_summary(delivery: Delivery, path: Path) -> None:
    summary = summary_of(delivery.answer, name=delivery.title, corrections=delivery.corrections)
    write_json(content=summary, path=path)


def _write_project(delivery: Delivery, path: Path) -> None:
    analysis = delivery.answer.analysis
    clip = {"path": delivery.source, "sha256": analysis.clip.sha256}
    content = {**analysis.project.to_json(), "source": clip, "model_sha256": analysis.model.sha256}
    write_json(content=content, path=path)


def write_json(*, content: dict[str, Any], path: Path) -> None:
    """Write the content to `path`, as every JSON file is written."""
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


EXPORTS = (
    # Not for download: the app makes the video only when asked, keeps it apart, and offers it beside the others.
    Export("heatmap.mp4", _write_video, offered_to=(FOLDER,), is_for=_has_video),
    Export("report.html", _write_report, offered_to=(DOWNLOAD,)),
    Export("report.pdf", _write_pdf, offered_to=(DOWNLOAD,)),
    Export("workbook.xlsx", _write_workbook, offered_to=(DOWNLOAD,)),
    Export("heatmap.png", _write_picture),
    Export("movements.png", _write_junction, is_for=_has_movements),
    Export("heat.csv", partial(_write_table, "heat")),
    Export("tracks.csv", partial(_write_table, "tracks")),
    Export("events.csv", partial(_write_table, "events")),
    Export("counts.csv", partial(_write_table, "counts")),
    Export("zones.csv", partial(_write_table, "zones")),
    Export("flows.csv", partial(_write_table, "flows")),
    Export("journeys.csv", partial(_write_table, "journeys")),
    Export("movements.csv", partial(_write_table, "movements")),
    Export("corrected.csv", partial(_write_table, "corrected"), is_for=_has_corrections),
    Export("verdicts.csv", partial(_write_table, "verdicts"), is_for=_has_corrections),
    Export("summary.json", _write_summary),
    Export("project.json", _write_project),
)
