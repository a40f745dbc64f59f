"""The content of summary.json."""

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from heatdash.exports.cards import answer_wording, told_check, told_grade, told_reasons
from heatdash.exports.corrections import Corrections
from heatdash.stages.answer import Answer
from heatdash.tables.columns import CLASS_NAME, TRACK_ID
from heatdash.values.metrics import METRICS
from heatdash.values.sureness import DIFFERENT, MAP, NOTE, PASSAGES, STAYS, WARNING, Sureness
from heatdash.version import VERSION

PACKAGES = ("ultralytics-opencv-headless", "openvino", "torch", "opencv-python-headless", "av", "numpy", "pandas")


def summary_of(answer: Answer, *, name: str | None = None, corrections: Corrections | None = None) -> dict[str, Any]:
    """The content of summary.json: totals, heat, places, the cost of each stage, and what made them.

    `name` is what the clip is called, where that is not its file's name. All figures are as counted; what `corrections`
    make of them is told beside them.
    """
    analysis = answer.analysis
    clip, model, tracks = analysis.clip, analysis.model, answer.tracks
    by_class = tracks.groupby(CLASS_NAME, observed=True)[TRACK_ID].nunique()
    return {
        "totals": {
            "tracks": int(tracks[TRACK_ID].nunique()),
            "tracks_by_class": {str(name): int(count) for name, count in by_class.items()},
            "rows": len(tracks),
            "frames": clip.frame_count,
            "watched_frames": analysis.watched_frames,
            "static_left_out": answer.measured.static_left_out,
        },
        "class_map": analysis.project.names.to_json(),
        "refining": None if analysis.refining is None else analysis.refining.to_json(),
        "clip": {
            "name": name or clip.path.name,
            "sha256": clip.sha256,
            **{name: getattr(clip, name) for name in ("container", "codec", "width_px", "height_px", "rotation_deg")},
            "duration_s": round(clip.duration_s, 6),
            "average_fps": round(clip.average_fps, 3),
            "variable_rate": clip.is_variable_rate,
            "lost_frames": clip.lost_frames,
        },
        "model": {
            "name": model.name,
            "backend": model.backend,
            "origin": model.origin,
            "sha256": model.sha256,
            "runs_on": analysis.runs_on,
        },
        "heat": _heat(answer),
        **rounded(answer.measured.counts.summary),
        "stages": {stage.stage: stage.to_json() for stage in answer.stages},
        "cached": [stage.stage for stage in answer.stages if stage.cached],
        "notices": list(map(str, analysis.notices)),
        "checks": [check.to_json() for check in answer.checks],
        "sureness": _sureness(answer),
        "corrections": None if corrections is None else corrections.to_json(),
        "versions": versions(),
    }


def _heat(answer: Answer) -> dict[str, Any]:
    """The metric in words, and the figures of its heat before smoothing."""
    settings, heat = answer.analysis.project.measure, answer.measured.heat
    metric = METRICS[settings.metric]
    return {
        "metric": settings.metric,
        "title": metric.title(),
        "unit": metric.unit_text(),
        "mode": settings.mode,
        "half_life_s": settings.half_life_s if settings.mode == "decaying" else None,
        "largest": round(heat.top, 6),
        "total": round(float(heat.values.sum()), 6),
        "observed_s": round(answer.measured.observed_s, 6),
    }


def _sureness(answer: Answer) -> dict[str, Any]:
    """The sureness of the number of objects, of the map, and of each line and zone by its name."""
    known = {(one.figure, one.place): one.to_json() | {"in_words": _in_words(one, answer)} for one in answer.sureness}
    return {
        **{figure: known[figure, None] for figure in (DIFFERENT, MAP)},
        "lines": {place: one for (figure, place), one in known.items() if figure == PASSAGES},
        "zones": {place: one for (figure, place), one in known.items() if figure == STAYS},
    }


def _in_words(known: Sureness, answer: Answer) -> dict[str, Any]:
    """The grade, the reasons for it, and what the checks of the place, and of the whole clip, have found."""
    wording = answer_wording(answer=answer)
    hints: dict[str, list[str]] = {WARNING: [], NOTE: []}
    for check in answer.checks:
        if check.place in (None, known.place):
            hints[check.severity].append(told_check(check, wording=wording))
    return {
        "grade": told_grade(known, wording=wording),
        "because": list(told_reasons(known, wording=wording, announce=False)),
        "warnings": hints[WARNING],
        "notes": hints[NOTE],
    }


def rounded(value: Any) -> Any:
    """The value, with each decimal number in it rounded to three decimals."""
    if isinstance(value, dict):
        return {name: rounded(entry) for name, entry in value.items()}
    return round(value, 3) if isinstance(value, float) else value


def versions() -> dict[str, str]:
    """The versions of HeatDash, Python and the packages that the numbers depend on."""
    found = {"heatdash": VERSION, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found
