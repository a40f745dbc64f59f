"""Refines tracks that read like a sentence: `refined(walk(...), walk(...), seconds=4)`."""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from heatdash.tables.columns import DETECTIONS
from heatdash.track.refine_tracks import Refined, refine_tracks
from heatdash.values.refine_settings import RefineSettings
from tests.builders.tracks import FPS, PICTURE_PX, Row, tracks


def refined(
    *walks: Iterable[Row],
    seconds: float,
    loose: Iterable[Row] = (),
    settings: RefineSettings | None = None,
    order: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
) -> Refined:
    """What refining makes of these tracks, in a clip of `seconds`, ten frames a second.

    `loose` are boxes that were found and that the tracker left; `order` may shuffle the rows within frames.
    """
    table = tracks(*walks)
    return refine_table(
        table if order is None else order(table),
        detections=tracks(*walks, loose)[list(DETECTIONS.names[:-1])],
        frames=np.arange(round(seconds * FPS)),
        settings=settings,
    )


def refine_table(
    table: pd.DataFrame,
    *,
    frames: np.ndarray,
    detections: pd.DataFrame | None = None,
    settings: RefineSettings | None = None,
) -> Refined:
    """What refining makes of a table of tracks."""
    return refine_tracks(
        tracks=table,
        detections=table[list(DETECTIONS.names[:-1])] if detections is None else detections,
        settings=settings or RefineSettings(),
        frames=frames,
        times_s=frames / FPS,
        size_px=PICTURE_PX,
    )
