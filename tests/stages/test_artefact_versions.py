"""What the store keeps is kept under a version that is raised whenever it changes."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import openpyxl
import pytest

from heatdash.audit.correct import corrections_of
from heatdash.audit.model import MISSED, RIGHT, Audit, Verdict
from heatdash.audit.snippet import SNIPPET_VERSION, audit_snippet
from heatdash.audit.steps import audit_steps
from heatdash.exports.download import make_download
from heatdash.exports.files import FILES_VERSION
from heatdash.exports.report import PDF_TEMPLATE
from heatdash.exports.summary import versions
from heatdash.messages import ENGLISH, LANGUAGES
from heatdash.stages.empty_scene import BACKGROUND_VERSION, background_of
from heatdash.stages.finished_analysis import FinishedAnalysis, open_finished_analysis
from heatdash.stages.link import TRACKS_FILE, TRACKS_VERSION
from heatdash.stages.probe import CAMERA_REPORT_VERSION
from heatdash.stages.refine import REFINE_VERSION, REPORT, UNSEEN_FILE
from heatdash.stages.render import VIDEO_VERSION
from heatdash.stages.watch import DETECTIONS_FILE, DETECTIONS_VERSION, MOTION_FILE
from heatdash.store.artefact_store import Artefact, ArtefactStore
from heatdash.store.manifest import MANIFEST, verified_meta
from heatdash.store.parquet_tables import read_table
from heatdash.store.run_register import RunRegister
from heatdash.values.arrays import Pixels
from heatdash.values.artefacts import FILES, SNIPPET_FILE, SNIPPETS, VIDEO_FILE
from heatdash.values.checked import LINE, Subject
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project
from heatdash.values.recording_start import RecordingStart
from heatdash.values.run import ANALYSIS, DONE, VIDEO
from heatdash.values.scene import Line, Scene, Zone
from heatdash.values.style import BACKGROUNDS, Style
from heatdash.values.watch_settings import WatchSettings
from heatdash.work.run_task import run_task
from tests.builders.filmed import write_grey, yard
from tests.builders.golden import check_artefact, json_content, table_content, video_content

FPS, SECONDS = 10, 8
YARD = Scene(
    zones=(Zone("Door", ((0.3, 0.2), (0.7, 0.2), (0.7, 0.95), (0.3, 0.95))),),
    lines=(Line("Gate", (0.5, 0.95), (0.5, 0.05)),),
)
PROJECT = Project(
    watch=WatchSettings(model="motion"),
    scene=YARD,
    measure=MeasureSettings(metric="avg_occupancy", grid=40),
    style=Style(boxes=True, labels=True, trails=True),
    start=RecordingStart.read("12:03:20"),
)


class Made(NamedTuple):
    """What an analysis, a video, a download in each language and a check by eye have left in a store."""

    finished: FinishedAnalysis
    downloads: dict[str, Path]
    snippet: Path

    def kept(self, kind: str) -> list[Artefact]:
        """The artefacts of that kind."""
        folders = sorted((self.finished.store.root / kind).iterdir())
        return [Artefact(folder=folder, meta=verified_meta(folder) or {}, was_cached=True) for folder in folders]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    clip = write_grey(folder / "yard.mp4", _grainy_yard(), fps=FPS)
    store = ArtefactStore(root=folder / "store", limit_bytes=10**9)
    register = RunRegister(folder / "runs.sqlite")
    run = register.new_run(owner="anna", name="Yard", source=clip, project=PROJECT)
    for kind in (ANALYSIS, VIDEO):
        register.ask(run_id=run.run_id, kind=kind, project=PROJECT)
        task = register.claim("worker")
        assert task is not None
        run_task(task=task, run=run, register=register, store=store)
        ended = register.task(task.task_id)
        assert ended is not None
        assert (ended.state, ended.error) == (DONE, None)
    kept = register.run(run.run_id)
    assert kept is not None
    finished = open_finished_analysis(run=kept, store=store)
    downloads = {language: _download(finished, language) for language in LANGUAGES}
    events = finished.measured(finished.found.asked(PROJECT)).counts.events
    step = audit_steps(events=events, subject=Subject(LINE, "Gate"), from_s=0.0, to_s=SECONDS, duration_s=SECONDS)[0]
    snippet = (
        store.root
        / SNIPPETS
        / audit_snippet(finished=finished, scene=YARD.only("Gate"), step=step, hide=False)
        / SNIPPET_FILE
    )
    return Made(finished=finished, downloads=downloads, snippet=snippet)


def _grainy_yard() -> Iterator[Pixels]:
    """People whose edges drown in grain: what is found of them depends on every threshold."""
    frames, grain = FPS * SECONDS, np.random.default_rng(1)
    for number in range(frames):
        picture = yard(number / frames).astype(np.int16)
        yield np.clip(picture + grain.integers(-18, 19, picture.shape), 0, 255).astype(np.uint8)


def _download(finished: FinishedAnalysis, language: str) -> Path:
    """The files of the whole answer, with those of a check that was begun."""
    answer, gate = finished.answer(finished.found.asked(PROJECT), language=language), Subject(LINE, "Gate")
    steps = audit_steps(events=answer.events, subject=gate, from_s=0.0, to_s=SECONDS, duration_s=SECONDS)
    said = (Verdict(0, RIGHT, 0.0), Verdict(0, MISSED, 1.0, "person", "in", "Anna", 1e9))
    made = make_download(
        answer=answer,
        name="Yard",
        language=language,
        store=finished.store,
        corrections=corrections_of([Audit(subject=gate, steps=steps, verdicts=said)]),
    )
    return finished.store.root / FILES / made.key


def detections(made: Made) -> Iterator[bytes]:
    (kept,) = made.kept("detections")
    for file in (DETECTIONS_FILE, MOTION_FILE):
        yield table_content(read_table(kept.folder / file))
    yield json_content({**kept.meta, "runs_on": ""})


def tracks(made: Made) -> Iterator[bytes]:
    (kept,) = (one for one in made.kept("tracks") if REPORT not in one.meta)
    yield from (table_content(read_table(kept.folder / TRACKS_FILE)), json_content(kept.meta))


def refined(made: Made) -> Iterator[bytes]:
    (kept,) = (one for one in made.kept("tracks") if REPORT in one.meta)
    for file in (TRACKS_FILE, UNSEEN_FILE):
        yield table_content(read_table(kept.folder / file))
    yield json_content(kept.meta)


def background(made: Made) -> Iterator[bytes]:
    finished = made.finished
    for kind in BACKGROUNDS:
        scene = background_of(
            clip=finished.clip,
            kind=kind,
            detections_key=finished.found.detections_key,
            sample_fps=PROJECT.watch.sample_fps,
            store=finished.store,
        )
        yield from (scene.pixels.tobytes(), scene.filled.tobytes())


def examined(made: Made) -> Iterator[bytes]:
    (kept,) = made.kept("examined")
    yield json_content(kept.meta)


def video(made: Made) -> Iterator[bytes]:
    (kept,) = made.kept("video")
    yield from video_content(kept.folder / VIDEO_FILE)


def snippet(made: Made) -> Iterator[bytes]:
    yield from video_content(made.snippet)


def files(made: Made) -> Iterator[bytes]:
    """What every file of the download says, but for days, versions and times taken, and the pictures once."""
    for language, folder in made.downloads.items():
        for path in sorted(folder.iterdir()):
            if path.name != MANIFEST:
                yield path.name.encode()
                yield _said_in(path, with_picture=language == ENGLISH)


def _said_in(path: Path, *, with_picture: bool) -> bytes:
    """Pictures with Chinese words depend on the fonts of the machine."""
    if path.suffix == ".png":
        return cv2.imread(str(path)).tobytes() if with_picture else b""
    if path.suffix == ".pdf":
        # It says what the page says; how it is laid out, its template does.
        return PDF_TEMPLATE.read_bytes()
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        rows = ([cell.value for cell in row] for sheet in book for row in sheet.iter_rows())
        return _undated(json.dumps(list(rows), default=str))
    if path.suffix == ".json":
        content = json.loads(path.read_text(encoding="utf-8"))
        for changing in ("stages", "versions"):
            content.pop(changing, None)
        return _undated(json_content(content).decode())
    text = path.read_text(encoding="utf-8")
    return _undated(text if with_picture else re.sub(r"data:image/[^\"]+", "", text))


def _undated(text: str) -> bytes:
    for name, number in versions().items():
        text = re.sub(rf"(?i)\b{re.escape(name)}\W{{1,12}}{re.escape(number)}", name, text)
    return re.sub(r"\d{4}-\d\d-\d\d", "DAY", text).encode()


@pytest.mark.parametrize(
    ("content", "constant", "number"),
    [
        (detections, "DETECTIONS_VERSION", DETECTIONS_VERSION),
        (tracks, "TRACKS_VERSION", TRACKS_VERSION),
        (refined, "REFINE_VERSION", REFINE_VERSION),
        (background, "BACKGROUND_VERSION", BACKGROUND_VERSION),
        (examined, "CAMERA_REPORT_VERSION", CAMERA_REPORT_VERSION),
        (video, "VIDEO_VERSION", VIDEO_VERSION),
        (snippet, "SNIPPET_VERSION", SNIPPET_VERSION),
        (files, "FILES_VERSION", FILES_VERSION),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_kept_under_a_version_stays_the_same(
    content: Callable[[Made], Iterator[bytes]], constant: str, number: int, made: Made, record_artefacts: bool
) -> None:
    check_artefact(
        kind=content.__name__, constant=constant, number=number, content=content(made), record=record_artefacts
    )
