"""The page on which a count is checked by eye: it opens from the disk, and needs no network."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from heatdash.errors import StorageError
from heatdash.jobs.read_run_folder import RunFolder
from heatdash.values.audit import AuditStep
from heatdash.values.recording_start import RecordingStart


@dataclass(frozen=True)
class Snippet:
    """A step of the check, and where its picture lies as seen from the page."""

    step: AuditStep
    address: str


def write_audit_page(*, path: Path, run: RunFolder, line: str, snippets: Sequence[Snippet]) -> None:
    """Nothing; `path` holds the page, which plays the snippets, takes the verdicts, keeps them and tells the score.

    Verdicts are kept by the browser for this line and these crossings: another count begins anew.
    """
    steps = [_step(snippet, run.project.start) for snippet in snippets]
    told = {"seconds": run.to_s - run.from_s, "steps": steps}
    kept_as = hashlib.sha256(json.dumps([run.sha256, line, told]).encode()).hexdigest()[:16]
    page = _template().render(
        line=line,
        clip=run.source.name,
        crossings=sum(step["crossing"] for step in steps),
        stretches=sum(not step["crossing"] for step in steps),
        speed=max(snippet.step.speed for snippet in snippets),
        classes=", ".join(map(str, run.project.classes)),
        line_rule=run.project.measure.line_rule,
        told={**told, "kept_as": f"heatdash-audit-{kept_as}"},
    )
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise StorageError(
            f"'{path}' could not be written ({error.strerror}); free some space or choose another folder with --out."
        ) from error


def _step(snippet: Snippet, start: RecordingStart | None) -> dict[str, Any]:
    step, crossing = snippet.step, snippet.step.crossing
    return {
        "crossing": crossing is not None,
        "from_s": step.from_s,
        "t_s": step.from_s if crossing is None else crossing.t_s,
        "direction": "" if crossing is None else crossing.direction,
        "track_id": "" if crossing is None else crossing.track_id,
        "when": _moment(step.from_s if crossing is None else crossing.t_s, start),
        "until": _moment(step.to_s, start),
        "address": snippet.address,
        "speed": step.speed,
    }


def _moment(t_s: float, start: RecordingStart | None) -> str:
    """The clock time where the recording's start is known, else 1:05 or 1:02:03 into the clip."""
    whole = round(t_s)
    if start is not None:
        return start.clock(whole)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "audit_page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("audit.html")
