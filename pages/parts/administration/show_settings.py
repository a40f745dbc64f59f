"""The settings in force, limits among them; folders of the server are left out."""

import pandas as pd
import streamlit as st

from heatdash.settings import ENVIRONMENT, describe_settings
from heatdash.variables import DATA_VARIABLE, MODELS_VARIABLE, SETTINGS
from pages.parts.text.words import language, say


def show_settings() -> None:
    """Show each setting: what it sets, its value, and whether somebody has set it."""
    told = describe_settings()
    rows = [
        {
            say("administration.sets"): setting.meaning.told(language()),
            say("administration.value"): told[variable]["value"],
            say("administration.origin"): say(
                "administration.is_set" if told[variable]["origin"] == ENVIRONMENT else "administration.is_usual"
            ),
            say("administration.variable"): variable,
        }
        for variable, setting in SETTINGS.items()
        if variable not in (DATA_VARIABLE, MODELS_VARIABLE)
    ]
    st.caption(say("administration.settings_how"))
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=say("administration.settings"))
