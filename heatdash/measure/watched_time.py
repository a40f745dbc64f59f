"""The time that each watched frame stands for."""

from dataclasses import dataclass

import numpy as np

from heatdash.values.arrays import Floats, Ints


@dataclass(frozen=True, eq=False)
class WatchedTime:
    """The watched frames in order, each with its time and the seconds it stands for.

    A frame stands for the time from half-way after the frame before to half-way before the frame after; the first from
    the clip's beginning, the last to the clip's end. Together they cover the clip's length, however many were watched.
    """

    frames: Ints
    t_s: Floats
    begins_s: Floats
    ends_s: Floats

    @property
    def dt_s(self) -> Floats:
        """The seconds each frame stands for."""
        return self.ends_s - self.begins_s

    @property
    def observed_s(self) -> float:
        """The seconds that all frames stand for."""
        return float(self.dt_s.sum())

    @property
    def step_s(self) -> float:
        """The usual time between two watched frames: lengths of time are not known any finer."""
        return float(np.median(np.diff(self.t_s))) if len(self.t_s) > 1 else 0.0

    def within(self, *, from_s: float | None, to_s: float | None) -> "WatchedTime":
        """The frames whose own time lies from `from_s` up to, but not including, `to_s`."""
        first, stop = self.moments_within(from_s=from_s, to_s=to_s)
        return self.of_moments(first=first, stop=stop)

    def moments_within(self, *, from_s: float | None, to_s: float | None) -> tuple[int, int]:
        """The index of the first frame from `from_s` on, and that of the first one no longer before `to_s`."""
        first = 0 if from_s is None else int(np.searchsorted(self.t_s, from_s, side="left"))
        stop = len(self.t_s) if to_s is None else int(np.searchsorted(self.t_s, to_s, side="left"))
        return first, max(first, stop)

    def of_moments(self, *, first: int, stop: int) -> "WatchedTime":
        """The frames from index `first` to before `stop`."""
        part = slice(first, stop)
        return WatchedTime(self.frames[part], self.t_s[part], self.begins_s[part], self.ends_s[part])


def watched_time(*, frames: Ints, t_s: Floats, duration_s: float) -> WatchedTime:
    """The watched time of `frames`, whose times are `t_s`, in a clip of `duration_s`; empty where none was watched."""
    if len(t_s) == 0:
        return WatchedTime(frames=frames, t_s=t_s, begins_s=t_s, ends_s=t_s)
    between = (t_s[:-1] + t_s[1:]) / 2
    begins_s = np.concatenate([np.zeros(1), between])
    ends_s = np.concatenate([between, np.full(1, max(duration_s, float(t_s[-1])))])
    return WatchedTime(frames=frames, t_s=t_s, begins_s=begins_s, ends_s=ends_s)
