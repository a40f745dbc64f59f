"""Writing frames as a clip that every browser plays."""

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np

from heatdash.errors import BadSettingError, HeatDashError, StorageError
from heatdash.media.read_frames import PixelFormat
from heatdash.values.clip import HD_PIXELS, Frame

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

TICKS_PER_S = 90_000
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_video(
    *,
    path: Path,
    frames: Iterable[Frame],
    width_px: int,
    height_px: int,
    pixel_format: PixelFormat = "bgr24",
    preset: str = "veryfast",
    crf: int = 23,
) -> int:
    """The number of frames written to `path` as H.264 in an MP4; each keeps its time, counted from the first.

    An odd size is made even by doubling the last column or row. The file appears under its name only when it is
    complete; where writing ends early, for whatever reason, nothing is left behind.
    """
    part = path.with_name(f".{path.stem[:40]}.{uuid4().hex[:12]}.part")
    try:
        with _storage_errors(path):
            part.open("xb").close()
        count = _encode(
            part,
            path,
            _pictures(frames, width_px, height_px, pixel_format),
            preset,
            crf,
            (width_px + width_px % 2, height_px + height_px % 2),
        )
        if count == 0:
            raise HeatDashError("media.no_frame", name=path.name)
        with _storage_errors(path):
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _encode(
    part: Path,
    path: Path,
    pictures: "Iterator[tuple[float, VideoFrame]]",
    preset: str,
    crf: int,
    size: tuple[int, int],
) -> int:
    import av

    with _storage_errors(path):
        container = av.open(str(part.absolute()), "w", format="mp4", options={"movflags": "+faststart"})
    try:
        stream = _add_stream(container, size, preset, crf)
        count, first_s, last, step = 0, 0.0, -1, TICKS_PER_S // 25
        for t_s, picture in pictures:
            first_s = t_s if count == 0 else first_s
            ticks = max(round((t_s - first_s) * TICKS_PER_S), last + 1)
            step = ticks - last if count else step
            picture.pts, picture.time_base, picture.duration = ticks, stream.time_base, step
            last, count = ticks, count + 1
            with _storage_errors(path):
                container.mux(stream.encode(picture))
        if count:
            with _storage_errors(path):
                container.mux(stream.encode(None))
    except BaseException:
        # The file is deleted anyway: an error in closing it must not hide the one that matters.
        with suppress(av.FFmpegError):
            container.close()
        raise
    with _storage_errors(path):
        container.close()
    return count


def _add_stream(container: "OutputContainer", size: tuple[int, int], preset: str, crf: int) -> "VideoStream":
    from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc

    stream = container.add_stream("libx264", rate=25, options={"preset": preset, "crf": str(crf)})
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    stream.time_base = stream.codec_context.time_base = Fraction(1, TICKS_PER_S)
    codec = stream.codec_context
    is_hd = size[0] * size[1] >= HD_PIXELS
    codec.colorspace = 1 if is_hd else 6
    codec.color_range = ColorRange.MPEG
    codec.color_primaries = ColorPrimaries.BT709 if is_hd else ColorPrimaries.SMPTE170M
    codec.color_trc = ColorTrc.BT709 if is_hd else ColorTrc.SMPTE170M
    return stream


def _pictures(
    frames: Iterable[Frame],
    width: int,
    height: int,
    pixel_format: PixelFormat,
) -> "Iterator[tuple[float, VideoFrame]]":
    import av
    from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

    reformatter = VideoReformatter()
    wide, high = width + width % 2, height + height % 2
    matrix = Colorspace.ITU709 if wide * high >= HD_PIXELS else Colorspace.ITU601
    # Without accurate rounding, each writing would darken the picture by up to three levels.
    exact = Interpolation.BILINEAR | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INP
    shape = (high * 3 // 2, wide) if pixel_format == "yuv420p" else (height, width, 3)
    for frame in frames:
        pixels = frame.pixels
        if pixels.shape != shape:
            raise BadSettingError("media.odd_shape", index=frame.index, shape=str(pixels.shape), wanted=str(shape))
        if pixel_format == "bgr24" and (wide, high) != (width, height):
            pixels = np.pad(pixels, ((0, high - height), (0, wide - width), (0, 0)), mode="edge")
        # The frame lends its memory instead of being copied, which would take longer than the conversion.
        pixels = np.require(pixels, np.uint8, ("C_CONTIGUOUS", "WRITEABLE"))
        picture = av.VideoFrame.from_numpy_buffer(pixels, format=pixel_format)
        if pixel_format == "bgr24":
            picture = reformatter.reformat(
                picture,
                format="yuv420p",
                interpolation=exact,
                threads=1,
                dst_colorspace=matrix,
                dst_color_range=ColorRange.MPEG,
            )
        yield frame.t_s, picture


@contextmanager
def _storage_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _writing_error(path, error) from error


def _writing_error(path: Path, error: OSError) -> StorageError:
    if error.errno in _DISK_FULL:
        return StorageError("media.no_room", name=path.name, folder=str(path.parent))
    if not path.parent.is_dir():
        return StorageError("media.no_folder", folder=str(path.parent))
    if path.is_dir():
        return StorageError("media.folder_there", path=str(path))
    return StorageError("media.not_written", name=path.name, folder=str(path.parent), reason=str(error.strerror))
