"""What a question has found in the parts of a recording, kept in the store."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from heatdash.measure.timeline.measure_part import PartAnswer, Span
from heatdash.measure.timeline.part_arrays import from_arrays, to_arrays
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.arrays import Floats
from heatdash.values.project import Project
from heatdash.values.scene import scene_to_json

ANSWER_VERSION = 1
"""Raise it whenever what is found in a part, or how it is kept, changes."""
_FILE = "answer.npz"
_OF_ALL_PARTS = {"smoothing", "from_s", "to_s", "bin_min", "interval_min"}
"""Settings that are heeded once the parts are put together; the time range is asked of each part by its own clock."""


def kept_answer(
    *,
    made_from: tuple[str, ...],
    times_s: Floats,
    span_s: Span,
    project: Project,
    make: Callable[[], PartAnswer],
    store: ArtefactStore,
    belongs_to: str,
) -> PartAnswer:
    """The answer of a part, kept from an earlier time or made now.

    `made_from` names all tracks that matter for it, `times_s` are those of its frames and of what is close to it. It is
    the same wherever the part lies on the recording's clock.
    """
    begin_s, end_s = span_s
    moments = np.rint((np.append(times_s, span_s) - begin_s) * 1e5).astype(np.int64)
    key = artefact_key(
        kind="answer",
        version=ANSWER_VERSION,
        made_from=made_from,
        times=hashlib.sha256(moments.tobytes()).hexdigest(),
        question=_question(project),
        range=_range(span_s, project),
    )

    def keep(folder: Path) -> dict[str, Any]:
        np.savez(folder / _FILE, **to_arrays(make(), from_s=begin_s))
        return {}

    with (
        store.get_or_make(kind="answer", key=key, make=keep, belongs_to=belongs_to) as artefact,
        np.load(artefact.folder / _FILE, allow_pickle=False) as arrays,
    ):
        return from_arrays(dict(arrays), scene=project.scene, from_s=begin_s, to_s=end_s)


def _question(project: Project) -> str:
    """What of the project decides what is found in a part."""
    measure = {name: value for name, value in asdict(project.measure).items() if name not in _OF_ALL_PARTS}
    classes = [[choice.class_name, choice.colour] for choice in project.classes]
    asked = {"scene": scene_to_json(project.scene), "classes": classes, "names": project.names.to_json()}
    return json.dumps({**asked, "measure": measure}, sort_keys=True)


def _range(span_s: Span, project: Project) -> tuple[float | None, float | None]:
    """The time asked for, by the part's own clock; None where it goes on beyond the part."""
    (begin_s, end_s), settings = span_s, project.measure
    from_s, to_s = settings.from_s or 0.0, end_s if settings.to_s is None else settings.to_s
    return (
        None if from_s <= begin_s else round(min(from_s, end_s) - begin_s, 5),
        None if to_s >= end_s else round(max(to_s, begin_s) - begin_s, 5),
    )
