"""Finding out what a file holds."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from heatdash.errors import BadClipError
from heatdash.media.avi_times import lost_pictures
from heatdash.media.bounds import check_duration, check_frame_count, check_size
from heatdash.media.check_file import check_file
from heatdash.media.field_pairs import FieldPairs
from heatdash.media.open_container import open_container, packets
from heatdash.media.order_packets import Stamp, order_packets
from heatdash.media.picture_shape import picture_shape
from heatdash.media.read_frames import read_frames
from heatdash.media.read_image import read_image
from heatdash.values.arrays import Floats
from heatdash.values.clip import Clip, FrameSpan

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_READ_BYTES = 1 << 20
_REORDER_PACKETS = 16
_MOST_TICKS = 1 << 61


class _Found(NamedTuple):
    stamps: list[Stamp]
    first_picture: "VideoFrame | None"
    packets_before_it: int
    discarded: int
    cut_off: bool


def probe_clip(path: Path) -> Clip:
    """The clip or still image at `path`, probed by its own bytes; a BadClipError says why it cannot be used.

    Frames are counted by their packets, never by the header. Pictures before the first and after the last decodable
    one do not count, nor do those that the file itself hides (edit lists). A still image is one frame of one second.
    """
    return replace(probe_pictures(path), sha256=file_sha256(path))


def probe_pictures(path: Path) -> Clip:
    """The same, without the hash of its bytes, which needs no decoder."""
    return _image_clip(path) if check_file(path) == "image" else _moving_clip(path)


def _image_clip(path: Path) -> Clip:
    height, width = read_image(path).shape[:2]
    return Clip(
        path=path,
        sha256="",
        container="image",
        codec="image",
        width_px=width,
        height_px=height,
        rotation_deg=0,
        average_fps=1.0,
        is_variable_rate=False,
        duration_s=1.0,
        lost_frames=0,
        times_s=np.zeros(1),
        keyframes=np.zeros(1, dtype=np.int64),
    )


def _moving_clip(path: Path) -> Clip:
    with open_container(path) as (container, stream):
        found = _scan(container, stream, path)
        picture = found.first_picture
        if not found.stamps:
            raise BadClipError("media.only_header", name=path.name)
        if picture is None:
            raise BadClipError("media.undecodable", name=path.name, frames=len(found.stamps))
        check_size(path=path, width_px=picture.width, height_px=picture.height)
        shape = picture_shape(picture=picture, pixel_aspect=stream.sample_aspect_ratio)
        check_size(path=path, width_px=shape.width_px, height_px=shape.height_px)
        tick_s = float(stream.time_base or 1)
        stated_fps = float(stream.guessed_rate or stream.average_rate or 25)
        header_frames = len(stream.index_entries) if "mov" in container.format.name else stream.frames
        stamps = _from_first_picture(found)
        _check_ticks(stamps, path)
        order = order_packets(stamps=stamps, step=max(1, round(1 / stated_fps / tick_s)))
        times_s: Floats = order.ticks.astype(np.float64) * tick_s
        duration_s = float(times_s[-1]) + order.last_ticks * tick_s
        check_duration(path=path, duration_s=duration_s)
        if container.format.name == "avi":
            places = {stamp.dts for stamp in stamps if stamp.dts is not None}
            lost = lost_pictures(stream=stream, announced=header_frames, places=places)
        else:
            lost = max(header_frames - found.discarded, len(found.stamps)) - len(times_s)
        clip = Clip(
            path=path,
            sha256="",
            container=_container_name(container),
            codec=stream.codec_context.name,
            width_px=shape.width_px,
            height_px=shape.height_px,
            rotation_deg=shape.rotation_deg,
            is_mirrored=shape.is_mirrored,
            average_fps=round(len(times_s) / duration_s, 6),
            is_variable_rate=_is_variable(times_s),
            duration_s=duration_s,
            lost_frames=lost,
            times_s=times_s,
            keyframes=order.keyframes,
        )
    # Where stamps are missing, the last group of pictures is the whole clip, which would take too long.
    ends_anywhere = clip.container == "mpeg" and order.first_pts is not None
    return _without_broken_end(clip) if found.cut_off or ends_anywhere or clip.lost_frames else clip


def _scan(container: "InputContainer", stream: "VideoStream", path: Path) -> _Found:
    """The stamps of all packets, and the first picture that decodes."""
    import av

    stamps: list[Stamp] = []
    picture = None
    discarded = packets_before_it = 0
    cut_off = container.format.name == "mpegts"
    pairs = FieldPairs(stream)
    for packet in packets(container=container, stream=stream):
        check_frame_count(path=path, frames=len(stamps) + discarded + 1)
        if picture is None:
            try:
                picture = next(iter(stream.codec_context.decode(packet)), None)
            except av.FFmpegError:
                picture = None
            packets_before_it = len(stamps)
        if packet.is_discard:
            discarded += 1
            continue
        cut_off = cut_off or packet.is_corrupt
        if pairs.is_second(packet):
            # How long both fields last is not told.
            stamps[-1:] = [stamp._replace(duration=0) for stamp in stamps[-1:]]
            continue
        stamps.append(Stamp(packet.pts, packet.dts, packet.duration or 0, packet.is_keyframe))
    if picture is None and stamps:
        try:
            picture = next(iter(stream.codec_context.decode(None)), None)
        except av.FFmpegError:
            picture = None
    return _Found(stamps, picture, packets_before_it, discarded, cut_off)


def _check_ticks(stamps: list[Stamp], path: Path) -> None:
    """Refuse stamps so far apart that differences between them cannot be told."""
    ticks = [tick for stamp in stamps for tick in (stamp.pts, stamp.dts) if tick is not None]
    if ticks and max(ticks) - min(ticks) >= _MOST_TICKS:
        check_duration(path=path, duration_s=float("inf"))


def _from_first_picture(found: _Found) -> list[Stamp]:
    """The stamps without those of undecodable pictures before the first.

    Packets are never further out of order than _REORDER_PACKETS.
    """
    first = found.first_picture.pts if found.first_picture else None
    doubtful = found.packets_before_it + _REORDER_PACKETS
    return [
        stamp
        for n, stamp in enumerate(found.stamps)
        if n >= doubtful or first is None or stamp.pts is None or stamp.pts >= first
    ]


def _without_broken_end(clip: Clip) -> Clip:
    """The clip without those frames of its last group of pictures that do not decode."""
    start = int(clip.keyframes[-1])
    tail = read_frames(clip=clip, span=FrameSpan(start, clip.frame_count), width_px=16, height_px=16)
    kept = np.arange(clip.frame_count) < start
    kept[[frame.index for frame in tail]] = True
    if kept.all() or not kept.any():
        return clip
    times_s = clip.times_s[kept]
    stop = int(np.flatnonzero(kept)[-1]) + 1
    duration_s = float(clip.times_s[stop]) if stop < clip.frame_count else clip.duration_s
    return replace(
        clip,
        times_s=times_s,
        keyframes=clip.keyframes[kept[clip.keyframes]],
        duration_s=duration_s,
        average_fps=round(len(times_s) / duration_s, 6),
        lost_frames=clip.lost_frames + clip.frame_count - len(times_s),
    )


def _is_variable(times_s: Floats) -> bool:
    """Whether more than one step in a hundred differs from the usual one by more than a tenth, rounding to ms aside."""
    steps = np.diff(times_s)
    if len(steps) < 2:
        return False
    usual = float(np.median(steps))
    return bool(np.mean(np.abs(steps - usual) > max(0.0011, usual / 10)) > 0.01)


def _container_name(container: "InputContainer") -> str:
    names = container.format.name.split(",")
    return {"mov": "mp4", "matroska": "mkv"}.get(names[0], names[0])


def file_sha256(path: Path) -> str:
    """The hash of the file's bytes, by which a clip is known."""
    digest = hashlib.sha256()
    block = bytearray(_READ_BYTES)
    with path.open("rb", buffering=0) as file:
        while size := file.readinto(block):
            digest.update(memoryview(block)[:size])
    return digest.hexdigest()
