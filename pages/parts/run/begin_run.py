"""How a run begins: with the sample, or with a clip that was uploaded."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from heatdash.errors import BadClipError
from heatdash.media.probe_clip import probe_clip
from heatdash.stages.stored_sample import sample_clip, sample_scene
from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.values.classes import PEOPLE, ClassChoice
from heatdash.values.measure_settings import AUTO_BINS, MeasureSettings
from heatdash.values.project import Project
from heatdash.values.run import ANALYSIS, Run
from heatdash.values.style import Style
from heatdash.values.watch_settings import WatchSettings
from heatdash.work.prepare_sample import SAMPLE_FPS
from heatdash.work.uploads import drop_upload, upload_path
from pages.parts.run.this_run import open_run, owner
from pages.parts.run.upload_box import Upload
from pages.parts.text.spoken import told
from pages.parts.text.words import say

AWAITED = "awaited"
"""The session's key of the run whose result the visitor is waiting for."""
_OF_PEOPLE = Project(
    watch=WatchSettings(sample_fps=SAMPLE_FPS),
    classes=tuple(map(ClassChoice, sorted(PEOPLE))),
    measure=MeasureSettings(bin_min=AUTO_BINS),
    # These colours can be told apart with every kind of colour blindness, and in grey.
    style=Style(colormap="inferno", opacity=0.6, blur=True),
)


def begin_sample() -> None:
    """Open the visitor's own result of the sample; where there is none yet, make it first."""
    register, me = open_register(), owner()
    with st.spinner(say("start.sample_making")):
        store = open_store()
        source, scene = sample_clip(store), sample_scene(store)
    run = next((run for run in register.runs_of(me) if run.source == source), None)
    if run is None:
        project = replace(_OF_PEOPLE, scene=scene, measure=replace(_OF_PEOPLE.measure, metric="unique_visits"))
        run = register.new_run(owner=me, name=say("start.sample_name"), source=source, project=project)
    open_run(run.run_id)
    if run.found is None:
        ask_for_analysis(run)
        st.switch_page("set_up.py")
    st.switch_page("explore.py")


def ask_for_analysis(run: Run) -> None:
    """Have the run's clip analysed as its project says; the result opens by itself when it is there."""
    open_register().ask(run_id=run.run_id, kind=ANALYSIS, project=run.project)
    st.session_state[AWAITED] = run.run_id


def begin_upload(upload: Upload, *, project: Project = _OF_PEOPLE) -> None:
    """Open the uploaded clip on Set up, with this project; one that cannot be read is dropped, and the reason shown."""
    path = upload_path(upload.upload_id)
    if path is None:
        st.error(say("start.upload_gone"))
        return
    try:
        with st.spinner(say("start.reading")):
            probe_clip(path)
    except BadClipError as error:
        drop_upload(upload.upload_id)
        # The file's own name, as the visitor knows it, not the one under which it lies here.
        st.error(told(error.message.with_values(name=upload.name)))
        return
    run = open_register().new_run(owner=owner(), name=Path(upload.name).stem, source=path, project=project)
    open_run(run.run_id)
    st.switch_page("set_up.py")
