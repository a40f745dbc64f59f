"""Decoding the wanted pictures of a clip, just as they leave the decoder."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import numpy as np

from heatdash.media.field_pairs import FieldPairs
from heatdash.media.open_container import open_container, packets
from heatdash.values.arrays import Ints
from heatdash.values.clip import Clip

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

# Decoding up to this many frames is faster than a seek, which empties and refills the decoder.
_SEEK_GAIN_FRAMES = 12
# Frame threads cost a quarter more CPU per frame, which the detector needs; above this size one core is too slow.
_ONE_CORE_PIXELS = 1920 * 1088
_INTRA = 1
Threads = Literal["AUTO", "SLICE"]


def decode_pictures(
    *,
    clip: Clip,
    wanted: Ints,
    threads: Threads | None = None,
    may_seek: bool = True,
) -> Iterator[tuple[int, "VideoFrame"]]:
    """The wanted frames (ascending numbers) with their pictures, not yet upright; damaged ones are left out.

    Long stretches without a wanted frame are skipped by seeking. Where a seek lands too late, the clip is decoded
    from its start instead.
    """
    threads = threads or ("AUTO" if clip.width_px * clip.height_px > _ONE_CORE_PIXELS else "SLICE")
    at, last, floor = 0, -1, 0
    late = False
    with open_container(clip.path) as (container, stream):
        stream.thread_type = threads
        stamps = _FrameStamps(clip, stream, wanted)
        seeking = True
        while seeking:
            seeking = False
            late = floor > 0
            for picture in _pictures(container, stream, stamps):
                index = stamps.index_of(picture.pts, last)
                if index is None or index < floor:
                    continue
                # A stream that is refreshed bit by bit marks frames as keyframes whose picture is not yet complete.
                if late and (index > wanted[at] or picture.pict_type != _INTRA):
                    break
                late, last = False, index
                at = int(np.searchsorted(wanted, index))
                if at < len(wanted) and wanted[at] == index:
                    yield index, picture
                    at += 1
                if at == len(wanted):
                    return
                number = int(np.searchsorted(clip.keyframes, wanted[at], side="right")) - 1
                if may_seek and clip.keyframes[number] - index > _SEEK_GAIN_FRAMES:
                    floor = int(clip.keyframes[number])
                    seeking = _seek(container, stream, stamps, number)
                    late = not seeking
                    break
    if late:
        yield from decode_pictures(clip=clip, wanted=wanted[at:], threads=threads, may_seek=False)
    elif threads == "AUTO":
        # A damaged end can take intact frames with it that wait in the decoder's other threads.
        yield from decode_pictures(clip=clip, wanted=wanted[at:], threads="SLICE", may_seek=may_seek)


class _FrameStamps:
    """The timestamps by which decoded pictures are matched to frames. The first decodable picture is frame 0."""

    def __init__(self, clip: Clip, stream: "VideoStream", wanted: Ints) -> None:
        tick_s = float(stream.time_base or 0) or 1.0
        self.ticks = np.rint(clip.times_s / tick_s).astype(np.int64)
        self.keyframes = clip.keyframes
        self.first_pts: int | None = None
        self.must_count = False
        self.may_skip = len(wanted) < clip.frame_count and len(clip.keyframes) > 1
        self.wanted_ticks = frozenset(self.ticks[wanted].tolist()) if self.may_skip else frozenset()

    def is_unwanted(self, pts: int | None) -> bool:
        """Whether the picture with this timestamp is certainly not wanted."""
        known = self.may_skip and pts is not None and self.first_pts is not None
        return known and (pts or 0) - (self.first_pts or 0) not in self.wanted_ticks

    def index_of(self, pts: int | None, last: int) -> int | None:
        """The frame number, after `last`, of the picture with this timestamp; None where the clip has no such frame."""
        if self.first_pts is None:
            self.first_pts = pts or 0
        if pts is not None and not self.must_count:
            tick = pts - self.first_pts
            index = int(np.searchsorted(self.ticks, tick))
            if index < len(self.ticks) and self.ticks[index] == tick and index > last:
                return index
        # Where timestamps are missing or duplicate, pictures are counted: such clips have one keyframe, so no seek.
        return last + 1 if len(self.keyframes) == 1 and last + 1 < len(self.ticks) else None

    def pts_of(self, index: int) -> int:
        return (self.first_pts or 0) + int(self.ticks[index])


def _pictures(container: "InputContainer", stream: "VideoStream", stamps: _FrameStamps) -> Iterator["VideoFrame"]:
    """The pictures from the container's position on. An unwanted one that no other depends on is not decoded."""
    import av

    pairs = FieldPairs(stream)
    for packet in packets(container=container, stream=stream):
        # The second field of a picture shares the fate of the first.
        if not pairs.is_second(packet):
            stamps.must_count |= packet.pts is None
            stream.codec_context.skip_frame = "NONREF" if stamps.is_unwanted(packet.pts) else "DEFAULT"
        try:
            pictures = stream.codec_context.decode(packet)
        except av.FFmpegError:
            continue
        yield from pictures
    try:
        pictures = stream.codec_context.decode(None)
    except av.FFmpegError:
        return
    yield from pictures


def _seek(container: "InputContainer", stream: "VideoStream", stamps: _FrameStamps, number: int) -> bool:
    """Whether seeking to or before keyframe `number` succeeded; in TS and AVI a seek may land too late."""
    import av

    target = stamps.pts_of(int(stamps.keyframes[number]))
    back = 0
    while number - back > 0:
        pts = stamps.pts_of(int(stamps.keyframes[number - back]))
        try:
            container.seek(pts, stream=stream)
            landed = next((p.pts for p in packets(container=container, stream=stream) if p.is_keyframe), None)
            if landed is not None and landed <= target:
                container.seek(pts, stream=stream)
                return True
        except av.FFmpegError:
            return False
        back = back * 2 + 1
    return False
