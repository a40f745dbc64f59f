"""Putting a file's packets into the order in which their pictures are shown."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from heatdash.values.arrays import Ints


class Stamp(NamedTuple):
    """What a packet says about its picture, in ticks of the stream's time base."""

    pts: int | None
    dts: int | None
    duration: int
    is_keyframe: bool


class FrameOrder(NamedTuple):
    """The shown pictures: ticks from the first, strictly increasing; where decoding can begin; the last one's duration.

    `first_pts` is None where the stamps do not tell which picture is which: then decoding can begin only at frame 0.
    """

    ticks: Ints
    keyframes: Ints
    last_ticks: int
    first_pts: int | None


def order_packets(*, stamps: Sequence[Stamp], step: int) -> FrameOrder:
    """The order of the frames by their stamps; `step` is the usual time between frames where the stamps give none.

    Stamps that are missing, duplicate, or jump back (two recordings in one file) are repaired: decoding order stands
    in for what is missing, a duplicate comes one tick later, and after a jump back time goes on by one step.
    """
    decode_order = [stamp.dts for stamp in stamps if stamp.dts is not None]
    known = [stamp.pts for stamp in stamps if stamp.pts is not None]
    jumps_back = any(later < earlier for earlier, later in pairwise(decode_order))
    if len(known) < len(stamps) or len(set(known)) < len(known) or jumps_back:
        return FrameOrder(_repaired_ticks(stamps, step), np.zeros(1, dtype=np.int64), stamps[-1].duration or step, None)
    shown = sorted(stamps, key=lambda stamp: stamp.pts or 0)
    ticks = np.array([stamp.pts for stamp in shown], dtype=np.int64)
    keyframes = np.flatnonzero([stamp.is_keyframe for stamp in shown])
    if len(keyframes) == 0 or keyframes[0] != 0:
        keyframes = np.insert(keyframes, 0, 0)
    usual = int(np.median(np.diff(ticks))) if len(ticks) > 1 else step
    # Where frames are stored out of order, a container's durations are those between stored frames.
    last = shown[-1].duration if shown[-1] is stamps[-1] and shown[-1].duration else usual
    return FrameOrder(ticks - ticks[0], keyframes.astype(np.int64), last, int(ticks[0]))


def _repaired_ticks(stamps: Sequence[Stamp], step: int) -> Ints:
    ticks: list[int] = []
    recording: list[Stamp] = []
    for stamp in [*stamps, None]:
        starts_again = bool(
            stamp
            and recording
            and None not in (stamp.dts, recording[-1].dts)
            and (stamp.dts or 0) < (recording[-1].dts or 0)
        )
        if (stamp is None or starts_again) and recording:
            part = _one_recording(recording, step)
            offset = ticks[-1] + step if ticks else 0
            ticks += [offset + tick - part[0] for tick in part]
            recording = []
        if stamp is not None:
            recording.append(stamp)
    return np.array(ticks, dtype=np.int64)


def _one_recording(stamps: Sequence[Stamp], step: int) -> list[int]:
    by_pts = [stamp.pts for stamp in stamps if stamp.pts is not None]
    by_dts = [stamp.dts for stamp in stamps if stamp.dts is not None]
    known = sorted(by_pts if len(by_pts) >= len(by_dts) else by_dts)
    # Packets with no stamp at all continue from the last known one.
    known += [(known[-1] if known else 0) + step * (n + 1) for n in range(len(stamps) - len(known))]
    for n in range(1, len(known)):
        known[n] = max(known[n], known[n - 1] + 1)
    return known
