"""The objects that a project asks for."""

import pandas as pd

from heatdash.tables.columns import CLASS_NAME, COLOUR
from heatdash.values.class_choice import ClassChoice


def choose_tracks(*, tracks: pd.DataFrame, choices: tuple[ClassChoice, ...]) -> pd.DataFrame:
    """The rows of the objects that one of the choices names; all rows where there is no choice."""
    if not choices:
        return tracks
    wanted = pd.Series(False, index=tracks.index)
    for choice in choices:
        named = tracks[CLASS_NAME] == choice.class_name
        wanted |= named if choice.colour is None else named & (tracks[COLOUR] == choice.colour)
    return tracks[wanted].reset_index(drop=True)
