"""How a run begins: with the sample, or with a clip that was uploaded."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from heatdash.errors import BadClipError, LimitError
from heatdash.stages.stored_sample import sample_clip
from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.values.project import Project
from heatdash.values.run import ANALYSIS, Run
from heatdash.work.clip_limits import check_clip
from heatdash.work.expect_time import expected_seconds
from heatdash.work.first_question import OF_PEOPLE, sample_question
from heatdash.work.uploads import drop_upload, upload_path
from pages.parts.run.count_asked import count_asked
from pages.parts.run.this_run import READER, clip_of, open_run, owner
from pages.parts.run.upload_box import Arrived, Upload
from pages.parts.run.waiting_clips import keep_waiting
from pages.parts.text.spoken import told, visitor_zone
from pages.parts.text.words import say

AWAITED = "awaited"
"""The session's key of the run whose result the visitor is waiting for."""
_BEGUN = "begun-uploads"


def begin_sample() -> None:
    """Open the visitor's own result of the sample; where there is none yet, make it first."""
    register, me = open_register(), owner()
    with st.spinner(say("start.sample_making")):
        store = open_store()
        source, project = sample_clip(store), sample_question(store)
    run = next((run for run in register.runs_of(me) if run.source == source), None)
    if run is None:
        run = register.new_run(owner=me, name=say("start.sample_name"), source=source, project=project)
    if run.found is not None:
        open_run(run.run_id, page="explore.py")
    ask_for_analysis(run)
    open_run(run.run_id, page="set_up.py")


def ask_for_analysis(run: Run) -> None:
    """Have the run's clip analysed as its project says; the result opens by itself when it is there."""
    register, clip = open_register(), clip_of(run)
    check_clip(clip=clip, name=run.name)
    expected = expected_seconds(kind=ANALYSIS, clip=clip, project=run.project, register=register, found=run.found)
    count_asked()
    register.ask(run_id=run.run_id, kind=ANALYSIS, project=run.project, asked_by=owner(), expected=expected)
    st.session_state[AWAITED] = run.run_id


def begin_uploads(arrived: Arrived, /, *, project: Project = OF_PEOPLE) -> None:
    """Make each clip that has arrived a run, with this project and the start that the file tells.

    Once all are there, the first opens on Set up. One that cannot be read, or is more than clips may be here, is
    dropped, and the reason shown; then none is opened, so that it can be read.
    """
    known: dict[str, Run | str] = st.session_state.setdefault(_BEGUN, {})
    for upload in arrived.uploads:
        if upload.upload_id not in known:
            known[upload.upload_id] = begun = _begun(upload, project)
            keep_waiting([begun] if isinstance(begun, Run) else [])
    outcomes = [known[upload.upload_id] for upload in arrived.uploads]
    for outcome in outcomes:
        if isinstance(outcome, str):
            st.error(outcome)
    runs = [outcome for outcome in outcomes if isinstance(outcome, Run)]
    if runs and len(runs) == len(outcomes) and arrived.is_all:
        open_run(runs[0].run_id, page="set_up.py")


def _begun(upload: Upload, project: Project) -> Run | str:
    """The new run, or why there is none."""
    path = upload_path(upload.upload_id, owner=owner())
    if path is None:
        return say("start.upload_gone")
    try:
        with st.spinner(say("start.reading")):
            clip = READER.probe(path)
            check_clip(clip=clip, name=upload.name)
            start = READER.start(clip=clip, name=upload.name, zone=visitor_zone())
    except (BadClipError, LimitError) as error:
        drop_upload(upload.upload_id, owner=owner())
        # The file's own name, as the visitor knows it, not the one under which it lies here.
        return told(error.message.with_values(name=upload.name))
    return open_register().new_run(
        owner=owner(), name=Path(upload.name).stem, source=path, project=replace(project, start=start)
    )
