"""The page on which a count is checked by eye; it opens from disk and needs no network."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from heatdash.audit.model import AuditStep
from heatdash.audit.sheet import SheetScore, score_sheet
from heatdash.audit.snippet import write_snippet
from heatdash.audit.steps import audit_steps
from heatdash.errors import BadSettingError, StorageError
from heatdash.exports.folder import RunFolder, check_folder, read_run_folder
from heatdash.exports.page_template import page_template
from heatdash.stages.analyse import analyse_clip
from heatdash.stages.people_boxes import HeldBoxes, hold_boxes
from heatdash.stages.progress import Progress
from heatdash.stages.rows_to_draw import objects_to_draw
from heatdash.store.artefact_store import open_store
from heatdash.values.clip import Clip
from heatdash.values.recording_start import RecordingStart
from heatdash.values.wording import Wording

PAGE = "audit.html"
SNIPPETS = "snippets"
_TEMPLATE = Path(__file__).parent / "templates" / PAGE


@dataclass(frozen=True)
class PageStep:
    """A step of the audit, and the address of its snippet relative to the page."""

    step: AuditStep
    address: str


def write_audit_page(*, path: Path, run: RunFolder, line: str, snippets: Sequence[PageStep]) -> None:
    """Write the page to `path`: it plays the snippets, takes the verdicts, keeps them and shows the score.

    The browser keeps the verdicts for this line and these crossings only: another count starts without any.
    """
    steps = [_step_data(snippet, run.project.start) for snippet in snippets]
    page_data = {"seconds": run.to_s - run.from_s, "steps": steps}
    kept_as = hashlib.sha256(json.dumps([run.sha256, line, page_data]).encode()).hexdigest()[:16]
    page = page_template(_TEMPLATE).render(
        line=line,
        clip=run.source.name,
        crossings=sum(step["crossing"] for step in steps),
        stretches=sum(not step["crossing"] for step in steps),
        speed=max(snippet.step.speed for snippet in snippets),
        classes=", ".join(map(str, run.project.classes)),
        line_rule=run.project.measure.line_rule,
        told={**page_data, "kept_as": f"heatdash-audit-{kept_as}"},
    )
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise StorageError("audit.not_written", path=str(path), reason=str(error.strerror)) from error


def _step_data(snippet: PageStep, start: RecordingStart | None) -> dict[str, Any]:
    step, crossing, wording = snippet.step, snippet.step.crossing, Wording(start=start)
    return {
        "crossing": crossing is not None,
        "from_s": step.from_s,
        "t_s": step.from_s if crossing is None else crossing.t_s,
        "direction": "" if crossing is None else crossing.direction,
        "track_id": "" if crossing is None else crossing.track_id,
        "when": wording.moment(step.from_s if crossing is None else crossing.t_s),
        "until": wording.moment(step.to_s),
        "address": snippet.address,
        "speed": step.speed,
    }


def audit_crossings(*, result: Path, line: str, out: Path, progress: Progress) -> Path:
    """The page to open; it is written to `out`, with a snippet of the clip for each step of the audit.

    First come two seconds around each counted crossing, by time; then everything between them, long parts sped up,
    in which the viewer marks the crossings that were missed. `result` is a folder that `analyze` has written.
    """
    run = read_run_folder(result)
    place, steps = run.line(line), _steps_of(run, line)
    clip, names = run.clip(), list(_names(steps))
    objects = objects_to_draw(tracks=run.tracks(), clip=clip, watched=clip.sampled_frames(run.project.watch.sample_fps))
    check_folder(out / SNIPPETS)
    (out / SNIPPETS).mkdir(parents=True, exist_ok=True)
    frames = [round((step.to_s - step.from_s) * clip.average_fps) for step in steps]
    hidden = _hidden(run, clip, progress) if run.project.style.blur else None
    progress.begin(stage="audit", total=sum(frames), done=0)
    for step, name, done in zip(steps, names, accumulate(frames), strict=True):
        write_snippet(path=out / SNIPPETS / name, clip=clip, line=place, step=step, objects=objects, hidden=hidden)
        progress.advance(done)
    progress.end()
    snippets = [PageStep(step=step, address=f"{SNIPPETS}/{name}") for step, name in zip(steps, names, strict=True)]
    write_audit_page(path=out / PAGE, run=run, line=line, snippets=snippets)
    return out / PAGE


def _hidden(run: RunFolder, clip: Clip, progress: Progress) -> HeldBoxes:
    """Where people are in the clip: its analysis, made again only where the store has dropped it.

    The folder's own tracks would not do: they are only of those who are counted.
    """
    analysis = analyse_clip(source=run.source, project=run.project, store=open_store(), progress=progress)
    watched = clip.sampled_frames(run.project.watch.sample_fps)
    return hold_boxes(boxes=analysis.hidden, clip=clip, watched=watched)


def folder_name(line: str) -> str:
    """The default folder of the audit of that line, such as audit-Gate."""
    safe = re.sub(r"[^\w-]+", "-", line).strip("-")
    return f"audit-{safe or 'line'}"


def score_audit(*, result: Path, line: str, sheet: Path) -> SheetScore:
    """The score of a sheet filled in for that line of the result."""
    run = read_run_folder(result)
    run.line(line)
    return score_sheet(sheet=sheet, steps=_steps_of(run, line), seconds=run.to_s - run.from_s)


def _steps_of(run: RunFolder, line: str) -> tuple[AuditStep, ...]:
    steps = audit_steps(events=run.events, line=line, from_s=run.from_s, to_s=run.to_s, duration_s=run.duration_s)
    if not steps:
        raise BadSettingError("audit.nothing_counted", line=line)
    return steps


def _names(steps: tuple[AuditStep, ...]) -> Iterator[str]:
    numbers = {True: 0, False: 0}
    for step in steps:
        is_crossing = step.crossing is not None
        numbers[is_crossing] += 1
        yield f"{'crossing' if is_crossing else 'between'}-{numbers[is_crossing]:04d}.mp4"
