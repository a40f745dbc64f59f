"""The files of an answer about a recording: its tables, its map, and a summary for programs."""

from functools import partial
from pathlib import Path
from typing import Any

from heatdash.exports.files import write_json
from heatdash.exports.folder import SUMMARY, write_files
from heatdash.exports.summary import rounded, versions
from heatdash.exports.tables import recording_tables, write_csv
from heatdash.media.pictures import as_png
from heatdash.messages import Message
from heatdash.stages.answer_recording import AnsweredRecording
from heatdash.values.camera import Camera
from heatdash.values.metrics import METRICS

MAP = "heatmap.png"


def write_recording(*, answered: AnsweredRecording, summary: dict[str, Any], folder: Path) -> list[Path]:
    """The paths of the files written into the folder; all appear, or none does."""
    return write_files(
        folder,
        {
            MAP: lambda path: path.write_bytes(as_png(answered.picture)),
            **{f"{name}.csv": partial(_write, table) for name, table in recording_tables(answered).items()},
            SUMMARY: lambda path: write_json(content=summary, path=path),
        },
    )


def _write(table: Any, path: Path) -> None:
    write_csv(table=table, path=path)


def recording_summary(*, answered: AnsweredRecording, camera: Camera, problems: tuple[Message, ...]) -> dict[str, Any]:
    """The content of summary.json: the camera, what was watched, the heat, each place, and what is odd about files."""
    recording, project, heat = answered.recording, answered.project, answered.answer.heat.heat
    metric = METRICS[project.measure.metric]
    return {
        "camera": camera.to_json(),
        "recording": rounded(
            {
                "start": None if recording.start is None else str(recording.start),
                "parts": len(recording.parts),
                "stretches": len(recording.stretches),
                "length_s": recording.length_s,
                "watched_s": recording.watched_s,
                "gaps": [list(gap) for gap in recording.gaps],
            }
        ),
        "totals": {
            "tracks": answered.summary["picture"]["unique"],
            "tracks_by_class": answered.summary["picture"]["unique_by_class"],
            "static_left_out": 0 if project.measure.keep_static else answered.answer.static,
        },
        "heat": {
            "metric": metric.key,
            "title": metric.title(),
            "unit": metric.unit_text(),
            "largest": round(heat.top, 6),
            "total": round(float(heat.values.sum()), 6),
        },
        **rounded(answered.summary),
        "observed_s": round(answered.answer.found.seconds, 3),
        "problems": list(map(str, problems)),
        "versions": versions(),
    }
