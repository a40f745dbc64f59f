"""A folder in which anyone can check the count of a line by eye, in a browser, without the app."""

import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from heatdash.errors import BadSettingError
from heatdash.jobs.drawn_rows import objects_to_draw
from heatdash.jobs.progress import Progress
from heatdash.jobs.read_run_folder import RunFolder, read_run_folder
from heatdash.jobs.score_sheet import SheetScore, score_sheet
from heatdash.jobs.write_answer import check_folder
from heatdash.jobs.write_audit_page import Snippet, write_audit_page
from heatdash.jobs.write_snippet import write_snippet
from heatdash.measure.audit_steps import audit_steps
from heatdash.values.audit import AuditStep

PAGE = "audit.html"
SNIPPETS = "snippets"


def audit_crossings(*, result: Path, line: str, out: Path, progress: Progress) -> Path:
    """The page to open: `out` holds it, and a snippet of the clip for each step of the check.

    First come two seconds around each counted crossing, by time; then everything between them, long parts of it
    in quick motion, in which whoever watches marks the ones that were missed. `result` is a folder that `analyze` has
    written.
    """
    run = read_run_folder(result)
    place, steps = run.line(line), _steps(run, line)
    clip, names = run.clip(), list(_names(steps))
    objects = objects_to_draw(tracks=run.tracks(), clip=clip, watched=clip.sampled_frames(run.project.watch.sample_fps))
    check_folder(out / SNIPPETS)
    (out / SNIPPETS).mkdir(parents=True, exist_ok=True)
    frames = [round((step.to_s - step.from_s) * clip.average_fps) for step in steps]
    progress.begin(stage="audit", total=sum(frames), done=0)
    for step, name, done in zip(steps, names, accumulate(frames), strict=True):
        write_snippet(path=out / SNIPPETS / name, clip=clip, line=place, step=step, objects=objects)
        progress.advance(done)
    progress.end()
    snippets = [Snippet(step=step, address=f"{SNIPPETS}/{name}") for step, name in zip(steps, names, strict=True)]
    write_audit_page(path=out / PAGE, run=run, line=line, snippets=snippets)
    return out / PAGE


def folder_name(line: str) -> str:
    """The folder in which the check of that line lies unless another is named: audit-Gate."""
    safe = re.sub(r"[^\w-]+", "-", line).strip("-")
    return f"audit-{safe or 'line'}"


def score_audit(*, result: Path, line: str, sheet: Path) -> SheetScore:
    """The score of a sheet that was filled for that line of the result."""
    run = read_run_folder(result)
    run.line(line)
    return score_sheet(sheet=sheet, steps=_steps(run, line), seconds=run.to_s - run.from_s)


def _steps(run: RunFolder, line: str) -> tuple[AuditStep, ...]:
    steps = audit_steps(events=run.events, line=line, from_s=run.from_s, to_s=run.to_s, duration_s=run.duration_s)
    if not steps:
        raise BadSettingError(
            f"Nothing was counted at the line '{line}' (0 crossings), so there is nothing to check; "
            "move the line, or choose other objects with --classes."
        )
    return steps


def _names(steps: tuple[AuditStep, ...]) -> Iterator[str]:
    numbers = {True: 0, False: 0}
    for step in steps:
        is_crossing = step.crossing is not None
        numbers[is_crossing] += 1
        yield f"{'crossing' if is_crossing else 'between'}-{numbers[is_crossing]:04d}.mp4"
