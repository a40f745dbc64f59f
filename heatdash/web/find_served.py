"""The run and the artefacts that an address names."""

import re
from contextlib import ExitStack

from heatdash.jobs.open_register import open_register
from heatdash.jobs.open_store import open_store
from heatdash.store.artefact_key import KEY_LENGTH
from heatdash.store.artefact_store import Artefact
from heatdash.values.run import Run
from heatdash.web.answer_error import NotHereError


def find_run(run_id: str) -> Run:
    """The run of that id; a NotHereError where there is none."""
    run = open_register().run(run_id)
    if run is None:
        raise NotHereError("There is no such result here. It may have been deleted; ask for a new link.")
    return run


def hold_artefact(*, kind: str, key: str, hold: ExitStack) -> Artefact:
    """The artefact, which stays until `hold` is closed; a NotHereError where it is not in the store."""
    is_key = re.fullmatch(rf"[0-9a-f]{{{KEY_LENGTH}}}", key)
    artefact = hold.enter_context(open_store().open(kind=kind, key=key)) if is_key else None
    if artefact is None:
        raise NotHereError("This file is not kept here any more. Open the result in HeatDash and make it again.")
    return artefact
