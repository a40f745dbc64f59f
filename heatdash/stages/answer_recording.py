"""The answer to a question about several clips of one camera, on one clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd

from heatdash.draw.draw_picture import draw_picture
from heatdash.draw.running_tally import tally_of
from heatdash.errors import BadSettingError
from heatdash.measure.places.measure_counts import Counts, counts_of
from heatdash.measure.places.place_summaries import Summary
from heatdash.measure.timeline.measure_part import PartAnswer, RecordingAnswer, Span, needs_others, sum_up
from heatdash.measure.timeline.stretch_times import StretchTimes, stretch_times
from heatdash.stages.analyse import analyse_everything
from heatdash.stages.kept_answers import kept_answer
from heatdash.stages.measure import for_the_eye
from heatdash.stages.measure_stretch import StretchAnswer, measure_stretch
from heatdash.stages.progress import Progress
from heatdash.stages.render import place_of
from heatdash.stages.stretch_clip import StretchClip, stretch_clip
from heatdash.stages.united import united_objects
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.arrays import Floats, Pixels
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project
from heatdash.values.recording import Recording
from heatdash.values.wording import Wording


@dataclass(frozen=True, eq=False)
class AnsweredRecording:
    """What was asked of which recording, what adds up to the answer, and its tables.

    `place` is the picture of the last part's empty scene.
    """

    recording: Recording
    project: Project
    answer: RecordingAnswer
    tables: Counts
    place: Pixels

    @property
    def events(self) -> pd.DataFrame:
        """Each crossing of a line, entry into a zone and exit from it, by time."""
        return self.tables.events

    @property
    def counts(self) -> pd.DataFrame:
        """How many passed, came and were there, by time bin, place and class; no row for a bin in a gap."""
        return self.tables.bins

    @property
    def zones(self) -> pd.DataFrame:
        """Visits and stays, by zone and class; occupancy is that of the watched time."""
        return self.tables.zones

    @property
    def flows(self) -> pd.DataFrame:
        """How many objects came from one place straight to another."""
        return self.tables.flows

    @property
    def journeys(self) -> pd.DataFrame:
        """How many objects came to one place first and to another one last."""
        return self.tables.journeys

    @property
    def summary(self) -> Summary:
        """The main numbers of each line and zone, and of the whole picture."""
        return self.tables.summary

    @property
    def heat(self) -> Floats:
        """The map's values before smoothing, in the metric's unit: a row of the array for each row of the grid."""
        return self.answer.heat.heat.values

    @cached_property
    def picture(self) -> Pixels:
        """The map over the place without its people, BGR."""
        project = self.project
        drawn, _ = for_the_eye(self.answer.heat.heat, smoothing=project.measure.smoothing)
        tally = tally_of(events=self.tables.events, visits=self.tables.visits, still=False)
        return draw_picture(
            background=self.place,
            heat=drawn,
            top=project.style.top(drawn.top),
            scene=project.scene,
            style=project.style,
            tally=tally,
        )


def answer_recording(
    *,
    recording: Recording,
    sources: Mapping[str, Path],
    project: Project,
    store: ArtefactStore,
    progress: Progress,
) -> AnsweredRecording:
    """The answer from all parts, each watched and followed once. `sources` are the files by the sha256 of their clips.

    The project's time range is on the recording's clock. Who goes on from a part into the next one is one object; what
    lies between two parts was not watched.
    """
    if not recording.parts:
        reasons = " ".join(map(str, recording.problems)) or "–"
        raise BadSettingError("recording.nothing_to_answer", reasons=reasons)
    asked = replace(project, start=recording.start, measure=_everything(project.measure))
    clips = []
    for placed in recording.parts:
        source = sources[placed.part.sha256]
        analysis = analyse_everything(source=source, project=asked, store=store, progress=progress)
        clips.append(stretch_clip(analysis=analysis, placed=placed))
    place = place_of(analysis)
    asked = replace(clips[0].project, classes=project.classes, measure=project.measure, style=project.style)
    stretches = [_answer(stretch, asked, store, progress) for stretch in _stretches(clips)]
    watched_s = _watched(stretches, project.measure)
    if len(watched_s) == 0:
        told = Wording(start=recording.start).moment
        from_s = project.measure.from_s or 0.0
        raise BadSettingError("values.range_outside", begin=told(from_s), start=told(0.0), end=told(recording.length_s))
    answer = sum_up(
        parts=[part for stretch in stretches for part in stretch.parts],
        across=[stretch.across for stretch in stretches],
        watched_s=watched_s,
        settings=project.measure,
    )
    counts = counts_of(found=answer.found, settings=project.measure, start=recording.start)
    return AnsweredRecording(recording=recording, project=asked, answer=answer, tables=counts, place=place)


def _everything(settings: MeasureSettings) -> MeasureSettings:
    """No part is refused because the time asked for lies in others."""
    return replace(settings, from_s=None, to_s=None)


def _stretches(clips: list[StretchClip]) -> list[list[StretchClip]]:
    """The clips that follow on one another without a gap and have pictures of one size; not those without frames."""
    numbers, number = [], 0
    for before, clip in zip((None, *clips), clips, strict=False):
        if before is not None and not (clip.placed.follows and clip.clip.size_px == before.clip.size_px):
            number += 1
        numbers.append(number)
    groups = groupby(zip(numbers, clips, strict=True), key=lambda pair: pair[0])
    found = ([clip for _, clip in group if len(clip.frames)] for _, group in groups)
    return [stretch for stretch in found if stretch]


def _answer(clips: list[StretchClip], project: Project, store: ArtefactStore, progress: Progress) -> StretchAnswer:
    times = _times(clips)
    kept = united_objects(clips=clips, times=times, store=store, progress=progress)

    def keep(number: int | None, span_s: Span, make: Callable[[], PartAnswer]) -> PartAnswer:
        first, last = (0, len(clips) - 1) if number is None else (number, number)
        clip = clips[first]
        made_from: tuple[str, ...] = (kept.key,)
        if number is not None:
            taken = ",".join(map(str, kept.united.taken[number].tolist()))
            made_from = (clip.tracks_key, taken, *(made_from if needs_others(project) else ()))
        return kept_answer(
            made_from=made_from,
            times_s=times.t_s[slice(*times.around(first, last))],
            span_s=span_s,
            project=project,
            make=make,
            store=store,
            belongs_to=clip.clip.sha256,
        )

    return measure_stretch(
        tracks_of=lambda number: clips[number].tracks(store, first_frame=0).tracks,
        united=kept.united,
        times=times,
        project=project,
        size_px=clips[0].clip.size_px,
        keep=keep,
    )


def _times(clips: list[StretchClip]) -> StretchTimes:
    return stretch_times(
        [clip.times_s + clip.placed.offset_s for clip in clips],
        begin_s=clips[0].placed.from_s,
        end_s=clips[-1].placed.to_s,
    )


def _watched(stretches: list[StretchAnswer], settings: MeasureSettings) -> Floats:
    """The stretches of the time asked for that were watched."""
    from_s, to_s = settings.from_s or 0.0, np.inf if settings.to_s is None else settings.to_s
    spans = np.array([stretch.span_s for stretch in stretches]).clip(from_s, to_s)
    watched: Floats = spans[spans[:, 1] > spans[:, 0]]
    return watched
