"""The app makes a snippet once, and only what is shown in it tells it from others."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from heatdash.audit.model import AuditStep, Counted
from heatdash.audit.snippet import WIDEST_PX, audit_snippet, write_snippet
from heatdash.media.probe_clip import probe_clip
from heatdash.media.read_frames import read_frames
from heatdash.stages.finished_analysis import FinishedAnalysis, open_finished_analysis
from heatdash.stages.people_boxes import HeldBoxes
from heatdash.store.artefact_store import open_store
from heatdash.values.artefacts import SNIPPET_FILE, SNIPPETS
from heatdash.values.clip import Clip
from heatdash.values.scene import Line, Scene
from heatdash.web import serve_files
from tests.builders.analysed_runs import analysed_run
from tests.builders.answers import GATE
from tests.builders.clips import make_clip, shown_number
from tests.builders.tracks import tracks, walk

STEP = AuditStep(from_s=2.0, to_s=4.0, counted=Counted(t_s=3.0, direction="in", track_id=1))


@pytest.fixture
def finished(data_folder: Path) -> FinishedAnalysis:
    return open_finished_analysis(run=analysed_run(), store=open_store())


def test_it_lies_in_the_store_and_plays(finished: FinishedAnalysis) -> None:
    key = audit_snippet(finished=finished, scene=Scene(lines=(GATE,)), step=STEP, hide=False)
    with finished.store.open(kind=SNIPPETS, key=key) as artefact:
        assert artefact is not None
        made = probe_clip(artefact.folder / SNIPPET_FILE)
        assert (made.codec, made.frame_count, artefact.meta["frames"]) == ("h264", 20, 20)
        first = (artefact.folder / SNIPPET_FILE).stat().st_mtime_ns
    assert audit_snippet(finished=finished, scene=Scene(lines=(GATE,)), step=STEP, hide=False) == key
    with finished.store.open(kind=SNIPPETS, key=key) as artefact:
        assert (artefact.folder / SNIPPET_FILE).stat().st_mtime_ns == first, "it is made once"


def test_whatever_shows_another_picture_is_another_snippet(finished: FinishedAnalysis) -> None:
    shown = [
        (GATE, STEP),
        (Line(name="Gate", start=GATE.start, end=(0.4, 0.0)), STEP),
        (Line(name="Gate", start=GATE.end, end=GATE.start), STEP),
        (GATE, replace(STEP, to_s=4.5)),
        (GATE, replace(STEP, counted=None)),
        (GATE, replace(STEP, counted=Counted(t_s=3.0, direction="in", track_id=2))),
    ]
    keys = [audit_snippet(finished=finished, scene=Scene(lines=(line,)), step=step, hide=False) for line, step in shown]
    keys.append(audit_snippet(finished=finished, scene=Scene(lines=(GATE,)), step=STEP, hide=True))
    assert len(set(keys)) == len(shown) + 1


def test_a_new_name_of_the_line_is_the_same_picture(finished: FinishedAnalysis) -> None:
    named = Line(name="Entrance", start=GATE.start, end=GATE.end)
    assert audit_snippet(finished=finished, scene=Scene(lines=(named,)), step=STEP, hide=False) == audit_snippet(
        finished=finished, scene=Scene(lines=(GATE,)), step=STEP, hide=False
    )


def test_it_is_served_under_the_name_that_it_is_written_by() -> None:
    assert serve_files.SNIPPET_FILE == SNIPPET_FILE


WALKS = tracks(
    walk(track=1, start=(100, 300), end=(700, 300), seconds=10, size=(60, 120)),
    walk(track=2, start=(700, 400), end=(100, 400), seconds=10, size=(60, 120)),
)
CROSSING = AuditStep(from_s=4.0, to_s=6.0, counted=Counted(t_s=5.0, direction="in", track_id=1))


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    return probe_clip(make_clip(path, frames=150, fps=10, width=800, height=450, keyframe_every=25))


def snippet(clip: Clip, step: AuditStep, folder: Path) -> Clip:
    write_snippet(
        path=folder / "snippet.mp4", clip=clip, scene=Scene(lines=(GATE,)), step=step, objects=WALKS, hidden=None
    )
    return probe_clip(folder / "snippet.mp4")


def test_a_crossing_is_shown_small_and_as_fast_as_it_was(clip: Clip, tmp_path: Path) -> None:
    made = snippet(clip, CROSSING, tmp_path)
    assert (made.width_px, made.height_px, made.codec) == (WIDEST_PX, 360, "h264")
    assert made.times_s == pytest.approx(np.arange(20) / 10, abs=1e-3)
    assert [shown_number(frame.pixels) for frame in read_frames(clip=made)] == list(range(40, 60))


def test_only_the_one_that_crosses_is_boxed_and_at_the_scale_of_the_snippet(clip: Clip, tmp_path: Path) -> None:
    with_box = next(read_frames(clip=snippet(clip, CROSSING, tmp_path))).pixels.astype(int)
    nobody = AuditStep(from_s=4.0, to_s=6.0, counted=Counted(t_s=5.0, direction="in", track_id=9))
    without = next(read_frames(clip=snippet(clip, nobody, tmp_path))).pixels.astype(int)
    rows, columns = np.nonzero(np.abs(with_box - without).max(axis=2) > 60)
    # At 4 s track 1 stands at (340, 300): its box reaches from 310 to 370 and from 180 to 300; here four fifths.
    assert (columns.min(), columns.max()) == (pytest.approx(248, abs=2), pytest.approx(296, abs=2))
    assert (rows.min(), rows.max()) == (pytest.approx(144, abs=2), pytest.approx(240, abs=2))


def test_a_long_stretch_runs_four_times_as_fast(clip: Clip, tmp_path: Path) -> None:
    made = snippet(clip, AuditStep(from_s=3.0, to_s=15.0), tmp_path)
    assert made.duration_s == pytest.approx(3.0, abs=0.1)
    assert 65 <= made.frame_count <= 75, "six pictures taken each second"
    numbers = [shown_number(frame.pixels) for frame in read_frames(clip=made)]
    assert (numbers[0], numbers[-1]) == (30, 149)
    assert sorted(set(numbers)) == numbers


def test_people_are_made_unrecognisable_where_they_are(clip: Clip, tmp_path: Path) -> None:
    """Bars 80 pixels wide show the number of each frame; somebody is said to be before two of them from frame 45 on."""
    hidden = HeldBoxes(box=np.array([[450.0, 40, 700, 180]]), first=np.array([45]), stop=np.array([150]))
    path = tmp_path / "snippet.mp4"
    write_snippet(
        path=path, clip=clip, scene=Scene(lines=(GATE,)), step=AuditStep(4.0, 6.0), objects=WALKS, hidden=hidden
    )
    frames = {round(frame.t_s * 10): frame.pixels.astype(int) for frame in read_frames(clip=probe_clip(path))}
    # Frame 40 has its white bars from 240 to 320 and from 400 to 480, frame 49 to 80 and from 320 to 480; the box is
    # from 360 to 560.
    assert _sharpest(frames[0][60:120, 375:545]) > 150
    assert _sharpest(frames[9][60:120, 375:545]) < 60
    assert _sharpest(frames[9][60:120, 20:140]) > 150


def _sharpest(part: np.ndarray) -> int:
    return int(np.abs(np.diff(part, axis=1)).max())
