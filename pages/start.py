"""The first page: try the sample."""

from pathlib import Path

import streamlit as st

from heatdash.errors import HeatDashError
from heatdash.jobs.answer_clip import answer_clip
from heatdash.jobs.open_store import open_store
from heatdash.jobs.sample_clip import sample_clip, sample_scene
from heatdash.jobs.summary_of import summary_of
from heatdash.jobs.write_answer import write_answer
from heatdash.settings import data_folder
from heatdash.values.project import Project
from pages.parts.page_progress import PageProgress


def _answer_sample() -> dict[str, object]:
    """What the page shows of the sample; its files lie in the data folder."""
    with st.status("Analysing the sample", expanded=True) as status:
        st.write("Preparing the clip. The first time takes some seconds.")
        store = open_store()
        answering = answer_clip(
            source=sample_clip(store),
            project=Project(scene=sample_scene(store)),
            store=store,
            progress=PageProgress(),
            with_video=True,
        )
        with answering as answer:
            files = write_answer(answer=answer, folder=data_folder() / "sample-result")
            summary = summary_of(answer)
        status.update(label="Done", state="complete", expanded=False)
    return {"files": {file.name: file for file in files}, "summary": summary}


def _show(files: dict[str, Path], summary: dict[str, dict]) -> None:
    for notice in summary["notices"]:
        st.info(notice)
    picture, figures = st.columns([3, 1])
    shown = picture.segmented_control("Show", ["Map", "Video"], default="Map", label_visibility="collapsed")
    if shown == "Video":
        picture.video(str(files["heatmap.mp4"]))
    else:
        picture.image(str(files["heatmap.png"]), caption="Time spent, in seconds, over the empty scene")
    seen, busiest = summary["totals"]["tracks_by_class"], summary["picture"]
    for name, line in summary["lines"].items():
        figures.metric(
            f"{name}: in · out",
            f"{line['in']} · {line['out']}",
            help="How often something crossed the line. In is the way the arrow points.",
        )
    for name, zone in summary["zones"].items():
        figures.metric(f"{name}: visits", zone["visits"], help="How often something came to this zone.")
    for name, count in seen.items():
        figures.metric(f"Followed: {name}", count, help="Each is one object as the tracker followed it.")
    figures.metric(
        "Most at once",
        busiest["occupancy_max"],
        help=f"From {busiest['busiest_from_s']:.0f} s to {busiest['busiest_to_s']:.0f} s of the clip.",
    )
    for name in ("heatmap.mp4", "heatmap.png", "counts.csv", "tracks.csv"):
        with files[name].open("rb") as stream:
            figures.download_button(f"Download {name}", stream, name, width="stretch")


st.title("See where people go.")
st.write("HeatDash watches a clip from a fixed camera and follows what moves in it. Your clip stays on this machine.")
if st.button("Try the sample", type="primary"):
    try:
        st.session_state["sample"] = _answer_sample()
    except HeatDashError as error:
        st.error(str(error))
if "sample" in st.session_state:
    _show(**st.session_state["sample"])
st.caption("Your own clips: python -m heatdash analyze CLIP --out FOLDER. Uploading them here is being built.")
