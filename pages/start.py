"""The first page: try the sample."""

import tempfile
from pathlib import Path

import streamlit as st

from heatdash.errors import HeatDashError
from heatdash.jobs.analyse_clip import Analysis, analyse_clip
from heatdash.jobs.open_store import open_store
from heatdash.jobs.sample_clip import sample_clip
from heatdash.jobs.write_analysis import summary_of, write_tracks_csv
from heatdash.values.project import Project
from pages.parts.page_progress import PageProgress


def _analyse_sample() -> tuple[Path, Analysis]:
    with st.status("Analysing the sample", expanded=True) as status:
        st.write("Preparing the clip. The first time takes some seconds.")
        store = open_store()
        source = sample_clip(store)
        analysis = analyse_clip(source=source, project=Project(), store=store, progress=PageProgress())
        status.update(label="Done", state="complete", expanded=False)
    return source, analysis


def _show(source: Path, analysis: Analysis) -> None:
    totals = summary_of(analysis)["totals"]
    for notice in analysis.notices:
        st.info(notice)
    picture, figures = st.columns([2, 1])
    picture.video(str(source))
    figures.subheader("Followed objects")
    figures.caption(
        "Each is one object as the tracker followed it. Where the view of someone is blocked, one person can be "
        "followed as two; telling these together is being built."
    )
    for name, count in totals["tracks_by_class"].items():
        figures.metric(name, count)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tracks.csv"
        write_tracks_csv(tracks=analysis.tracks, path=file)
        figures.download_button("Download the tracks (CSV)", file.read_bytes(), "tracks.csv", "text/csv")


st.title("See where people go.")
st.write("HeatDash watches a clip from a fixed camera and follows what moves in it. Your clip stays on this machine.")
if st.button("Try the sample", type="primary"):
    try:
        st.session_state["sample"] = _analyse_sample()
    except HeatDashError as error:
        st.error(str(error))
if "sample" in st.session_state:
    _show(*st.session_state["sample"])
st.caption("Your own clips: python -m heatdash analyze CLIP --out FOLDER. Uploading them here is being built.")
