"""Every object that was followed; picking one shows its path and the video from its first moment on."""

import pandas as pd
import streamlit as st

from heatdash.measure.places.place_tables import track_table
from heatdash.media.pictures import as_jpeg, jpeg_url
from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.stages.measure import Measured
from heatdash.tables.columns import CLASS_NAME, COLOUR, CONF, FIRST_S, LAST_S, LENGTH_M, PLACE, TRACK_ID, WAY_SHARE
from heatdash.values.project import Project
from heatdash.values.run import Run
from heatdash.values.scene import WHOLE_PICTURE
from heatdash.values.wording import Wording
from pages.parts.answer.focus import choose_place
from pages.parts.answer.show_video import show_moment
from pages.parts.text.spoken import spoken_class
from pages.parts.text.words import language, say


def show_objects(*, key: str, run: Run, finished: FinishedAnalysis, project: Project, measured: Measured) -> None:
    """Show the table of tracks in the time looked at, and the track that is picked."""
    settings = project.measure
    seen = measured.paths.within(from_s=settings.from_s, to_s=settings.to_s)
    tracks = _at_place(key, run, measured, track_table(paths=seen, anchor=settings.anchor))
    if tracks.empty:
        st.info(say("tracks.none"))
        return
    lengths = {} if tracks[LENGTH_M].isna().all() else {say("columns.length_m"): tracks[LENGTH_M].round(1)}
    words = Wording(language(), project.start, measured.paths.watched.step_s)
    st.caption(say("tracks.pick"))
    # Another table is another widget; the picked object stays picked in it, and after a visit to another tab.
    picked_key, ids = f"{run.run_id}:track", tracks[TRACK_ID].tolist()
    known = st.session_state.get(picked_key)
    picked = st.dataframe(
        pd.DataFrame(
            {
                say("columns.track_id"): tracks[TRACK_ID],
                say("columns.class_name"): [spoken_class(name) for name in tracks[CLASS_NAME]],
                say("columns.colour"): [say(f"colours.{name}") for name in tracks[COLOUR]],
                say("columns.first_s"): list(map(words.moment, tracks[FIRST_S])),
                say("columns.last_s"): list(map(words.moment, tracks[LAST_S])),
                say("tracks.seen"): [words.measured(s) for s in tracks[LAST_S] - tracks[FIRST_S]],
                say("columns.way_share"): (100 * tracks[WAY_SHARE]).round(),
                **lengths,
                say("columns.conf_mean"): (100 * tracks[CONF]).round(),
            }
        ),
        hide_index=True,
        alt=say("explore.objects"),
        column_config={
            say(f"columns.{name}"): st.column_config.NumberColumn(help=say(f"columns.{name}_meaning"), format="%d")
            for name in ("way_share", "conf_mean")
        },
        key=f"{key}:tracks:{hash(tuple(ids))}",
        on_select="rerun",
        selection_mode="single-row",
        selection_default={"selection": {"rows": [ids.index(known)] if known in ids else []}},
    )
    rows = picked["selection"]["rows"]
    if known in ids or rows:
        st.session_state[picked_key] = ids[rows[0]] if rows else None
    if not rows:
        return
    track = tracks.iloc[rows[0]]
    left, right = st.columns(2)
    path = finished.path_picture(track_id=int(track[TRACK_ID]), anchor=settings.anchor, hide=project.style.blur)
    left.image(jpeg_url(as_jpeg(path)), width="stretch", caption=say("tracks.way_caption", number=track[TRACK_ID]))
    with right:
        show_moment(run=run, finished=finished, project=project, t_s=track[FIRST_S])


def _at_place(key: str, run: Run, measured: Measured, tracks: pd.DataFrame) -> pd.DataFrame:
    """The tracks that were at the place which the visitor chooses; all of them for the whole picture."""
    counts = measured.counts
    places = [WHOLE_PICTURE, *counts.summary["lines"], *counts.summary["zones"]]
    if len(places) == 1:
        return tracks
    place = choose_place(
        key=f"{key}:tracks-at",
        run=run,
        places=places,
        default=WHOLE_PICTURE,
        label=say("tracks.at"),
        help_text=say("tracks.at_help"),
    )
    if place == WHOLE_PICTURE:
        return tracks
    been = [table[table[PLACE] == place][TRACK_ID] for table in (counts.events, counts.visits)]
    return tracks[tracks[TRACK_ID].isin(pd.concat(been))].reset_index(drop=True)
