"""When the recording began, where the visitor knows it."""

from datetime import datetime

import streamlit as st

from heatdash.values.recording_start import RecordingStart
from pages.parts.words import say


def choose_start(*, key: str, start: RecordingStart | None) -> RecordingStart | None:
    """The start as the visitor sets it; None where it is not known, and times are told from the clip's begin."""
    known_key, moment_key = f"{key}:start-known", f"{key}:start"
    if not st.checkbox(say("care.start_known"), start is not None, key=known_key, help=say("care.start_known_help")):
        return None
    this_morning = datetime.now().replace(hour=9, minute=0, second=0, microsecond=0)
    known = start.moment if start is not None and start.has_day else this_morning
    moment = st.datetime_input(say("care.start"), known, key=moment_key, step=60)
    return start if moment is None else RecordingStart(moment=moment, has_day=True)
