"""The page on which a count is checked by eye; it opens from disk and needs no network."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from heatdash.audit.folder import audit_of, places_of
from heatdash.audit.model import Audit, AuditStep
from heatdash.audit.sheet import LATER_COLUMNS, SHEET_COLUMNS
from heatdash.audit.snippet import write_snippet
from heatdash.errors import StorageError
from heatdash.exports.folder import RunFolder, check_folder, read_run_folder
from heatdash.exports.page_template import page_template
from heatdash.stages.analyse import analyse_clip
from heatdash.stages.people_boxes import HeldBoxes, hold_boxes
from heatdash.stages.progress import Progress
from heatdash.stages.rows_to_draw import objects_to_draw
from heatdash.store.artefact_store import open_store
from heatdash.tables.columns import CLASS_NAME, TRACK_ID
from heatdash.values.checked import CLASS, FLOW, LINE, ZONE, Sample, Subject
from heatdash.values.clip import Clip
from heatdash.values.wording import Wording

PAGE = "audit.html"
SNIPPETS = "snippets"
_TEMPLATE = Path(__file__).parent / "templates" / PAGE
_FILE_NAMES = {LINE: "crossing", ZONE: "visit", FLOW: "way", CLASS: "object"}


def write_audit_page(
    *, path: Path, run: RunFolder, audit: Audit, snippets: Sequence[str], classes: Sequence[str]
) -> None:
    """Write the page to `path`: it plays the snippets, takes the verdicts, keeps them and shows the score.

    `snippets` are the addresses of those of the steps to look at, relative to the page; `classes` can be chosen for
    what is missed or of another class. The browser keeps the verdicts for this count only: another starts without any.
    """
    addresses = dict(zip(audit.to_see, snippets, strict=True))
    wording = Wording(start=run.project.start)
    seconds = run.to_s - run.from_s
    steps = [_step_data(step, addresses.get(number, ""), wording) for number, step in enumerate(audit.steps)]
    between = [step for step in audit.steps if step.counted is None] if audit.sample is None else []
    subject, sample = audit.subject, audit.sample
    told = {
        "seconds": seconds,
        "steps": steps,
        "kept_as": f"heatdash-audit-{_kept_as(run, audit, wording)}",
        "to_see": audit.to_see,
        "subject": [subject.kind, subject.place, subject.to_place],
        "can_miss": subject.can_miss,
        "right_words": audit.right_words,
        "classes": classes,
        "sample": None if sample is None else {"size": sample.size, "seed": sample.seed},
        "columns": [*SHEET_COLUMNS, *LATER_COLUMNS],
    }
    page = page_template(_TEMPLATE).render(
        kind=subject.kind,
        subject=subject.told(Wording()),
        clip=run.source.name,
        counted=len(audit.counted_steps),
        sample=sample,
        can_miss=subject.can_miss,
        truly="crossed" if subject.kind == LINE else "came",
        stretches=len(between),
        speed=max((step.speed for step in between), default=1),
        classes=", ".join(map(str, run.project.classes)),
        line_rule=run.project.measure.line_rule if subject.kind == LINE else "every",
        told=told,
    )
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise StorageError("audit.not_written", path=str(path), reason=str(error.strerror)) from error


def _step_data(step: AuditStep, address: str, wording: Wording) -> dict[str, Any]:
    counted = step.counted
    until_s = None if counted is None else counted.until_s
    return {
        "counted": counted is not None,
        "from_s": step.from_s,
        "to_s": step.to_s,
        "then_s": None if step.then is None else step.then[0],
        "t_s": step.moment_s,
        "direction": "" if counted is None else counted.direction,
        "track_id": "" if counted is None else counted.track_id,
        "class_name": "" if counted is None else counted.class_name,
        "when": wording.moment(step.moment_s),
        "until": wording.moment(step.to_s if until_s is None else until_s),
        "ends": until_s is not None,
        "address": address,
        "speed": step.speed,
    }


def _kept_as(run: RunFolder, audit: Audit, wording: Wording) -> str:
    """What the browser keeps the verdicts under; for a line the same as in earlier versions."""
    names = _names(audit.steps, audit.subject)
    steps = []
    for step, name in zip(audit.steps, names, strict=True):
        told = _step_data(step, f"{SNIPPETS}/{name}", wording)
        old = ("from_s", "t_s", "direction", "track_id", "when", "until", "address", "speed")
        steps.append({"crossing": told["counted"], **{key: told[key] for key in old}})
    about = audit.subject.place if audit.subject.kind == LINE else audit.identity()
    content = [run.sha256, about, {"seconds": run.to_s - run.from_s, "steps": steps}]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def audit_result(
    *, result: Path, subject: Subject, out: Path, progress: Progress, sample: Sample | None = None
) -> Path:
    """The page to open; it is written to `out`, with a snippet of the clip for each step that is to be looked at.

    First comes each counted moment, by time; then, where one can be missed, everything between them, long parts sped
    up, in which the viewer marks what was missed. `result` is a folder that `analyze` has written.
    """
    run = read_run_folder(result)
    audit = audit_of(run=run, subject=subject, sample=sample)
    scene, clip, tracks = places_of(run=run, subject=subject), run.clip(), run.tracks()
    names = list(_names(audit.steps, subject))
    objects = objects_to_draw(tracks=tracks, clip=clip, watched=clip.sampled_frames(run.project.watch.sample_fps))
    check_folder(out / SNIPPETS)
    (out / SNIPPETS).mkdir(parents=True, exist_ok=True)
    seen = [(audit.steps[number], names[number]) for number in audit.to_see]
    frames = [round(sum(to_s - from_s for from_s, to_s in step.parts) * clip.average_fps) for step, _ in seen]
    hidden = _hidden(run, clip, progress) if run.project.style.blur else None
    progress.begin(stage="audit", total=sum(frames), done=0)
    for (step, name), done in zip(seen, accumulate(frames), strict=True):
        write_snippet(path=out / SNIPPETS / name, clip=clip, scene=scene, step=step, objects=objects, hidden=hidden)
        progress.advance(done)
    progress.end()
    counts = tracks.drop_duplicates(TRACK_ID)[CLASS_NAME].value_counts()
    snippets = [f"{SNIPPETS}/{name}" for _, name in seen]
    write_audit_page(path=out / PAGE, run=run, audit=audit, snippets=snippets, classes=list(map(str, counts.index)))
    return out / PAGE


def _hidden(run: RunFolder, clip: Clip, progress: Progress) -> HeldBoxes:
    """Where people are in the clip: its analysis, made again only where the store has dropped it.

    The folder's own tracks would not do: they are only of those who are counted.
    """
    analysis = analyse_clip(source=run.source, project=run.project, store=open_store(), progress=progress)
    watched = clip.sampled_frames(run.project.watch.sample_fps)
    return hold_boxes(boxes=analysis.hidden, clip=clip, watched=watched)


def folder_name(subject: Subject) -> str:
    """The default folder of the audit, such as audit-Gate."""
    safe = re.sub(r"[^\w-]+", "-", f"{subject.place} {subject.to_place}").strip("-")
    return f"audit-{safe or subject.kind}"


def _names(steps: Sequence[AuditStep], subject: Subject) -> Iterator[str]:
    numbers = {True: 0, False: 0}
    for step in steps:
        is_counted = step.counted is not None
        numbers[is_counted] += 1
        yield f"{_FILE_NAMES[subject.kind] if is_counted else 'between'}-{numbers[is_counted]:04d}.mp4"
