"""The check of a line's count, as far as the visitor has come; a page that is loaded anew goes on from there."""

import hashlib
import json
from dataclasses import asdict, dataclass

import streamlit as st

from heatdash.jobs.open_register import open_register
from heatdash.values.audit import Audit, AuditStep
from heatdash.values.run import Run
from pages.parts.owner import owner


@dataclass(frozen=True)
class KeptAudit:
    """The visitor's check. It is theirs alone, and of these very crossings: for another count it begins anew."""

    name: str
    audit: Audit

    @property
    def step(self) -> int:
        """The number of the step that is shown; the first one open, where the visitor has gone to none yet."""
        first = self.audit.next_open(0)
        shown: int = st.session_state.get(self.name, first or 0)
        return shown

    def go_to(self, step: int) -> None:
        """Nothing; that step is shown next."""
        st.session_state[self.name] = step

    def keep(self, audit: Audit) -> None:
        """Nothing; this is how far the visitor is."""
        open_register().set_preference(owner=owner(), name=self.name, value=audit.verdicts_to_json())


def kept_audit(*, run: Run, line: str, steps: tuple[AuditStep, ...]) -> KeptAudit:
    """The visitor's check of that line, with what they have said of these steps before."""
    crossings = json.dumps([line, [asdict(step) for step in steps]])
    name = f"audit:{run.run_id}:{hashlib.sha256(crossings.encode()).hexdigest()[:16]}"
    said = open_register().preference(owner=owner(), name=name)
    audit = Audit(steps=steps)
    return KeptAudit(name=name, audit=audit if said is None else audit.with_verdicts(said))
