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
    in for what is missing, evenly between the stamps before and after it; a duplicate comes one tick later, but where
    the decoding stamps of all are evenly spaced; after a jump back time goes on by one step.
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
    by_pts = [(n, stamp.pts) for n, stamp in enumerate(stamps) if stamp.pts is not None]
    by_dts = [(n, stamp.dts) for n, stamp in enumerate(stamps) if stamp.dts is not None]
    # Some containers have FFmpeg guess when a picture is shown; when it is decoded is surer where all are even.
    by_dts_only = len(by_dts) > len(by_pts) or (len(by_dts) == len(by_pts) and _is_sure(by_dts, len(stamps)))
    known = by_dts if by_dts_only else by_pts
    ticks = _filled_in([n for n, _ in known], sorted(tick for _, tick in known), len(stamps), step)
    for n in range(1, len(ticks)):
        ticks[n] = max(ticks[n], ticks[n - 1] + 1)
    return ticks


def _is_sure(by_dts: Sequence[tuple[int, int]], packets: int) -> bool:
    """True where the decoding stamps must be taken: some packets have none at all, or all follow each other evenly."""
    if len(by_dts) < packets:
        return True
    steps = [later - earlier for (_, earlier), (_, later) in pairwise(by_dts)]
    return bool(steps) and 0 < max(steps) <= 1.1 * min(steps)


def _filled_in(places: Sequence[int], ticks: Sequence[int], packets: int, step: int) -> list[int]:
    """The ticks of all packets, of which those at `places` are known; before the first and after the last go steps."""
    if not places:
        return [step * n for n in range(packets)]
    first, last = places[0], places[-1]
    between = np.interp(np.arange(first, last + 1), places, [tick - ticks[0] for tick in ticks])
    before = [ticks[0] - step * (first - n) for n in range(first)]
    after = [ticks[-1] + step * (n - last) for n in range(last + 1, packets)]
    return [*before, *(ticks[0] + round(tick) for tick in between.tolist()), *after]
