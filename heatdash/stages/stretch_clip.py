"""A clip as a part of a recording: where its frames lie on the recording's clock, and its tables by them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from heatdash.errors import StorageError
from heatdash.stages.analyse import Analysis
from heatdash.stages.link import TRACKS_FILE
from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.parquet_tables import read_table
from heatdash.tables.columns import FRAME
from heatdash.track.unite_objects import RefinedClip
from heatdash.values.arrays import Floats, Ints
from heatdash.values.clip import Clip
from heatdash.values.project import Project
from heatdash.values.recording import PlacedPart


@dataclass(frozen=True, eq=False)
class StretchClip:
    """A clip that was watched and followed as `project` says, with its place in the recording.

    Its frames are numbered as they were watched, from 0, without those that a part before it shows as well.
    """

    clip: Clip
    project: Project
    detections_key: str
    tracks_key: str
    placed: PlacedPart

    @cached_property
    def frames(self) -> Ints:
        """The clip's frames that are used."""
        frames = self.clip.sampled_frames(self.project.watch.sample_fps)
        return frames[self.clip.times_s[frames] >= self.placed.skip_s]

    @property
    def times_s(self) -> Floats:
        """Their times, on the clip's own clock."""
        times_s: Floats = self.clip.times_s[self.frames]
        return times_s

    def numbered(self, table: pd.DataFrame, /) -> pd.DataFrame:
        """The table's rows in the frames that are used, by the numbers of these."""
        rows = table[table[FRAME].isin(self.frames)]
        number = np.searchsorted(self.frames, rows[FRAME].to_numpy()).astype(np.int32)
        return rows.assign(**{FRAME: number}).reset_index(drop=True)

    def tracks(self, store: ArtefactStore, /, *, first_frame: int) -> RefinedClip:
        """Its tracks, where its first frame is number `first_frame` of its stretch."""
        with store.open(kind="tracks", key=self.tracks_key) as artefact:
            if artefact is None:
                raise StorageError("stages.result_removed")
            tracks = self.numbered(read_table(artefact.folder / TRACKS_FILE))
        return RefinedClip(tracks, first_frame, self.placed.offset_s)


def stretch_clip(*, analysis: Analysis, placed: PlacedPart) -> StretchClip:
    """The analysed clip as that part."""
    return StretchClip(
        clip=analysis.clip,
        project=analysis.project,
        detections_key=analysis.detections_key,
        tracks_key=analysis.tracks_key,
        placed=placed,
    )
