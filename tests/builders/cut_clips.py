"""Cuts tracks into several clips, as a recorder does: `cut(walk(...), seconds=9, at_s=(3, 6))`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from heatdash.tables.columns import CLASS_ID, DETECTIONS, FRAME, LINKED, T_S, TRACK_ID
from heatdash.track.cross_seams import SeamClip, SeamObjects, objects_across
from heatdash.track.unite_objects import RefinedClip, United, unite_objects
from heatdash.values.refine_settings import RefineSettings
from tests.builders.refined import refine_table
from tests.builders.tracks import FPS, PICTURE_PX, Row, tracks


@dataclass(frozen=True, eq=False)
class CutClips:
    """The clips, what is known of those at their seams, and what lies between them."""

    clips: tuple[SeamClip, ...]
    refined: tuple[RefinedClip, ...]
    seams: tuple[SeamObjects, ...]

    @property
    def united(self) -> United:
        """Who is in more than one clip."""
        return unite_objects(clips=self.refined, seams=self.seams, settings=RefineSettings())

    @property
    def objects(self) -> pd.DataFrame:
        """All objects, with the frames and times of all clips in a row; each with an id of its own."""
        united = self.united
        tables, last_id = [united.tracks], len(united.tracks[TRACK_ID].unique())
        for clip, taken in zip(self.refined, united.taken, strict=True):
            rows = clip.tracks[~clip.tracks[TRACK_ID].isin(taken)]
            frames, times = rows[FRAME] + clip.first_frame, rows[T_S] + clip.offset_s
            tables.append(rows.assign(**{FRAME: frames, T_S: times, TRACK_ID: rows[TRACK_ID] + last_id}))
            last_id += int(clip.tracks[TRACK_ID].max()) if len(clip.tracks) else 0
        return pd.concat([table for table in tables if len(table)] or tables[:1], ignore_index=True)


def cut(*walks: Iterable[Row], seconds: float, at_s: Sequence[float]) -> CutClips:
    """The clips between these times. Each numbers its frames and tracks from the beginning, as if it were alone."""
    table = tracks(*walks)
    edges = [round(t_s * FPS) for t_s in (0.0, *at_s, seconds)]
    clips, refined = [], []
    for begin, end in pairwise(edges):
        inside = table[(table[FRAME] >= begin) & (table[FRAME] < end)]
        rows = inside.assign(
            **{
                FRAME: (inside[FRAME] - begin).astype(np.int32),
                T_S: (inside[FRAME] - begin) / FPS,
                TRACK_ID: (pd.factorize(inside[TRACK_ID])[0] + 1).astype(np.int32),
            }
        ).reset_index(drop=True)
        frames = np.arange(end - begin)
        found = rows[list(DETECTIONS.names[:-1])]
        linked = rows.assign(**{LINKED.names[-1]: rows[CLASS_ID]})
        clips.append(SeamClip(found, linked, frames, frames / FPS, begin / FPS))
        refined.append(RefinedClip(refine_table(rows, frames=frames).tracks, begin, begin / FPS))
    seams = tuple(
        objects_across(clips=clips, seam=seam, settings=RefineSettings(), size_px=PICTURE_PX)
        for seam in range(1, len(clips))
    )
    return CutClips(tuple(clips), tuple(refined), seams)
