"""The map: heat over the empty scene."""

import streamlit as st

from heatdash.jobs.measure_clip import Measured
from heatdash.jobs.open_look import Look
from heatdash.values.project import Project
from pages.parts.spoken import spoken_moment
from pages.parts.words import say

JPEG_QUALITY = 88


def show_map(*, look: Look, project: Project, measured: Measured) -> None:
    """The picture as large as there is room, and one line that says what it shows."""
    picture = look.picture(project=project, measured=measured)
    looked_at = measured.counts.summary["looked_at"]
    caption = say(
        "explore.map_caption",
        metric=say(f"look.{project.measure.metric}"),
        meaning=say(f"look.{project.measure.metric}_help"),
        begin=spoken_moment(looked_at["from_s"], project.start),
        end=spoken_moment(looked_at["to_s"], project.start),
    )
    st.image(as_jpeg(picture), width="stretch", caption=caption, alt=caption)


def as_jpeg(picture: object) -> bytes:
    """The BGR picture as the browser loads it."""
    import cv2

    _, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return encoded.tobytes()
