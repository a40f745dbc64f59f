"""Which objects a question is about: one selection for all that is counted, listed, drawn and summed."""

import pandas as pd

from heatdash.tables.columns import CLASS_NAME, COLOUR, STATIC, TRACK_ID
from heatdash.values.classes import ClassChoice, should_move


def choose_tracks(*, tracks: pd.DataFrame, choices: tuple[ClassChoice, ...], keep_static: bool) -> pd.DataFrame:
    """The rows of the objects that one of the choices names, all where there is none; still ones where asked for."""
    named = _named(tracks, choices)
    return named if keep_static else named[~_left_out(named)].reset_index(drop=True)


def static_count(*, tracks: pd.DataFrame, choices: tuple[ClassChoice, ...]) -> int:
    """How many objects that one of the choices names should move and never did."""
    named = _named(tracks, choices)
    return int(named.loc[_left_out(named), TRACK_ID].nunique())


def _named(tracks: pd.DataFrame, choices: tuple[ClassChoice, ...]) -> pd.DataFrame:
    if not choices:
        return tracks
    wanted = pd.Series(False, index=tracks.index)
    for choice in choices:
        named = tracks[CLASS_NAME] == choice.class_name
        wanted |= named if choice.colour is None else named & (tracks[COLOUR] == choice.colour)
    return tracks[wanted].reset_index(drop=True)


def _left_out(tracks: pd.DataFrame) -> "pd.Series[bool]":
    """Marks people and vehicles that never moved; nothing in tracks that were not refined."""
    if STATIC not in tracks:
        return pd.Series(False, index=tracks.index)
    moving = {name: should_move(str(name)) for name in tracks[CLASS_NAME].unique()}
    return tracks[STATIC] & tracks[CLASS_NAME].map(moving).astype(bool)
