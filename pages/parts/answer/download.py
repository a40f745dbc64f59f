"""Downloading a result: each file, and everything at once."""

import streamlit as st

from heatdash.exports.download import make_download
from heatdash.exports.files import EXPORTS
from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.stages.measure import Measured
from heatdash.values.artefacts import VIDEO_FILE
from heatdash.values.project import Project
from heatdash.values.run import Run
from pages.parts.answer.share import show_share
from pages.parts.answer.show_video import ready_video
from pages.parts.audit.kept_audit import run_corrections
from pages.parts.run.delete_clip_only import told_deletion
from pages.parts.run.this_run import served_url, widget_key
from pages.parts.text.spoken import spoken_bytes
from pages.parts.text.words import language, say


def show_download(*, run: Run, finished: FinishedAnalysis, project: Project, measured: Measured) -> None:
    """Show two buttons: who else can see the result and how, and the files of the answer as it stands."""
    with st.container(horizontal=True, horizontal_alignment="right", key="take-home"):
        show_share(run)
        files = st.popover(
            say("download.download"),
            icon=":material/download:",
            type="primary",
            on_change="rerun",
            key=f"{widget_key(run)}:take",
        )
        if files.open:
            with files, st.spinner(say("download.making")):
                _files(run, finished, project, measured)


def _files(run: Run, finished: FinishedAnalysis, project: Project, measured: Measured) -> None:
    made = make_download(
        answer=finished.answer(project, language=language()),
        name=run.name,
        language=language(),
        store=finished.store,
        corrections=run_corrections(run=run, finished=finished, project=project, measured=measured),
    )
    titles = {export.name: export.title(language()) for export in EXPORTS}
    video = None if finished.clip.is_image else ready_video(finished=finished, project=project)
    query = {} if video is None else {"video": video}
    st.link_button(say("download.all"), served_url("zip", made.key, run=run, **query), type="primary", width="stretch")
    if video is not None:
        st.link_button(
            f"{titles[VIDEO_FILE]} · {VIDEO_FILE}",
            served_url("video", f"{video}.mp4", run=run, download="1"),
            width="stretch",
        )
    elif not finished.clip.is_image and told_deletion(run) is None:
        st.caption(say("download.no_video"))
    with st.container(gap="xxsmall"):
        for name, size_bytes in made.sizes_bytes:
            label = f"{titles[name]} · {name} · {spoken_bytes(size_bytes)}"
            st.link_button(label, served_url("files", made.key, name, run=run), type="tertiary")
