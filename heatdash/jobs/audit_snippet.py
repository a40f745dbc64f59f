"""One step of a check, as the app shows it."""

import json
import os
from pathlib import Path

from heatdash.jobs.drawn_rows import objects_to_draw
from heatdash.jobs.open_look import Look
from heatdash.jobs.write_snippet import write_snippet
from heatdash.store.artefact_key import artefact_key
from heatdash.tables.columns import TRACK_ID
from heatdash.values.audit import AuditStep
from heatdash.values.scene import Line

SNIPPET = "snippet"
"""The kind of artefact."""
SNIPPET_FILE = "snippet.mp4"
SNIPPET_VERSION = 1
"""Counts up whenever anything that is drawn changes."""


def audit_snippet(*, look: Look, line: Line, step: AuditStep) -> str:
    """The key of the step's snippet, which lies in the store as the kind `SNIPPET`; made where it is not there yet."""
    track_id = None if step.crossing is None else step.crossing.track_id
    belongs_to = os.fspath(look.clip.path)
    key = artefact_key(
        kind=SNIPPET,
        version=SNIPPET_VERSION,
        clip=belongs_to,
        tracks=look.found.tracks_key,
        line=json.dumps((line.start, line.end)),
        part=(step.from_s, step.to_s, track_id, step.speed),
    )

    def make(folder: Path) -> dict[str, int]:
        watched = look.clip.sampled_frames(look.found.project.watch.sample_fps)
        rows = look.tracks[look.tracks[TRACK_ID] == track_id] if track_id is not None else look.tracks.iloc[:0]
        objects = objects_to_draw(tracks=rows, clip=look.clip, watched=watched)
        path = folder / SNIPPET_FILE
        return {"frames": write_snippet(path=path, clip=look.clip, line=line, step=step, objects=objects)}

    with look.store.get_or_make(kind=SNIPPET, key=key, make=make, belongs_to=belongs_to):
        return key
