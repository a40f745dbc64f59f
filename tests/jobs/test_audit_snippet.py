"""The app makes a snippet once, and only what is shown in it tells it from others."""

from dataclasses import replace
from pathlib import Path

import pytest

from heatdash.jobs.audit_snippet import SNIPPET, SNIPPET_FILE, audit_snippet
from heatdash.jobs.open_look import Look, open_look
from heatdash.jobs.open_store import open_store
from heatdash.media.probe_clip import probe_clip
from heatdash.values.audit import AuditStep, CountedCrossing
from heatdash.values.scene import Line
from heatdash.web import serve_files
from tests.builders.analysed_runs import analysed_run
from tests.builders.answers import GATE

STEP = AuditStep(from_s=2.0, to_s=4.0, crossing=CountedCrossing(t_s=3.0, direction="in", track_id=1))


@pytest.fixture
def look(data_folder: Path) -> Look:
    return open_look(run=analysed_run(), store=open_store())


def test_it_lies_in_the_store_and_plays(look: Look) -> None:
    key = audit_snippet(look=look, line=GATE, step=STEP)
    with look.store.open(kind=SNIPPET, key=key) as artefact:
        assert artefact is not None
        made = probe_clip(artefact.folder / SNIPPET_FILE)
        assert (made.codec, made.frame_count, artefact.meta["frames"]) == ("h264", 20, 20)
        first = (artefact.folder / SNIPPET_FILE).stat().st_mtime_ns
    assert audit_snippet(look=look, line=GATE, step=STEP) == key
    with look.store.open(kind=SNIPPET, key=key) as artefact:
        assert (artefact.folder / SNIPPET_FILE).stat().st_mtime_ns == first, "it is made once"


def test_whatever_shows_another_picture_is_another_snippet(look: Look) -> None:
    shown = [
        (GATE, STEP),
        (Line(name="Gate", start=GATE.start, end=(0.4, 0.0)), STEP),
        (Line(name="Gate", start=GATE.end, end=GATE.start), STEP),
        (GATE, replace(STEP, to_s=4.5)),
        (GATE, replace(STEP, crossing=None)),
        (GATE, replace(STEP, crossing=CountedCrossing(t_s=3.0, direction="in", track_id=2))),
    ]
    keys = [audit_snippet(look=look, line=line, step=step) for line, step in shown]
    assert len(set(keys)) == len(shown)


def test_a_new_name_of_the_line_is_the_same_picture(look: Look) -> None:
    named = Line(name="Entrance", start=GATE.start, end=GATE.end)
    assert audit_snippet(look=look, line=named, step=STEP) == audit_snippet(look=look, line=GATE, step=STEP)


def test_it_is_served_under_the_name_that_it_is_written_by() -> None:
    assert serve_files.SNIPPET_FILE == SNIPPET_FILE
