"""The watching stage, the slow one: the detector sees every sampled frame once, and every box is kept."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from heatdash.detect.detector import Detector, FrameBoxes
from heatdash.detect.find_model import MOTION, FoundModel
from heatdash.detect.note_motion import MotionNotes
from heatdash.media.clean_background import clean_background
from heatdash.media.read_frames import read_frames
from heatdash.messages import message
from heatdash.stages.open_model import open_model
from heatdash.stages.progress import Progress
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import Artefact, ArtefactStore
from heatdash.store.parquet_tables import concat_tables, write_table
from heatdash.tables.columns import BOX, CLASS_ID, CLASS_NAME, COLOUR, CONF, DETECTIONS, FRAME, LOOK, T_S
from heatdash.values.arrays import Pixels
from heatdash.values.classes import SEEN_COLOURS
from heatdash.values.clip import Clip, Frame, FrameSpan
from heatdash.values.motion_grid import motion_grid
from heatdash.values.watch_settings import WatchSettings


def detections_table(
    found: Sequence[FrameBoxes], *, class_names: Mapping[int, str], size_px: tuple[int, int]
) -> pd.DataFrame:
    """The boxes as a DETECTIONS table, in pixels of the upright clip."""
    counts = [len(boxes.conf) for boxes in found]
    pixels = np.concatenate([np.empty((0, 4), np.float32), *(boxes.boxes for boxes in found)]) * np.tile(size_px, 2)
    class_id = np.concatenate([np.empty(0, np.int16), *(boxes.class_id for boxes in found)])
    colour = np.concatenate([np.empty(0, np.uint8), *(boxes.colour for boxes in found)])
    names = np.array([class_names[number] for number in class_id.tolist()], dtype=object)
    return DETECTIONS.frame(
        {
            FRAME: np.repeat([boxes.frame for boxes in found], counts).astype(np.int32),
            T_S: np.repeat([boxes.t_s for boxes in found], counts).astype(np.float64),
            CLASS_ID: class_id,
            CLASS_NAME: names,
            CONF: np.concatenate([np.empty(0, np.float32), *(boxes.conf for boxes in found)]),
            **dict(zip(BOX, pixels.astype(np.float32).T, strict=True)),
            COLOUR: np.array(SEEN_COLOURS, dtype=object)[colour],
            LOOK: np.concatenate([np.empty((0, 8), np.uint8), *(boxes.look for boxes in found)])
            .view(np.uint64)
            .ravel(),
        }
    )


class WatchedPicture:
    """The frame to show while watching: at most one, held from when it is chosen until its boxes are found."""

    def __init__(self, progress: Progress):
        self._progress = progress
        self._frame: Frame | None = None

    def chosen_from(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """The same frames; the next one is held where the progress wants a picture and none is held."""
        for frame in frames:
            if self._frame is None and self._progress.wants_picture():
                self._frame = frame
            yield frame

    def show(self, boxes: FrameBoxes) -> None:
        """Pass the held frame to the progress, where these are its boxes."""
        if self._frame is not None and self._frame.index == boxes.frame:
            pixels, self._frame = self._frame.pixels, None
            self._progress.show(pixels=pixels, boxes=boxes)


DETECTIONS_VERSION = 11
"""Raise it whenever what is stored of a box or of what moves, or how it is found, changes."""
DETECTIONS_FILE = "detections.parquet"
MOTION_FILE = "motion.parquet"
"""What moves in the pictures, found or not: kept beside the boxes, so that nobody has to look again."""
SPAN_FRAMES = 512
"""Watched frames in a span, which are kept together: a stopped run loses at most these; more in very long clips."""
MOST_SPANS = 256
BACKGROUND_S = 300.0
"""Motion is judged against the background of the five minutes around it."""


def detections_key(*, clip: Clip, model: FoundModel, settings: WatchSettings) -> str:
    """The key of detections: the same for the same bytes, model and watch settings; the device does not count.

    The input's size counts where it is another than the model's own.
    """
    own = settings.input_px in (None, model.own_side_px) or model.backend == MOTION
    return artefact_key(
        kind="detections",
        version=DETECTIONS_VERSION,
        clip=clip.sha256,
        model=model.sha256,
        iou=settings.iou if model.needs_overlap_limit else None,
        sample_fps=settings.sample_fps,
        int8=settings.int8,
        input_px=None if own else settings.input_px,
    )


@dataclass(frozen=True)
class Watched:
    """Stored detections, and how many frames this run had to watch for them."""

    detections: Artefact
    frames_now: int


@contextmanager
def watch_clip(
    *,
    clip: Clip,
    model: FoundModel,
    settings: WatchSettings,
    store: ArtefactStore,
    progress: Progress,
    check_names: Callable[[Mapping[str, str]], object],
    meanwhile: Callable[[], object],
) -> Iterator[Watched]:
    """The stored detections of the clip; where no earlier run made them all, only the missing spans are watched now.

    Their meta holds `class_names` (by number), `runs_on`, `watched_frames`, `lost_frames` and `notices`. Where another
    run is watching the same, this one waits for it. `check_names` may refuse the model's classes before the work
    begins. `meanwhile` runs during the watching, and not where there is nothing to watch.
    """
    key = detections_key(clip=clip, model=model, settings=settings)
    watching = _Watching(
        clip=clip, model=model, settings=settings, store=store, progress=progress, key=key, check_names=check_names
    )

    def make(folder: Path) -> dict[str, Any]:
        with ThreadPoolExecutor(max_workers=1) as alongside:
            done = alongside.submit(meanwhile)
            meta = watching.make(folder)
            done.result()
            return meta

    waiting = partial(progress.notice, message("stages.waiting"))
    with store.get_or_make(kind="detections", key=key, make=make, on_wait=waiting, belongs_to=clip.sha256) as artefact:
        check_names(artefact.meta["class_names"])
        if not artefact.was_cached:
            watching.drop_spans()
        yield Watched(detections=artefact, frames_now=watching.frames_now)


class _Watching:
    """The watching of one clip, span by span."""

    def __init__(
        self,
        *,
        clip: Clip,
        model: FoundModel,
        settings: WatchSettings,
        store: ArtefactStore,
        progress: Progress,
        key: str,
        check_names: Callable[[Mapping[str, str]], object],
    ):
        self._clip, self._model, self._settings = clip, model, settings
        self._store, self._progress, self._key, self._check_names = store, progress, key, check_names
        self._frames = clip.sampled_frames(settings.sample_fps)
        step = max(SPAN_FRAMES, -(-len(self._frames) // MOST_SPANS))
        self._spans = [FrameSpan(*pair) for pair in pairwise([*self._frames[::step].tolist(), clip.frame_count])]
        self._background = cache(self._median_background)
        self._picture = WatchedPicture(progress)
        self.frames_now = 0

    def make(self, folder: Path) -> dict[str, Any]:
        """The detections' meta; their table is written to `folder`. Each span is kept as soon as it is finished."""
        with ExitStack() as in_use:
            kept = {span: self._stored_span(span, in_use) for span in self._spans}
            missing = [span for span, artefact in kept.items() if artefact is None]
            opened = open_model(
                clip=self._clip,
                model=self._model,
                settings=self._settings,
                store=self._store,
                progress=self._progress,
            )
            names = {str(number): name for number, name in opened.detector.class_names.items()}
            self._check_names(names)
            done = self._frame_count(self._spans) - self._frame_count(missing)
            self.frames_now = len(self._frames) - done
            self._progress.begin(stage="watch", total=len(self._frames), done=done)
            for neighbours in _adjacent(missing, all_spans=self._spans):
                done = self._watch(neighbours, opened.detector, done)
            self._progress.end()
            spans = [kept[span] or self._stored_span(span, in_use) for span in self._spans]
            parts = [artefact for artefact in spans if artefact is not None]
            for file in (DETECTIONS_FILE, MOTION_FILE):
                concat_tables(parts=[part.folder / file for part in parts], path=folder / file)
        return {
            "class_names": names,
            "runs_on": opened.detector.runs_on,
            "lost_frames": sum(part.meta["lost_frames"] for part in parts),
            "watched_frames": len(self._frames),
            "notices": [notice.to_json() for notice in opened.notices],
        }

    def drop_spans(self) -> None:
        """Delete the spans, which are not needed once the whole is kept."""
        for span in self._spans:
            self._store.drop(kind="span", key=self._span_key(span))

    def _stored_span(self, span: FrameSpan, in_use: ExitStack) -> Artefact | None:
        return in_use.enter_context(self._store.open(kind="span", key=self._span_key(span)))

    def _span_key(self, span: FrameSpan) -> str:
        return artefact_key(
            kind="span", version=DETECTIONS_VERSION, detections=self._key, start=span.start, stop=span.stop
        )

    def _frame_count(self, spans: Iterable[FrameSpan]) -> int:
        return sum(int(np.diff(np.searchsorted(self._frames, [span.start, span.stop]))[0]) for span in spans)

    def _watch(self, spans: Sequence[FrameSpan], detector: Detector, done: int) -> int:
        """The number of frames done after `spans`, which are adjacent and decoded in one go."""
        width, height = detector.picture_px
        frames = read_frames(
            clip=self._clip,
            span=FrameSpan(spans[0].start, spans[-1].stop),
            sample_fps=self._settings.sample_fps,
            width_px=width,
            height_px=height,
        )
        starts = [span.start for span in spans]
        groups = groupby(self._picture.chosen_from(frames), key=lambda frame: bisect_right(starts, frame.index) - 1)
        next_number, next_frames = next(groups, (len(spans), iter(())))
        motion = MotionNotes(cells=motion_grid(self._clip.size_px))
        for number, span in enumerate(spans):
            # A span of which no frame can be read has no group.
            arrived = next_frames if next_number == number else iter(())
            found = []
            for boxes in detector.detect(
                frames=motion.noted(arrived), background=partial(self._background_around, span, (width, height))
            ):
                found.append(boxes)
                self._picture.show(boxes)
                self._progress.advance(done + len(found))
            boxes_found = detections_table(found, class_names=detector.class_names, size_px=self._clip.size_px)
            self._keep(span, tables={DETECTIONS_FILE: boxes_found, MOTION_FILE: motion.take()}, frames=len(found))
            done += self._frame_count([span])
            if next_number == number:
                next_number, next_frames = next(groups, (len(spans), iter(())))
        return done

    def _keep(self, span: FrameSpan, *, tables: Mapping[str, pd.DataFrame], frames: int) -> None:
        def make(folder: Path) -> dict[str, Any]:
            for file, table in tables.items():
                write_table(path=folder / file, table=table)
            return {"lost_frames": self._frame_count([span]) - frames}

        with self._store.get_or_make(kind="span", key=self._span_key(span), make=make, belongs_to=self._clip.sha256):
            return

    def _background_around(self, span: FrameSpan, size_px: tuple[int, int]) -> Pixels:
        """The background of the block of time that holds the middle of the span."""
        times_s = self._clip.times_s
        middle_s = float(times_s[span.start] + times_s[span.stop - 1]) / 2
        return self._background(int(middle_s // BACKGROUND_S), size_px)

    def _median_background(self, block: int, size_px: tuple[int, int]) -> Pixels:
        times_s = self._clip.times_s
        start_s = max(0.0, min(block * BACKGROUND_S, float(times_s[-1]) - BACKGROUND_S))
        start, stop = np.searchsorted(times_s, [start_s, start_s + BACKGROUND_S])
        return clean_background(
            clip=self._clip,
            span=FrameSpan(int(start), max(int(stop), int(start) + 1)),
            width_px=size_px[0],
            height_px=size_px[1],
        )


def _adjacent(missing: Sequence[FrameSpan], *, all_spans: Sequence[FrameSpan]) -> Iterator[list[FrameSpan]]:
    """The missing spans, in groups of adjacent ones."""
    wanted = set(missing)
    for is_missing, group in groupby(all_spans, key=lambda span: span in wanted):
        if is_missing:
            yield list(group)
