"""When the frames of clips that follow on one another without a gap were watched."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from heatdash.measure.paths import Paths
from heatdash.measure.watched_time import WatchedTime
from heatdash.values.arrays import Floats, Ints

CONTEXT_S = 1.0
"""So much of the clips beside it belongs to a clip's paths. Who is first seen later than CUT_S has just come."""


@dataclass(frozen=True, eq=False)
class StretchTimes:
    """All watched frames of the clips of a stretch, in order, with their times on the recording's clock.

    Frames from `first[i]` up to, but not including, `first[i + 1]` are those of clip `i`. The stretch lasts from
    `begin_s` to `end_s`.
    """

    t_s: Floats
    first: Ints
    begin_s: float
    end_s: float

    @cached_property
    def edges_s(self) -> Floats:
        """When each clip's time begins, half-way between two frames, and when the last one's ends."""
        seams = self.first[1:-1]
        return np.concatenate([[self.begin_s], (self.t_s[seams - 1] + self.t_s[seams]) / 2, [self.end_s]])

    @property
    def clip_count(self) -> int:
        """How many clips the stretch has."""
        return len(self.first) - 1

    def frame_count(self, clip: int, /) -> int:
        """How many frames of that clip there are."""
        return int(self.first[clip + 1] - self.first[clip])

    def place(self, *, paths: Paths, clip: int) -> Paths:
        """The paths of one of the clips, with its frames' places and times in the stretch."""
        first, stop = self.around(clip, clip)
        return self._among(replace(paths, moment=paths.moment + self.first[clip]), first, stop)

    def part_of(self, *, paths: Paths, clips: tuple[int, int]) -> Paths:
        """The paths, whose moments are places in the stretch, with the times of no more than the first to last clip."""
        first, stop = self.around(*clips)
        return self._among(paths, first, stop)

    def around(self, clip: int, last: int) -> tuple[int, int]:
        """The first frame of those clips and of what is close to them, and the frame after the last."""
        begin_s, end_s = self.edges_s[clip] - CONTEXT_S, self.edges_s[last + 1] + CONTEXT_S
        return int(np.searchsorted(self.t_s, begin_s)), int(np.searchsorted(self.t_s, end_s, side="right"))

    def _among(self, paths: Paths, first: int, stop: int) -> Paths:
        t_s = self.t_s[first:stop]
        between = (t_s[:-1] + t_s[1:]) / 2
        begin_s = self.begin_s if first == 0 else (self.t_s[first - 1] + t_s[0]) / 2
        end_s = self.end_s if stop == len(self.t_s) else (t_s[-1] + self.t_s[stop]) / 2
        watched = WatchedTime(
            frames=np.arange(first, stop),
            t_s=t_s,
            begins_s=np.concatenate([[begin_s], between]),
            ends_s=np.concatenate([between, [end_s]]),
        )
        return replace(paths, watched=watched, moment=paths.moment - first)


def stretch_times(clips: Sequence[Floats], /, *, begin_s: float, end_s: float) -> StretchTimes:
    """The times of a stretch, from those of each of its clips on the recording's clock; no clip is without frames."""
    first = np.cumsum([0, *map(len, clips)])
    t_s = np.concatenate(clips)
    return StretchTimes(t_s=t_s, first=first, begin_s=min(begin_s, float(t_s[0])), end_s=max(end_s, float(t_s[-1])))
