"""What one visitor, and all together, may take of this server: unlimited on one's own machine."""

from dataclasses import dataclass

from heatdash.variables import (
    ALL_CLIPS_VARIABLE,
    ALL_OPEN_PAGES_VARIABLE,
    ANALYSES_RATE_VARIABLE,
    CLIP_FRAMES_VARIABLE,
    CLIP_HOURS_VARIABLE,
    CLIP_MEGAPIXELS_VARIABLE,
    DOWNLOADS_RATE_VARIABLE,
    KEEP_CLIPS_VARIABLE,
    KEEP_DAYS_VARIABLE,
    OPEN_PAGES_VARIABLE,
    OWNER_STORAGE_VARIABLE,
    OWNER_TASKS_VARIABLE,
    PAGES_RATE_VARIABLE,
    QUEUED_TASKS_VARIABLE,
    SETTINGS,
    TASK_HOURS_VARIABLE,
    TASK_MEMORY_VARIABLE,
    UPLOADS_RATE_VARIABLE,
)

_GB = 1e9
DAY_S = 24 * 3600


@dataclass(frozen=True)
class Limits:
    """The limits in force; each is infinity where there is none.

    Of a clip: its length, the pixels of a frame, its frames. Of the queue: the open tasks of one owner, and of all. Of
    a task: its time and memory. Of the disk: what one owner's clips and results take, and all clips. And how long
    results are kept, and their clips. Of what one visitor asks for: how often, and how many pages they, or all, have
    open.
    """

    clip_s: float
    clip_pixels: float
    clip_frames: float
    owner_tasks: float
    queued_tasks: float
    task_s: float
    task_bytes: float
    owner_bytes: float
    all_clips_bytes: float
    kept_s: float
    clips_kept_s: float
    pages_a_minute: float
    uploads_an_hour: float
    downloads_a_minute: float
    analyses_an_hour: float
    open_pages: float
    all_open_pages: float


def limits() -> Limits:
    """The limits that the environment sets now."""

    def number(variable: str, scale: float = 1.0) -> float:
        return SETTINGS[variable].number * scale

    return Limits(
        clip_s=number(CLIP_HOURS_VARIABLE, 3600),
        clip_pixels=number(CLIP_MEGAPIXELS_VARIABLE, 1e6),
        clip_frames=number(CLIP_FRAMES_VARIABLE),
        owner_tasks=number(OWNER_TASKS_VARIABLE),
        queued_tasks=number(QUEUED_TASKS_VARIABLE),
        task_s=number(TASK_HOURS_VARIABLE, 3600),
        task_bytes=number(TASK_MEMORY_VARIABLE, _GB),
        owner_bytes=number(OWNER_STORAGE_VARIABLE, _GB),
        all_clips_bytes=number(ALL_CLIPS_VARIABLE, _GB),
        kept_s=number(KEEP_DAYS_VARIABLE, DAY_S),
        clips_kept_s=number(KEEP_CLIPS_VARIABLE, DAY_S),
        pages_a_minute=number(PAGES_RATE_VARIABLE),
        uploads_an_hour=number(UPLOADS_RATE_VARIABLE),
        downloads_a_minute=number(DOWNLOADS_RATE_VARIABLE),
        analyses_an_hour=number(ANALYSES_RATE_VARIABLE),
        open_pages=number(OPEN_PAGES_VARIABLE),
        all_open_pages=number(ALL_OPEN_PAGES_VARIABLE),
    )
