"""The rendering stage: the heatmap's picture and video."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from heatdash.draw.draw_junction import draw_junction
from heatdash.draw.draw_picture import draw_picture
from heatdash.draw.hide_boxes import hide_in_picture
from heatdash.draw.overlay_frames import overlay_frames
from heatdash.measure.heat.growing_heat import GrowingHeat
from heatdash.measure.selection import rows_of
from heatdash.media.prefetch import prefetch
from heatdash.media.read_frames import read_frames
from heatdash.media.write_video import write_video
from heatdash.messages import ENGLISH
from heatdash.stages.analyse import Analysis
from heatdash.stages.empty_scene import is_frame
from heatdash.stages.measure import Measured
from heatdash.stages.people_boxes import hold_boxes
from heatdash.stages.progress import Progress
from heatdash.stages.rows_to_draw import objects_to_draw
from heatdash.stages.stage_report import StageReport, report_stage
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.arrays import Pixels
from heatdash.values.artefacts import HIDES_PEOPLE, VIDEO_FILE, VIDEOS
from heatdash.values.clip import Frame
from heatdash.values.project import Project

VIDEO_VERSION = 7
"""Raise it whenever anything that is drawn changes."""
VIDEO_PRESET = "ultrafast"
"""Waiting is worse than a larger file: slower presets take half as long again, for half the size."""


@dataclass(frozen=True, eq=False)
class Rendered:
    """The picture, the video's path (None where none was made), and what they cost."""

    picture: Pixels
    video: Path | None
    stages: tuple[StageReport, ...]


@contextmanager
def render_clip(
    *, analysis: Analysis, measured: Measured, store: ArtefactStore, progress: Progress, with_video: bool
) -> Iterator[Rendered]:
    """The picture and, for a clip where it is wanted, the video; a video that an earlier run has drawn is reused."""
    began = time.perf_counter()
    picture = render_picture(analysis=analysis, measured=measured)
    drawn = report_stage("picture", began=began)
    if analysis.clip.is_image or not with_video:
        yield Rendered(picture=picture, video=None, stages=(drawn,))
        return
    began = time.perf_counter()

    def make(folder: Path) -> dict[str, Any]:
        return {
            "frames": write_overlay(path=folder / VIDEO_FILE, analysis=analysis, measured=measured, progress=progress),
            HIDES_PEOPLE: analysis.project.style.blur,
        }

    key = video_key(tracks_key=analysis.tracks_key, project=analysis.project)
    with store.get_or_make(kind=VIDEOS, key=key, make=make, belongs_to=analysis.clip.sha256) as artefact:
        frames = artefact.meta["frames"]
        rendered = report_stage("render", began=began, frames=frames, cached=artefact.was_cached)
        yield Rendered(picture=picture, video=artefact.folder / VIDEO_FILE, stages=(drawn, rendered))


def render_picture(*, analysis: Analysis, measured: Measured, language: str = ENGLISH) -> Pixels:
    """The final heat over the clip's background, BGR; on an image its objects are drawn too, as the style asks."""
    project = analysis.project
    return draw_picture(
        background=place_of(analysis),
        heat=measured.drawn_heat,
        top=project.style.top(measured.drawn_heat.top),
        scene=project.scene,
        style=project.style,
        tally=measured.tally,
        objects=rows_of(tracks=analysis.tracks, paths=measured.paths) if analysis.clip.is_image else None,
        language=language,
    )


def render_junction(*, analysis: Analysis, measured: Measured, language: str = ENGLISH) -> Pixels | None:
    """The movements of all classes in the whole time over the clip's background, BGR; None where there are none."""
    movements = measured.counts.movements
    if not movements.has_any:
        return None
    return draw_junction(
        picture=place_of(analysis),
        scene=analysis.project.scene,
        counts=movements.between_arms(movements.whole_s),
        class_names=movements.classes_that_went,
        language=language,
    )


def place_of(analysis: Analysis) -> Pixels:
    """The picture under the map, with people hidden where it is a frame of the clip and they are to be."""
    project, clip = analysis.project, analysis.clip
    picture = analysis.background.pixels
    if not is_frame(clip=clip, kind=project.style.background):
        return picture
    watched = clip.sampled_frames(project.watch.sample_fps)
    people = hold_boxes(boxes=analysis.hidden, clip=clip, watched=watched).within(first=0, stop=1)
    return hide_in_picture(picture=picture, boxes=people.box)


def video_key(*, tracks_key: str, project: Project) -> str:
    """The key of a video: the same for the same tracks, and the same things asked and drawn of them."""
    return artefact_key(
        kind=VIDEOS,
        version=VIDEO_VERSION,
        tracks=tracks_key,
        question=project.question_text(),
        preset=VIDEO_PRESET,
    )


def write_overlay(*, path: Path, analysis: Analysis, measured: Measured, progress: Progress) -> int:
    """The number of frames written to `path` with the heat over them: all of the clip that can be read."""
    clip, style = analysis.clip, analysis.project.style
    progress.begin(stage="render", total=clip.frame_count, done=0)
    growing = GrowingHeat(paths=measured.paths, settings=analysis.project.measure, scene=analysis.project.scene)
    watched = clip.sampled_frames(analysis.project.watch.sample_fps)
    width, height = clip.width_px + clip.width_px % 2, clip.height_px + clip.height_px % 2
    frames = overlay_frames(
        frames=read_frames(clip=clip, pixel_format="yuv420p"),
        width_px=width,
        height_px=height,
        heat_at=lambda t_s: growing.at(t_s).times(measured.regain),
        peak=growing.peak.times(measured.regain),
        scene=analysis.project.scene,
        style=style,
        objects=objects_to_draw(
            tracks=rows_of(tracks=analysis.tracks, paths=measured.paths), clip=clip, watched=watched
        ),
        blurred=hold_boxes(boxes=analysis.hidden, clip=clip, watched=watched).each_frame(),
        events=measured.counts.events,
        visits=measured.counts.visits,
    )
    count = write_video(
        path=path,
        frames=_reported(prefetch(frames), progress),
        width_px=width * (2 if style.side_by_side else 1),
        height_px=height,
        pixel_format="yuv420p",
        preset=VIDEO_PRESET,
    )
    progress.end()
    return count


def _reported(frames: Iterator[Frame], progress: Progress) -> Iterator[Frame]:
    for done, frame in enumerate(frames, start=1):
        yield frame
        progress.advance(done)
